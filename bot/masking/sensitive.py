"""What must not be kept: its kinds, where it stands in a text, and the words that patterns for it share."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple


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


SECRET = frozenset({Sensitive.PASSWORD, Sensitive.API_TOKEN, Sensitive.BASIC_AUTH})


class SensitiveSpan(NamedTuple):
    """``text[start:end]`` is sensitive."""

    start: int
    end: int
    kind: Sensitive


_SHOWN = {
    Sensitive.PASSWORD: ("パスワード", "password"),
    Sensitive.API_TOKEN: ("APIトークン", "api token"),
    Sensitive.BASIC_AUTH: ("認証情報", "credentials"),
    Sensitive.CREDIT_CARD: ("カード番号", "card number"),
    Sensitive.EMAIL: ("メールアドレス", "email"),
    Sensitive.PHONE: ("電話番号", "phone"),
    Sensitive.ADDRESS: ("住所", "address"),
    Sensitive.BIRTHDATE: ("生年月日", "date of birth"),
    Sensitive.HEALTH: ("健康情報", "health"),
    Sensitive.CONTACT_ID: ("連絡先ID", "contact id"),
}
MASK_JA = {kind: f"[{japanese}]" for kind, (japanese, _) in _SHOWN.items()}
MASK_EN = {kind: f"[{english}]" for kind, (_, english) in _SHOWN.items()}
MASKS = re.compile("|".join(re.escape(m) for m in (*MASK_JA.values(), *MASK_EN.values())))
BARRIER = "\x00"

_NARROW = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3000: 0x20, 0xA0: 0x20}
    | {first + digit: 0x30 + digit for first in (0xE50, 0x660, 0x966) for digit in range(10)}
    | dict.fromkeys(map(ord, "‐‑‒–—―−－"), ord("-"))
)
_WIDE = re.compile(f"[{re.escape(''.join(map(chr, _NARROW)))}]+")
_LONG_MARK_AS_HYPHEN = re.compile(r"(?<=\d)[ーｰ](?=\d)")
# Numbers as they are mistyped: letters that look like digits, other signs between the fours of a card.
_MISTYPED = re.compile(
    r"(?<![A-Za-z0-9-])(?:[0Oo][\dOoIl]{1,3}(?:[ -][\dOoIl]{2,4}){2}|(?:[\dOoIl]{4}[ -]){3}[\dOoIl]{4})(?![A-Za-z0-9-])"
    r"|(?<![\d./_])\d{4}(?P<sign>[./_])\d{4}(?P=sign)\d{4}(?P=sign)\d{4}(?![\d./_])"
)
_AS_MEANT = str.maketrans("OoIl./_", "0011---")
_LEAST_DIGITS = 5  # of what is a number and no word


def narrow(text: str) -> str:
    """The text with full-width letters, digits and hyphens as ASCII, character for character.

    Numbers that are mistyped are put right. Positions stay those of the text. Masks that are there
    already become a barrier that no pattern crosses.
    """
    plain = _WIDE.sub(lambda m: m.group().translate(_NARROW), text.replace(BARRIER, " "))
    if "ー" in plain or "ｰ" in plain:
        plain = _LONG_MARK_AS_HYPHEN.sub("-", plain)
    plain = _MISTYPED.sub(_as_meant, plain)
    return MASKS.sub(lambda m: BARRIER * len(m.group()), plain) if "[" in plain else plain


def _as_meant(mistyped: re.Match[str]) -> str:
    written = mistyped.group()
    is_number = sum(map(str.isdigit, written)) >= _LEAST_DIGITS
    return written.translate(_AS_MEANT) if is_number else written


_ORDER = {kind: place for place, kind in enumerate(Sensitive)}


def merged(found: Iterable[SensitiveSpan]) -> list[SensitiveSpan]:
    """The findings without overlaps, in order. What overlaps becomes one, of the more secret kind."""
    out: list[SensitiveSpan] = []
    for f in sorted(found):
        if out and f.start < out[-1].end:
            last = out[-1]
            kind = min(last.kind, f.kind, key=_ORDER.__getitem__)
            out[-1] = SensitiveSpan(last.start, max(last.end, f.end), kind)
        elif f.end > f.start:
            out.append(f)
    return out


_WORD = re.compile(r"(?<!\(\?P)<([a-z_]+)>")


class PatternWords:
    """Shared words of patterns, by name."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._words = words

    def expanded(self, pattern: str) -> str:
        """The pattern with each ``<word>`` as its alternatives; KeyError when there is no such word."""
        while (wider := _WORD.sub(lambda m: f"(?:{self.of(m[1])})", pattern)) != pattern:
            pattern = wider
        return pattern

    def of(self, name: str) -> str:
        """The alternatives of one word as a regular expression; KeyError when there is no such word."""
        return "|".join(self._words[name])

    def pattern(self, name: str, flags: int = 0) -> re.Pattern[str]:
        """One word, with the words in it, as a pattern."""
        return re.compile(self.expanded(self.of(name)), flags)

    def said_digits(self, name: str) -> dict[str, str]:
        """What a word says of digits: ``seven=7``."""
        return {
            said: digit for line in self._words[name] for said, _, digit in [line.partition("=")]
        }


_KEYS = (Sensitive.PASSWORD, Sensitive.API_TOKEN, Sensitive.BASIC_AUTH)
_KEY_MASKS = tuple(masks[kind] for masks in (MASK_JA, MASK_EN) for kind in _KEYS)
_CONTACTS = (Sensitive.EMAIL, Sensitive.PHONE, Sensitive.CONTACT_ID)
_CONTACT_MASKS = tuple(masks[kind] for masks in (MASK_JA, MASK_EN) for kind in _CONTACTS)


def holds_a_contact(masked: str) -> bool:
    """Whether a mail address or a phone number was written and is masked now."""
    return any(mask in masked for mask in _CONTACT_MASKS)


def holds_a_key(masked: str) -> bool:
    """Whether a password, a token or the like was written and is masked now."""
    return any(mask in masked for mask in _KEY_MASKS)
