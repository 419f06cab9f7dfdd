"""What staff hear of our own measurements, and when."""

from datetime import datetime, timedelta
from typing import Any

from bot.desk.ports import UnitOfWork
from bot.desk.probe_notes import Probing, probe_notes
from bot.model.effect import TicketRaised
from bot.model.knowledge import Knowledge
from bot.model.probe import MeasurementStep, ProbeRef, ProbeState
from tests.builders import FORMS, PLATFORM, PRINTS, RARE, a_catalogue, at
from tests.cases import each

SCRIPT = ProbeRef("cdn.rurigrid.example/grid.js", RARE.id)
REFS = (
    SCRIPT,
    ProbeRef("api.hoshiform.example/", FORMS.id),
    ProbeRef("pdf.tanpopo.example/", PRINTS.id),
    ProbeRef("example.cybozu.com/", PLATFORM.id),
)
NOW = at(60)


def state(ref: ProbeRef = SCRIPT, *, since: float = 0, seen: float = 60, **more: Any) -> ProbeState:
    """What was well, and for so many minutes now has been as it is."""
    given = {"step": None, "measured": 30, "wells": 9, "seconds": 0.1, **more}
    return ProbeState(
        ref.id, ref.service, "main", at(seen), at(since), answered_at=at(0), usual=0.1, **given
    )


def failing(ref: ProbeRef = SCRIPT, since: float = 0) -> ProbeState:
    step = MeasurementStep.CONNECT
    return state(ref, since=since, step=step, fails=5, wells=0, seconds=None)


def noted(work: UnitOfWork, knowledge: Knowledge, *states: ProbeState) -> list[str]:
    probing = Probing(REFS, states, (), NOW)
    effects = probe_notes(probing, work, a_catalogue(), knowledge)
    return [e.text for e in effects if isinstance(e, TicketRaised)]


WELL = tuple(map(state, REFS[1:]))


@each(("since", "told"), [(55, 1), (55.1, 0)])
def test_a_host_that_fails_for_five_minutes_is_told_once(
    work: UnitOfWork, knowledge: Knowledge, since: float, told: int
) -> None:
    said = noted(work, knowledge, failing(since=since), *WELL)
    assert len(said) == told
    assert all("Ruri Grid" in text and "cdn.rurigrid.example" in text for text in said)
    assert noted(work, knowledge, failing(since=since), *WELL) == []


@each(("since", "told"), [(55, 1), (55.1, 0)])
def test_a_line_that_reaches_nothing_is_told_five_minutes_after_the_last_host_failed(
    work: UnitOfWork, knowledge: Knowledge, since: float, told: int
) -> None:
    lost = [failing(ref) for ref in REFS[1:]]
    said = noted(work, knowledge, failing(since=since), *lost)
    assert len(said) == told
    assert all("測定地点「main」から、どのホストにも届きません（09:55" in text for text in said)


@each(
    ("days", "seen", "told"),
    [
        (7, 60, "1月12日"),
        (7.01, 60, ""),
        (-1, 60, "1月4日"),
        (7, 55, "1月12日"),
        (3, -60, ""),  # which may have been renewed since
    ],
)
def test_a_certificate_that_runs_out_within_a_week_is_told_once(
    work: UnitOfWork, knowledge: Knowledge, days: float, seen: float, told: str
) -> None:
    until: datetime = NOW + timedelta(days=days)
    said = noted(work, knowledge, state(seen=seen, expires_at=until))
    assert len(said) == bool(told)
    assert all(told in text and "cdn.rurigrid.example" in text for text in said)
    assert noted(work, knowledge, state(seen=seen, expires_at=until)) == []


@each(("seen", "answers"), [(60, True), (-60, False)])
def test_whether_anything_answers_is_told_by_what_was_measured_lately(
    seen: float, *, answers: bool
) -> None:
    assert Probing(REFS, (state(seen=seen),), (), NOW).answers is answers
    assert not Probing(REFS, (failing(),), (), NOW).answers
