"""Birth dates in a text: a date that a word for birth stands before or after."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.sieve import Pattern

_N = r"[\d〇零一二三四五六七八九十]"
_YEAR = r"(?:19|20|25|24)\d{2}"
_DATE = (
    r"(?:(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|(?:19|20)\d{6}(?!\d)"
    rf"|{_N}{{4}}年\s?{_N}{{1,3}}月\s?{_N}{{1,3}}日|(?:明治|大正|昭和|平成|令和|民國|民国|(?-i:(?<![A-Za-zÀ-ỹ])[MTSHR]))\s?(?:{_N}{{1,3}}|元)\s?[-/.年]\s?{_N}{{1,3}}\s?[-/.月]\s?{_N}{{1,3}}日?(?!\d)"
    rf"|\d{{1,2}}-[A-Z][a-z]{{2}}-(?:19|20)?\d{{2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:19|20|25|24)?\d{{2}}|\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|\d{{1,2}}\s(?:tháng|thg)\s\d{{1,2}}(?:\s(?:năm\s)?{_YEAR})?|\d{{1,2}}\s[ก-๙.]{{2,12}}\s?(?:พ\.ศ\.\s?)?{_YEAR}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s|de\s)?[^\s\d,.;:]{{3,14}}\.?,?\s(?:de\s)?{_YEAR}|[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d{{2}}"
    r"|(?:19|20)?\d{2}년\s?\d{1,2}월\s?\d{1,2}일|\d{1,2}月\d{1,2}日|\d{1,2}/\d{1,2}(?![\d/])|[A-Z][a-z]{2,8}\s\d{1,2}(?:st|nd|rd|th)?(?!\d)|(?:19|20)\d{2}年\d{1,2}月)"
)
_BIRTH_BEFORE = Cued(
    (
        *(f"{digit}歳" for digit in range(10)),
        "生年月日", "誕生日", "生れ", "生まれ", "dob", "d.o.b", "date of birth", "birth", "born", "出生", "生日", "生于", "生於", "생년월일", "생일", "출생",
        "data de nasc", "nasc", "tanggal lahir", "lahir", "kelahiran", "ttl", "sinh", "ns:", "tgl lahir", "วันเกิด", "วันเดือนปีเกิด", "เกิดวัน", "เกิดเมื่อ", "ปีเกิด",
    ),
    Pattern(
        r"(?:\d歳(?=[(、,])|生年月日|誕生日|生れ|生まれ(?:は|:)|(?<![A-Za-z])(?:DOB|D\.O\.B)(?![A-Za-z])\.?|date of birth|birth ?date|birthday|(?<![A-Za-z])born(?: on| in)?(?![A-Za-z])|出生(?:日期|年月日?)?|生日|生[于於]|생년월일|생일|출생(?:일|년도)?"
        r"|(?<!phát )(?<!học )sinh(?! viên)(?: (?:ngày|năm|vào))?|(?<![A-Za-z])NS(?=:)|(?:data de )?nasc(?:imento|id[oa] em|\.)|(?:tanggal |tempat |tgl )?lahir(?: pada)?|kelahiran|(?<![A-Za-z])TTL(?=:)|วัน(?:เดือนปี)?เกิด|เกิด(?:วันที่|เมื่อ)|ปีเกิด)"
        rf"(?:: [A-Z][a-z]{{2,14}},)?(?:[^\d\x00。]{{0,12}}?|[^\d\x00。.\n]{{0,28}}?: ?)(?-i:(?=[\d〇零一二三四五六七八九十明大昭平令民A-Z]))(?P<value>{_DATE}|{_YEAR}(?!\d))",
        re.IGNORECASE,
    ),
)  # fmt: skip
_BORN = Pattern(r"生(?:まれ|れ|(?![産成存徒まれ日年于於]))")
_DATE_BEFORE = re.compile(
    rf"(?P<value>{_DATE}|(?:(?:19|20)\d{{2}}|(?:明治|大正|昭和|平成|[MTSH])\s?\d{{1,2}})年?)\s?$"
)
_REACH = 20
# A date on which somebody may have been born, where the text speaks of birth dates.
_SPOKEN_OF = Pattern(r"生年月日|誕生日|date of birth|birth ?date|birthday", re.IGNORECASE)
_MAY_BE_BIRTH = re.compile(
    r"(?<![\d.-])(?:19[2-9]\d|200\d|201[0-2])\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?![\d/-])"
)
_ABOUT = 80
_ENDS_DATE = frozenset("0123456789〇零一二三四五六七八九十日月年일")


def find_births(text: str) -> Iterator[Found]:
    """Birth dates in a narrowed text; linear in its length."""
    yield from spans(_BIRTH_BEFORE, text, Sensitive.BIRTHDATE, 1)
    for spoken in _SPOKEN_OF.finditer(text):
        for day in _MAY_BE_BIRTH.finditer(text, spoken.end(), spoken.end() + _ABOUT):
            yield Found(*day.span(), Sensitive.BIRTHDATE)
    for born in _BORN.finditer(text):
        end = born.start()
        while end and text[end - 1] in "\"'」)":
            end -= 1
        while end and text[end - 1] == " ":
            end -= 1
        if not end or text[end - 1] not in _ENDS_DATE:
            continue
        if date := _DATE_BEFORE.search(text, max(0, born.start() - _REACH), end):
            yield Found(*date.span("value"), Sensitive.BIRTHDATE)
