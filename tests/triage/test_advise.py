"""The least harmful step that fits the cause, the symptom and the person."""

from dataclasses import replace
from typing import Any

from bot.model.advice_plan import ASK_ADMIN, ASK_VENDOR, RUN_WHAT_IS_LEFT, AdvicePlan
from bot.model.conversation import AdviceOutcome, Change, Complaint, Conversation, Done, Trial
from bot.model.evidence import Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.model.understanding import Symptom
from bot.triage.advise import advise, is_plugin
from bot.triage.after_recovery import after_recovery
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
)
from tests.cases import each

RIGHTS = {"account_role": "not_admin"}


BLANK = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), inventory=(RARE.id,), complete=True)
OFF = f"disable_plugin:{RARE.id}"


def counsel_for(
    conversation: Conversation,
    knowledge: Knowledge,
    *,
    cause: str = RARE.cause,
    named: bool = True,
    **changes: Any,
) -> AdvicePlan:
    facts = Facts(MORNING, conversation, a_catalogue(), **changes)
    return advise(Hypothesis(cause, 0.95), facts, knowledge, named=named)


def advice_for(
    conversation: Conversation, knowledge: Knowledge, *, cause: str = RARE.cause, named: bool = True
) -> tuple[str, ...]:
    return counsel_for(conversation, knowledge, cause=cause, named=named).advice


def test_a_named_plugin_is_switched_off_never_removed(knowledge: Knowledge) -> None:
    assert advice_for(a_conversation(complaint=BLANK), knowledge)[0] == OFF


def test_a_cause_that_may_not_be_named_gets_no_advice_that_names_it(knowledge: Knowledge) -> None:
    assert advice_for(a_conversation(complaint=BLANK), knowledge, named=False) == ()


def test_once_it_worked_the_plugin_stays_off(knowledge: Knowledge) -> None:
    tried = Trial(OFF, AdviceOutcome.WORKED, MORNING)
    found = advice_for(a_conversation(complaint=BLANK, trials=(tried,)), knowledge)
    assert "keep_disabled" in found
    assert "use_standard_view" in found  # meanwhile, since it does its work for nobody
    assert OFF not in found


def test_what_was_deleted_can_be_switched_off_no_more(knowledge: Knowledge) -> None:
    gone = Change(Done.DELETED, RARE.id, MORNING)
    assert OFF not in advice_for(a_conversation(complaint=BLANK, changes=(gone,)), knowledge)


def test_what_changed_nothing_is_not_advised_again(knowledge: Knowledge) -> None:
    tried = Trial(OFF, AdviceOutcome.FAILED, MORNING)
    assert OFF not in advice_for(a_conversation(complaint=BLANK, trials=(tried,)), knowledge)


@each(
    "conversation",
    [
        a_conversation(
            complaint=Complaint(
                symptoms=BLANK.symptoms, facts={"account_role": "not_admin"}, products=(RARE.id,)
            )
        ),
        a_conversation(complaint=BLANK, trials=(Trial(OFF, AdviceOutcome.CANNOT, MORNING),)),
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


def _facts(conversation: Conversation) -> Facts:
    return Facts(MORNING, conversation, a_catalogue())


def test_a_cause_without_an_entry_gets_no_advice(knowledge: Knowledge) -> None:
    assert advice_for(a_conversation(), knowledge, cause="teapot:x") == ()


def test_an_administrator_who_cannot_now_is_not_told_the_same_again(knowledge: Knowledge) -> None:
    complaint = replace(BLANK, facts={"account_role": "admin"})
    tried = (Trial(OFF, AdviceOutcome.CANNOT, MORNING),)
    found = counsel_for(a_conversation(complaint=complaint, trials=tried), knowledge)
    assert OFF not in found.advice
    assert not found.hand_on


def test_what_could_not_be_tried_without_rights_tells_of_no_rights(knowledge: Knowledge) -> None:
    tried = (Trial("incognito", AdviceOutcome.CANNOT, MORNING),)
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


@each(
    ("products", "in_a_browser"),
    [
        ((RARE.id,), True),
        ((PLATFORM.id, RARE.id), True),
        ((FORMS.id,), False),  # it runs on its vendor's servers
        ((PLATFORM.id,), False),
    ],
)
def test_where_data_do_not_come_in_a_browser_matters_only_to_a_part_that_runs_in_it(
    knowledge: Knowledge, products: tuple[str, ...], *, in_a_browser: bool
) -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.NOT_SYNCING}), products=products)
    found = advice_for(a_conversation(complaint=complaint), knowledge, cause="customer:browser")
    assert ("other_browser" in found) is in_a_browser


