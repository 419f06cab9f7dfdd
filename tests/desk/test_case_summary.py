"""What an entry of the inbox is called, and which cause it shows."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.desk.case_summary import case_line, first_words
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.evidence import NONE, Diagnosis, Hypothesis
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency

NOON = datetime(2026, 4, 14, 3, 0, tzinfo=UTC)


def said(*texts: str) -> Conversation:
    turns = tuple(Turn(NOON, Speaker.CUSTOMER, text) for text in texts)
    return Conversation("C1", "web:1", "aoi", "web", "ja", NOON, turns=turns)


def test_a_case_is_called_by_the_first_words_that_say_something() -> None:
    assert (
        first_words(said("お世話になっております。", "「一覧」が開きません"))
        == "『一覧』が開きません"
    )
    assert first_words(said("お世話になっております。\n青井です")) == "青井です"
    assert first_words(said("お世話になっております。")) == "お世話になっております。"
    assert first_words(said("", "…")) == "…"
    assert first_words(said()) == ""


def test_nothing_is_wrong_is_a_cause_only_where_causes_were_weighed() -> None:
    ticket = Ticket("T1", NOON, NOON, "", Urgency.LOW, cause=NONE)
    weighed = replace(ticket, diagnosis=Diagnosis((Hypothesis(NONE, 0.9, ()),)))
    causes = [case_line(0, said("宛名の変更"), one).cause for one in (ticket, weighed)]
    assert causes == [None, NONE]
    assert case_line(0, None, ticket).cause is None
    assert case_line(0, None, replace(ticket, cause="network")).cause == "network"
