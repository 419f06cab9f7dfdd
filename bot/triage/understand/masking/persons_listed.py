"""Names of third persons that stand together: in neighbouring cells, in lists with a count, after what is masked."""

import re
from collections.abc import Iterator

from bot.triage.understand.masking.name_words import is_known, is_thing, kanji_name
from bot.triage.understand.masking.names_ja import GIVEN, PLACES, PLAIN_SURNAMES, READINGS, SURNAMES
from bot.triage.understand.masking.names_ja_rare import NOUNS
from bot.triage.understand.masking.persons import AFTER_ROLE, RARE_ALONE, THINGS, hiragana
from bot.triage.understand.masking.sensitive import BARRIER, Found, Sensitive
from bot.triage.understand.sieve import Pattern

_CELLS = Pattern(
    r"(?<![々ヶ一-鿿])([々ヶ一-鿿]{1,4})([,\t;|/][ \"']{0,2})([々一-鿿]{1,3}|[ァ-ヺー]{2,6})(?=[,\t;|/\"'」\s]|$)"
)
_LISTED = Pattern(
    r"(?<![々ヶ一-鿿ァ-ヺー])([々ヶ一-鿿]{2,4}(?:[・、,と][々ヶ一-鿿]{2,4}){1,8})(?=の\s?[\d二三四五六七八九十両]{1,2}\s?[名人]|さん|様|氏|[)）]の)"
)
_COUNT_OPENS = Pattern(r"[\d二三四五六七八九十]{1,2} ?[名人]\(")
_KATAKANA_JOINED = Pattern(
    r"(?<![ァ-ヺー・])[ァ-ヺー]{2,9}(?:・[ァ-ヺー]{1,9}){1,3}(?![ァ-ヺー・])"
)
_KATAKANA_PAIR = Pattern(
    r"(?<![ァ-ヺー])([ァ-ヺ][ァ-ヺー]{1,6}) ([ァ-ヺ][ァ-ヺー]{1,6})(?![ァ-ヺー])"
)
_LIST_PIECE = re.compile(
    r"(?<=[(、,・/と ])([々ヶ一-鿿]{2,6}|[ァ-ヺー]{2,8}|[A-Z][a-z]{1,15})(?=[)、,・/と]|さん|様|氏)"
)
_MASKED_NO = Pattern(rf"{BARRIER} ?[のと(・/] ?(?P<value>[々ヶ一-鿿]{{2,5}})")


def find_listed_persons(text: str) -> Iterator[Found]:
    """Names that stand together in a narrowed Japanese text; linear."""
    yield from _in_cells(text)
    yield from _counted(text)
    yield from _after_masked(text)
    for m in _KATAKANA_JOINED.finditer(text):
        if any(map(is_known, m.group().split("・"))):
            yield Found(m.start(), m.end(), Sensitive.PERSON)
    for m in _KATAKANA_PAIR.finditer(text):
        if hiragana(m.group(1)) in READINGS and hiragana(m.group(2)) in READINGS:
            yield Found(m.start(), m.end(), Sensitive.PERSON)


def _in_cells(text: str) -> Iterator[Found]:
    """小泉,由紀 in neighbouring cells; 大河内、諸星、綾瀬の3人."""
    for m in _CELLS.finditer(text):
        family, given = m.group(1), m.group(3)
        if family in SURNAMES and (given in GIVEN or hiragana(given) in READINGS):
            yield Found(m.start(1), m.end(1), Sensitive.PERSON)
            yield Found(m.start(3), m.end(3), Sensitive.PERSON)
    for m in _LISTED.finditer(text):
        names = [(n.start(), n.group()) for n in re.finditer(r"[々ヶ一-鿿]{2,4}", m.group(1))]
        known = all(kanji_name(n) for _, n in names) and not all(n in PLACES for _, n in names)
        if known or any(n in PLAIN_SURNAMES or n in RARE_ALONE for _, n in names):
            for at, name in names:
                if not known and (is_thing(name) or name in NOUNS or name in PLACES):
                    continue
                yield Found(m.start(1) + at, m.start(1) + at + len(name), Sensitive.PERSON)


def _counted(text: str) -> Iterator[Found]:
    """スタッフ3名(近江、ソン): names in the brackets after a count, when one of them is known."""
    for m in _COUNT_OPENS.finditer(text):
        pieces = [
            (p.start(1), p.group(1)) for p in _LIST_PIECE.finditer(text, m.end(), m.end() + 80)
        ]
        close = text.find(")", m.end(), m.end() + 80)
        pieces = [(at, p) for at, p in pieces if at < close]
        if any(is_thing(p) or p in NOUNS or p in THINGS for _, p in pieces):
            continue
        if any(kanji_name(p) or is_known(p) for _, p in pieces):
            yield from (Found(at, at + len(p), Sensitive.PERSON) for at, p in pieces)


def _after_masked(text: str) -> Iterator[Found]:
    """社員番号[…]の都築: a name that something masked presents."""
    if BARRIER not in text:
        return
    for m in _MASKED_NO.finditer(text):
        if kanji_name(m.group("value")) and AFTER_ROLE.match(text, m.end()):
            yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)
