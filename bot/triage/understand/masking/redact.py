"""Takes secrets and personal data out of a text before it is kept, shown or sent on."""

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate

from bot.model.catalogue import Catalogue
from bot.triage.understand.language import language
from bot.triage.understand.masking.addresses import find_addresses
from bot.triage.understand.masking.beside import find_beside, find_in_rows, has_birth_cell
from bot.triage.understand.masking.births import find_births
from bot.triage.understand.masking.columns import find_in_columns
from bot.triage.understand.masking.contacts import find_contacts
from bot.triage.understand.masking.credentials import find_credentials
from bot.triage.understand.masking.emails import find_emails
from bot.triage.understand.masking.identifiers import find_identifiers
from bot.triage.understand.masking.persons import find_persons
from bot.triage.understand.masking.persons_abroad import find_persons_abroad
from bot.triage.understand.masking.persons_labelled import find_labelled_persons
from bot.triage.understand.masking.persons_latin_marks import find_in_lists, find_marked_persons
from bot.triage.understand.masking.persons_listed import find_listed_persons
from bot.triage.understand.masking.persons_scripts import find_persons_in_scripts
from bot.triage.understand.masking.phones_loose import find_loose_phones
from bot.triage.understand.masking.repeats import find_of_shape, find_repeated
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

_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    find_credentials,
    find_tokens,
    find_emails,
    find_contacts,
    find_loose_phones,
    find_births,
    find_identifiers,
    find_addresses,
    find_persons,
    find_listed_persons,
    find_labelled_persons,
    find_in_columns,
    find_persons_abroad,
    find_marked_persons,
    find_persons_in_scripts,
)
# What leads from one finding to another; a flood of findings leads nowhere beyond the first of them.
_SECOND_LOOKS: tuple[Callable[[str, list[Found]], Iterator[Found]], ...] = (
    find_in_rows,
    find_in_lists,
    find_beside,
)
MOST_LED_FROM = 200
NOBODYS = 7  # letters from which a product's name is hardly a person's
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


def names_of(catalogue: Catalogue) -> frozenset[str]:
    """Names of products that are nobody's: long enough, or of several words."""
    names = (n.lower() for p in catalogue.products.values() for n in (p.name, *p.names))
    return frozenset(n for n in names if len(n) >= NOBODYS or " " in n.strip())


def redact(text: str, products: Collection[str] = ()) -> Redacted:
    """Mask passwords, tokens, logins, card and phone numbers, addresses, birth dates and names.

    Also where they are URL-encoded or base64. Everything else stays letter for letter: times, error
    codes, app and record numbers, versions, IP addresses, kintone addresses. Masks are in Japanese
    when the text is, else in English. Idempotent, linear, never raises. It does not find what
    nothing marks as personal, such as a bare name. ``products`` (see ``names_of``) are no persons,
    wherever they stand.
    """
    found = _find(text, products)
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
        found = near(text, products)
    return Redacted(text, tuple(k.value for k in Sensitive if k in kinds))


def _masked(text: str, found: list[Found], masks: dict[Sensitive, str]) -> str:
    parts: list[str] = []
    end = 0
    for f in found:
        parts += (text[end : f.start], masks[f.kind])
        end = f.end
    return "".join((*parts, text[end:]))


def _find(text: str, products: Collection[str]) -> list[Found]:
    plain = narrow(text)
    found = merged((*_plainly(plain), *_encoded(plain), *_in_base64(plain)))
    found = _without_products(found, plain, products)
    if found or has_birth_cell(plain):
        for look in _SECOND_LOOKS:
            few = found[:MOST_LED_FROM]
            end = len(plain) if len(few) == len(found) else few[-1].end + _REACH
            if more := list(look(plain[:end], few)):
                found = merged((*found, *more))
        if more := [*find_of_shape(plain, found), *find_repeated(plain, found)]:
            found = merged((*found, *more))
    found = [f for f in found if BARRIER not in plain[f.start : f.end]]
    return _without_products(found, plain, products)


def _without_products(found: list[Found], plain: str, products: Collection[str]) -> list[Found]:
    """What was found, without what is a product, or within the name of one, and was taken for a person.

    The text is searched once for every name, however many persons there are.
    """
    if not any(f.kind is Sensitive.PERSON for f in found):
        return found
    spans = sorted(_places(plain, products))
    starts = [start for start, _ in spans]
    ends = list(accumulate((end for _, end in spans), max))

    def is_product(one: Found) -> bool:
        before = bisect_right(starts, one.start)
        return before > 0 and ends[before - 1] >= one.end

    return [f for f in found if f.kind is not Sensitive.PERSON or not is_product(f)]


def _places(plain: str, products: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where names of products stand in a text, whatever their case."""
    lower = plain.replace("\u0130", "i").lower()  # the one letter that grows in lower case
    for name in products:
        at = lower.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = lower.find(name, at + 1)


def _find_near_masks(text: str, products: Collection[str]) -> list[Found]:
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
    return [picked.origin(f) for f in _find(picked.text(), products)]


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
