"""What customers read, in any state of affairs."""

import re
from dataclasses import replace

from bot.model.acts import Act, Reports, Result, SaysOver, TellsResult
from bot.model.conversation import Complaint, Speaker, Turn
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Certainty, Move, ReplyType
from bot.model.status import FeedState, FetchOutcome, Shows
from bot.model.understanding import FactValue, Kind, Understanding
from bot.triage.reply.checks import clock_time, hour
from bot.triage.reply.taps import fitting_words
from bot.triage.reply.wording import ReplyWording
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
from tests.cases import each

HEARD = Understanding(Kind.OUTAGE_REPORT, "ja", "…")
SAID = {ReplyType.SAFETY: ("data_loss",), ReplyType.ANSWER: ("when_fixed",)}
LANGUAGES = ("ja", "en", "zh", "ko", "vi", "th", "pt", "id")
NO_TROUBLE = re.compile(
    r"問題(は)?(ありません|ない)|there is no (problem|trouble)|all is well", re.I
)
PROMISE = re.compile(r"\d+\s*(分|時間)以内|までに復旧|within \d+|will be fixed by", re.I)


def facts_in(lang: str, *feeds: FeedState, complaint: Complaint | None = None) -> Facts:
    conversation = a_conversation(lang=lang, complaint=complaint or Complaint(), reported_at=at(0))
    return Facts(at(0), conversation, a_catalogue(), {f.service: f for f in feeds})


def a_move(stance: ReplyType = ReplyType.DIAGNOSE, cause: str = UNKNOWN, **changes: object) -> Move:
    diagnosis = Diagnosis((Hypothesis(cause, 0.9), Hypothesis(UNKNOWN, 0.1)))
    move = Move(stance, diagnosis, cause, 0.9)
    return replace(move, **changes)  # type: ignore[arg-type]


@each("lang", LANGUAGES)
@each("stance", [s for s in ReplyType if s is not ReplyType.SILENT])
def test_every_stance_says_something_and_neither_reassures_nor_promises(
    knowledge: Knowledge, lang: str, stance: ReplyType
) -> None:
    heard = replace(HEARD, asked=SAID.get(stance, ()))
    facts = facts_in(lang, a_feed(PLATFORM))
    text = ReplyWording(knowledge).reply(a_move(stance), facts, heard).text
    assert text.strip()
    assert "{" not in text
    assert not NO_TROUBLE.search(text)
    assert not PROMISE.search(text)


@each("lang", ["ja", "en"])
@each("certainty", [Certainty.POSSIBLE, Certainty.LIKELY, Certainty.CONFIRMED])
def test_a_product_is_written_only_when_the_move_names_it(
    knowledge: Knowledge, lang: str, certainty: Certainty
) -> None:
    facts = facts_in(lang, a_feed(PLATFORM), complaint=Complaint(inventory=(RARE.id,)))
    wording = ReplyWording(knowledge)
    named = a_move(cause=RARE.cause, certainty=certainty, named=True)
    assert RARE.name in wording.reply(named, facts, HEARD).text
    silent = a_move(cause=RARE.cause, certainty=certainty, named=False)
    said = wording.reply(silent, facts, HEARD)
    assert RARE.name not in said.text + said.details


@each("lang", LANGUAGES)
def test_one_question_has_one_question_mark(knowledge: Knowledge, lang: str) -> None:
    for key in knowledge.questions:
        text = ReplyWording(knowledge).reply(
            a_move(questions=(key,)), facts_in(lang, a_feed(PLATFORM)), HEARD
        )
        assert len(re.findall("[?？]", text.text)) == 1, key
        assert not re.findall("[?？]", text.details), key


@each(
    ("who", "words"),
    [({"outsider": True}, "ask.console_error.outsider"), ({"outsider": False}, "")],
)
def test_a_question_is_put_to_an_outsider_in_words_for_one_and_to_nobody_who_said_they_are_none(
    knowledge: Knowledge, who: dict[str, bool], words: str
) -> None:
    facts = facts_in("ja", complaint=Complaint(facts=who, signatures=("cors",)))
    assert "".join(fitting_words(knowledge.questions["console_error"], facts)) == words


