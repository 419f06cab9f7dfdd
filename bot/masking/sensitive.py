"""What must not be kept: its kinds, and where it stands in a text."""

import re
from collections.abc import Iterable
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
