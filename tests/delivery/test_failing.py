"""What a failed attempt comes to, and how much of a channel is kept for what is urgent."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery.failing import failed, pause
from bot.delivery.pump import Outlet
from bot.desk.ledger import DeliveryState, Lane, Outgoing, Settled
from bot.model.effect import Notice
from bot.model.errors import DeliveryError
from tests.cases import each

SECOND = timedelta(seconds=1)
TEXT = Notice("i1", ("sato",), "first", "通知", "ja", "x")


def after(error: DeliveryError, attempts: int = 0) -> Settled:
    """What an error comes to at an attempt after so many."""
    outgoing = Outgoing(1, "k", "mail", TEXT, datetime(2026, 1, 5, tzinfo=UTC), attempts)
    return failed(outgoing, error, "mail")


@each(
    ("attempts", "seconds"),
    [(0, 2), (1, 4), (2, 8), (8, 512), (9, 600), (100, 600)],
)
def test_a_pause_doubles_from_two_seconds_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert pause(attempts) == seconds * SECOND
    assert after(DeliveryError("busy"), attempts).after == seconds * SECOND


@each(("attempts", "state"), [(148, DeliveryState.WAITING), (149, DeliveryState.FAILED)])
def test_after_a_hundred_and_fifty_attempts_it_has_failed_for_good(
    attempts: int, state: DeliveryState
) -> None:
    """That is about a day."""
    assert after(DeliveryError("busy"), attempts).state is state
    assert after(DeliveryError("no such room", permanent=True), 0).state is DeliveryState.FAILED


@each(
    ("error", "seconds", "shut"),
    [
        (DeliveryError("busy", retry_after=90), 90, True),
        (DeliveryError("busy", retry_after=1), 2, True),  # never less than we wait ourselves
        (DeliveryError("busy"), 2, False),
    ],
)
def test_the_wait_that_was_asked_for_shuts_the_destination(
    error: DeliveryError, seconds: int, *, shut: bool
) -> None:
    found = after(error)
    assert (found.after, found.shut) == (seconds * SECOND, shut)


def test_what_was_not_tried_is_no_attempt() -> None:
    found = after(DeliveryError("its turn comes", retry_after=3, untried=True), 149)
    assert (found.state, found.after, found.begun) == (DeliveryState.WAITING, 3 * SECOND, False)
    assert after(DeliveryError("now", untried=True)).after == timedelta()


@each(
    ("under_way", "lane", "room"),
    [
        (0, Lane.BROADCAST, 6),
        (5, Lane.BROADCAST, 1),
        (6, Lane.BROADCAST, 0),
        (7, Lane.BROADCAST, 0),
        (6, Lane.NOTICE, 2),
        (8, Lane.NOTICE, 0),
        (9, Lane.NOTICE, 0),
    ],
)
def test_a_quarter_of_a_channel_is_kept_for_what_is_more_urgent_than_a_broadcast(
    under_way: int, lane: Lane, room: int
) -> None:
    channel: Any = None
    assert Outlet("mail", channel).room(under_way, lane) == room
