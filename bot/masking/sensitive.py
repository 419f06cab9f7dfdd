"""What must not be kept: its kinds, and where it stands in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.text.sieve import Pattern, lowered, pieces


class Sensitive(StrEnum):
    """Kinds of secrets and personal data, in the words of the message vocabulary."""

    PASSWORD = "password"  # noqa: S105  a kind, not a password
    API_TOKEN = "api_token"  # noqa: S105
    BASIC_AUTH = "basic_auth"
    CREDIT_CARD = "credit_card"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTHDATE = "birthdate"
    HEALTH = "health"
    CONTACT_ID = "contact_id"


class Found(NamedTuple):
    """``text[start:end]`` is sensitive."""

    start: int
    end: int
    kind: Sensitive


MASK_JA = {
    Sensitive.PASSWORD: "[パスワード]",
    Sensitive.API_TOKEN: "[APIトークン]",
    Sensitive.BASIC_AUTH: "[認証情報]",
    Sensitive.CREDIT_CARD: "[カード番号]",
    Sensitive.EMAIL: "[メールアドレス]",
    Sensitive.PHONE: "[電話番号]",
    Sensitive.ADDRESS: "[住所]",
    Sensitive.BIRTHDATE: "[生年月日]",
    Sensitive.HEALTH: "[健康情報]",
    Sensitive.CONTACT_ID: "[連絡先ID]",
}
MASK_EN = {
    Sensitive.PASSWORD: "[password]",
    Sensitive.API_TOKEN: "[api token]",
    Sensitive.BASIC_AUTH: "[credentials]",
    Sensitive.CREDIT_CARD: "[card number]",
    Sensitive.EMAIL: "[email]",
    Sensitive.PHONE: "[phone]",
    Sensitive.ADDRESS: "[address]",
    Sensitive.BIRTHDATE: "[date of birth]",
    Sensitive.HEALTH: "[health]",
    Sensitive.CONTACT_ID: "[contact id]",
}
MASKS = re.compile("|".join(re.escape(m) for m in (*MASK_JA.values(), *MASK_EN.values())))
BARRIER = "\x00"

_NARROW = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: 0x20, 0xA0: 0x20}
    | {first + digit: 0x30 + digit for first in (0xE50, 0x660, 0x966) for digit in range(10)}
    | dict.fromkeys(map(ord, "‐‑‒–—―−－ｰ"), ord("-"))
)
_WIDE = re.compile(f"[{re.escape(''.join(map(chr, _NARROW)))}]+")
_LONG_MARK_AS_HYPHEN = re.compile(r"(?<=\d)ー(?=\d)")


def narrow(text: str) -> str:
    """The text with full-width letters, digits and hyphens as ASCII, character for character.

    Positions stay those of the text. Masks that are there already become a barrier that no pattern
    crosses.
    """
    plain = _WIDE.sub(lambda m: m.group().translate(_NARROW), text.replace(BARRIER, " "))
    if "ー" in plain:
        plain = _LONG_MARK_AS_HYPHEN.sub("-", plain)
    return MASKS.sub(lambda m: BARRIER * len(m.group()), plain) if "[" in plain else plain


@dataclass(frozen=True)
class Cued:
    """A pattern that is tried only where one of its first words stands: fast on long texts.

    ``words`` are in lower case; together they must cover every way in which the pattern begins.
    """

    words: tuple[str, ...]
    pattern: Pattern
    by_head: Mapping[str, tuple[str, ...]] = field(init=False)
    heads: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        by_head: dict[str, tuple[str, ...]] = {}
        for word in self.words:
            by_head[word[:3]] = (*by_head.get(word[:3], ()), word)
        object.__setattr__(self, "by_head", by_head)
        object.__setattr__(self, "heads", frozenset(by_head))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Matches in order, without overlaps."""
        heads = self.heads & pieces(text)
        return self._matches(text, heads) if heads else iter(())

    def _matches(self, text: str, heads: Set[str]) -> Iterator[re.Match[str]]:
        low = lowered(text)
        places: set[int] = set()
        for head in heads:
            for word in self.by_head[head]:
                at = low.find(word)
                while at >= 0:
                    places.add(at)
                    at = low.find(word, at + len(word))
        end = 0
        for place in sorted(places):
            if place >= end and (m := self.pattern.match(text, place)):
                end = m.end()
                yield m


def spans(
    pattern: re.Pattern[str] | Pattern | Cued, text: str, kind: Sensitive, group: int = 0
) -> Iterator[Found]:
    """Every match of a pattern (or of its group) as a finding of one kind."""
    for m in pattern.finditer(text):
        if m.start(group) >= 0:
            yield Found(m.start(group), m.end(group), kind)


_ORDER = {kind: place for place, kind in enumerate(Sensitive)}


def merged(found: Iterable[Found]) -> list[Found]:
    """The findings without overlaps, in order. What overlaps becomes one, of the more secret kind."""
    out: list[Found] = []
    for f in sorted(found):
        if out and f.start < out[-1].end:
            last = out[-1]
            kind = min(last.kind, f.kind, key=_ORDER.__getitem__)
            out[-1] = Found(last.start, max(last.end, f.end), kind)
        elif f.end > f.start:
            out.append(f)
    return out
