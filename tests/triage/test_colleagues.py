"""What colleagues told of the same trouble is taken into account, and only that."""

from dataclasses import replace

import pytest

from bot.model.conversation import Complaint, Conversation
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.understanding import Scope, Symptom
from bot.triage.ask import askable
from bot.triage.colleagues import with_colleagues
from tests.builders import a_conversation, some_facts

OPENS_NOT = Complaint(symptoms=frozenset({Symptom.WONT_OPEN}))


def beside(own: Complaint, *theirs: Conversation) -> Facts:
    facts = some_facts(own)
    return replace(facts, conversation=a_conversation(complaint=own), colleagues=theirs)


def a_colleague(complaint: Complaint, *asked: str) -> Conversation:
    return replace(a_conversation(complaint=complaint), customer="another", asked=asked)


def test_what_each_of_three_tells_is_known_of_all(knowledge: Knowledge) -> None:
    moved = a_colleague(replace(OPENS_NOT, signatures=("change-network",)))
    at_home = a_colleague(replace(OPENS_NOT, facts={"other_network_ok": True}))
    pooled = with_colleagues(beside(OPENS_NOT, moved, at_home), knowledge).conversation.complaint
    assert pooled.signatures == ("change-network",)
    assert pooled.facts["other_network_ok"] is True
    assert pooled.scope == {Scope.SEVERAL_USERS}


def test_that_one_is_a_stranger_says_nothing_of_the_others(knowledge: Knowledge) -> None:
    stranger = a_colleague(replace(OPENS_NOT, facts={"outsider": True, "plugins_used": "none"}))
    pooled = with_colleagues(beside(OPENS_NOT, stranger), knowledge).conversation.complaint
    assert pooled.facts["plugins_used"] == "none"
    assert "outsider" not in pooled.facts


def test_whether_others_see_it_is_not_asked_again(knowledge: Knowledge) -> None:
    asked = a_colleague(OPENS_NOT, "other_network", "other_browser")
    pooled = with_colleagues(beside(OPENS_NOT, asked), knowledge)
    left = {q.id for q in askable(pooled, knowledge)}
    assert left.isdisjoint({"other_users", "other_network"})
    assert "other_browser" in left  # each answers it for themselves


def test_own_words_come_first(knowledge: Knowledge) -> None:
    own = replace(OPENS_NOT, facts={"other_network_ok": False}, scope=frozenset({Scope.EVERYONE}))
    other = a_colleague(replace(OPENS_NOT, facts={"other_network_ok": True}))
    pooled = with_colleagues(beside(own, other), knowledge).conversation.complaint
    assert pooled.facts["other_network_ok"] is False
    assert pooled.scope == {Scope.EVERYONE}


@pytest.mark.parametrize(
    "theirs",
    [
        Complaint(symptoms=frozenset({Symptom.PRINT_PROBLEM}), facts={"other_network_ok": True}),
        Complaint(symptoms=frozenset({Symptom.SLOW}), facts={"other_network_ok": True}),
        replace(OPENS_NOT, scope=frozenset({Scope.ONE_USER}), facts={"other_network_ok": True}),
        Complaint(facts={"other_network_ok": True}),
    ],
    ids=["another function", "slow is not broken", "theirs alone", "no symptom"],
)
def test_trouble_of_another_sort_is_not_theirs(knowledge: Knowledge, theirs: Complaint) -> None:
    facts = beside(OPENS_NOT, a_colleague(theirs))
    assert with_colleagues(facts, knowledge) is facts


def test_what_concerns_one_person_stays_with_them(knowledge: Knowledge) -> None:
    personal = a_colleague(replace(OPENS_NOT, facts={"incognito_ok": True, "browser": "Chrome"}))
    pooled = with_colleagues(beside(OPENS_NOT, personal), knowledge).conversation.complaint
    assert pooled.facts == {"other_users_ok": False}
