"""Takes secrets and personal data out of a text before it is kept, shown or sent on."""

import base64
import binascii
import re
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.triage.understand.language import language
from bot.triage.understand.masking.addresses import find_addresses
from bot.triage.understand.masking.contacts import find_contacts
from bot.triage.understand.masking.credentials import find_credentials
from bot.triage.understand.masking.emails import find_emails
from bot.triage.understand.masking.identifiers import find_identifiers
from bot.triage.understand.masking.person_shapes import full_name
from bot.triage.understand.masking.persons import find_persons
from bot.triage.understand.masking.persons_abroad import find_persons_abroad
from bot.triage.understand.masking.persons_labelled import find_labelled_persons
from bot.triage.understand.masking.persons_scripts import find_persons_in_scripts
from bot.triage.understand.masking.sensitive import (
    BARRIER,
    MASK_EN,
    MASK_JA,
    MASKS,
    Found,
    Sensitive,
    merged,
    narrow,
)
from bot.triage.understand.masking.tokens import find_tokens
from bot.triage.understand.masking.views import Picked, decoded_view, encoded_lines
from bot.triage.understand.normalise import word_set
from bot.triage.understand.ordinary import is_english
from bot.triage.understand.sieve import lowered

_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    find_credentials,
    find_tokens,
    find_emails,
    find_contacts,
    find_identifiers,
    find_addresses,
    find_persons,
    find_labelled_persons,
    find_persons_abroad,
    find_persons_in_scripts,
)
MOST_PASSES = 4
SHORT = 4096
MOST_REPEATED, LONGEST_REPEATED = 64, 512
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,8192}={0,2}(?![A-Za-z0-9+/_=-])")
_LONG_ENOUGH = re.compile(r"[A-Za-z0-9+/_-]{12}")
_SQUEEZED_OUT = frozenset("- \n\r\t\f\v")
_SQUEEZED_OUT_TABLE = dict.fromkeys(map(ord, _SQUEEZED_OUT))

# What is sensitive because of what stands beside it: an expiry by a card, a date by a person.
_EXPIRY = re.compile(
    r"[^\d\n\x00]{0,16}?(?P<value>(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?[2-4]\d|20[2-4]\d\s?[/年-]\s?(?:0?[1-9]|1[0-2])月?)(?![\d/-])"
)
_CARD_CODE = re.compile(r"[^\d\n\x00]{0,12}?(?P<value>\d{3,4})(?![\d円月年])")
_EXTENSION = re.compile(
    r"\s?[(,、/]?\s?(?:内線|ext(?:ension)?\.?|x)\s?[:]?\s?(?P<value>\d{1,6})(?!\d)", re.IGNORECASE
)
_BORN = re.compile(
    r"(?<![\d/.-])(?:(?:19[2-9]\d|200\d|201[0-2])(?:\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"|(?:明治|大正|昭和|平成|[MTSH])\s?(?:\d{1,2}|元)\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?)(?![\d/-])"
)
_CAPITAL = r"[A-ZÀ-ÝĐẠ-Ỹ][A-Za-zÀ-ɏẠ-ỹ'’-]{1,24}"
_NAME_BEFORE = re.compile(
    rf"(?<![\w@./-])(?P<value>{_CAPITAL}(?:(?:, ?| ){_CAPITAL}){{1,2}})\s?[(<,:/|-]{{0,2}}\s?(?:(?:DOB|born|tel|phone|mobile|e?mail|cell)\b[.:]?\s?(?:on )?)?$"
)
_KANJI_BEFORE = re.compile(r"(?<![々一-鿿])(?P<value>[々ヶ一-鿿]{3,6})\s?[(<,、:/|\t\"'-]{0,3}\s?$")
_NOT_NAME = word_set(
    "san ltd inc corp co llc gmbh group support desk team sales office clinic dental hotel school limited regards tel phone mail branch department street road card visa mastercard amex tokyo osaka japan"
)
_ROLES = word_set("Employee Patient Guest Tenant Student Applicant Resident Attendee")
_KEYS = frozenset({Sensitive.PERSON, Sensitive.ADDRESS, Sensitive.PHONE, Sensitive.CONTACT_ID})


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
        found = _find(text) if len(text) <= SHORT else _find_near_masks(text)
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
        found = merged((*found, *_beside(plain, found)))
        found = merged((*found, *_repeated(plain, found)))
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