def test_one_other_organisation_is_not_mentioned_and_no_number_ever(knowledge: Knowledge) -> None:
    def of(tenants: int) -> str:
        facts = replace(facts_in("en"), crowd=Crowd(tenants={RARE.cause: tenants}))
        return ReplyWording(knowledge).reply(a_move(cause=RARE.cause), facts, HEARD).text

    alone = ReplyWording(knowledge).reply(a_move(cause=RARE.cause), facts_in("en"), HEARD).text
    assert of(1) == alone
    assert "Others report something similar" in of(2)
    assert "Several other companies" in of(3)
    assert not re.search(r"\d", of(2) + of(3) + of(57))


@each("outcome", [FetchOutcome.UNREACHABLE, FetchOutcome.UNREADABLE])
def test_what_could_not_be_read_is_called_unknown(
    knowledge: Knowledge, outcome: FetchOutcome
) -> None:
    feed = a_feed(PLATFORM, Shows.OPERATIONAL, outcome=outcome)
    text = ReplyWording(knowledge).reply(a_move(), facts_in("en", feed), HEARD).text
    assert "cannot be read" in text
    assert "shows nothing" not in text
    (checked,) = ReplyWording(knowledge).checked(facts_in("en", feed))
    assert checked.shows == outcome


def test_only_feeds_of_what_the_customer_surely_uses_are_shown(knowledge: Knowledge) -> None:
    feeds = (a_feed(FORMS), a_feed(PLATFORM))
    complaint = Complaint(inventory=(POPULAR.id,), complete=True)
    checked = ReplyWording(knowledge).checked(facts_in("ja", *feeds, complaint=complaint))
    assert [c.service for c in checked] == [PLATFORM.id]
    both = Complaint(products=(FORMS.id,))
    checked = ReplyWording(knowledge).checked(facts_in("ja", *feeds, complaint=both))
    assert [c.service for c in checked] == [PLATFORM.id, FORMS.id]


def test_times_of_day_are_japanese_and_say_so() -> None:
    assert clock_time(at(5)).startswith("09:05")
    assert "JST" in clock_time(at(5))
    assert (hour(at(5), "ja"), hour(at(5), "en")) == ("09:05", "09:05 JST")


@each(
    ("acts", "said"),
    [
        ((TellsResult("a", 0.7, Result.PARTLY),), "一部は使えるようになり"),
        ((SaysOver("a", 0.7), Reports("b", 0.3)), ""),
    ],
)
def test_half_a_success_is_heard_as_half(
    knowledge: Knowledge, acts: tuple[Act, ...], said: str
) -> None:
    heard = replace(HEARD, acts=acts)
    first = facts_in("ja", a_feed(PLATFORM))
    later = replace(
        first,
        conversation=replace(
            first.conversation, turns=(Turn(at(0), Speaker.DESK, "確認しています。"),)
        ),
    )
    text = ReplyWording(knowledge).reply(a_move(), later, heard).text
    assert ("一部は使えるようになり" in text) is bool(said)
    assert (
        "一部は使えるようになり" not in ReplyWording(knowledge).reply(a_move(), first, heard).text
    )


def test_a_correction_is_heard_by_the_right_name(knowledge: Knowledge) -> None:
    heard = replace(HEARD, products=(RARE.id,), denied=(POPULAR.id,))
    text = ReplyWording(knowledge).reply(a_move(), facts_in("ja", a_feed(PLATFORM)), heard).text
    assert text.startswith(f"{RARE.name}の件とのこと")
    assert POPULAR.name not in text


@each(
    ("way", "tells"),
    [("incognito", "拡張機能"), ("other_browser", "いつものブラウザ"), ("other_network", "回線")],
)
def test_where_it_works_tells_where_to_look(knowledge: Knowledge, way: str, tells: str) -> None:
    def told(**facts: FactValue) -> str:
        heard = replace(HEARD, kind=Kind.WORKAROUND_WORKED, facts=facts)
        move = a_move(ReplyType.WORKED)
        return ReplyWording(knowledge).reply(move, facts_in("ja"), heard).text

    assert tells in told(**{f"{way}_ok": True})
    for other in ({f"{way}_ok": False, "already_tried": (way, "reload")}, {"already_tried": ()}):
        assert told(**other).startswith("使えるようになったとのこと")
