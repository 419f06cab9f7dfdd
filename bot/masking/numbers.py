"""Payment cards, and phone numbers, also those that are said: ゼロハチゼロの0000の5519, "oh seven double oh, 000, 629"."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from bot.masking.sensitive import PatternWords, Sensitive, SensitiveSpan

_RUN = re.compile(r"(?<![\dA-Za-z.])\d+(?:[ -]\d+)*(?![\dA-Za-z])")
_EXPIRY = re.compile(
    r"[^\d\n\x00]{0,16}?(?P<value>(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?[2-4]\d|20[2-4]\d\s?[/年-]\s?(?:0?[1-9]|1[0-2])月?)(?![\d/-])"
)
_CODE = re.compile(r"[^\d\n\x00]{0,12}?(?P<value>\d{3,4})(?![\d円月年])")
_DOUBLED = str.maketrans("0123456789", "0246813579")  # each digit doubled, and its digits summed
_NUMBER = re.compile(r"(?<![\d_.+-])(?:\+ ?)?\(?\d[\d ().-]{6,24}\d(?![\dA-Za-z_])")
_JAPANESE = re.compile(
    r"0\d{1,4} {1,2}\d{1,4} {1,2}\d{3,4}(?!\d)|\(?0\d{1,4}[)-]{1,2} ?\d{1,4}-\d{3,4}|\(?0\d{1,4}\)? ?\(?\d{1,4}\)? ?\d{3,4}"
    r"|\(?0\d{1,4}\) ?\d{1,4}[- ]?\d{3,4}|0\d{1,3}\.\d{2,4}\.\d{3,4}"
)
_SPACED_OUT = re.compile(r"0(?:[ -]?\d){9,10}|0\d{1,4} ?- ?\d{1,4} ?- ?\d{3,4}")
_OF_OTHER_SIGNS = re.compile(
    r"(?<![A-Za-z0-9_./-])\(?0\d{1,3}\)? ?(?P<sep>[/_~〜・･*=:、,の.|]|-{2}) ?\d{2,4} ?(?:(?P=sep)|-) ?\d{3,4}(?![0-9/_-])"
)
_DATE_OR_HOST = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\d+\.\d+\.\d+\.\d+")
_COUNTED = re.compile(r"第\d+[号回条番版期章]")
_MEASURED = re.compile(r"\s?(?:行目|円|バイト|bytes?\b|[KMG]B\b|USD\b|JPY\b|EUR\b|yen\b)")
_MOBILE = re.compile(r"0[5-9]0\d{8}")
_LISTED = re.compile(r"(?P<one>\d{6,14})\s?(?:[、,・/]|と|and)\s?$")  # the number before, in a list
_BY_FOUR = re.compile(
    r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\d)"
)  # as cards are embossed, also mistyped
_REGIONS = ("US", "KR", "CN", "VN", "TH", "BR", "ID")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
MOST_LOOK_UPS = 32
_BEFORE = 36  # letters before a number in which a word for it may stand
_LEAST, _MOST = 9, 12  # digits of a number that is said
_TIMES = {"double": 2, "triple": 3}


class CardNumbers:
    """Finds card numbers; ``words`` says what calls a number a card's."""

    def __init__(self, words: PatternWords) -> None:
        self._word = re.compile(words.of("card"), re.IGNORECASE)
        self._cue = re.compile(f"(?:{words.of('card')})[^\\d\\n]{{0,12}}$", re.IGNORECASE)

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """Card numbers in a narrowed text, with expiry and code; linear in its length."""
        for run in _RUN.finditer(text):
            if len(run.group()) >= 12:
                for start, end in self._cards_in(text, run):
                    yield SensitiveSpan(start, end, Sensitive.CREDIT_CARD)
                    yield from _behind(text, end)

    def _cards_in(self, text: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
        groups = [g.span() for g in re.compile(r"\d+").finditer(text, *run.span())]
        at = 0
        while at < len(groups):
            start, end = groups[at]
            digits, long, valid = "", 0, 0
            no_card = text[start] in "01789" or text.startswith("20", start)  # ISO/IEC 7812
            if end - start < 2 or no_card:
                at += 1
                continue
            for count, group in enumerate(groups[at : at + 8], 1):
                digits += text[slice(*group)]
                if len(digits) > 19:
                    break
                valid = count if is_card(digits) else valid
                long = count if len(digits) >= 12 else long
            called = not valid and (
                self._cue.search(text, max(0, start - 24), start)
                or (_BY_FOUR.match(text, start) and self._word.search(text, 0, start))
            )
            if best := long if called else valid:
                yield start, groups[at + best - 1][1]
            at += max(best, 1)


def is_card(digits: str) -> bool:
    """Whether digits are a payment card number: a known range, 14 to 19 digits, Luhn (ISO/IEC 7812)."""
    if not 14 <= len(digits) <= 19 or digits[0] not in "23456" or len(set(digits)) == 1:
        return False
    total = sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))
    return total % 10 == 0


def _behind(text: str, at: int) -> Iterator[SensitiveSpan]:
    if expiry := _EXPIRY.match(text, at):
        yield SensitiveSpan(*expiry.span("value"), Sensitive.CREDIT_CARD)
        if code := _CODE.match(text, expiry.end()):
            yield SensitiveSpan(*code.span("value"), Sensitive.CREDIT_CARD)


