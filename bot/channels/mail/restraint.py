"""How many mails of one sender are answered, so that two machines do not write to each other for ever.

Pure. Programs that answer without saying so are told by this alone: they say the same again, or they
write faster than a person. What is the same is heard no third time; what is too much waits for the next
hour and is not lost.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_ALIKE = 2  # mails with the same words within a day that are heard
SHORTEST = 30  # characters; people say "はい" three times a day
MOST_KEPT = 80  # of the mails of one sender

_VARIES = re.compile(r"[\W\d_]+")  # numbers of tickets, moments


class MailVerdict(Enum):
    """What is done with a mail."""

    HEARD = "heard"
    REPEATED = "repeated"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class HeardMail:
    """One mail of a sender. ``key`` and ``words`` are digests; ``words`` "": too few to compare."""

    at: datetime
    key: str
    words: str


def heard(at: datetime, message_id: str, text: str) -> HeardMail:
    """What is kept of a mail to compare others with."""
    plain = _VARIES.sub("", unicodedata.normalize("NFKC", text)).lower()
    return HeardMail(at, _digest(message_id), _digest(plain) if len(plain) >= SHORTEST else "")


def verdict(
    mail: HeardMail, earlier: Sequence[HeardMail], per_hour: int
) -> tuple[MailVerdict, datetime]:
    """What to do with a mail after those before it, and, where it waits, until when.

    A mail that was heard before a crash, and is there again, counts as itself.
    """
    others = [one for one in earlier if one.key != mail.key]
    if len(others) < len(earlier):
        return MailVerdict.HEARD, mail.at
    alike = sum(one.words == mail.words and mail.at - one.at < DAY for one in others)
    if mail.words and alike >= MOST_ALIKE:
        return MailVerdict.REPEATED, mail.at
    recent = sorted(one.at for one in others if mail.at - one.at < HOUR)
    if len(recent) >= per_hour:
        return MailVerdict.WAITS, recent[-per_hour] + HOUR
    return MailVerdict.HEARD, mail.at


def packed(mails: Sequence[HeardMail]) -> str:
    """Mails as a note, the latest ones."""
    kept = sorted(mails, key=lambda one: one.at)[-MOST_KEPT:]
    return " ".join(f"{one.at.timestamp():.3f}/{one.key}/{one.words}" for one in kept)


def unpacked(note: str, now: datetime) -> tuple[HeardMail, ...]:
    """The mails in a note that still matter."""
    found = []
    for word in note.split():
        at, _, rest = word.partition("/")
        key, _, words = rest.partition("/")
        moment = datetime.fromtimestamp(float(at), now.tzinfo)
        if now - moment < DAY:
            found.append(HeardMail(moment, key, words))
    return tuple(found)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
