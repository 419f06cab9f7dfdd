"""What is personal because of what stands beside it: an expiry by a card, a birth date by a name."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Found, Sensitive
from bot.text.sieve import Pattern

_EXPIRY = re.compile(
    r"[^\d\n\x00]{0,16}?(?P<value>(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?[2-4]\d|20[2-4]\d\s?[/年-]\s?(?:0?[1-9]|1[0-2])月?)(?![\d/-])"
)
_CARD_CODE = re.compile(r"[^\d\n\x00]{0,12}?(?P<value>\d{3,4})(?![\d円月年])")
_EXTENSION = re.compile(
    r"\s?[(,、/]?\s?(?:内線|ext(?:ension)?\.?|x)\s?[:]?\s?(?P<value>\d{1,6})(?!\d)", re.IGNORECASE
)
_BORN = re.compile(
    r"(?<![\d.-])(?<!\d/)(?:(?:19[2-9]\d|200\d|201[0-2])(?:\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"|(?:明治|大正|昭和|平成|(?<![A-Za-z])[MTSH])\s?(?:[\d一二三四五六七八九十]{1,3}|元)\s?[-/.年]\s?[\d一二三四五六七八九十]{1,3}\s?[-/.月]\s?[\d一二三四五六七八九十]{1,3}日?)(?![\d/-])"
)
_POSTCODE = re.compile(r"(?<![\d-])(?P<value>\d{3}-?\d{4})[\s,、]{0,2}$")
_BORN_CELL = Pattern(rf"[,\t;|/\x00(] ?(?P<value>{_BORN.pattern})(?= ?(?:[,\t;|/)\n]|$))")
# A cell that is written as a name is, or a word that names are addressed with.
_NAMED = re.compile(
    r"(?:^|[,\t;|/])[\s\"'・*-]{0,4}(?:[々ヶ一-鿿]{1,4} ?[々一-鿿ぁ-ゖァ-ヺー]{1,5}|[ァ-ヺー]{2,8} [ァ-ヺー]{2,8}|[A-Z][a-z'’-]{1,20},? [A-Z][a-z'’-]{1,20})[\"']?\s?(?:[,\t;|/(]|$)"
    r"|(?:さん|様|氏|くん|君|ちゃん)\s?[,(、]"
)
_BY_A_DATE = frozenset(
    {
        Sensitive.ADDRESS,
        Sensitive.PHONE,
        Sensitive.CONTACT_ID,
        Sensitive.BIRTHDATE,
    }
)
_REACH = 120
_LONGEST_LINE = 2000


def find_beside(text: str, found: list[Found]) -> Iterator[Found]:
    """Further findings in a narrowed text that the given ones lead to; linear."""
    read = -1
    for f in found:
        yield from _touching(text, f)
        if f.kind not in _BY_A_DATE or f.start <= read:
            continue
        start = text.rfind("\n", max(0, f.start - _REACH), f.start) + 1
        start = start or max(0, f.start - _REACH)
        end = text.find("\n", f.end, f.end + _REACH)
        read = end if end >= 0 else min(len(text), f.end + _REACH)
        for m in _BORN.finditer(text, start, read):
            yield Found(m.start(), m.end(), Sensitive.BIRTHDATE)


def _touching(text: str, f: Found) -> Iterator[Found]:
    """What stands directly before or after one finding."""
    value = None
    match f.kind:
        case Sensitive.CREDIT_CARD:
            yield from _after_card(text, f.end)
        case Sensitive.PHONE:
            value = _EXTENSION.match(text, f.end)
        case Sensitive.ADDRESS:
            value = _POSTCODE.search(text, max(0, f.start - 12), f.start)
        case _:
            pass
    if value:
        yield Found(*value.span("value"), f.kind)


def find_births_in_rows(text: str) -> Iterator[Found]:
    """Dates on which somebody may have been born, in a line with what is written as a name."""
    if not _BORN_CELL.search(text):
        return
    at = 0
    for line in text.split("\n"):
        shown = line[:_LONGEST_LINE]
        if (born := _BORN_CELL.regex.search(shown)) and _NAMED.search(shown):
            yield Found(at + born.start("value"), at + born.end("value"), Sensitive.BIRTHDATE)
        at += len(line) + 1


def _after_card(text: str, at: int) -> Iterator[Found]:
    if expiry := _EXPIRY.match(text, at):
        yield Found(expiry.start("value"), expiry.end("value"), Sensitive.CREDIT_CARD)
        if code := _CARD_CODE.match(text, expiry.end()):
            yield Found(code.start("value"), code.end("value"), Sensitive.CREDIT_CARD)
