"""Takes secrets and personal data out of a text before it is kept, shown or sent on."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.masking.accounts import find_accounts
from bot.masking.addresses import find_addresses
from bot.masking.beside import find_beside, find_births_in_rows
from bot.masking.births import find_births
from bot.masking.columns import find_in_columns
from bot.masking.contacts import find_contacts
from bot.masking.credentials import find_credentials
from bot.masking.emails import find_emails
from bot.masking.health import find_health
from bot.masking.identifiers import find_identifiers
from bot.masking.phones_loose import find_loose_phones
from bot.masking.prose import find_in_prose
from bot.masking.repeats import find_of_shape, find_repeated
from bot.masking.sensitive import (
    BARRIER,
    MASK_EN,
    MASK_JA,
    MASKS,
    Found,
    Sensitive,
    merged,
    narrow,
)
from bot.masking.tokens import find_tokens
from bot.masking.views import Picked, decoded_view, encoded_lines
from bot.text.language import language

_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    find_credentials,
    find_tokens,
    find_emails,
    find_contacts,
    find_loose_phones,
    find_births,
    find_identifiers,
    find_addresses,
    find_accounts,
    find_in_prose,
    find_health,
    find_in_columns,
    find_births_in_rows,
)
MOST_LED_FROM = 200
_REACH = 200
MOST_PASSES = 4
SHORT = 4096
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,8192}={0,2}(?![A-Za-z0-9+/_=-])")
_LONG_ENOUGH = re.compile(r"[A-Za-z0-9+/_-]{12}")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was sensitive in it. ``found`` names the kinds, most secret first."""

    text: str
    found: tuple[str, ...] = ()


def redact(text: str) -> Redacted:
    """Mask passwords, tokens, logins, card, account and phone numbers, addresses, birth dates, health.

    Also where they are URL-encoded or base64. Everything else stays letter for letter: names, times,
    error codes, app and record numbers, versions, IP addresses, kintone addresses. Masks are in
    Japanese when the text is, else in English. Idempotent, linear, never raises. It does not find
    what neither its shape nor a word beside it marks.
    """
    found = _find(text)
    if not found:
        return Redacted(text)
    masks = MASK_JA if language(text[:SHORT]) == "ja" else MASK_EN
    kinds: set[Sensitive] = set()
    for _ in range(MOST_PASSES):
        if not found:
            break
        kinds.update(f.kind for f in found)
        text = _masked(text, found, masks)
        near = _find if len(text) <= SHORT else _find_near_masks
        found = near(text)
    return Redacted(text, tuple(k.value for k in Sensitive if k in kinds))


def _masked(text: str, found: list[Found], masks: dict[Sensitive, str]) -> str:
    parts: list[str] = []
    end = 0
    for f in found:
        parts += (text[end : f.start], masks[f.kind])
        end = f.end
    return "".join((*parts, text[end:]))


def _find(text: str) -> list[Found]:
    plain = narrow(text)
    found = merged((*_plainly(plain), *_encoded(plain), *_in_base64(plain)))
    if found:
        few = found[:MOST_LED_FROM]
        end = len(plain) if len(few) == len(found) else few[-1].end + _REACH
        if more := list(find_beside(plain[:end], few)):
            found = merged((*found, *more))
        if more := [*find_of_shape(plain, found), *find_repeated(plain, found)]:
            found = merged((*found, *more))
    return [f for f in found if BARRIER not in plain[f.start : f.end]]


def _find_near_masks(text: str) -> list[Found]:
    """What a second look at a long text finds: in the lines with a mask and those about them.

    Nothing where they are long themselves: a second look finds little, and takes as long as the first.
    """
    lines = text.split("\n")
    near = {
        j
        for i, line in enumerate(lines)
        if "[" in line and MASKS.search(line)
        for j in range(max(0, i - 1), min(len(lines), i + 2))
    }
    if sum(len(lines[i]) for i in near) > SHORT:
        return []
    picked, starts = Picked(), 0
    for i, line in enumerate(lines):
        if i in near:
            picked.add(line, starts, joined=i - 1 in near)
        starts += len(line) + 1
    if picked.length > SHORT:
        return []
    return [picked.origin(f) for f in _find(picked.text())]


def _plainly(plain: str) -> Iterator[Found]:
    for finder in _FINDERS:
        yield from finder(plain)


def _encoded(plain: str) -> Iterator[Found]:
    """What shows only when letters are decoded, at the encoded place; base64 within them as well."""
    picked = encoded_lines(plain)
    if picked.empty or not (view := decoded_view(picked.text())):
        return
    inner = narrow(view.text)
    for f in (*_plainly(inner), *_in_base64(inner)):
        if f.end > f.start:
            yield picked.origin(Found(view.starts[f.start], view.ends[f.end - 1], f.kind))


def _in_base64(plain: str) -> Iterator[Found]:
    """Runs of base64 (RFC 4648, both alphabets) that decode to a text with something sensitive."""
    if not _LONG_ENOUGH.search(plain):
        return
    for m in _BASE64.finditer(plain):
        decoded = _decoded(m.group())
        if decoded and (inner := next(iter(_plainly(narrow(decoded))), None)):
            yield Found(m.start(), m.end(), inner.kind)


def _decoded(run: str) -> str:
    standard = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return text if text.isprintable() or "\n" in text else ""
