"""Phone numbers that are not written as numbers usually are: in words, or with unusual signs between.

ゼロハチゼロの0000の5519, "oh seven double oh, 000, 629", 〇九〇…, 090/0000/1234.
"""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Cued, Found, Sensitive
from bot.text.sieve import DIGIT, Pattern, pieces

_JA = {
    "ゼロ": "0", "ぜろ": "0", "レイ": "0", "れい": "0", "マル": "0", "まる": "0", "イチ": "1", "いち": "1", "ニイ": "2", "ニー": "2", "ニ": "2", "にー": "2", "にい": "2", "に": "2",
    "サン": "3", "さん": "3", "ヨン": "4", "よん": "4", "シー": "4", "ゴー": "5", "ゴ": "5", "ごー": "5", "ご": "5", "ロク": "6", "ろく": "6", "ナナ": "7", "なな": "7", "シチ": "7",
    "ハチ": "8", "はち": "8", "キュウ": "9", "キュー": "9", "きゅう": "9", "きゅー": "9", "クー": "9", "ク": "9",
    **{k: str(d) for d, k in enumerate("〇一二三四五六七八九")}, "零": "0", "○": "0",
}  # fmt: skip
_EN = {
    "oh": "0", "zero": "0", "nought": "0", "naught": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_JA_UNIT = "|".join(sorted(_JA, key=len, reverse=True))
_EN_UNIT = "|".join(sorted(_EN, key=len, reverse=True))
_IN_WORDS = Cued(
    ("ゼロ", "ぜろ", "レイ", "れい", "マル", "まる", "〇", "零", "○", "0", "oh", "zero", "nought", "naught", "o ", "plus "),
    Pattern(
        rf"(?<![0-9ァ-ヺ〇零一-九A-Za-z])(?:(?P<ja>(?:ゼロ|ぜろ|レイ|れい|マル|まる|[〇零○]|0)(?:[-ーの、・, ]{{0,2}}(?:{_JA_UNIT}|\d{{1,4}})){{3,12}})"
        rf"|(?P<en>(?:plus )?(?:oh|zero|nought|naught|o)(?:[, -]{{1,3}}(?:(?:double |triple )?(?:{_EN_UNIT})|\d{{1,4}})(?![A-Za-z])){{3,14}}))",
        re.IGNORECASE,
    ),
)  # fmt: skip
_WORD = re.compile(rf"(?:{_JA_UNIT})|(?:(double|triple) )?\b({_EN_UNIT})\b|\d+", re.IGNORECASE)
_SEPARATED = re.compile(
    r"(?<![A-Za-z0-9_./-])\(?0\d{1,3}\)? ?(?P<sep>[/_~〜・･*=:、,の.|]|-{2}) ?\d{2,4} ?(?:(?P=sep)|-) ?\d{3,4}(?![0-9/_-])"
)
_MOBILE = re.compile(
    r"(?:自分|私|僕|俺|本人|相手|先方|お客様|携帯|スマホ|折り返し)の?番号[はが:]? ?(?P<value>0[5-9]0\d{8})(?!\d)"
)
_LEAST, _MOST = 9, 12


def find_loose_phones(text: str) -> Iterator[Found]:
    """Phone numbers in words or with unusual signs, in a narrowed text; linear in its length."""
    for m in _IN_WORDS.finditer(text):
        words = _WORD.findall(m.group())
        spelled = sum(1 for w in _WORD.finditer(m.group()) if not w.group().isdigit())
        if words and spelled >= 2 and _LEAST <= len(_digits(m.group())) <= _MOST:
            yield Found(*m.span(), Sensitive.PHONE)
    if DIGIT not in pieces(text):
        return
    for m in _SEPARATED.finditer(text):
        if sum(map(str.isdigit, m.group())) in {10, 11}:
            yield Found(*m.span(), Sensitive.PHONE)
    if "番号" in text:
        for m in _MOBILE.finditer(text):
            yield Found(*m.span("value"), Sensitive.PHONE)


def _digits(said: str) -> str:
    digits = ""
    for m in _WORD.finditer(said):
        word = m.group().casefold()
        if word.isdigit():
            digits += word
        elif word in _JA:
            digits += _JA[word]
        else:
            digits += _EN[m.group(2).casefold()] * {"double": 2, "triple": 3}.get(
                (m.group(1) or "").casefold(), 1
            )
    return digits
