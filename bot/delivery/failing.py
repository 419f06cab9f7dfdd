"""What an attempt that failed comes to: when the next one is due, or that there is none. Pure."""

import logging
from datetime import timedelta

from bot.desk.ledger import DeliveryState, Outgoing, Settled
from bot.model.errors import DeliveryError

MOST_ATTEMPTS = 150  # about a day
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)

logger = logging.getLogger(__name__)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling, from 2 seconds to 10 minutes."""
    return min(FIRST_PAUSE * (1 << min(attempts, 20)), LONGEST_PAUSE)


def failed(outgoing: Outgoing, error: DeliveryError, name: str) -> Settled:
    """A failure, for now or for good: then what follows need not wait. ``name``: the channel's."""
    if error.untried:
        turn = timedelta(seconds=error.retry_after or 0)
        return Settled(outgoing, DeliveryState.WAITING, after=turn, begun=False)
    for_good = error.permanent or outgoing.attempts + 1 >= MOST_ATTEMPTS
    level = logging.ERROR if for_good and not error.unwanted else logging.WARNING
    logger.log(level, "%s %s failed (for good: %s): %s", name, outgoing.key, for_good, error)
    asked = timedelta(seconds=error.retry_after or 0)
    return Settled(
        outgoing,
        DeliveryState.FAILED if for_good else DeliveryState.WAITING,
        reason=str(error),
        after=max(asked, pause(outgoing.attempts)),
        may_be_there=error.unknown,
        shut=error.retry_after is not None,
        unwanted=error.unwanted,
    )
