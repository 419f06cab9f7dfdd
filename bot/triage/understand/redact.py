"""Takes secrets and personal data out of a text before it is kept, shown or sent on."""

import base64
import binascii
import re
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.triage.understand.addresses import find_addresses
from bot.triage.understand.contacts import find_contacts
from bot.triage.understand.credentials import find_credentials
from bot.triage.understand.language import language
from bot.triage.understand.persons import find_persons
from bot.triage.understand.persons_abroad import find_persons_abroad
from bot.triage.understand.sensitive import (
    BARRIER,
    MASK_EN,
    MASK_JA,
    Found,
    Sensitive,
    merged,
    narrow,
)
from bot.triage.understand.tokens import find_tokens

_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    find_credentials,
    find_tokens,
    find_contacts,
    find_addresses,
    find_persons,
    find_persons_abroad,
)
MOST_PASSES = 4
MOST_REPEATED = 64
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{12,8192}={0,2}(?![A-Za-z0-9+/_=-])")
_SQUEEZED_OUT = re.compile(r"[\s-]")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without what was sensitive in it. ``found`` names the kinds, most secret first."""

    text: str
    found: tuple[str, ...] = ()


def redact(text: str) -> Redacted:
    """Mask passwords, tokens, logins, card and phone numbers, addresses, birth dates and names.

    Also where they are URL-encoded or base64. Everything else stays letter for letter: times, error
    codes, app and record numbers, versions, IP addresses, kintone addresses. Masks are in Japanese
    when the text is, else in English. Idempotent, linear, never raises. It does not find what
    nothing marks as personal, such as a bare name.
    """
    masks = MASK_JA if language(text) == "ja" else MASK_EN
    kinds: set[Sensitive] = set()
    for _ in range(MOST_PASSES):
        found = _find(text)
        if not found:
            break
        kinds.update(f.kind for f in found)
        text = _masked(text, found, masks)
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
    found = merged((*_plainly(plain), *_percent_encoded(plain), *_in_base64(plain)))
    if found:
        found = merged((*found, *_repeated(plain, found)))
    return [f for f in found if BARRIER not in plain[f.start : f.end]]


def _plainly(plain: str) -> Iterator[Found]:
    for finder in _FINDERS:
        yield from finder(plain)


def _percent_encoded(plain: str) -> Iterator[Found]:
    """What shows only when percent-encoding is undone (RFC 3986), at the encoded place."""
    if not _PERCENT.search(plain):
        return
    letters: list[str] = []
    origin: list[int] = []
    end = 0
    for m in _PERCENT.finditer(plain):
        letters += plain[end : m.start()]
        origin += range(end, m.start())
        decoded = urllib.parse.unquote(m.group())
        letters += decoded
        origin += [m.start()] * len(decoded)
        end = m.end()
    letters += plain[end:]
    origin += range(end, len(plain) + 1)
    ends = {m.start(): m.end() for m in _PERCENT.finditer(plain)}
    for f in _plainly(narrow("".join(letters))):
        start, last = origin[f.start], origin[f.end - 1]
        yield Found(start, ends.get(last, last + 1), f.kind)


def _in_base64(plain: str) -> Iterator[Found]:
    """Runs of base64 (RFC 4648, both alphabets) that decode to a text with something sensitive."""
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


def _repeated(plain: str, found: list[Found]) -> Iterator[Found]:
    """The same values elsewhere: with other spaces and hyphens, in base64, percent-encoded."""
    keep = [i for i, letter in enumerate(plain) if not _SQUEEZED_OUT.match(letter)]
    squeezed = "".join(plain[i] for i in keep).casefold()
    values = list(dict.fromkeys((plain[f.start : f.end], f.kind) for f in found))
    for value, kind in values[:MOST_REPEATED]:
        for form in _forms(value):
            at = squeezed.find(form)
            while at >= 0:
                start, end = keep[at], keep[at + len(form) - 1] + 1
                if _stands_alone(plain, start, end):
                    yield Found(start, end, kind)
                at = squeezed.find(form, at + len(form))


def _forms(value: str) -> set[str]:
    encoded = base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")
    urlsafe = encoded.replace("+", "-").replace("/", "_")
    quoted = urllib.parse.quote(value.encode("utf-8", "replace"), safe="")
    forms = {_SQUEEZED_OUT.sub("", f).casefold() for f in (value, encoded, urlsafe, quoted)}
    return {f for f in forms if len(f) >= 4 and not (f.isalpha() and f.isascii())}


def _stands_alone(plain: str, start: int, end: int) -> bool:
    before, after = plain[start - 1 : start], plain[end : end + 1]
    first, last = plain[start], plain[end - 1]
    return not (_word(before) and _word(first)) and not (_word(after) and _word(last))


def _word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
