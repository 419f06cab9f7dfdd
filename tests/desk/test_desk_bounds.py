"""How much the desk keeps, and how long: each bound from both sides."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.attendance import Attendance, Doing, is_news, kept
from bot.desk.casework import tags_of, work_on
from bot.desk.flood import (
    TELLS,
    Pressing,
    WritingPace,
    is_to_be_told,
    may_wait,
    pace_of,
)
from bot.desk.lines import due, goes_with
from bot.model.case_events import TicketFollowed, TicketNoted, TicketWork
from bot.model.conversation import Advised
from bot.model.event import MessageReceived
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency
from tests.builders import a_conversation, a_message, at
from tests.cases import each

SECOND = timedelta(seconds=1)


class Memory:
    """The part of a unit of work that remembers words by key."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def recall(self, key: str) -> str | None:
        return self.kept.get(key)

    def remember(self, key: str, value: str) -> None:
        self.kept[key] = value


def paces(count: int, every: float, *, of_network: bool = False) -> list[WritingPace]:
    """How fast each of so many messages is, of one sender or of as many behind one network."""
    work: Any = Memory()
    sent = (
        replace(
            a_message(f"m{n}", customer=f"guest{n}" if of_network else "aoi"),
            at=at(0) + n * every * SECOND,
            address="~from:net1" if of_network else None,
        )
        for n in range(count)
    )
    return [pace_of(event, work) for event in sent]


def test_three_messages_within_a_minute_are_answered_one_by_one_and_the_twelfth_is_told() -> None:
    found = paces(22, 1)
    fast = WritingPace.FAST
    assert found[:3] == [WritingPace.USUAL] * 3
    assert found[3:11] == [fast] * 8
    assert found[11] is WritingPace.FLOOD
    assert found[12:20] == [fast] * 8
    assert found[20:] == [WritingPace.TORRENT] * 2


@each(("every", "pace"), [(20, WritingPace.USUAL), (19.9, WritingPace.FAST)])
def test_what_was_written_a_minute_ago_counts_no_more(every: float, pace: WritingPace) -> None:
    assert paces(4, every)[-1] is pace


def test_of_one_network_forty_within_a_minute_are_answered_at_once() -> None:
    found = paces(42, 0.5, of_network=True)
    assert found[:40] == [WritingPace.USUAL] * 40
    assert found[40:] == [WritingPace.FAST] * 2


@each(
    ("pace", "why_not", "waits"),
    [
        (WritingPace.USUAL, Pressing(), False),
        (WritingPace.FAST, Pressing(), True),
        (WritingPace.FAST, Pressing(is_asked_for=True), False),
        (WritingPace.TORRENT, Pressing(is_asked_for=True), True),
        (WritingPace.TORRENT, Pressing(is_first=True), False),  # a first report never waits
    ],
)
def test_whose_answer_waits_for_the_next_minute(
    pace: WritingPace, why_not: Pressing, *, waits: bool
) -> None:
    assert may_wait(pace, why_not) is waits


@each(
    ("minutes", "pace", "told"),
    [
        (None, WritingPace.FLOOD, True),
        (9.9, WritingPace.FLOOD, False),
        (10, WritingPace.FLOOD, True),
        (None, WritingPace.FAST, False),
    ],
)
def test_that_answers_are_merged_is_said_once_in_ten_minutes(
    minutes: float | None, pace: WritingPace, *, told: bool
) -> None:
    said = () if minutes is None else (Advised(TELLS, at(0)),)
    assert is_to_be_told(pace, a_conversation(advised=said), at(minutes or 0)) is told


@each(
    ("last", "typed", "answered"),
    [(0, None, 4), (5, None, 9), (0, 1, 7), (0, -3, 4), (5, 8, 14), (13, None, 15), (9, 14, 15)],
)
def test_when_lines_are_answered(last: float, typed: float | None, answered: float) -> None:
    """Four seconds after the last, six after they typed, and never later than fifteen after the first."""
    typing = None if typed is None else at(0) + typed * SECOND
    assert due(at(0), at(0) + last * SECOND, typing) == at(0) + answered * SECOND


