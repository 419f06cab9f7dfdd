"""Several lines of one person get one answer when they pause, and none is lost on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.lines import (
    LONGEST,
    MOST_CHARACTERS,
    MOST_LINES,
    PAUSE,
    TYPING,
    due,
    joined,
    keep,
    left_waiting,
    overdue,
)
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Conversation
from bot.model.effect import Effect, Reply, TicketRaised
from bot.model.event import MessageReceived, Paused, Tick
from bot.model.identity import Identity
from bot.model.picture import Picture
from tests.builders import MORNING, RARE, a_message, at
from tests.fakes import Day, reply_in

SECOND = timedelta(seconds=1)
seconds = st.floats(0, 60).map(lambda s: timedelta(seconds=s))


def line(desk: Day, text: str, customer: str = "aoi", after: int = 3) -> tuple[Effect, ...]:
    """A line after which more may follow."""
    desk.now += after * SECOND
    ident = f"line{next(desk._ids)}"
    said = MessageReceived(desk.now, ident, customer, f"{customer}-inc", "web", text)
    return desk.desk.handle(replace(said, more_may_follow=True))


def pauses(desk: Day, customer: str = "aoi", after: timedelta = PAUSE) -> tuple[Effect, ...]:
    desk.now += after
    return desk.desk.handle(Paused(desk.now, customer))


def of(desk: Day, customer: str = "aoi") -> Conversation:
    with desk.store.work() as work:
        found = work.latest_conversation(customer)
    assert found is not None
    return found


@given(seconds, seconds, st.none() | seconds)
def test_lines_are_answered_after_a_pause_and_never_late(
    first_to_last: timedelta, typed_after: timedelta, before_typing: timedelta | None
) -> None:
    last = MORNING + first_to_last
    typed = None if before_typing is None else last + typed_after
    answered = due(MORNING, last, typed)
    assert answered <= MORNING + LONGEST
    assert answered >= min(last + PAUSE, MORNING + LONGEST)
    if typed is not None:
        assert answered >= min(typed + TYPING, MORNING + LONGEST)


def test_the_spans_are_those_that_people_were_promised() -> None:
    assert (PAUSE, TYPING, LONGEST) == (4 * SECOND, 6 * SECOND, 15 * SECOND)


@pytest.mark.parametrize("identity", Identity)
def test_a_pause_in_a_thread_is_answered_whoever_wrote_there(desk: Day, identity: Identity) -> None:
    said = MessageReceived(desk.now, "line1", "aoi", "acme", "mail", "Ruri Gridが開かない")
    said = replace(said, thread="<case@mail.example>", identity=identity, more_may_follow=True)
    assert desk.desk.handle(said) == ()
    desk.now += PAUSE
    assert reply_in(desk.desk.handle(Paused(desk.now, "aoi", said.thread))).is_report


def test_lines_are_one_request_with_one_answer(desk: Day) -> None:
    for text in ("すみません", "Ruri Gridが", "開かなくて", "他のアプリは開きます"):
        assert line(desk, text) == ()
    reply = reply_in(pauses(desk))
    assert reply.in_reply_to == of(desk).turns[0].message_id
    assert reply.is_report
    found = of(desk)
    assert [t.text for t in found.turns[:1]] == [
        "すみません\nRuri Gridが\n開かなくて\n他のアプリは開きます"
    ]
    assert RARE.id in found.complaint.products
    assert found.waiting == ()
    assert pauses(desk) == ()


def test_lines_can_be_read_while_they_wait(desk: Day) -> None:
    line(desk, "kintoneが")
    line(desk, "開きません")
    assert [t.text for t in of(desk).turns] == ["kintoneが", "開きません"]


def test_a_pause_that_is_told_too_early_waits(desk: Day) -> None:
    line(desk, "kintoneが")
    assert pauses(desk, after=PAUSE - SECOND) == ()
    assert reply_in(pauses(desk, after=SECOND)).text


def test_what_comes_at_once_goes_with_the_lines_before_it(desk: Day) -> None:
    line(desk, "kintoneが開きません")
    desk.now += SECOND
    effects = desk.says("aoi", "一覧だけです", ident="m9", tenant="aoi-inc")
    assert reply_in(effects).in_reply_to == "m9"
    assert of(desk).turns[0].text == "kintoneが開きません\n一覧だけです"


def test_a_button_is_answered_by_itself_after_the_lines(desk: Day) -> None:
    line(desk, "kintoneが開きません")
    effects = desk.says("aoi", "人に相談する", button="human")
    replies = [e for e in effects if isinstance(e, Reply)]
    assert len(replies) == 2
    assert any(isinstance(e, TicketRaised) for e in effects)


def test_lines_of_two_people_are_two_requests(desk: Day) -> None:
    line(desk, "kintoneが開きません")
    line(desk, "画面が白いです", customer="ben")
    assert reply_in(pauses(desk)).customer == "aoi"
    assert reply_in(pauses(desk, "ben")).customer == "ben"


@pytest.mark.slow
def test_whoever_writes_on_and_on_is_answered_in_between(desk: Day) -> None:
    effects = [line(desk, f"まだ開きません {n}", after=0) for n in range(MOST_LINES)]
    assert not any(effects)
    assert reply_in(line(desk, "まだです")).text
    line(desk, "長い" * (MOST_CHARACTERS // 2), customer="ben")
    assert reply_in(line(desk, "まだです", customer="ben")).text


@pytest.mark.slow
def test_a_process_that_died_has_its_lines_answered_at_a_tick(desk: Day) -> None:
    line(desk, "kintoneが")
    line(desk, "開きません")
    desk.restarts()
    with desk.store.work() as work:
        (left,) = left_waiting(work)
    assert (left.customer, left.text) == ("aoi", "開きません")
    at = desk.now + LONGEST - SECOND
    assert desk.desk.handle(Tick(at)) == ()
    assert reply_in(desk.desk.handle(Tick(at + SECOND))).is_report
    assert desk.desk.handle(Tick(at + 2 * SECOND)) == ()


def test_whose_lines_are_answered_holds_up_nobody_whose_lines_are_not(desk: Day) -> None:
    line(desk, "kintoneが開きません")
    line(desk, "保存できません", customer="ben")
    answered = replace(of(desk), waiting=())
    with desk.store.work() as work:
        work.save_conversation(answered, desk.now)
        ((left,),) = overdue(desk.now + LONGEST, work)
    assert (left.customer, left.text) == ("ben", "保存できません")


def test_a_line_that_comes_twice_is_one(desk: Day) -> None:
    said = MessageReceived(desk.now, "m1", "aoi", "aoi-inc", "web", "開きません")
    for _ in range(2):
        desk.desk.handle(replace(said, more_may_follow=True))
    pauses(desk)
    assert of(desk).turns[0].text == "開きません"


def test_a_secret_in_a_line_of_its_own_is_masked_once_it_is_understood(desk: Day) -> None:
    line(desk, "パスワードは")
    line(desk, "hunter2hunter2です")
    pauses(desk)
    assert "hunter2" not in of(desk).turns[0].text


def test_while_a_person_has_it_lines_wait_for_nobody(desk: Day) -> None:
    (ticket,) = [e for e in desk.says("aoi", "人と話したい") if isinstance(e, TicketRaised)]
    desk.claims(ticket.ticket)
    for text in ("まだです", "一覧だけです"):
        line(desk, text)
        assert of(desk).waiting == ()
    assert [t.text for t in of(desk).turns[-2:]] == ["まだです", "一覧だけです"]
    assert pauses(desk) == ()


def test_lines_are_answered_before_a_person_takes_over(desk: Day) -> None:
    (ticket,) = [e for e in desk.says("aoi", "人と話したい") if isinstance(e, TicketRaised)]
    line(desk, "kintoneが開きません")
    assert reply_in(desk.claims(ticket.ticket)).is_report
    assert of(desk).taken_over_by == "hana"
    assert pauses(desk) == ()


def test_lines_of_whose_pause_nobody_told_are_answered_fifteen_seconds_after_the_last(
    work: UnitOfWork,
) -> None:
    """Those of a case that is gone hold up nobody else's."""
    for n, customer in enumerate(("aoi", "ben", "chie")):
        keep(replace(a_message(f"m{n}", "一覧が", customer=customer), more_may_follow=True), work)
    keep(replace(a_message("m9", "真っ白です", after=0.1), more_may_follow=True), work)
    gone = work.latest_conversation("ben")
    assert gone is not None
    work.save_conversation(replace(gone, waiting=()), at(0))
    assert [line.message_id for line in left_waiting(work)] == ["m9", "m2"]
    assert overdue(at(0.24), work) == []
    assert [[line.message_id for line in some] for some in overdue(at(0.25), work)] == [["m2"]]
    assert [[line.message_id for line in some] for some in overdue(at(0.35), work)] == [
        ["m0", "m9"]
    ]
    assert left_waiting(work) == ()
    talk = work.latest_conversation("aoi")
    assert talk is not None
    assert (talk.turns, talk.waiting) == ((), ())


def test_lines_are_one_message_with_all_that_came_with_them() -> None:
    first = replace(a_message("m1", "一覧が"), installed_plugins=("a",), installed_are_all=False)
    second = replace(a_message("m2", ""), installed_plugins=None, more_may_follow=True)
    pictures = tuple(Picture(f"p{n}", "a.png", 1, 1) for n in range(2))
    lines = [
        replace(line, pictures=(p,)) for line, p in zip((first, second), pictures, strict=True)
    ]
    both = joined(lines, at(1))
    assert (both.message_id, both.text, both.at) == ("m2", "一覧が", at(1))
    assert (both.installed_plugins, both.installed_are_all) == (("a",), False)
    assert (both.pictures, both.more_may_follow) == (pictures, False)
    last = replace(second, installed_plugins=("b",), text="真っ白です")
    assert joined([first, last], at(1)).installed_plugins == ("b",)
    assert joined([second], at(1)).installed_plugins is None
