"""Which words of a mail its writer wrote now: no quotations, signatures and notices. Pure.

Measured on the mails in tests/channels/mail/answered, beside the libraries for it: see
tests/channels/mail/test_quoting.py.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.channels.mail.reading.attribution import MARK, attributed, is_marked, parting
from bot.channels.mail.reading.signatures import Lines, without_signature

MOST_TEXT, MOST_LINES = 100_000, 4_000  # of a mail that are looked at
MOST_HANDED_ON = 6_000  # characters
_SHORT = 60  # characters of a quoted line that is kept beside its answer
_FEW = 2  # lines of a quotation that was trimmed to what is answered
_QUESTION = re.compile(r"[?？]\s*$|(?:か|でしょうか|ください|下さい)[。.]?\s*$")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


class Manner(Enum):
    """What a mail is to the mails before it."""

    FIRST = "first"
    REPLY = "reply"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class _Parted:
    """A mail in two: what its writer is responsible for, and what stands below as others wrote it."""

    above: Lines
    below: Lines
    handed_on: bool = False


def written(text: str, manner: Manner = Manner.FIRST) -> str:
    """What the writer wrote now.

    Between quoted lines, an answer keeps the line that it answers where that is short, as ``> …``.
    What is handed on (``FORWARD``) stays below the writer's own words, and so does what is quoted
    where there are none. Of a first mail nothing counts as quoted that no line introduces.
    """
    lines = _lines(text)
    parted = _parted(lines, surely_reply=manner is not Manner.FIRST)
    own = _own(parted.above, surely_reply=manner is not Manner.FIRST)
    if manner is Manner.FORWARD or parted.handed_on or not own:
        own += _handed_on(parted.below or ([] if own else _unmarked(lines)))
    return "\n".join(own).strip("\n")


def _lines(text: str) -> Lines:
    """Lines without what nobody sees, of bounded number."""
    seen = _UNSEEN.sub("", text[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n"))
    lines = seen.replace("\u00a0", " ").split("\n")[:MOST_LINES]
    return [line.rstrip() if line != "-- " else line for line in lines]


def _parted(lines: Lines, *, surely_reply: bool) -> _Parted:
    """Cut where everything that follows is of others."""
    for at in range(len(lines)):
        if found := parting(lines, at, surely_reply=surely_reply):
            length, handed_on = found
            return _Parted(lines[:at], lines[at + length :], handed_on)
        count = attributed(lines, at, surely_reply=surely_reply)
        if count and not any(is_marked(line) for line in lines[at + count : at + count + 4]):
            return _Parted(lines[:at], lines[at + count :])
    return _Parted(lines, [])


def _own(lines: Lines, *, surely_reply: bool) -> Lines:
    """The writer's lines out of those that are marked as quoted."""
    segments = _segments(lines, surely_reply=surely_reply)
    kept: Lines = []
    last = len(segments) - 1
    for number, (is_quoted, part) in enumerate(segments):
        if not is_quoted:
            text = (
                without_signature(part) if number in (0, last) or len(part) > 3 else _stripped(part)
            )
            if number == last or any(line.strip() for line in text):
                kept += text
        elif number < last and _has_words(segments[number + 1][1]):
            kept += _answered(part)
    return _stripped(kept)


def _segments(lines: Lines, *, surely_reply: bool) -> list[tuple[bool, Lines]]:
    """Runs of quoted lines and of others, in order; who wrote what follows belongs to neither."""
    runs: list[tuple[bool, Lines]] = []
    quotes = surely_reply
    skip = 0
    for at, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        if count := attributed(lines, at, surely_reply=surely_reply):
            quotes, skip = True, count - 1
            continue
        is_quoted = quotes and is_marked(line)
        if not runs or runs[-1][0] is not is_quoted:
            if runs and not line.strip():
                runs[-1][1].append(line)
                continue
            runs.append((is_quoted, []))
        runs[-1][1].append(line)
    return runs


def _answered(part: Lines) -> Lines:
    """The line that an answer below it answers, when it is short."""
    said = [line for line in part if MARK.sub("", line, count=1).strip()]
    if not said or is_marked(MARK.sub("", said[-1], count=1)):
        return []
    words = MARK.sub("", said[-1], count=1).strip()
    was_trimmed = len(said) <= _FEW or _QUESTION.search(words)
    return [f"> {words}"] if was_trimmed and _width(words) <= 2 * _SHORT else []


def _handed_on(lines: Lines) -> Lines:
    """What is handed on, without what stands below it, and of bounded length."""
    parted = _parted(lines, surely_reply=True)
    own = _own(parted.above, surely_reply=True) or without_signature(_unmarked(lines))
    return "\n".join(own)[:MOST_HANDED_ON].split("\n") if own else []


def _unmarked(lines: Lines) -> Lines:
    """Quoted lines as they were written."""
    return [re.sub(r"^(?:[ \t\u3000]{0,4}[>＞]){1,20} ?", "", line) for line in lines]


def _has_words(lines: Sequence[str]) -> bool:
    return bool(without_signature(lines))


def _stripped(lines: Lines) -> Lines:
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    end = next((i for i in range(len(lines), 0, -1) if lines[i - 1].strip()), 0)
    return lines[start:end]


def _width(text: str) -> int:
    """In columns: a letter of full width takes two."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
