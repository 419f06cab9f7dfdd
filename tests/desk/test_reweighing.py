"""A case weighed anew for whoever reads it: as the desk itself would by now, and nothing is kept of it."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.reweighing import HOLDS, Reweighed, Reweighing, _has_moved
from bot.model.errors import StoreUnavailableError
from bot.model.event import TicketAnswered, TicketClosed
from bot.model.evidence import Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from tests.builders import POPULAR, RARE, some_evidence
from tests.cases import each
from tests.fakes import Day, everything_in
from tests.lived import go_on

OTHERS = ("ben", "chie", "dai", "emi", "fumi", "gen")


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    """A customer asked for a person before anybody else reported; then six others named a plug-in."""
    day = Day(knowledge)
    go_on(day, crowd_moves_on)
    yield day
    day.store.close()


def crowd_moves_on(day: Day) -> None:
    day.opens()
    day.says("aoi", "一覧画面が真っ白です。全員です。")
    day.passes(1)
    day.says("aoi", "担当者と話したいです")
    for name in OTHERS:
        day.passes(3)
        day.says(name, "るりグリッドを入れた一覧画面が真っ白で開きません", uses=(RARE.id,))
    day.says("ben", "るりグリッドを無効にしたら開きました")
    day.passes(1)


def now(desk: Day, knowledge: Knowledge, weighs: Reweighing | None = None) -> Reweighed | None:
    with desk.store.look() as work:
        ticket = work.ticket("T1")
        assert ticket is not None
        return (weighs or Reweighing()).of(ticket, work, knowledge, desk.now)


def test_what_others_report_since_counts(desk: Day, knowledge: Knowledge) -> None:
    kept, found = desk.ticket(), now(desk, knowledge)
    assert kept.diagnosis is not None
    assert kept.diagnosis.leading.cause == "unknown"
    assert found is not None
    assert found.at == desk.now
    assert found.ticket.diagnosis is not None
    assert found.ticket.diagnosis.leading.cause == found.ticket.cause == RARE.cause
    assert RARE.name in found.ticket.text
    assert replace(found.ticket, diagnosis=None, cause=None, text="") == replace(
        kept, diagnosis=None, cause=None, text=""
    )


def test_the_suggested_reply_is_worded_anew(desk: Day, knowledge: Knowledge) -> None:
    kept, found = desk.conversation(), now(desk, knowledge)
    assert found is not None
    assert found.is_new
    assert "ほかの複数の会社からも" in found.suggested
    assert "ほかの複数の会社からも" not in kept.suggested


def test_a_reply_is_suggested_anew_where_the_world_has_changed_and_only_there(
    knowledge: Knowledge,
) -> None:
    day = Day(knowledge)
    day.opens()
    day.says("aoi", "一覧画面が真っ白です。全員です。担当者と話したいです")
    day.passes(1)
    same = now(day, knowledge)
    assert same is not None
    assert not same.is_new
    day.feed("kintone_status", Shows.MAJOR_OUTAGE)
    day.passes(1)
    other = now(day, knowledge)
    day.store.close()
    assert other is not None
    assert other.is_new


def test_nothing_is_kept_of_it(desk: Day, knowledge: Knowledge) -> None:
    before = everything_in(desk.store)
    now(desk, knowledge)
    assert everything_in(desk.store) == before


@pytest.mark.slow
def test_it_is_what_the_desk_itself_finds_at_the_next_message(
    desk: Day, knowledge: Knowledge
) -> None:
    found = now(desk, knowledge)
    desk.says("aoi", "お願いします")
    assert found is not None
    written, weighed = desk.ticket().diagnosis, found.ticket.diagnosis
    assert written is not None
    assert weighed is not None
    assert written.leading.cause == weighed.leading.cause
    assert written.leading.probability == pytest.approx(weighed.leading.probability, abs=0.02)


def test_who_looks_again_within_a_moment_sees_the_same(desk: Day, knowledge: Knowledge) -> None:
    weighs = Reweighing()
    found = now(desk, knowledge, weighs)
    assert now(desk, knowledge, weighs) is found
    desk.now += HOLDS
    assert now(desk, knowledge, weighs) is not found
    desk.now -= 2 * HOLDS
    assert now(desk, knowledge, weighs) is not None
    desk.says("aoi", "まだ真っ白です")
    later = now(desk, knowledge, weighs)
    assert later is not None
    assert later.ticket.changed_at == desk.ticket().changed_at
    desk.opens(RARE)
    fresh = now(desk, knowledge, weighs)
    assert fresh is not None
    assert fresh is not later


def test_what_staff_have_answered_needs_no_reply(desk: Day, knowledge: Knowledge) -> None:
    desk.desk.handle(TicketAnswered(desk.now, "T1", "hana", "確認します。", 0))
    desk.now += timedelta(minutes=1)
    found = now(desk, knowledge)
    assert found is not None
    assert (found.suggested, found.is_new) == ("", False)


def test_what_is_closed_or_over_stays_as_it_was(desk: Day, knowledge: Knowledge) -> None:
    weighs = Reweighing()
    desk.says("aoi", "請求書の件、いつ届きますか", tenant="aoi-inc", ident="other")
    with desk.store.look() as work:
        ticket = work.ticket("T1")
        assert ticket is not None
        for other in (
            replace(ticket, diagnosis=None),
            replace(ticket, conversation=None),
            replace(ticket, conversation="C99"),
        ):
            assert weighs.of(other, work, knowledge, desk.now) is None
    desk.desk.handle(TicketClosed(desk.now, "T1", "hana"))
    assert now(desk, knowledge, weighs) is None


class Failing:
    """A unit of work that finds a ticket's conversation and then fails."""

    def __init__(self, of: Any, error: Exception) -> None:
        self._of, self._error = of, error

    def conversation(self, ident: str) -> object:
        return self._of.conversation(ident)

    def recall(self, _: str) -> str:
        raise self._error


def test_where_it_fails_the_page_shows_what_was_kept(
    desk: Day, knowledge: Knowledge, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "bot.desk.reweighing")
    ticket = desk.ticket()
    with desk.store.look() as work:
        broken: Any = Failing(work, ValueError("broken"))
        assert Reweighing().of(ticket, broken, knowledge, desk.now) is None
        away: Any = Failing(work, StoreUnavailableError("away"))
        with pytest.raises(StoreUnavailableError):
            Reweighing().of(ticket, away, knowledge, desk.now)


def ranked(probability: float, *evidence: Evidence, cause: str = RARE.cause) -> Diagnosis:
    return Diagnosis((Hypothesis(cause, probability, evidence),))


@each(
    ("before", "now", "moved"),
    [
        (None, ranked(0.9), True),
        (Diagnosis(()), Diagnosis(()), False),
        (ranked(0.5), ranked(0.6), False),  # it is worded as before
        (ranked(0.5), ranked(0.9), True),
        (ranked(0.9), ranked(0.9, cause=POPULAR.cause), True),
        (ranked(0.9), ranked(0.9, some_evidence(RARE.cause, 5, EvidenceKind.FEED)), True),
        (ranked(0.9), ranked(0.9, some_evidence(RARE.cause, 5, EvidenceKind.WORDS)), False),
    ],
)
def test_a_reply_is_worded_anew_where_causes_their_certainty_or_the_world_are_others(
    before: Diagnosis | None, now: Diagnosis, *, moved: bool
) -> None:
    assert _has_moved(now, before) is moved
