"""The same values elsewhere in the text: with other spaces and hyphens, in base64, percent-encoded."""

import base64
import re
import urllib.parse
from collections import Counter
from collections.abc import Iterator

from bot.masking.sensitive import Sensitive, SensitiveSpan
from bot.text.ordinary import is_english

MOST_REPEATED, LONGEST_REPEATED = 64, 512
_SQUEEZED_OUT = frozenset("- \n\r\t\f\v")
_SQUEEZED_OUT_TABLE = dict.fromkeys(map(ord, _SQUEEZED_OUT))
_OF_ONE_SHAPE = frozenset({Sensitive.CONTACT_ID, Sensitive.PASSWORD})
LONGEST_SHAPED = 24
_SHAPED = re.compile(
    r"(?<![A-Za-z0-9_-])(?:[A-Za-z]{1,4}-?\d{4,10}|[A-Za-z](?=[^\d]{3,20}\d)[A-Za-z0-9_#!-]{4,23})(?![A-Za-z0-9_-])"
)


def find_repeated(plain: str, found: list[SensitiveSpan]) -> Iterator[SensitiveSpan]:
    """Further places of the values found in a narrowed text; bounded by ``MOST_REPEATED`` values."""
    squeezed = _squeezed(plain)
    values = Counter(
        (plain[f.start : f.end], f.kind) for f in found if f.end - f.start <= LONGEST_REPEATED
    )
    several = list(values.items())[:MOST_REPEATED]
    sought = [
        (form, kind)
        for (value, kind), times in several
        for form in _forms(value, kind)
        if squeezed.count(form) > times * (form == _squeezed(value))
    ]
    if not sought:
        return
    keep = [i for i, letter in enumerate(plain) if letter not in _SQUEEZED_OUT]
    if len(squeezed) != len(keep):  # a letter that folds to two, which no place can be told for
        squeezed = "".join(plain[i].lower()[:1] for i in keep)
    starts = {f.start for f in found}
    for form, kind in sought:
        at = squeezed.find(form)
        while at >= 0:
            start, end = keep[at], keep[at + len(form) - 1] + 1
            if start not in starts and _stands_alone(plain, start, end):
                yield SensitiveSpan(start, end, kind)
            at = squeezed.find(form, at + len(form))


def find_of_shape(plain: str, found: list[SensitiveSpan]) -> Iterator[SensitiveSpan]:
    """What differs from a value found in its digits alone: K-10457 beside 会員番号K-10442, minato78 by minato77."""
    shapes = {
        _shape(plain[f.start : f.end]): f.kind
        for f in found
        if f.kind in _OF_ONE_SHAPE and f.end - f.start <= LONGEST_SHAPED
    }
    if not any(map(_SHAPED.fullmatch, shapes)):
        return
    for m in _SHAPED.finditer(plain):
        if kind := shapes.get(_shape(m.group())):
            yield SensitiveSpan(*m.span(), kind)


def _shape(value: str) -> str:
    return re.sub(r"\d", "9", value)


def _squeezed(text: str) -> str:
    return text.translate(_SQUEEZED_OUT_TABLE).casefold()


def _forms(value: str, kind: Sensitive) -> set[str]:
    encoded = _base64(value)
    quoted = urllib.parse.quote(value.encode("utf-8", "replace"), safe="")
    twice = urllib.parse.quote(quoted, safe="")
    written: tuple[str, ...] = (value, encoded, _urlsafe(encoded), quoted, twice)
    if kind in {Sensitive.PASSWORD, Sensitive.API_TOKEN, Sensitive.BASIC_AUTH}:
        full = encoded + "=" * (-len(encoded) % 4)
        written += (_base64(full), _base64(encoded))
    forms = {_squeezed(f) for f in written}
    return {f for f in forms if len(f) >= (4 if f.isascii() else 2) and not is_english(f)}


def _base64(value: str) -> str:
    return base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")


def _urlsafe(encoded: str) -> str:
    return encoded.replace("+", "-").replace("/", "_")


def _stands_alone(plain: str, start: int, end: int) -> bool:
    before, after = plain[start - 1 : start], plain[end : end + 1]
    first, last = plain[start], plain[end - 1]
    return not (_word(before) and _word(first)) and not (_word(after) and _word(last))


def _word(letter: str) -> bool:
    return letter.isalnum() and (letter.isascii() or letter >= "一" or "ァ" <= letter <= "ー")
