"""What a receiver's answer means for trying again.

Standard Webhooks 1.0.0, "Delivery success and failure": 2xx is success, 410 ends it, and anything
else may be a mistake that somebody is about to put right.
"""

from datetime import timedelta
from http import HTTPStatus

import httpx

from bot.model.errors import DeliveryError
from bot.net.retry_after import retry_after

LONGEST_WAIT = 3_600.0  # seconds that a Retry-After may ask of us
UNTOLD_WAIT = 30.0  # seconds, when it is too much and we are not told for how long
FEWEST_TRIES = 5
# A refused post is tried again for a day: the receiver may be between two versions. One whose
# content is refused holds up what comes after it, so it gets no more than an hour.
PATIENCE, PATIENCE_WITH_CONTENT = timedelta(days=1), timedelta(hours=1)
TOLD_FOR = timedelta(minutes=90)  # what another desk is told is worth nothing after that
_OF_CONTENT = frozenset({400, 413, 415, 422})
_FOR_NOW = frozenset({408, 425, 429})  # of 4xx, those that say so themselves


class ReceiverGoneError(DeliveryError):
    """The receiver wants no more of us, ever: 410."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} wants no more webhooks (410)", permanent=True)


def of_a_peer(error: DeliveryError, status: int, age: timedelta) -> DeliveryError:
    """What it comes to when another desk was told: what is old, or refused, is not told again.

    The next word on the same product goes there all the same.
    """
    refused = 400 <= status < 500 and status not in _FOR_NOW
    return DeliveryError(str(error), permanent=True) if refused or age >= TOLD_FOR else error


def failure(
    host: str, status: int, headers: httpx.Headers, tries: int, age: timedelta
) -> DeliveryError:
    """The error for an answer that is not 2xx.

    ``tries``: so many attempts with this one; ``age``: since it was decided. An error of the
    server's own (5xx) may come after it took the message.
    """
    if status == HTTPStatus.GONE:
        return ReceiverGoneError(host)
    if status >= 500 or status in _FOR_NOW:
        wait = retry_after(headers, LONGEST_WAIT)
        if wait is None and status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = UNTOLD_WAIT
        return DeliveryError(f"{host} answered {status}", unknown=status >= 500, retry_after=wait)
    patience = PATIENCE_WITH_CONTENT if status in _OF_CONTENT else PATIENCE
    permanent = tries >= FEWEST_TRIES and age >= patience
    if 300 <= status < 400:
        message = f"{host} sends us on elsewhere ({status}): bring the address up to date"
    else:
        message = f"{host} refuses the webhook ({status})"
    return DeliveryError(message, permanent=permanent)
