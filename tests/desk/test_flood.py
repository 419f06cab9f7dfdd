"""Whoever writes fast, or beside somebody who does, is answered, has a ticket, or is listed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.flood import (
    AT_ONCE,
    FLOOD,
    OF_ADDRESS,
    TELLS,
    TOLD_FOR,
    TORRENT,
    WritingPace,
    hold,
    is_to_be_told,
    release,
)
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Advised
from bot.model.effect import Effect, Reply, TicketRaised
from bot.model.identity import Identity
from tests.builders import RARE, a_conversation, at
from tests.fakes import Day, reply_in

LINES = (
    *("あの", "kintoneが", "真っ白です", "案件のアプリ", "他のアプリは開きます"),
    *("Ruri Grid使ってます", "みんな同じです", "9時過ぎから"),
)
DOWN = "kintoneが開きません"
TICKET, WAITS = "いつ直りますか", "原因は何ですか"  # the first of them raises the ticket


def writes_fast(desk: Day, *texts: str, customer: str = "aoi", every: int = 1) -> list[bool]:
    """Each text some seconds after the one before; whether each was answered at once."""
    answered = []
    for text in texts:
        desk.now += timedelta(seconds=every)
        answered.append(is_answered(desk.says(customer, text)))
    return answered


def is_answered(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(e, Reply) for e in effects)


def test_six_colleagues_within_a_minute_are_six_reports(desk: Day) -> None:
    texts = (DOWN, "画面が白いです", "急ぎです、開きません", "担当者と話したいです。開きません")
    for n, text in enumerate((*texts, "全部のアプリが真っ白", "真っ白です。人をお願いします")):
        desk.now += timedelta(seconds=8)
        assert is_answered(desk.says(f"user{n}", text, tenant="acme"))
    wanting = {t.customer for t in desk.every(TicketRaised)}
    assert {"user3", "user5"} <= wanting


@pytest.mark.slow
def test_eight_lines_of_one_person_get_few_answers_the_last_of_them_after_the_last_line(
    desk: Day,
) -> None:
    answered = writes_fast(desk, *LINES, every=7)
    assert answered[:AT_ONCE] == [True] * AT_ONCE
    assert sum(answered) <= AT_ONCE + 1  # one of them may be that a person has it
    assert not answered[-1]
    before = len(desk.replies)
    desk.passes(1)
    (last,) = desk.replies[before:]
    assert last.in_reply_to == "m8"
    assert not {"other_apps_ok", "plugins_used", "other_users", "started_at"} & {*last.questions}
    desk.passes(2)
    assert len(desk.replies) == before + 1


def test_what_is_pressing_does_not_wait(desk: Day) -> None:
    writes_fast(desk, DOWN, "まだです", "どうですか", "いつ直りますか")
    assert is_answered(desk.says("aoi", "人と話したいです"))
    assert is_answered(desk.says("aoi", "", button="failed"))
    assert not is_answered(desk.says("aoi", "どうですか"))


def test_a_first_report_does_not_wait(desk: Day) -> None:
    writes_fast(
        desk, "こんにちは", "お世話になります", "はい", "ありがとうございます", "そうですか"
    )
    assert is_answered(desk.says("aoi", DOWN))


@pytest.mark.slow
def test_who_goes_on_is_told_once_that_answers_are_merged_and_a_person_has_it(desk: Day) -> None:
    writes_fast(desk, *(f"まだ開きません {n}" for n in range(40)))
    told = [r for r in desk.replies if "rate_limit" in r.advice]
    assert [r.in_reply_to for r in told] == [f"m{FLOOD}"]
    assert len(desk.replies) == AT_ONCE + 1
    (ticket,) = desk.every(TicketRaised)
    assert ticket.customer == "aoi"
    desk.passes(1)
    assert len(desk.replies) == AT_ONCE + 2
    desk.passes(2)
    assert is_answered(desk.says("aoi", "まだ開きません"))


@pytest.mark.slow
def test_who_keeps_the_pace_of_a_flood_is_told_once_as_well(desk: Day) -> None:
    writes_fast(desk, *(f"まだ開きません {n}" for n in range(30)), every=5)
    told = [r for r in desk.replies if "rate_limit" in r.advice]
    assert [r.in_reply_to for r in told] == [f"m{FLOOD}"]


def test_who_floods_again_is_told_again_once_some_time_has_passed() -> None:
    told = replace(a_conversation(), advised=(Advised(TELLS, at(0)), Advised(TELLS, at(60))))
    for known, last in ((replace(told, advised=told.advised[:1]), at(0)), (told, at(60))):
        soon, later = last + TOLD_FOR - timedelta(seconds=1), last + TOLD_FOR
        assert not is_to_be_told(WritingPace.FLOOD, known, soon)
        assert is_to_be_told(WritingPace.FLOOD, known, later)
        assert not is_to_be_told(WritingPace.FAST, known, later)


@pytest.mark.slow
def test_a_torrent_of_requests_for_a_person_is_one_ticket_and_few_answers(desk: Day) -> None:
    writes_fast(desk, *["人と話したいです"] * 50)
    assert len({t.ticket for t in desk.every(TicketRaised)}) == 1
    assert len(desk.replies) == TORRENT


@pytest.mark.slow
def test_a_flood_costs_the_colleagues_beside_it_nothing(desk: Day) -> None:
    for n in range(60):
        desk.now += timedelta(milliseconds=250)
        desk.says("noisy", f"開きません {n}", tenant="acme")
        if n % 10 == 0:
            assert is_answered(desk.says(f"user{n}", DOWN, tenant="acme", uses=(RARE.id,)))
    with desk.store.work() as work:
        noisy = work.latest_conversation("noisy")
        assert noisy is not None
        assert noisy.ticket is not None
        assert len([t for t in noisy.turns if t.message_id]) == 60


@pytest.mark.slow
def test_a_network_that_floods_is_answered_later_and_its_first_reports_at_once(desk: Day) -> None:
    def says(n: int, text: str) -> bool:
        desk.now += timedelta(milliseconds=500)
        effects = desk.says(
            f"visitor{n}", text, identity=Identity.ANONYMOUS, address="192.0.2.0/24"
        )
        return is_answered(effects)

    assert all(says(n, DOWN) for n in range(OF_ADDRESS + 2))
    assert not says(0, "いつ直りますか")
    assert is_answered(desk.says("aoi", DOWN, tenant="acme"))
    assert is_answered(desk.says("aoi", "いつ直りますか", tenant="acme"))
    desk.passes(1)
    assert desk.replies[-1].customer == "visitor0"


def test_where_a_person_has_taken_over_the_answer_that_waited_is_not_given(desk: Day) -> None:
    effects = desk.says("aoi", "人と話したいです")
    (ticket,) = [e for e in effects if isinstance(e, TicketRaised)]
    writes_fast(desk, DOWN, "まだです", "どうですか")
    desk.claims(ticket.ticket)
    before = len(desk.replies)
    desk.passes(2)
    assert len(desk.replies) == before


def test_an_answer_that_waits_survives_a_restart(desk: Day) -> None:
    assert not writes_fast(desk, DOWN, "まだです", "どうですか", TICKET, WAITS)[-1]
    desk.restarts()
    before = len(desk.replies)
    desk.passes(1)
    assert [r.in_reply_to for r in desk.replies[before:]] == ["m5"]


def test_what_is_said_later_takes_the_place_of_an_answer_that_waits(desk: Day) -> None:
    assert not writes_fast(desk, DOWN, "まだです", "どうですか", TICKET, WAITS)[-1]
    reply_in(desk.says("aoi", "人と話したいです"))
    before = len(desk.replies)
    desk.passes(1)
    assert len(desk.replies) == before


def test_of_the_answers_that_waited_each_is_given_once_whatever_became_of_the_others(
    work: UnitOfWork,
) -> None:
    """One conversation may have been deleted meanwhile, in another an answer was given."""
    for ident, changes in (
        ("C2", {}),
        ("C3", {}),
        ("C4", {"taken_over_by": "hana"}),
        ("C5", {}),
    ):
        work.save_conversation(a_conversation(ident, **changes), at(0))
    for ident in ("C1", "C2", "C3", "C4", "C5", "C5"):
        reply = Reply(ident, "m1", ident, "ja", "none", 0.5, questions=("other_users",))
        holding = hold(work.conversation(ident) or a_conversation(ident), reply, work, ())
        if ident not in ("C1", "C2"):
            work.save_conversation(holding, at(0))
    assert [e.text for e in release(at(1), work) if isinstance(e, Reply)] == ["C3", "C5"]
    after = [work.conversation(ident) for ident in ("C3", "C4", "C5")]
    assert [c.open_questions for c in after if c] == [("other_users",), (), ("other_users",)]
    assert [c.held for c in after if c] == [None] * 3
    assert release(at(2), work) == []


def test_the_answer_that_waits_answers_what_was_asked_in_each_message_meanwhile(desk: Day) -> None:
    writes_fast(desk, DOWN, "担当の人はいますか", TICKET, every=6)
    before = len(desk.replies)
    assert writes_fast(desk, WAITS, "うちだけですか", "いつ直りますか", every=6) == [False] * 3
    desk.passes(1)
    (reply,) = desk.replies[before:]
    assert "原因" in reply.text
    assert "同じ報告" in reply.text
    assert "いつ直るか" in reply.text
    desk.passes(2)
    assert "同じ報告" not in reply_in(desk.says("aoi", "原因は何ですか")).text
