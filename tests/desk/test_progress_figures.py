"""How far a broadcast is, which products are looked at more often, and which case a message goes on with."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk.attention import suspected
from bot.desk.conversations import as_spoken_of, together
from bot.desk.failures import FailureCount, kinds_of
from bot.desk.ledger import DeliveryState
from bot.desk.progress import BroadcastStage, Progress, progress_of
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.incident import Incident
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    PLATFORM,
    POPULAR,
    PRINTS,
    RARE,
    a_catalogue,
    a_conversation,
    a_report,
    an_incident,
    at,
)
from tests.cases import each

SENDING = Broadcast("B1", "I1", "first", "x", "ja", RARE.cause, at(0), "hana", total=100)


class Counted:
    """A ledger that has so many deliveries of a broadcast in each state, and so many that arrived lately."""

    def __init__(self, lately: int, **states: int) -> None:
        self._states = {DeliveryState(name): n for name, n in states.items()}
        self._lately = lately
        self.asked_since: datetime | None = None

    def standing(self, _: str) -> dict[DeliveryState, int]:
        return self._states

    def arrived_since(self, _: str, since: datetime) -> int:
        self.asked_since = since
        return self._lately


def progress(
    lately: int = 0, minutes: float = 10, *, of: Broadcast = SENDING, **states: int
) -> Progress:
    ledger: Any = Counted(lately, **states)
    return progress_of(of, ledger, at(minutes))


def test_what_is_left_is_what_waits_and_what_is_not_written_yet() -> None:
    found = progress(30, delivered=40, waiting=20, failed=5, cancelled=5)
    assert (found.unwritten, found.left, found.done, found.total) == (30, 50, 45, 100)
    assert (found.share, found.stage, found.is_live) == (0.45, BroadcastStage.SENDING, True)
    assert (found.per_minute, found.remaining) == (30.0, timedelta(minutes=50 / 30))


@each(
    ("minutes", "per_minute"),
    [(10, 30.0), (1, 30.0), (0.5, 60.0), (0, 1800.0)],
)
def test_the_rate_is_that_of_the_last_minute_or_since_it_began(
    minutes: float, per_minute: float
) -> None:
    """Of the first moment a second is taken, for nothing has taken no time."""
    assert progress(30, minutes, waiting=10).per_minute == per_minute


@each(
    ("status", "states", "stage"),
    [
        (BroadcastStatus.CANCELLED, {"waiting": 5}, BroadcastStage.CANCELLED),
        (BroadcastStatus.PAUSED, {"waiting": 5}, BroadcastStage.PAUSED),
        (BroadcastStatus.RUNNING, {"delivered": 100}, BroadcastStage.DONE),
        (BroadcastStatus.RUNNING, {"delivered": 99}, BroadcastStage.SENDING),
    ],
)
def test_where_a_broadcast_stands(
    status: BroadcastStatus, states: dict[str, int], stage: BroadcastStage
) -> None:
    found = progress(9, of=replace(SENDING, status=status), **states)
    assert found.stage is stage
    assert (found.remaining is not None) is (stage is BroadcastStage.SENDING)
    assert found.is_live is (stage is BroadcastStage.SENDING)


def test_a_broadcast_to_nobody_is_done_and_takes_no_time() -> None:
    found = progress(of=replace(SENDING, total=0))
    assert (found.share, found.stage, found.remaining) == (1.0, BroadcastStage.DONE, None)
    assert progress(waiting=10).remaining is None  # at no pace nothing can be promised


def test_reasons_that_differ_by_their_addresses_alone_are_one_kind_the_commonest_first() -> None:
    counts = [
        FailureCount("no user <a@x.example>", 2, 1),
        FailureCount("full", 4, 4),
        FailureCount("no user <b@y.example>", 3, 2),
        FailureCount("away", 4, 0),
    ]
    assert [(k.name, k.number, k.again, len(k.reasons)) for k in kinds_of(counts)] == [
        ("no user …", 5, 3, 2),
        ("away", 4, 0, 1),
        ("full", 4, 4, 1),
    ]


class Reported:
    """A unit of work with these incidents and these reports without one."""

    def __init__(self, incidents: tuple[Incident, ...], *reports: Conversation) -> None:
        self._incidents, self._reports = incidents, reports
        self.looked_since: datetime | None = None

    def incidents(self) -> tuple[Incident, ...]:
        return self._incidents

    def unexplained(self, since: datetime) -> tuple[Conversation, ...]:
        self.looked_since = since
        return self._reports


WITH_THEM = {PLATFORM.id, HOME.id}


@each(
    ("suspects", "weights", "products"),
    [
        ((), {}, set()),
        ((), {RARE.cause: 0.0}, set()),
        ((), {RARE.cause: 0.1}, {RARE.id, HOSTING.id, *WITH_THEM}),
        ((FORMS.cause,), {}, {FORMS.id, *WITH_THEM}),
        (
            (FORMS.cause, POPULAR.cause, PRINTS.cause, RARE.cause),
            {},
            {FORMS.id, POPULAR.id, PRINTS.id, *WITH_THEM},
        ),
        (
            (),
            {RARE.cause: 1.0, FORMS.cause: 4.0, POPULAR.cause: 3.0, PRINTS.cause: 2.0},
            {FORMS.id, POPULAR.id, PRINTS.id, *WITH_THEM},
        ),
        (("plugin:any",), {}, set()),
    ],
)
def test_what_three_suspects_point_to_is_looked_at_more_often(
    suspects: tuple[str, ...], weights: dict[str, float], products: set[str]
) -> None:
    incidents = (an_incident(suspects=suspects),) if suspects else ()
    work: Any = Reported(incidents, a_report(1, weights))
    assert suspected(work, a_catalogue(), at(60)) == products
    assert work.looked_since == at(30)


def a_case(ident: str, *minutes: float, **changes: Any) -> Conversation:
    turns = tuple(Turn(at(n), Speaker.CUSTOMER, "x") for n in minutes)
    return a_conversation(ident, turns=turns, opened_at=at(0), **changes)


def test_the_case_last_spoken_of_comes_first_and_before_it_one_where_lines_wait() -> None:
    early, late = a_case("C1", 1), a_case("C2", 5)
    waiting = a_case("C3", 2, waiting=("line",))
    assert [c.id for c in as_spoken_of([late, early])] == ["C2", "C1"]
    assert [c.id for c in as_spoken_of([late, waiting, early])] == ["C3", "C2", "C1"]
    same = a_case("C4", 5, open_questions=("portal",))
    assert [c.id for c in as_spoken_of([late, same])] == ["C4", "C2"]  # which asks
    assert [c.id for c in as_spoken_of([a_case("C6", 5), a_case("C5", 5)])] == ["C5", "C6"]
    empty = a_case("C7")
    assert as_spoken_of([empty]) == [empty]
    assert as_spoken_of([empty, early]) == [early]
    told = replace(early, turns=(*early.turns, Turn(at(9), Speaker.STAFF, "x", broadcast="B1")))
    assert [c.id for c in as_spoken_of([told, late])] == ["C2", "C1"]  # that was to everybody


class Cases:
    """A unit of work with a chain of cases, each begun beside the one before."""

    def __init__(self, *cases: Conversation) -> None:
        self._cases = {c.id: c for c in cases}

    def conversation(self, ident: str) -> Conversation | None:
        return self._cases.get(ident)


@each(("count", "looked_at"), [(19, 19), (20, 20), (25, 20)])
def test_the_twenty_newest_cases_of_a_customer_are_looked_at(count: int, looked_at: int) -> None:
    chain = [a_conversation(f"C{n}", split_from=f"C{n - 1}" if n else None) for n in range(count)]
    work: Any = Cases(*chain)
    found = together(chain[-1], work)
    assert [c.id for c in found] == [f"C{count - 1 - n}" for n in range(looked_at)]


def test_a_case_of_somebody_who_is_not_verified_is_no_part_of_a_verified_exchange() -> None:
    guest = a_conversation("C1", tenant="~from:net1")
    known = a_conversation("C2", split_from="C1")
    work: Any = Cases(guest, known)
    assert together(known, work) == [known]
    assert together(replace(known, split_from="gone"), work) == [replace(known, split_from="gone")]
