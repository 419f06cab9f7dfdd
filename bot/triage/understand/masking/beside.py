"""What is personal because of what stands beside it: an expiry by a card, a name by a phone number.

A row of a table, a line of a list and a pair (武者小路→03…) need no header where another of their
values is a person's: the rest of the line that is written as a name is then one.
"""

import re
from collections.abc import Iterator

from bot.triage.understand.masking.name_words import (
    full_name,
    given_like,
    is_known,
    is_thing,
    kanji_name,
    may_be_name,
)
from bot.triage.understand.masking.names_abroad import LATIN_CAPITAL, LATIN_LETTER
from bot.triage.understand.masking.names_ja import PLACES, SURNAMES
from bot.triage.understand.masking.names_ja_rare import NOT_NAMES, NOUNS, RARE_SURNAMES
from bot.triage.understand.masking.sensitive import BARRIER, Found, Sensitive
from bot.triage.understand.masking.words_latin import is_word
from bot.triage.understand.normalise import fold, word_set
from bot.triage.understand.ordinary import is_english, is_japanese
from bot.triage.understand.sieve import Pattern

_EXPIRY = re.compile(
    r"[^\d\n\x00]{0,16}?(?P<value>(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?[2-4]\d|20[2-4]\d\s?[/年-]\s?(?:0?[1-9]|1[0-2])月?)(?![\d/-])"
)
_READING = re.compile(
    r"(?:さん|様|氏)?\s?\((?P<value>[ぁ-ゖ]{2,8}(?: [ぁ-ゖ]{2,6})?|[ァ-ヺー]{2,8}(?: [ァ-ヺー]{2,6})?)\)"
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
_BORN_CELL = Pattern(rf"[,\t;|/\x00] ?(?P<value>{_BORN.pattern})(?= ?(?:[,\t;|/\n]|$))")
_NAME_BEFORE = re.compile(
    rf"(?<![\w@./-])(?P<value>{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,24}}(?:(?:, ?| ){LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,24}}){{1,2}})\s?[(<,:/|-]{{0,2}}\s?(?:(?:DOB|born|tel|phone|mobile|e?mail|cell)\b[.:]?\s?(?:on )?)?$"
)
_KANJI_BEFORE = re.compile(r"(?<![々一-鿿])(?P<value>[々ヶ一-鿿]{2,6})\s?[(<,、:/|\t\"'-]{0,3}\s?$")
_NOT_NAME = word_set(
    "san ltd inc corp co llc gmbh group support desk team sales office clinic dental hotel school limited regards tel phone mail branch department street road card visa mastercard amex tokyo osaka japan"
)
_ROLES = word_set("Employee Patient Guest Tenant Student Applicant Resident Attendee")
_KEYS = frozenset(
    {
        Sensitive.PERSON,
        Sensitive.ADDRESS,
        Sensitive.PHONE,
        Sensitive.CONTACT_ID,
        Sensitive.BIRTHDATE,
    }
)
_OF_A_PERSON = _KEYS - {Sensitive.ADDRESS} | {Sensitive.EMAIL}
_AFTER_NAMES = {Sensitive.EMAIL, Sensitive.PHONE, Sensitive.BIRTHDATE, Sensitive.ADDRESS}
_REACH = 120
# A part of a line between the signs that divide cells and pairs; in brackets as well.
_CELL = re.compile(
    r"(?:^|(?<=[,\t;|/=→⇒:<>(\"'「」・、。\n\x00]))[^,\t;|/=→⇒:<>()\"'「」・、。\n]{2,40}"
)
_FIRST_CELL = re.compile(
    r"[ ・*-]{0,4}(?:\d{1,2}[.)] ?)?(?P<value>[^,\t;|/=→⇒:<>()\"'「」・、。\n\x00]{2,40}?) ?(?:$|[,\t;|/(→:])"
)
_BULLET = r"[ ・*•-]{0,4}(?:\d{1,2}[.)] ?)?"
_FAMILY_FIRST = re.compile(
    rf"{_BULLET}(?P<value>(?:(?:van|von|der|den|de|di|du|la|le|da|dos|del|al|el|bin|ter|ten|zu|y) ){{0,3}}{LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,24}}(?: {LATIN_CAPITAL}[{LATIN_LETTER}'’-]{{1,24}})?, ?{LATIN_CAPITAL}[{LATIN_LETTER}'’. -]{{1,24}}?)\s*(?:$|[(<:;|\t])"
)
_BEGINS_LINE = re.compile(
    rf"{_BULLET}(?:(?:van|von|der|den|de|di|la|le|da|del|al|el|bin|ter|ten) ){{0,3}}$"
)
_ENDS_CELL = frozenset(",\t;|/=→⇒:<>()\"'「」・、\n\x00")
_TWO_KANJI = re.compile(r"([々ヶ一-鿿]{1,5}) ([々一-鿿]{1,3}|[ァ-ヺー]{2,7}|[ぁ-ゖ]{2,5})")
_KATAKANA_KANJI = re.compile(r"([ァ-ヺー]{2,8}) ([々一-鿿]{1,3})")
_KANA = re.compile(r"([ぁ-ゖ]{2,7}) ([ぁ-ゖ]{2,5})|[ァ-ヺー]{2,10}(?:[ ・=][ァ-ヺー]{1,10}){1,3}")
_LATIN = re.compile(
    rf"{LATIN_CAPITAL}[{LATIN_LETTER}'’.-]{{0,20}}(?: (?:(?:van|von|de|da|dos|del|der|al|bin|bint) )?{LATIN_CAPITAL}[{LATIN_LETTER}'’.-]{{0,20}}){{1,3}}"
)
_LAST_ALONE = re.compile(r"(?<= )[々ヶ一-鿿]{2,5}$")
_OFFICE_ENDS = frozenset("部課係室長店社所者員様局署院校")
_ONE_KANJI = re.compile(r"[々ヶ一-鿿]{2,5}")
_NO_NAMES = word_set(
    "直通 携帯 緊急 平日 休日 東京 大阪 名古屋 福岡 札幌 仙台 京都 神戸 横浜 日本 固定 固定電話 勤務先 実家 内線 外線 昼間 本店 支店 代表番号 電話番号 連絡先 携帯番号 生年月日 誕生日 有効期限 開始日 入社日"
)


def find_beside(text: str, found: list[Found]) -> Iterator[Found]:
    """Further findings in a narrowed text that the given ones lead to; linear."""
    read = -1
    for f in found:
        yield from _touching(text, f)
        if f.kind in _OF_A_PERSON or f.kind is Sensitive.ADDRESS:
            if f.start <= read:
                continue
            start = text.rfind("\n", max(0, f.start - _REACH), f.start) + 1
            start = start or max(0, f.start - _REACH)
            end = text.find("\n", f.end, f.end + _REACH)
            read = end if end >= 0 else min(len(text), f.end + _REACH)
            if f.kind in _KEYS:
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
        case Sensitive.PERSON:
            value = _READING.match(text, f.end)
            if value and any(is_japanese(fold(w)) for w in value.group("value").split()):
                value = None
        case _:
            pass
    if value:
        yield Found(*value.span("value"), f.kind)
    if f.kind in _AFTER_NAMES:
        yield from _name_before(text, f.start)


def has_birth_cell(text: str) -> bool:
    """Whether a cell of a table is a date on which somebody may have been born."""
    return _BORN_CELL.search(text) is not None


def find_in_rows(text: str, found: list[Found]) -> Iterator[Found]:
    """Names in the lines in which something else is a person's, and in the lines of the same list."""
    at = place = 0
    listed = False
    born_cells = has_birth_cell(text)
    for line in text.split("\n"):
        end = at + len(line)
        while place < len(found) and found[place].end <= at:
            place += 1
        here = place
        while here < len(found) and found[here].start < end:
            here += 1
        mine = [f for f in found[place:here] if f.kind in _OF_A_PERSON]
        if not mine and born_cells and (born := _BORN_CELL.regex.search(line)):
            born_at = Found(at + born.start("value"), at + born.end("value"), Sensitive.BIRTHDATE)
            names = list(_names_in(line[:2000], at, [born_at]))
            if names or BARRIER in line:
                yield from (born_at, *names)
        names = list(_names_in(line[:2000], at, mine)) if mine else []
        if listed or mine:
            names += _first_in(line, at, listed=listed, mine=mine)
        yield from names
        listed = bool(names) or any(
            f.kind is Sensitive.PERSON
            and f.start - at < 24
            and _BEGINS_LINE.fullmatch(line, 0, f.start - at)
            for f in mine
        )
        at = end + 1


def _first_in(line: str, at: int, *, listed: bool, mine: list[Found]) -> list[Found]:
    """The name with which a line of a list begins: van den Oever, Maarten."""
    if whole := _FAMILY_FIRST.match(line):
        begin, stop = whole.span("value")
        inside = any(at + begin <= f.start < at + stop for f in mine)
        words = re.findall(rf"{LATIN_CAPITAL}[{LATIN_LETTER}'’-]+", whole.group("value"))
        if (listed or inside) and (inside or not any(map(is_word, words))):
            return [Found(at + begin, at + stop, Sensitive.PERSON)]
    if (
        listed
        and not mine
        and (first := _FIRST_CELL.match(line))
        and _is_name(first.group("value"))
    ):
        begin, stop = first.span("value")
        return [Found(at + begin, at + stop, Sensitive.PERSON)]
    return []


def _names_in(line: str, at: int, mine: list[Found]) -> Iterator[Found]:
    """The cells of a line that are a name as a whole; findings are cells of their own."""
    plain = list(line)
    for f in mine:
        plain[max(0, f.start - at) : f.end - at] = BARRIER * (f.end - max(f.start, at))
    shown = "".join(plain)[: len(line)]
    for cell in _CELL.finditer(shown):
        if shown[cell.end() : cell.end() + 1] in _ENDS_CELL or cell.end() == len(shown):
            value = cell.group().strip(" \x00")
            start = cell.start() + cell.group().find(value) if value else 0
            pair = shown[start + len(value) : start + len(value) + 2] in {"→\x00", "⇒\x00"}
            led_to = shown[cell.end() : cell.end() + 1] == BARRIER and value.isascii()
            if value and not led_to and (_is_name(value) or (pair and _alone(value))):
                yield Found(at + start, at + start + len(value), Sensitive.PERSON)
            elif pair and (last := _LAST_ALONE.search(value)) and _alone(last.group()):
                begin = start + last.start()
                yield Found(at + begin, at + start + len(value), Sensitive.PERSON)


def _alone(value: str) -> bool:
    return bool(_ONE_KANJI.fullmatch(value)) and _may_be_family(value)


def _may_be_family(run: str) -> bool:
    return kanji_name(run) or (
        may_be_name(run) and run not in _NO_NAMES and run not in PLACES and run[:2] not in NOUNS
    )


def _is_name(value: str) -> bool:
    """Whether a cell is a surname with a given name, in any of the scripts."""
    if m := _TWO_KANJI.fullmatch(value):
        family, given = m.groups()
        if family in SURNAMES or family in RARE_SURNAMES:
            return given not in NOUNS and given not in NOT_NAMES and given[-1] not in _OFFICE_ENDS
        return not is_thing(given) and (
            len(family) <= 4
            and not is_thing(family)
            and family not in NOUNS
            and family not in _NO_NAMES
            and given not in NOUNS
            and (given_like(given) or is_known(given) or len(given) < 2)
        )
    if m := _KATAKANA_KANJI.fullmatch(value):
        return (
            not is_thing(m.group(2))
            and m.group(2) not in NOUNS
            and not is_japanese(fold(m.group(1)))
        )
    if m := _KANA.fullmatch(value):
        words = re.split("[ ・=]", value)
        return any(map(is_known, words)) and not any(is_japanese(fold(w)) for w in words)
    if _LATIN.fullmatch(value):
        words = value.split()
        return not any(is_word(w) or w.rstrip(".").casefold() in _NOT_NAME for w in words)
    return bool(_ONE_KANJI.fullmatch(value)) and full_name(value)


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
    elif (k := _KANJI_BEFORE.search(before)) and (
        full_name(k.group("value")) or (before.endswith("<") and kanji_name(k.group("value")))
    ):
        yield Found(line + k.start("value"), line + k.end("value"), Sensitive.PERSON)