class Phones:
    """Finds phone numbers; ``words`` says what calls a number a phone's, and how digits are said."""

    def __init__(self, words: PatternWords) -> None:
        other, phone = words.of("other_number"), words.of("phone")
        self._cue = re.compile(f"(?:{phone})[^\\d\\n]{{0,14}}$")
        self._ends_with_cue = re.compile(f"(?:{phone}|no)$", re.IGNORECASE)
        leads = r"\s?(?:は|が|の|を|でいうと|is|[:=#.→(「『\"])?\s?$"
        self._other = re.compile(f"(?:{other}){leads}")
        self._some = re.compile(f"(?:{words.of('some_number')}){leads}")
        self._named_behind = re.compile(rf"\s?\(\s?(?:{other})\s?\)")
        ja, self._en = words.said_digits("said_digits_ja"), words.said_digits("said_digits_en")
        self._digits = {**{str(d): str(d) for d in range(10)}, **ja, **self._en}
        one_ja, one_en = ("|".join(sorted(d, key=len, reverse=True)) for d in (ja, self._en))
        zero_ja, zero_en = ("|".join(w for w in d if d[w] == "0") for d in (ja, self._en))
        self._said = re.compile(
            rf"(?i)(?<![0-9ァ-ヺ〇零一-九A-Za-z])(?:(?:{zero_ja}|0)(?:[-ーの、・, ]{{0,2}}(?:{one_ja}|\d{{1,4}})){{3,12}}"
            rf"|(?:plus )?(?:{zero_en})(?:[, -]{{1,3}}(?:(?:double |triple )?(?:{one_en})|\d{{1,4}})(?![A-Za-z])){{3,14}})"
        )
        self._word = re.compile(
            rf"(?i)(?P<ja>{one_ja})|(?:(?P<times>double|triple) )?\b(?P<en>{one_en})\b|\d"
        )

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """Phone numbers in a narrowed text; linear in its length."""
        for m in self._said.finditer(text):
            said = list(self._word.finditer(m.group()))
            words = sum(not w.group().isdigit() for w in said)
            if words >= 2 and _LEAST <= sum(map(self._count, said)) <= _MOST:
                yield SensitiveSpan(*m.span(), Sensitive.PHONE)
        if not any(map(str.isdecimal, text)):
            return
        for m in _OF_OTHER_SIGNS.finditer(text):
            if sum(map(str.isdigit, m.group())) in {10, 11}:
                yield SensitiveSpan(*m.span(), Sensitive.PHONE)
        yield from self._written(text)

    def _count(self, word: re.Match[str]) -> int:
        return _TIMES.get((word["times"] or "").casefold(), 1)

    def _written(self, text: str) -> Iterator[SensitiveSpan]:
        looked_up = 0 if not _KANA.search(text) else MOST_LOOK_UPS
        for m in _NUMBER.finditer(text):
            number, start = m.group(), m.start()
            before = text[max(0, start - _BEFORE) : start]
            if _COUNTED.match(text, start - 1):
                continue
            in_word = before[-1:].isascii() and before[-1:].isalpha()
            if in_word and not self._ends_with_cue.search(before):
                continue
            cued = bool(self._cue.search(re.split(r"[\d\n]", before)[-1]))
            if not cued and _MEASURED.match(text, m.end()):
                continue
            other = not cued and self._is_other(text, before, m)
            if place := _japanese(number, before, cued=cued, other=other):
                yield SensitiveSpan(start + place[0], start + place[1], Sensitive.PHONE)
            elif _may_be_phone(number, cued=cued, other=other):
                sure = cued or number[0] == "+" or bool(_SPACED_OUT.fullmatch(number))
                if not sure and looked_up < MOST_LOOK_UPS:
                    looked_up += 1
                    sure = _is_known(number)
                if sure:
                    yield SensitiveSpan(start, m.end(), Sensitive.PHONE)

    def _is_other(self, text: str, before: str, number: re.Match[str]) -> bool:
        """Whether a number is said to be one of an order, a record or the like; a list of such is."""
        if self._other.search(before) or self._named_behind.match(text, number.end()):
            return True
        if _MOBILE.fullmatch(number.group().lstrip("(")):
            return False
        listed = _LISTED.search(before)
        if listed and len(listed["one"]) == len(number.group()):
            return self._other.search(before[: listed.start()]) is not None
        return self._some.search(before) is not None


def _japanese(number: str, before: str, *, cued: bool, other: bool) -> tuple[int, int] | None:
    """A domestic number: ten or eleven digits from 0. Fictional 0000 exchanges count as well."""
    for m in _JAPANESE.finditer(number):
        digits = sum(c.isdigit() for c in m.group())
        if digits not in (10, 11) or number[m.end() : m.end() + 1].isdigit():
            continue
        if m.start() and number[m.start() - 1] in "0123456789+-.":
            continue
        if digits == 11 and not re.match(r"\(?0[5-9]0|\(?0[12]", m.group()):
            continue
        if m.group().lstrip("(").isdigit() and not cued and (other or before[-1:] in ("=", "/")):
            continue
        unopened = m.group().startswith("(") and ")" not in m.group()
        return m.start() + unopened, m.end()
    return None


def _may_be_phone(number: str, *, cued: bool, other: bool) -> bool:
    digits = sum(c.isdigit() for c in number)
    if number.startswith("+"):
        return 8 <= digits <= 15
    if other or _DATE_OR_HOST.search(number):
        return False
    return 7 <= digits <= 15 if cued else 10 <= digits <= 13 and len(number) > digits


@lru_cache(maxsize=256)
def _is_known(number: str) -> bool:
    """Whether some country the desk hears from has such numbers (Google's libphonenumber data)."""
    for region in _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
