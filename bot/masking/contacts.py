"""Phone numbers and card numbers in a text."""

import re
from collections.abc import Iterator

import phonenumbers

from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.sieve import DIGIT, Pattern, pieces

_NUMBER = Pattern(r"(?<![\d_.+-])(?:\+ ?)?\(?\d[\d ().-]{6,24}\d(?![\dA-Za-z_])")
_JAPANESE_PHONE = re.compile(
    r"\(?0\d{1,4}[)-]{1,2} ?\d{1,4}-\d{3,4}|\(?0\d{1,4}\)? ?\(?\d{1,4}\)? ?\d{3,4}"
    r"|\(?0\d{1,4}\) ?\d{1,4}[- ]?\d{3,4}|0\d{1,4} \d{1,4} \d{3,4}|0\d{1,3}\.\d{2,4}\.\d{3,4}"
)
_PHONE_CUE = re.compile(
    r"(?:電話|TEL|tel|Tel|℡|☎|📞|携帯|けいたい|ケータイ|スマホ番号|直通|内線以外|FAX|Fax|fax|ファックス|連絡先|phone|Phone|PHONE|mobile|cell"
    r"|call|Call|ring|reach|whatsapp|WhatsApp|Zalo|zalo|電話番号|전화|핸드폰|휴대폰|연락처|电话|手机|電話|điện thoại|dien thoai|SĐT|sđt"
    r"|telefone|celular|telepon|telp|hp|HP|nomor|เบอร์|โทร|でんわ)[^\d\n]{0,14}$"
)
_DIGITS = frozenset("0123456789\n")
_COUNTERS = frozenset("号回条番版期章")  # 第12345678号
_PHONE_WORD_END = re.compile(r"(?:tel|fax|phone|mobile|cell|hp|call|no)$", re.IGNORECASE)
_OTHER_NUMBER = re.compile(
    r"(?:注文|受注|伝票|管理|レコード|受付|問い?合わせ|会員|社員|顧客|商品|契約|請求書|請求|案件|見積|製造|シリアル|製品|JAN|追跡|整理|予約|申請|ロット|口座)?"
    r"(?:番号|No\.?|NO\.?|№|#|コード|ID|Id|id|order|record|ticket|invoice|serial|number)\s?(?:は|が|is|[:=#.])?\s?$",
    re.IGNORECASE,
)
_SPACED_OUT = re.compile(r"0(?:[ -]?\d){9,10}|0\d{1,4} ?- ?\d{1,4} ?- ?\d{3,4}")
_REGIONS = ("US", "KR", "CN", "VN", "TH", "BR", "ID")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
MOST_LOOK_UPS = 32
_EXTENSION = Pattern(
    r"(?:内線(?:番号)?|(?<![A-Za-z])ext(?:\.|ension))\s?(?:は|が|の|:|=|→|#){0,2}\s?(?P<value>\d{2,6}(?:-\d{1,4})?)(?![\d件台人名])"
)

_DIGIT_RUN = Pattern(r"(?<![\dA-Za-z.])\d+(?:[ -]\d+)*(?![\dA-Za-z])")
_CARD_CUE = re.compile(
    r"(?:カード(?:番号|No)?|card(?: number| no\.?)?|クレカ|thẻ|cartão|kartu|บัตร|카드|卡号?)[^\d\n]{0,12}$",
    re.IGNORECASE,
)
_CARD_CODE = Cued(
    ("cvv", "cvc", "セキュリティコード", "security code"),
    Pattern(
        r"(?:CVV2?|CVC2?|セキュリティコード|security code)[^\d\n\x00]{0,6}(?P<value>\d{3,4})(?!\d)",
        re.IGNORECASE,
    ),
)


def find_contacts(text: str) -> Iterator[Found]:
    """Phone and card numbers in a narrowed text; linear in its length."""
    if DIGIT not in pieces(text):
        return
    yield from _cards(text)
    yield from _phones(text)
    yield from spans(_EXTENSION, text, Sensitive.PHONE, 1)


def _cards(text: str) -> Iterator[Found]:
    for run in _DIGIT_RUN.finditer(text):
        if len(run.group()) < 12:
            continue
        yield from _cards_in(text, run.start(), run.group())
    yield from spans(_CARD_CODE, text, Sensitive.CREDIT_CARD, 1)


