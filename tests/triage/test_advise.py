"""The least harmful step that fits the cause, the symptom and the person."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.conversation import Complaint, Conversation, Outcome, Trial
from bot.model.counsel import ASK_ADMIN, ASK_VENDOR, MOST_ADVICE, Counsel
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.incident import IncidentStatus, Told
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.model.understanding import Symptom
from bot.triage.advise import ISOLATE, advise, after_recovery, entry_of, isolating, while_open
from bot.triage.ask import worth
from bot.triage.waiting import kind_of
from bot.triage.weigh import weigh
from tests import shipped
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    MORNING,
    PLATFORM,
    RARE,
    a_catalogue,
    a_conversation,
    a_feed,
    an_incident,
    at,
    having_advised,
    some_facts,
)
from tests.triage.test_weigh import COMPLAINTS

# What no reply may ever carry: it destroys, widens access, or blames.
HARMFUL = {
    "uninstall_plugin",
    "reinstall",
    "reinstall_mobile_app",
    "reregister_customisation",
    "delete_customisation",
    "re_enter_licence",
    "rerun_sync",
    "resend_all",
    "change_permissions_widely",
    "remove_ip_restriction",
    "click_through_certificate_warning",
    "argue_with_customer",
    "wait_only",
    "disable_plugin_as_fix",
}
BLANK = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), inventory=(RARE.id,), complete=True)
OFF = f"disable_plugin:{RARE.id}"


RIGHTS = {"account_role": "not_admin"}


SIGNED = st.builds(
    lambda complaint, found: replace(complaint, signatures=tuple(sorted(found))),
    COMPLAINTS,
    st.sets(
        st.sampled_from(["webhook-flood", "backup-failed", "slots", "cert", "licence-notice"]),
        max_size=2,
    ),
)


def counsel_for(
    conversation: Conversation,
    knowledge: Knowledge,
    *,
    cause: str = RARE.cause,
    named: bool = True,
    **changes: Any,
) -> Counsel:
    facts = Facts(MORNING, conversation, a_catalogue(), **changes)
    return advise(Hypothesis(cause, 0.95), facts, knowledge, named=named)


def advice_for(
    conversation: Conversation, knowledge: Knowledge, *, cause: str = RARE.cause, named: bool = True
) -> tuple[str, ...]:
    return counsel_for(conversation, knowledge, cause=cause, named=named).advice


def all_counsel(facts: Facts, knowledge: Knowledge) -> Iterator[Counsel]:
    """Whatever could be advised in this state of affairs, cause by cause and with none."""
    diagnosis = weigh(facts, knowledge)
    for hypothesis in diagnosis.ranked:
        yield advise(hypothesis, facts, knowledge, named=True)
    yield isolating(Diagnosis((Hypothesis(RARE.cause, 1.0),)), facts, knowledge)
    values = worth(diagnosis, facts, knowledge)
    for asking in (True, False):
        yield while_open(diagnosis, facts, knowledge, values, asking=asking)


def kinds(advice: Iterable[str]) -> set[str]:
    return {a.partition(":")[0] for a in advice}


@settings(max_examples=30, deadline=None)
@given(SIGNED)
def test_no_harmful_advice_whatever_the_cause(complaint: Complaint) -> None:
    for found in all_counsel(some_facts(complaint), shipped.knowledge()):
        assert len(found.advice) <= MOST_ADVICE
        assert len(set(found.advice)) == len(found.advice)
        assert not kinds(found.advice) & HARMFUL
        assert kinds(found.advice) <= shipped.knowledge().remedies.keys()


@settings(max_examples=30, deadline=None)
@given(SIGNED)
def test_nobody_is_advised_what_takes_rights_that_they_lack(complaint: Complaint) -> None:
    reader = replace(complaint, facts={**complaint.facts, **RIGHTS})
    remedies = shipped.knowledge().remedies
    for found in all_counsel(some_facts(reader), shipped.knowledge()):
        assert not any(remedies[k].needs_rights for k in kinds(found.advice))
        assert (ASK_ADMIN in found.advice[:1]) or not found.hand_on
        assert not found.hand_on or remedies[found.hand_on.partition(":")[0]].needs_rights


@settings(max_examples=20, deadline=None)
@given(SIGNED, st.sampled_from([Outcome.FAILED, Outcome.CANNOT]))
def test_what_came_to_nothing_is_never_advised_again(
    complaint: Complaint, outcome: Outcome
) -> None:
    admin = replace(complaint, facts={**complaint.facts, "account_role": "admin"})
    facts = some_facts(admin)
    while found := {a for c in all_counsel(facts, shipped.knowledge()) for a in c.advice}:
        trials = facts.conversation.trials
        assert not found & {t.advice for t in trials}
        tried = tuple(Trial(a, outcome, MORNING) for a in sorted(found))
        facts = replace(facts, conversation=replace(facts.conversation, trials=(*trials, *tried)))


@settings(max_examples=30, deadline=None)
@given(SIGNED)
def test_of_the_remedies_the_least_harmful_comes_first(complaint: Complaint) -> None:
    knowledge = shipped.knowledge()
    facts = some_facts(complaint)
    for hypothesis in weigh(facts, knowledge).ranked:
        entry = entry_of(hypothesis.cause, knowledge)
        found = advise(hypothesis, facts, knowledge, named=True).advice
        chosen = [
            knowledge.remedies[k] for k in map(kind_of, found) if entry and k in entry.remedies
        ]
        costs = [(r.harm, not r.is_reversible) for r in chosen]
        assert costs == sorted(costs)


@settings(max_examples=30, deadline=None)
@given(SIGNED)
def test_while_the_cause_is_open_no_product_is_pointed_at(complaint: Complaint) -> None:
    knowledge, facts = shipped.knowledge(), some_facts(complaint)
    diagnosis = weigh(facts, knowledge)
    values = worth(diagnosis, facts, knowledge)
    for asking in (True, False):
        found = while_open(diagnosis, facts, knowledge, values, asking=asking)
        assert len(found.advice) <= 2
        for advice in set(found.advice) - {ASK_ADMIN}:
            remedy = knowledge.remedies[advice]  # an id without a product
            assert remedy.is_reversible or remedy.harm <= 2
            assert "{product}" not in "".join(remedy.say.values())


def test_the_knowledge_base_offers_no_harmful_remedy(knowledge: Knowledge) -> None:
    offered = {r for c in knowledge.causes.values() for r in (*c.remedies, *c.meanwhile)}
    assert not offered & HARMFUL


def test_a_named_plugin_is_switched_off_never_removed(knowledge: Knowledge) -> None:
    assert advice_for(a_conversation(complaint=BLANK), knowledge)[0] == OFF


def test_a_cause_that_may_not_be_named_gets_no_advice_that_names_it(knowledge: Knowledge) -> None:
    assert advice_for(a_conversation(complaint=BLANK), knowledge, named=False) == ()


def test_once_it_worked_the_plugin_stays_off(knowledge: Knowledge) -> None:
    tried = Trial(OFF, Outcome.WORKED, MORNING)
    found = advice_for(a_conversation(complaint=BLANK, trials=(tried,)), knowledge)
    assert "keep_disabled" in found
    assert OFF not in found


def test_what_changed_nothing_is_not_advised_again(knowledge: Knowledge) -> None:
    tried = Trial(OFF, Outcome.FAILED, MORNING)
    assert OFF not in advice_for(a_conversation(complaint=BLANK, trials=(tried,)), knowledge)


@pytest.mark.parametrize(
    "conversation",
    [
        a_conversation(
            complaint=Complaint(
                symptoms=BLANK.symptoms, facts={"account_role": "not_admin"}, products=(RARE.id,)
            )
        ),
        a_conversation(complaint=BLANK, trials=(Trial(OFF, Outcome.CANNOT, MORNING),)),
    ],
)
def test_who_may_not_change_the_app_is_sent_to_their_administrator(
    knowledge: Knowledge, conversation: Conversation
) -> None:
    found = counsel_for(conversation, knowledge)
    assert found.advice[0] == ASK_ADMIN
    assert found.hand_on == OFF
    assert OFF not in found.advice


def test_an_unlisted_plugin_is_switched_off_too(knowledge: Knowledge) -> None:
    conversation = a_conversation(complaint=Complaint(symptoms=BLANK.symptoms, unlisted=("Nagi",)))
    found = advice_for(conversation, knowledge, cause="unlisted_plugin:Nagi")
    assert found[0] == "disable_plugin:unlisted"


def test_plugins_are_isolated_once_and_only_for_trouble_on_the_screen(knowledge: Knowledge) -> None:
    suspected = Diagnosis((Hypothesis(RARE.cause, 0.7), Hypothesis(UNKNOWN, 0.3)))
    hardly = Diagnosis((Hypothesis(RARE.cause, 0.1), Hypothesis(UNKNOWN, 0.9)))
    on_screen = a_conversation(complaint=BLANK)
    assert isolating(suspected, _facts(on_screen), knowledge).advice == (ISOLATE,)
    assert isolating(hardly, _facts(on_screen), knowledge) == Counsel()
    again = having_advised(on_screen, ISOLATE)
    assert isolating(suspected, _facts(again), knowledge) == Counsel()
    sync = a_conversation(complaint=Complaint(symptoms=frozenset({Symptom.NOT_SYNCING})))
    assert isolating(suspected, _facts(sync), knowledge) == Counsel()
    reader = a_conversation(complaint=replace(BLANK, facts=RIGHTS))
    assert isolating(suspected, _facts(reader), knowledge) == Counsel((ASK_ADMIN,), ISOLATE)


def _facts(conversation: Conversation) -> Facts:
    return Facts(MORNING, conversation, a_catalogue())


def test_a_cause_without_an_entry_gets_no_advice(knowledge: Knowledge) -> None:
    assert advice_for(a_conversation(), knowledge, cause="teapot:x") == ()


def test_an_administrator_who_cannot_now_is_not_told_the_same_again(knowledge: Knowledge) -> None:
    complaint = replace(BLANK, facts={"account_role": "admin"})
    tried = (Trial(OFF, Outcome.CANNOT, MORNING),)
    found = counsel_for(a_conversation(complaint=complaint, trials=tried), knowledge)
    assert OFF not in found.advice
    assert not found.hand_on


def test_what_could_not_be_tried_without_rights_tells_of_no_rights(knowledge: Knowledge) -> None:
    tried = (Trial("incognito", Outcome.CANNOT, MORNING),)
    found = counsel_for(a_conversation(complaint=BLANK, trials=tried), knowledge)
    assert found.advice[0] == OFF


def test_a_platform_outage_sends_nobody_to_their_administrator(knowledge: Knowledge) -> None:
    reader = a_conversation(
        complaint=Complaint(symptoms=frozenset({Symptom.WONT_OPEN}), facts=RIGHTS)
    )
    assert ASK_ADMIN not in advice_for(reader, knowledge, cause=PLATFORM.cause)


def test_switching_off_brings_no_missing_button_back(knowledge: Knowledge) -> None:
    button = replace(BLANK, symptoms=frozenset({Symptom.FEATURE_MISSING}))
    assert OFF not in advice_for(a_conversation(complaint=button), knowledge)
    both = replace(BLANK, symptoms=BLANK.symptoms | button.symptoms)
    assert OFF in advice_for(a_conversation(complaint=both), knowledge)


def test_the_light_course_has_no_plugin_to_switch_off(knowledge: Knowledge) -> None:
    light = replace(BLANK, signatures=("light-course",))
    found = counsel_for(a_conversation(complaint=light), knowledge)
    assert OFF not in found.advice
    assert not found.hand_on


def test_a_phone_is_told_what_a_phone_can_do(knowledge: Knowledge) -> None:
    symptoms = frozenset({Symptom.WONT_OPEN})
    phone = a_conversation(complaint=Complaint(symptoms=symptoms, facts={"os": "iOS 19"}))
    found = advice_for(phone, knowledge, cause="customer:device")
    assert {"restart_mobile_app", "use_pc_instead_of_mobile"} <= set(found)
    assert "incognito" not in advice_for(phone, knowledge, cause="customer:browser")
    both = replace(phone.complaint, facts={"os": "iOS 19", "pc_ok": False})
    found = advice_for(a_conversation(complaint=both), knowledge, cause="customer:device")
    assert "restart_mobile_app" not in found


@pytest.mark.parametrize("way", ["clear_cache", "incognito", "other_browser"])
def test_what_they_did_by_themselves_is_not_advised(knowledge: Knowledge, way: str) -> None:
    complaint = Complaint(symptoms=BLANK.symptoms, facts={"already_tried": (way,)})
    found = advice_for(a_conversation(complaint=complaint), knowledge, cause="customer:browser")
    assert way not in found
    assert found


def test_a_page_that_says_it_is_over_calls_for_a_fresh_page_first(knowledge: Knowledge) -> None:
    conversation = a_conversation(complaint=replace(BLANK, symptoms=frozenset({Symptom.SLOW})))
    for page, first in ((Shows.MONITORING, True), (Shows.MAJOR_OUTAGE, False)):
        feeds = {HOSTING.id: a_feed(HOSTING, page)}
        found = counsel_for(conversation, knowledge, feeds=feeds).advice
        assert (found[0] == "hard_reload") is first, page
        assert OFF in found


def test_who_was_told_that_it_is_over_is_not_told_to_wait(knowledge: Knowledge) -> None:
    symptoms = frozenset({Symptom.WONT_OPEN})
    conversation = a_conversation(complaint=Complaint(symptoms=symptoms), reported_at=at(0))
    over = an_incident(
        conversation,
        suspects=(PLATFORM.cause,),
        status=IncidentStatus.RESOLVED,
        told=(Told(conversation.customer, "recovered", at(30)),),
    )
    found = counsel_for(conversation, knowledge, cause=PLATFORM.cause, incidents=(over,)).advice
    assert "wait_for_platform" not in found
    assert {"hard_reload", "check_data_saved_around_outage"} <= set(found)


@pytest.mark.parametrize(
    ("complaint", "cause", "others", "asks"),
    [
        (BLANK, RARE.cause, 0, True),
        (BLANK, RARE.cause, 2, False),  # the vendor hears of it from more than enough people
        (Complaint(symptoms=BLANK.symptoms), RARE.cause, 0, False),  # not theirs
        (Complaint(symptoms=BLANK.symptoms, unlisted=("Nagi",)), "unlisted_plugin:Nagi", 2, True),
    ],
)
def test_a_vendor_is_asked_only_by_customers_of_theirs_and_not_by_all(
    knowledge: Knowledge, complaint: Complaint, cause: str, others: int, *, asks: bool
) -> None:
    crowd = Crowd(tenants={cause: others})
    found = counsel_for(a_conversation(complaint=complaint), knowledge, cause=cause, crowd=crowd)
    assert (ASK_VENDOR in found.advice) is asks


def test_a_script_that_is_no_plugin_is_set_not_to_apply(knowledge: Knowledge) -> None:
    script = replace(HOME, id="service_js", home_product=False)
    facts = Facts(MORNING, a_conversation(complaint=BLANK), a_catalogue(PLATFORM, script))
    found = advise(Hypothesis(script.cause, 0.95), facts, knowledge, named=True).advice
    assert "disable_own_js" in found
    assert f"disable_plugin:{script.id}" not in found


def test_beside_a_question_one_thing_that_helps_is_enough(knowledge: Knowledge) -> None:
    facts = some_facts(replace(BLANK, inventory=None, complete=False))
    suspects = Diagnosis((Hypothesis(RARE.cause, 0.6), Hypothesis(UNKNOWN, 0.4)))
    values = {"incognito": 0.2, "other_network": 0.1}
    asking = while_open(suspects, facts, knowledge, values, asking=True)
    assert asking.advice == ("use_standard_view",)
    resting = while_open(suspects, facts, knowledge, values, asking=False)
    assert resting.advice == ("use_standard_view", "incognito")


def test_what_still_holds_is_said_again_only_when_nothing_is_new(knowledge: Knowledge) -> None:
    sync = Complaint(symptoms=frozenset({Symptom.NOT_SYNCING}))
    suspects = Diagnosis((Hypothesis(FORMS.cause, 0.5), Hypothesis(UNKNOWN, 0.5)))
    conversation = a_conversation(complaint=sync)
    first = while_open(suspects, _facts(conversation), knowledge, {}, asking=True).advice
    then = having_advised(conversation, *first)
    assert while_open(suspects, _facts(then), knowledge, {}, asking=True).advice
    assert "do_not_rerun_manually" in first


def test_after_the_end_what_was_switched_off_comes_first(knowledge: Knowledge) -> None:
    off = a_conversation(complaint=BLANK, trials=(Trial(OFF, Outcome.WORKED, MORNING),))
    back = after_recovery(RARE.cause, off, _facts(off), knowledge)
    assert back == (f"reenable_plugin:{RARE.id}",)
    never = a_conversation(complaint=BLANK)
    assert "no_action_needed" in after_recovery(RARE.cause, never, _facts(never), knowledge)
