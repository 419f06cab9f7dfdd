"""Whether a word is a name, by itself: known, put together as names are, or the name of a thing."""

import re
from functools import lru_cache

from bot.triage.understand.masking.names_abroad import (
    FOREIGN_KATAKANA,
    GIVEN_LATIN,
    SURNAMES_VIETNAMESE,
)
from bot.triage.understand.masking.names_ja import (
    GIVEN,
    READINGS,
    ROMAJI_GIVEN,
    ROMAJI_SURNAMES,
    SURNAMES,
    looks_like_surname,
)
from bot.triage.understand.masking.names_ja_rare import (
    GIVEN_ENDS,
    GIVEN_LETTERS,
    NOT_NAMES,
    NOUNS,
    RARE_SURNAMES,
)

_NOT_NAME_ENDS = frozenset(
    "者社客先方課店会員院係業主官局庁所署室校行事設機流輸品産学団体組合部長省庁県市区町村郡都府国館場師士勤直番名送具器庫群組科様人途"
)
NOT_COMPANY = re.compile(
    r"(?:電機|電器|工業|製作|商事|物産|運送|陸運|建設|建材|商店|食品|産業|薬局|病院|医院|学園|大学|銀行|信金|工務|商会|興業|化学|製薬|精機|技研|水産|農園|酒造|書店|自動車|鉄工|金属|印刷|不動産|保険)"
)


_SURE_ENDS = (
    "之介",
    "之助",
    "之進",
    "之丞",
    "太郎",
    "次郎",
    "三郎",
    "四郎",
    "五郎",
    "左衛門",
    "右衛門",
)


def is_thing(word: str) -> bool:
    """Whether a word names a role, a place or an organisation and not a person."""
    if word in SURNAMES or word in RARE_SURNAMES:
        return False
    return word in NOT_NAMES or word[-1:] in _NOT_NAME_ENDS or word[-2:] in NOT_NAMES


@lru_cache(maxsize=1024)
def has_given(run: str) -> bool:
    """Whether kanji without a space are a known surname and a known given name."""
    return any(
        run[:n] in SURNAMES and run[n:] in GIVEN
        for n in (1, 2, 3)
        if 2 < len(run) <= 6 and n < len(run)
    ) and not (
        len(run) == 3 and run[:1] in SURNAMES and run[:2] not in SURNAMES and run[1:] not in GIVEN
    )


def given_like(run: str) -> bool:
    """Whether one to three kanji are put together as given names are; no word of the language."""
    if run in GIVEN or run.endswith(_SURE_ENDS):
        return True
    return (
        2 <= len(run) <= 3
        and run[-1] in GIVEN_ENDS
        and GIVEN_LETTERS.issuperset(run)
        and run not in NOUNS
        and not is_thing(run)
    )


@lru_cache(maxsize=1024)
def full_name(run: str) -> bool:
    """Whether kanji without a space are a surname and a given name, known or put together as such."""
    if not 3 <= len(run) <= 7 or NOT_COMPANY.search(run):
        return False
    return any(
        (run[:n] in SURNAMES or run[:n] in RARE_SURNAMES) and given_like(run[n:])
        for n in ((2, 3, 4, 5) if len(run) < 5 else (2, 3, 4, 5, 1))
    )


def kanji_name(run: str) -> bool:
    """Whether a whole run of kanji is a name that a role or a list may present."""
    return (
        run in SURNAMES
        or run in RARE_SURNAMES
        or run in GIVEN
        or has_given(run)
        or full_name(run)
        or (looks_like_surname(run) and run not in NOUNS)
    )


def may_be_name(run: str) -> bool:
    """Whether kanji may be the name of whom a person's role presents: no known noun, title or place."""
    return (
        2 <= len(run) <= 4
        and run not in NOUNS
        and not is_thing(run)
        and run[-2:] not in NOUNS
        and run[-1] not in "後前中時別毎用内外側箱与補定表録簿票帳欄印率額量数値"
    )


def is_known(word: str) -> bool:
    """Whether a kana or Latin word is a common name, in any script."""
    if word in SURNAMES_VIETNAMESE:
        return True
    if word.isascii():
        low = word.casefold()
        return low in ROMAJI_SURNAMES or low in ROMAJI_GIVEN or low in GIVEN_LATIN
    plain = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in word)
    return plain in READINGS or word in FOREIGN_KATAKANA
