"""What customers read, in any state of affairs."""

import re
from dataclasses import replace

import pytest

from bot.model.conversation import Complaint, Speaker, Turn
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Certainty, Move, Stance
from bot.model.status import FeedState, Outcome, Shows
from bot.model.understanding import Kind, Understanding
from bot.triage.check_words import clock_time
from bot.triage.wording import Wording, has_spoken
from tests.builders import (
    FORMS,
    PLATFORM,
    POPULAR,
    RARE,
    a_catalogue,
    a_conversation,
    a_feed,
    at,
)

HEARD = Understanding(Kind.OUTAGE_REPORT, "ja", "…")
LANGUAGES = ("ja", "en", "zh", "ko", "vi", "th", "pt", "id")
NO_TROUBLE = re.compile(
    r"問題(は)?(ありません|ない)|there is no (problem|trouble)|all is well", re.I
)
PROMISE = re.compile(r"\d+\s*(分|時間)以内|までに復旧|within \d+|will be fixed by", re.I)


def facts_in(lang: str, *feeds: FeedState, complaint: Complaint | None = None) -> Facts:
    conversation = a_conversation(lang=lang, complaint=complaint or Complaint(), reported_at=at(0))
    return Facts(at(0), conversation, a_catalogue(), {f.service: f for f in feeds})


def a_move(stance: Stance = Stance.DIAGNOSE, cause: str = UNKNOWN, **changes: object) -> Move:
    diagnosis = Diagnosis((Hypothesis(cause, 0.9), Hypothesis(UNKNOWN, 0.1)))
    move = Move(stance, diagnosis, cause, 0.9)
    return replace(move, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stance", [s for s in Stance if s is not Stance.SILENT])
def test_every_stance_says_something_and_neither_reassures_nor_promises(
    knowledge: Knowledge, lang: str, stance: Stance
) -> None:
    text = Wording(knowledge).reply(a_move(stance), facts_in(lang, a_feed(PLATFORM)), HEARD)
    assert text.strip()
    assert "{" not in text
    assert not NO_TROUBLE.search(text)
    assert not PROMISE.search(text)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("certainty", [Certainty.POSSIBLE, Certainty.LIKELY, Certainty.CONFIRMED])
def test_a_product_is_written_only_when_the_move_names_it(
    knowledge: Knowledge, lang: str, certainty: Certainty
) -> None:
    facts = facts_in(lang, a_feed(PLATFORM), complaint=Complaint(inventory=(RARE.id,)))
    wording = Wording(knowledge)
    named = a_move(cause=RARE.cause, certainty=certainty, named=True)
    assert RARE.name in wording.reply(named, facts, HEARD)
    silent = a_move(cause=RARE.cause, certainty=certainty, named=False)
    assert RARE.name not in wording.reply(silent, facts, HEARD)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_question_has_one_question_mark(knowledge: Knowledge, lang: str) -> None:
    for key in knowledge.questions:
        text = Wording(knowledge).reply(
            a_move(questions=(key,)), facts_in(lang, a_feed(PLATFORM)), HEARD
        )
        assert len(re.findall("[?？]", text)) == 1, key


@pytest.mark.parametrize("tenants", [1, 2])
def test_one_or_two_other_organisations_are_not_mentioned(
    knowledge: Knowledge, tenants: int
) -> None:
    few, many = (
        replace(facts_in("en"), crowd=Crowd(tenants={RARE.cause: n})) for n in (tenants, 5)
    )
    move, wording = a_move(cause=RARE.cause), Wording(knowledge)
    alone = wording.reply(move, facts_in("en"), HEARD)
    assert wording.reply(move, few, HEARD) == alone
    assert wording.reply(move, many, HEARD) != alone
    assert "5" not in wording.reply(move, many, HEARD)


@pytest.mark.parametrize("outcome", [Outcome.UNREACHABLE, Outcome.UNREADABLE])
def test_what_could_not_be_read_is_called_unknown(knowledge: Knowledge, outcome: Outcome) -> None:
    feed = a_feed(PLATFORM, Shows.OPERATIONAL, outcome=outcome)
    text = Wording(knowledge).reply(a_move(), facts_in("en", feed), HEARD)
    assert "unknown" in text
    assert "nothing there" not in text
    (checked,) = Wording(knowledge).checked(facts_in("en", feed))
    assert checked.shows == outcome


def test_only_feeds_of_what_the_customer_surely_uses_are_shown(knowledge: Knowledge) -> None:
    feeds = (a_feed(FORMS), a_feed(PLATFORM))
    complaint = Complaint(inventory=(POPULAR.id,), complete=True)
    checked = Wording(knowledge).checked(facts_in("ja", *feeds, complaint=complaint))
    assert [c.service for c in checked] == [PLATFORM.id]
    both = Complaint(products=(FORMS.id,))
    checked = Wording(knowledge).checked(facts_in("ja", *feeds, complaint=both))
    assert [c.service for c in checked] == [PLATFORM.id, FORMS.id]


def test_times_of_day_are_japanese_and_say_so() -> None:
    assert clock_time(at(5)).startswith("09:05")
    assert "JST" in clock_time(at(5))


def test_whether_the_desk_has_spoken() -> None:
    said = Turn(at(0), Speaker.DESK, "はい")
    assert has_spoken(a_conversation(turns=(said,)))
    assert not has_spoken(a_conversation(turns=(replace(said, speaker=Speaker.CUSTOMER),)))