@each("way", ["clear_cache", "incognito", "other_browser"])
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
    told = frozenset({"recovered"})
    found = counsel_for(conversation, knowledge, cause=PLATFORM.cause, told=told).advice
    assert "wait_for_platform" not in found
    assert {"hard_reload", "check_data_saved_around_outage"} <= set(found)


@each(
    ("complaint", "cause", "others", "asks"),
    [
        (BLANK, RARE.cause, 1, True),
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
    assert "disable_own_js" not in advice_for(facts.conversation, knowledge, cause=FORMS.cause)


def test_after_the_end_what_was_switched_off_comes_first(knowledge: Knowledge) -> None:
    worked = (
        Trial(OFF, AdviceOutcome.WORKED, MORNING),
        Trial("disable_plugin:gone", AdviceOutcome.WORKED, at(1)),
    )
    off = a_conversation(complaint=BLANK, trials=worked)
    back = after_recovery(RARE.cause, off, _facts(off), knowledge)
    assert back == (
        f"reenable_plugin:{RARE.id}",
    )  # a product that is no longer listed is not named


def test_what_fails_once_it_is_on_again_is_switched_off_again(knowledge: Knowledge) -> None:
    trials = (
        Trial(OFF, AdviceOutcome.WORKED, MORNING),
        Trial(f"reenable_plugin:{RARE.id}", AdviceOutcome.FAILED, at(30)),
    )
    on = a_conversation(complaint=BLANK, trials=trials)
    assert OFF in advice_for(on, knowledge)
    off = replace(on, trials=(*trials, Trial(OFF, AdviceOutcome.WORKED, at(40))))
    assert "keep_disabled" in advice_for(off, knowledge)


def test_while_what_it_stands_on_may_still_fail_it_stays_off(knowledge: Knowledge) -> None:
    off = a_conversation(complaint=BLANK, trials=(Trial(OFF, AdviceOutcome.WORKED, MORNING),))
    below = an_incident(suspects=(HOSTING.cause,))
    facts = replace(_facts(off), incidents=(below,))
    assert after_recovery(HOSTING.cause, off, facts, knowledge)[0] == "keep_disabled"


@each(
    ("symptom", "cause", "found"),
    [
        (Symptom.NOT_SYNCING, FORMS.cause, ("check_duplicates", "check_missing_submissions")),
        (Symptom.NOTIFICATION_MISSING, FORMS.cause, ("check_missed_notifications", "monitor")),
        (Symptom.PRINT_PROBLEM, RARE.cause, ("monitor",)),
    ],
)
def test_after_the_end_what_may_be_missing_is_looked_at(
    knowledge: Knowledge, symptom: Symptom, cause: str, found: tuple[str, ...]
) -> None:
    over = a_conversation(complaint=Complaint(symptoms=frozenset({symptom})))
    assert after_recovery(cause, over, _facts(over), knowledge) == ("no_action_needed", *found)


def test_who_asks_whether_to_run_it_again_is_told_to_look_first(knowledge: Knowledge) -> None:
    over = a_conversation()
    assert (
        after_recovery(RARE.cause, over, _facts(over), knowledge, ("rerun",))[0] == RUN_WHAT_IS_LEFT
    )


@each(
    ("of", "passed_on"),
    [("clear_cache", True), ("update_plugin_version", True), ("rollback", False)],
)
def test_a_cure_that_colleagues_need_as_well_is_said_again(
    knowledge: Knowledge, of: str, *, passed_on: bool
) -> None:
    well = a_conversation(changes=(Change(Done.CURED, of, MORNING),))
    assert (of in after_recovery(RARE.cause, well, _facts(well), knowledge)) is passed_on


@each(
    ("cause", "is_one"),
    [(RARE.cause, True), ("unlisted_plugin:Nagi", True), (FORMS.cause, False), ("teapot:x", False)],
)
def test_what_can_be_switched_off_in_an_app(cause: str, *, is_one: bool) -> None:
    assert is_plugin(cause, _facts(a_conversation())) is is_one