def _cards_in(text: str, offset: int, run: str) -> Iterator[Found]:
    groups = [(offset + g.start(), offset + g.end()) for g in re.finditer(r"\d+", run)]
    at = 0
    while at < len(groups):
        start = groups[at][0]
        digits, long, valid = "", 0, 0
        if groups[at][1] - start < 2 or text[start] in "01789":  # no card begins so (ISO/IEC 7812)
            at += 1
            continue
        for count, group in enumerate(groups[at : at + 8], 1):
            digits += text[slice(*group)]
            if len(digits) > 19:
                break
            valid = count if len(digits) >= 14 and is_card(digits) else valid
            long = count if len(digits) >= 12 else long
        cued = long and not valid and _CARD_CUE.search(text, max(0, start - 24), start)
        best = long if cued else valid
        if best:
            yield Found(start, groups[at + best - 1][1], Sensitive.CREDIT_CARD)
        at += max(best, 1)


# Each digit doubled, and its digits summed.
_DOUBLED = str.maketrans("0123456789", "0246813579")


def is_card(digits: str) -> bool:
    """Whether digits are a payment card number: a known range, 14 to 19 digits, Luhn (ISO/IEC 7812)."""
    if not 14 <= len(digits) <= 19 or digits[0] not in "23456" or len(set(digits)) == 1:
        return False
    total = sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))
    return total % 10 == 0


def _phones(text: str) -> Iterator[Found]:
    looked_up: dict[str, bool] = {}
    japanese = bool(_KANA.search(text))
    for m in _NUMBER.finditer(text):
        number, start = m.group(), m.start()
        before = text[max(0, start - 24) : start]
        if before[-1:] == "第" and text[m.end() : m.end() + 1] in _COUNTERS:
            continue
        if before[-1:].isascii() and before[-1:].isalpha() and not _PHONE_WORD_END.search(before):
            continue
        cued = bool(_PHONE_CUE.search(before, _after_digits(before)))
        if found := _japanese(number, before, cued=cued):
            yield Found(start + found[0], start + found[1], Sensitive.PHONE)
        elif _may_be_phone(number, before, cued=cued) and (
            cued
            or number.startswith("+")
            or _SPACED_OUT.fullmatch(number)
            or (not japanese and _looked_up(number, looked_up))
        ):
            yield Found(start, m.end(), Sensitive.PHONE)


def _after_digits(before: str) -> int:
    """Where what stands before a number begins to be its own: after another number, after a line."""
    at = len(before)
    while at and before[at - 1] not in _DIGITS:
        at -= 1
    return at


def _japanese(number: str, before: str, *, cued: bool) -> tuple[int, int] | None:
    """A domestic number: ten or eleven digits from 0. Fictional 0000 exchanges count as well."""
    for m in _JAPANESE_PHONE.finditer(number):
        digits = sum(c.isdigit() for c in m.group())
        if digits not in (10, 11) or number[m.end() : m.end() + 1].isdigit():
            continue
        plain = m.group().isdigit()
        if m.start() and (number[m.start() - 1].isdigit() or number[m.start() - 1] in "+-."):
            continue
        if digits == 11 and not re.match(r"\(?0[5-9]0|\(?0[12]", m.group()):
            continue
        if plain and not cued and (_OTHER_NUMBER.search(before) or re.search(r"[=/]$", before)):
            continue
        unopened = m.group().startswith("(") and ")" not in m.group()
        return m.start() + unopened, m.end()
    return None


def _may_be_phone(number: str, before: str, *, cued: bool) -> bool:
    digits = sum(c.isdigit() for c in number)
    if number.startswith("+"):
        return 8 <= digits <= 15
    dated = re.search(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\d+\.\d+\.\d+\.\d+", number)
    if dated or (not cued and _OTHER_NUMBER.search(before)):
        return False
    return 7 <= digits <= 15 if cued else 10 <= digits <= 13 and len(number) > digits


def _looked_up(number: str, known: dict[str, bool]) -> bool:
    """The answer of a look-up, each number once and not more than a few: they take long."""
    if number not in known:
        known[number] = len(known) < MOST_LOOK_UPS and _is_known_number(number)
    return known[number]


def _is_known_number(number: str) -> bool:
    """Whether some country the desk hears from has such numbers (Google's libphonenumber data)."""
    for region in _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