def _repeated(plain: str, found: list[Found]) -> Iterator[Found]:
    """The same values elsewhere: with other spaces and hyphens, in base64, percent-encoded."""
    squeezed = _squeezed(plain)
    values = Counter(
        (plain[f.start : f.end], f.kind) for f in found if f.end - f.start <= LONGEST_REPEATED
    )
    sought = [
        (form, kind)
        for (value, kind), times in list(values.items())[:MOST_REPEATED]
        for form in _forms(value)
        if squeezed.count(form) > times * (form == _squeezed(value))
    ]
    if not sought:
        return
    keep = [i for i, letter in enumerate(plain) if letter not in _SQUEEZED_OUT]
    if len(squeezed) != len(keep):  # a letter that folds to two, which no place can be told for
        squeezed = lowered("".join(plain[i] for i in keep))
    for form, kind in sought:
        at = squeezed.find(form)
        while at >= 0:
            start, end = keep[at], keep[at + len(form) - 1] + 1
            if _stands_alone(plain, start, end):
                yield Found(start, end, kind)
            at = squeezed.find(form, at + len(form))


def _squeezed(text: str) -> str:
    return text.translate(_SQUEEZED_OUT_TABLE).casefold()


def _forms(value: str) -> set[str]:
    encoded = base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")
    urlsafe = encoded.replace("+", "-").replace("/", "_")
    quoted = urllib.parse.quote(value.encode("utf-8", "replace"), safe="")
    twice = urllib.parse.quote(quoted, safe="")
    forms = {_squeezed(f) for f in (value, encoded, urlsafe, quoted, twice)}
    return {f for f in forms if len(f) >= (4 if f.isascii() else 2) and not is_english(f)}


def _stands_alone(plain: str, start: int, end: int) -> bool:
    before, after = plain[start - 1 : start], plain[end : end + 1]
    first, last = plain[start], plain[end - 1]
    return not (_word(before) and _word(first)) and not (_word(after) and _word(last))


def _word(letter: str) -> bool:
    return letter.isalnum() and (letter.isascii() or letter >= "一" or "ァ" <= letter <= "ー")


def _beside(text: str, found: list[Found]) -> Iterator[Found]:
    """Further findings in a narrowed text that the given ones lead to; linear."""
    read = -1
    for f in found:
        if f.kind is Sensitive.CREDIT_CARD:
            yield from _after_card(text, f.end)
        elif f.kind is Sensitive.PHONE and (m := _EXTENSION.match(text, f.end)):
            yield Found(m.start("value"), m.end("value"), Sensitive.PHONE)
        if f.kind in {Sensitive.EMAIL, Sensitive.PHONE, Sensitive.BIRTHDATE}:
            yield from _name_before(text, f.start)
        if f.kind in _KEYS and f.start > read:
            start = text.rfind("\n", max(0, f.start - 120), f.start) + 1 or max(0, f.start - 120)
            end = text.find("\n", f.end, f.end + 120)
            read = end if end >= 0 else min(len(text), f.end + 120)
            for m in _BORN.finditer(text, start, read):
                yield Found(m.start(), m.end(), Sensitive.BIRTHDATE)


def _after_card(text: str, at: int) -> Iterator[Found]:
    if expiry := _EXPIRY.match(text, at):
        yield Found(expiry.start("value"), expiry.end("value"), Sensitive.CREDIT_CARD)
        if code := _CARD_CODE.match(text, expiry.end()):
            yield Found(code.start("value"), code.end("value"), Sensitive.CREDIT_CARD)


def _name_before(text: str, at: int) -> Iterator[Found]:
    line = text.rfind("\n", max(0, at - 80), at) + 1 or max(0, at - 80)
    before = text[line:at]
    if m := _NAME_BEFORE.search(before):
        words = m.group("value").split()
        start = line + m.start("value")
        while words and (is_english(words[0].casefold()) or words[0] in _ROLES):
            start += len(words.pop(0)) + 1
        plain = [w.rstrip(",").casefold() for w in words]
        if len(words) > 1 and not any(w in _NOT_NAME or is_english(w) for w in plain):
            yield Found(start, line + m.end("value"), Sensitive.PERSON)
    elif (k := _KANJI_BEFORE.search(before)) and full_name(k.group("value")):
        yield Found(line + k.start("value"), line + k.end("value"), Sensitive.PERSON)
