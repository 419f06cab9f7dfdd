"""A day that is played: the world's side, which answers what a desk does."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.day import (
    BilingualWords,
    Day,
    Help,
    PageChange,
    Person,
    ScriptedMessage,
    StatusPage,
    Trying,
)
from bot.desk.player import PlayedStep, Player
from bot.model.effect import Effect, Notice, Proposal, Reply, TicketRaised
from bot.model.event import (
    Approved,
    Baseline,
    Event,
    FeedRead,
    MessageReceived,
    Opened,
    Tick,
    TicketAnswered,
    TicketClaimed,
)
from bot.model.status import Shows
from bot.model.understanding import Urgency
from tests.builders import MINUTE, RARE, at
from tests.cases import each

SAYS, OTHERWISE = (
    BilingualWords("開きません", "It does not open"),
    BilingualWords("分かりません", "?"),
)
YES, NO = BilingualWords("はい", "Yes"), BilingualWords("いいえ", "No")
DONE, BACK = BilingualWords("直りました", "It works"), BilingualWords("戻しました", "On again")
OFF, ON = f"disable_plugin:{RARE.id}", f"reenable_plugin:{RARE.id}"
AOI = Person(
    "aoi",
    BilingualWords("葵商事", "Aoi"),
    BilingualWords("葵", "Aoi"),
    "ja",
    "chat",
    2 * MINUTE,
    (ScriptedMessage(at(3), SAYS, "first"),),
    OTHERWISE,
    answers={"other_users": YES, "started_at": NO},
    trials={
        OFF: Trying(5 * MINUTE, DONE),
        "clear_cache": Trying(MINUTE, DONE),
        ON: Trying(4 * MINUTE, BACK),
    },
    installed=(RARE.id,),
    staff=Help(6 * MINUTE, BilingualWords("花", "Hana"), BilingualWords("承ります", "I see")),
)
PAGE = StatusPage(
    "ruri",
    RARE.id,
    (PageChange(at(4), Shows.OPERATIONAL), PageChange(at(8), Shows.NOTICE, "お知らせ")),
)
DAY = Day(at(0), at(30), 5 * MINUTE, 7 * MINUTE, Baseline(10, 1.0, 1.0), (RARE,), (PAGE,), (AOI,))


def played(
    does: Callable[[Event], Iterable[Effect]] = lambda _: (), day: Day = DAY
) -> list[PlayedStep]:
    player, steps = Player(day, lambda event: tuple(does(event))), []
    while (step := player.step()) is not None:
        steps.append(step)
    return steps


def minutes(steps: Iterable[PlayedStep], kind: type[Any]) -> list[float]:
    return [(s.event.at - DAY.start) / MINUTE for s in steps if isinstance(s.event, kind)]


def said(steps: Iterable[PlayedStep]) -> list[tuple[float, str]]:
    """When customers wrote, and what."""
    return [
        ((s.event.at - DAY.start) / MINUTE, s.event.text)
        for s in steps
        if isinstance(s.event, MessageReceived)
    ]


def at_first(*effects: Effect) -> Callable[[Event], Iterable[Effect]]:
    """Does this about the first message, and nothing else."""
    return lambda event: effects if getattr(event, "message_id", "") == "aoi-1" else ()


def reply(*advice: str, questions: tuple[str, ...] = (), to: str = "aoi") -> Reply:
    return Reply(to, "aoi-1", "…", "ja", "none", 0.5, questions, advice)


def test_a_day_opens_ticks_every_minute_to_its_end_and_its_pages_are_read() -> None:
    steps = played()
    first = steps[0].event
    assert isinstance(first, Opened)
    assert ([f.id for f in first.feeds or ()], first.catalogue) == (["ruri"], (RARE,))
    assert minutes(steps, Tick) == list(range(31))
    read = [s.event for s in steps if isinstance(s.event, FeedRead)]
    assert minutes(steps, FeedRead) == [0, 5, 10, 15, 20, 25, 30]
    assert [(r.shows, r.text) for r in read[:3]] == [
        (Shows.OPERATIONAL, None),  # before its first change it is as after that
        (Shows.OPERATIONAL, None),
        (Shows.NOTICE, "お知らせ"),
    ]
    assert [s.event.at for s in steps] == sorted(s.event.at for s in steps)


def test_what_customers_write_comes_with_its_words_and_what_they_are_known_to_use() -> None:
    (step,) = [s for s in played() if isinstance(s.event, MessageReceived)]
    assert isinstance(step.event, MessageReceived)
    assert (step.event.message_id, step.event.tenant) == ("aoi-1", "葵商事")
    assert (step.event.installed_plugins, step.words, step.about) == ((RARE.id,), SAYS, "first")


@each(
    ("questions", "words"),
    [
        (("other_users",), "はい"),
        (("other_users", "plugins_used", "started_at"), "はい いいえ"),
        (("plugins_used",), "分かりません"),
        ((), None),
    ],
)
def test_a_question_is_answered_after_a_while_by_what_is_known(
    questions: tuple[str, ...], words: str | None
) -> None:
    assert said(played(at_first(reply(questions=questions))))[1:] == (
        [(5, words)] if words is not None else []
    )
    assert len(said(played(at_first(reply(questions=questions, to="nobody"))))) == 1


@each(
    ("advice", "told"),
    [
        ((OFF,), [(8, "直りました")]),
        ((OFF, "clear_cache"), [(8, "直りました")]),  # nobody tries two ways at once
        (("clear_cache", OFF), [(4, "直りました")]),
        ((ON, OFF), [(7, "戻しました"), (8, "直りました")]),
        (("restart_pc", OFF), [(8, "直りました")]),
        (("restart_pc",), []),
    ],
)
def test_advice_is_tried_once_each_way_and_told_after_a_while(
    advice: tuple[str, ...], told: list[tuple[float, str]]
) -> None:
    assert said(played(at_first(reply(*advice), reply(*advice))))[1:] == told
    notice = Notice("I1", ("nobody", "aoi"), "workaround", "…", "ja", RARE.cause, advice)
    assert said(played(at_first(notice)))[1:] == told


def test_staff_approve_what_is_proposed_after_a_while() -> None:
    steps = played(at_first(Proposal("P1", "I1", ("aoi",), "first", "…", "ja")))
    (approved,) = [s.event for s in steps if isinstance(s.event, Approved)]
    assert approved == Approved(at(10), "P1", "staff")


def test_a_person_takes_a_ticket_and_answers_a_minute_later() -> None:
    raised = TicketRaised("T1", "aoi", "…", None, Urgency.NORMAL)
    steps = played(at_first(raised))
    assert minutes(steps, TicketClaimed) == [9]
    (answer,) = [s for s in steps if isinstance(s.event, TicketAnswered)]
    assert answer.event == TicketAnswered(at(10), "T1", "花", "承ります")
    assert answer.words == BilingualWords("承ります", "I see")


@each(
    ("customer", "day"),
    [
        (None, DAY),
        ("nobody", DAY),
        ("aoi", replace(DAY, people=(replace(AOI, staff=None),))),
    ],
)
def test_a_ticket_without_a_person_for_it_stays(customer: str | None, day: Day) -> None:
    raised = TicketRaised("T1", customer, "…", None, Urgency.NORMAL)
    assert minutes(played(at_first(raised), day), TicketClaimed) == []


def test_what_would_come_after_the_end_of_the_day_does_not() -> None:
    late = replace(DAY, end=at(3))
    assert said(played(at_first(reply(OFF)), late)) == [(3, "開きません")]
    assert said(played(day=replace(DAY, end=at(2.9)))) == []


def test_who_watches_knows_when_the_next_thing_happens_and_when_somebody_speaks() -> None:
    player = Player(DAY, lambda _: ())
    assert (player.next_at, player.next_said_at) == (at(0), at(0))  # the desk opens
    player.step()
    assert (player.next_at, player.next_said_at) == (at(0), at(3))
    while player.next_said_at is not None:
        player.step()
    assert player.now == at(3)
    while player.step() is not None:
        pass
    assert player.next_at is None
    assert player.now - DAY.start == timedelta(minutes=30)