@each(
    ("lines", "characters", "goes"),
    [(19, 10, True), (20, 10, False), (1, 6_000, True), (1, 6_001, False)],
)
def test_how_much_is_one_request(lines: int, characters: int, *, goes: bool) -> None:
    """Twenty lines of twelve thousand characters together."""
    line = a_message(text="x" * characters)
    before = [replace(line, text="x" * (12_000 - 6_000))] * lines if lines == 1 else [line] * lines
    assert goes_with(line, before) is goes


def test_a_button_or_another_sender_is_no_line_of_a_request() -> None:
    line: MessageReceived = a_message()
    assert goes_with(line, [line])
    assert not goes_with(replace(line, button="worked"), [line])
    assert not goes_with(a_message(customer="beni"), [line])


@each(("seconds", "news"), [(90, False), (90.1, True)])
def test_somebody_of_whom_nothing_was_heard_for_a_minute_and_a_half_is_not_there(
    seconds: float, *, news: bool
) -> None:
    there = Attendance("T1", "hana", Doing.VIEWING, at(0))
    assert is_news(there, replace(there, at=at(0) + seconds * SECOND)) is news
    assert is_news(None, there)
    assert is_news(there, replace(there, doing=Doing.EDITING))


def test_eight_thousand_characters_of_a_draft_are_kept() -> None:
    long = Attendance("T1", "hana", Doing.EDITING, at(0), reply="あ" * 8_001, note="い" * 8_001)
    assert [len(text) for text in (kept(long).reply, kept(long).note)] == [8_000, 8_000]


def test_of_tags_twenty_are_kept_and_of_each_forty_characters() -> None:
    assert tags_of(f"t{n}" for n in range(25)) == tuple(f"t{n}" for n in range(20))
    assert tags_of(["x" * 41, " a  b ", "#", "a-b"]) == ("x" * 40, "a-b")


class OneTicket:
    """A unit of work with one ticket."""

    def __init__(self, ticket: Ticket) -> None:
        self.kept = ticket

    def ticket(self, _: str) -> Ticket:
        return self.kept

    def save_ticket(self, ticket: Ticket) -> None:
        self.kept = ticket


def worked_on(*events: TicketWork) -> Ticket:
    work: Any = OneTicket(Ticket("T1", at(0), at(0), "", Urgency.NORMAL))
    for event in events:
        work_on(event, work)
    kept_of_it: Ticket = work.kept
    return kept_of_it


def test_the_fifty_who_began_to_follow_last_follow() -> None:
    begin = [TicketFollowed(at(n), "T1", f"s{n}") for n in range(55)]
    assert worked_on(*begin).followers == tuple(f"s{n}" for n in range(5, 55))
    left = worked_on(*begin, TicketFollowed(at(60), "T1", "s5", follows=False)).followers
    assert left == tuple(f"s{n}" for n in range(6, 55))
    again = worked_on(*begin[:3], begin[0]).followers
    assert again == ("s1", "s2", "s0")


def test_of_notes_two_hundred_are_kept_and_a_hundred_thousand_characters() -> None:
    many = worked_on(*(TicketNoted(at(n), "T1", "hana", f"n{n}") for n in range(205)))
    assert [n.text for n in many.notes] == [f"n{n}" for n in range(5, 205)]
    long = [TicketNoted(at(n), "T1", "hana", "x" * 40_000) for n in range(3)]
    assert len(worked_on(*long).notes) == 2
    whole = [TicketNoted(at(n), "T1", "hana", "x" * 50_000) for n in range(2)]
    assert len(worked_on(*whole).notes) == 2
    assert len(worked_on(TicketNoted(at(0), "T1", "hana", "x" * 200_000)).notes) == 1
