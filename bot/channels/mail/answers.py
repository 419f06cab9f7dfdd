"""What a mail server answers, in our words: for now, for good, or not known.

RFC 5321 4.2 (codes), 3463 (enhanced codes). What is wrong between the relay and us (signing in, the
sender's address) is for now, since the operator can put it right and nothing is lost meanwhile.
"""

import re
from enum import Enum

from bot.desk.prose import one_line
from bot.model.errors import DeliveryError

BUSY_FOR = 60.0  # seconds until a server that closes the line (421) is asked again
LONGEST_ASKED = 3600.0  # seconds; whoever asks for more is asked again earlier

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_WAIT = re.compile(
    r"\b(?:in|after|for|wait)\s+(\d{1,5})\s*(s|sec|secs|second|m|min|minute|minutes|seconds)\b"
)
_SIGN_IN = frozenset({530, 534, 535, 538})
_NO_SUCH = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})


class SmtpStep(Enum):
    """Where in handing over a mail a server answered."""

    GREETING = "the greeting"
    SENDER = "the sender"
    RECIPIENT = "the recipient"
    ARCHIVE = "the archive's address"
    CONTENT = "the mail"


class AddressGoneError(DeliveryError):
    """There is no such mailbox (any more)."""


class SignInError(DeliveryError):
    """The server does not let us sign in."""


class NotSecureError(DeliveryError):
    """There is no TLS with a certificate that this machine trusts."""


def refused(step: SmtpStep, code: int, text: str) -> DeliveryError:
    """The error for an answer that is no yes.

    Only a server that closes the line asks for quiet (``retry_after``), since that holds for the
    whole destination.
    """
    said = f"the mail server refused {step.value}: {code} {shown(text)}".rstrip()
    enhanced = _ENHANCED.search(text)
    if code == 421:
        return DeliveryError(said, retry_after=_asked(text) or BUSY_FOR)
    if 500 <= code < 600 and code not in _SIGN_IN:
        if step is SmtpStep.RECIPIENT and enhanced is not None and enhanced[0] in _NO_SUCH:
            return AddressGoneError(said, permanent=True)
        return DeliveryError(said, permanent=step in {SmtpStep.RECIPIENT, SmtpStep.CONTENT})
    # It is about one mail or mailbox (greylisted, full): nobody else waits for it.
    return DeliveryError(said)


def shown(text: str) -> str:
    """A server's words for the ledger and the log: short, one line, without anybody's address."""
    return one_line(_ADDRESS.sub("(address)", text), 200)


def _asked(text: str) -> float | None:
    """For how long a server asks us to wait, where its words say it."""
    found = _WAIT.search(text.lower())
    if found is None:
        return None
    seconds = float(found[1]) * (60 if found[2].startswith("m") else 1)
    return min(max(seconds, 1.0), LONGEST_ASKED)
