"""The least harmful step that fits the cause, the symptom and the person."""

import pytest
from hypothesis import given, settings

from bot.model.conversation import Complaint, Conversation, Outcome, Trial
from bot.model.evidence import Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Symptom
from bot.triage.advise import MOST_ADVICE, advise, isolating
from bot.triage.weigh import weigh
from tests.builders import (
    MORNING,
    RARE,
    a_catalogue,
    a_conversation,
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


def advice_for(
    conversation: Conversation, knowledge: Knowledge, *, cause: str = RARE.cause, named: bool = True
) -> tuple[str, ...]:
    facts = Facts(MORNING, conversation, a_catalogue())
    return advise(Hypothesis(cause, 0.95), facts, knowledge, named=named)


@settings(max_examples=30, deadline=None)
@given(COMPLAINTS)
def test_no_harmful_advice_whatever_the_cause(knowledge: Knowledge, complaint: Complaint) -> None:
    facts = some_facts(complaint)
    for hypothesis in weigh(facts, knowledge).ranked:
        found = advise(hypothesis, facts, knowledge, named=True)
        assert len(found) <= MOST_ADVICE
        assert len(set(found)) == len(found)
        assert not {a.partition(":")[0] for a in found} & HARMFUL
        assert all(a.partition(":")[0] in knowledge.remedies for a in found)


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
    found = advice_for(conversation, knowledge)
    assert found[0] == "contact_own_admin"
    assert OFF not in found


def test_an_unlisted_plugin_is_switched_off_too(knowledge: Knowledge) -> None:
    conversation = a_conversation(complaint=Complaint(symptoms=BLANK.symptoms, unlisted=("Nagi",)))
    found = advice_for(conversation, knowledge, cause="unlisted_plugin:Nagi")
    assert found[0] == "disable_plugin:unlisted"


def test_plugins_are_isolated_once_and_only_for_trouble_on_the_screen(knowledge: Knowledge) -> None:
    on_screen = a_conversation(complaint=BLANK)
    assert isolating(_facts(on_screen), 0.7) == ("isolate_by_disabling_plugins",)
    assert isolating(_facts(on_screen), 0.1) == ()
    again = having_advised(on_screen, "isolate_by_disabling_plugins")
    assert isolating(_facts(again), 0.7) == ()
    sync = a_conversation(complaint=Complaint(symptoms=frozenset({Symptom.NOT_SYNCING})))
    assert isolating(_facts(sync), 0.7) == ()
    reader = Complaint(symptoms=BLANK.symptoms, facts={"account_role": "not_admin"})
    assert isolating(_facts(a_conversation(complaint=reader)), 0.7) == ("contact_own_admin",)


def _facts(conversation: Conversation) -> Facts:
    return Facts(MORNING, conversation, a_catalogue())


def test_a_cause_without_an_entry_gets_no_advice(knowledge: Knowledge) -> None:
    assert advice_for(a_conversation(), knowledge, cause="teapot:x") == ()
