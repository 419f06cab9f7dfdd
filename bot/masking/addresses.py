"""Postal addresses in a text.

A Japanese address is found by its block number and read backwards to the town, city and
prefecture, so that the work is bounded however long the text is. A city alone is a place, not an
address.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.sieve import DIGIT, Pattern, pieces

_PLACE_SIGN = re.compile("[都道府県市区町村郡]")
_CHARS = r"[ぁ-んァ-ヶー々〇一-鿿]"
_BLOCK = Pattern(
    r"(?<![\d./:-])(?:[東西南北]{0,2}\d{1,2}条[東西南北]{1,2}\d{1,2}(?:丁目)?(?:\d{1,4}(?:-\d{1,4}|番地?|号)?|-\d{1,4}){0,3}|\d{1,4}(?:-\d{1,4}){1,3}(?![\d/:-])|\d{1,3}の\d{1,3}(?:の\d{1,4})?(?![\d個つ件人回])|\d{1,4}(?:丁目|番地?|番町)(?:の?\s?\d{1,4}(?:-\d{1,4}|番地?|号|の\d{1,3})?){0,3}号?"
    r"|[一二三四五六七八九十]{1,3}丁目(?:\s?[\d一二三四五六七八九十]{1,4}(?:-\d{1,4}|番地?|号)?){0,3}号?|\d{1,4}号?(?=\s?(?:$|\n|[、。,)TtM電携]|\S{1,8}(?:ビル|マンション|号室))))"
)
_PLACE_BEFORE = re.compile(
    rf"(?:(?:〒\s?\d{{3}}-?\d{{4}}\s{{0,2}})?(?P<pref>{_CHARS}{{1,4}}?[都道府県])\s?)?"
    rf"(?P<city>(?:{_CHARS}{{1,7}}?[市区町村郡]\s?){{1,3}})(?P<town>[ァ-ヶー々〇一-鿿]{{0,10}}|{_CHARS}{{1,8}}[町丁]|(?!から|まで|より|など|だけ|にて)[ぁあ-おき-こさ-すせそ-ちっつてな-にぬ-のはひ-へほ-もや-ん](?<![のにでへはがをともや])[ぁ-んー]{{1,6}}[ァ-ヶー々〇一-鿿]{{0,6}})\s?$"
)
_PREFECTURE_ONLY = re.compile(
    rf"(?P<pref>{_CHARS}{{1,4}}?[都道府県])\s?(?P<town>{_CHARS}{{1,12}})\s?$"
)
_COUNTED = re.compile(
    r"^\s?(?:人|名|件|台|回|時|日|月|年|社|個|%|倍|分|秒|拠点|か所|カ所|箇所|店舗|GB|MB|歳|才|円|行)"
)
_LEAD_IN = re.compile(
    r"^(?:.*(?:住所|所在地|届け先|送付先|送り先|自宅|勤務先|居住地)(?:は|が|:|/|)|.*[はがをにへでとも、。:](?="
    + _CHARS
    + r"{1,4}[都道府県]))"
)
_BUILDING = re.compile(
    r"^\s?(?:[^\s、。,\n\x00\d]{0,20}(?:ビル|マンション|ハイツ|コーポ|アパート|荘|タワー|レジデンス|メゾン|ハウス|プラザ)\s?(?:\d{1,4}(?:号室|号|階|F)?)?"
    r"|-?\d{1,4}(?:号室|号|階|F))?"
)
_POSTCODE = Pattern(r"(?:〒|郵便(?:番号)?\s?(?:は|が|:|=)?|〒番号)\s?(?P<value>\d{3}-?\d{4})(?!\d)")
# Where a tag, a key or a word says so: <zip>…, "postal_code": …, CEP ….
_POSTCODE_ABROAD = Cued(
    (
        "zip",
        "postal",
        "post code",
        "postcode",
        "cep",
        "우편번호",
        "邮编",
        "邮政编码",
        "郵遞區號",
        "kode pos",
        "รหัสไปรษณีย์",
        "mã bưu",
    ),
    Pattern(
        r"(?<![A-Za-z])(?:zip(?:[ _-]?code)?|postal(?:[ _-]?code)?|post ?code|CEP|우편번호|邮编|邮政编码|郵遞區號|kode pos|รหัสไปรษณีย์|mã bưu (?:chính|điện))(?:[\"'>: =]{1,4}| ?[はが] ?)(?:is )?[\"']?(?P<value>\d{2,5}-?\d{3,4}(?:-\d{4})?)(?![\w-])",
        re.IGNORECASE,
    ),
)
_TAGGED = Cued(
    ("<addr", "<street", "<住所"),
    Pattern(r"<(?:addr(?:ess)?\d?|street|住所)>(?P<value>[^<\n\x00]{4,80})</", re.IGNORECASE),
)  # fmt: skip
_PO_BOX = Pattern(r"\bP\.?\s?O\.?\s?Box\s\d{1,6}(?:,\s[A-Z][\w ]{1,24}){0,2}", re.IGNORECASE)
_CUED = Cued(
    ("住所", "所在地", "届け先", "送付先", "送り先", "自宅", "実家"),
    Pattern(
        r"(?:住所|所在地|届け先|送付先|送り先|自宅|実家)\s?(?:は|:|=|→)\s?(?P<value>[^\n。\x00]{0,4}?[ぁ-んァ-ヶ々一-鿿]{1,4}[都道府県市区町村郡][^\n。\x00、]{1,40})"
    ),
)
_BUILDING_NAMED = Pattern(
    r"(?:建物|マンション|アパート|ビル)(?:名)?\s?(?::|=|→|は)\s?(?P<value>[^\n。、,;|\t\x00]{2,40})"
)
# Elsewhere: what must stand in the text at all, and the address.
_POLITE_END = re.compile(
    r"(?:です|でした|になります|となります|に(?:変更|送|届|なって)|へ(?:送|届)|が|を(?!か)).{0,30}$"
)
_FOREIGN: tuple[tuple[Pattern, re.Pattern[str]], ...] = (
    (
        Pattern(
            r"\b(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Place|Square|Terrace|Close|Crescent|Gardens|Grove|Hill|Row|Walk|Quay|Parkway|Pkwy|Circle|Highway|Hwy|Mews|Plaza|Row)\b"
        ),
        re.compile(
            r"(?<![A-Za-z0-9.-])\d{1,5}[A-Za-z]?(?:-\d{1,4}){0,3},?\s(?:[A-Z][\w.'’-]{1,20},?\s){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Place|Square|Terrace|Close|Crescent|Gardens|Grove|Hill|Row|Walk|Quay|Parkway|Pkwy|Circle|Highway|Hwy|Mews|Plaza|Row)\b\.?(?:,?\s(?:Apt|Suite|Unit|Flat|Floor|#)\.?\s?\w{1,6})?(?:,\s[A-Z][\w.'’-]{1,24}(?:\s(?:[A-Z][\w.'’-]{0,16}|\d[\w-]{0,9})){0,3}){0,3}(?:\s\d{4,6}(?:-\d{4})?)?"
        ),
    ),
    (
        Pattern(r"-(?:[Cc]ho|[Mm]achi|[Kk]u|[Ss]hi|[Kk]en|[Gg]un|[Mm]ura)\b"),
        re.compile(
            r"(?<![A-Za-z0-9.-])\d{1,4}(?:-\d{1,4}){1,3},?\s(?:[A-Z]\w{1,24},?\s){0,3}[A-Z]\w{1,24}-(?:[Cc]ho|[Mm]achi|[Kk]u|[Ss]hi|[Kk]en|[Gg]un|[Mm]ura)\b(?:,?\s[A-Z][\w-]{1,24}){0,4}(?:,?\s\d{3}-\d{4})?"
        ),
    ),
    (
        Pattern(r"\b(?:City|Ward|Town|Village|Prefecture)\b"),
        re.compile(
            r"(?<![A-Za-z0-9.-])\d{1,4}(?:-\d{1,4}){1,3},?\s(?:[A-Z][\w-]{2,24},?\s){1,3}(?:City|Ward|Town|Village|Prefecture)\b"
        ),
    ),
    (
        Pattern(r"\b(?:Rua|Avenida|Av\.|Travessa|Alameda|R\.)"),
        re.compile(
            r"\b(?:Rua|Avenida|Av\.|Travessa|Alameda|R\.)\s(?:d[aeo]s?\s)?[A-ZÀ-Ý][^\n,\x00]{1,40},?\s(?:n[ºo°.]{1,2}\s?)?\d{1,5}(?:,\s(?:ap|apto|bloco|casa|sala|cj)\.?\s?\w{1,5})?(?:\s?[,-]\s[A-ZÀ-Ýa-zà-ý][^\n,.\x00]{1,30}){0,3}"
        ),
    ),
    (
        Pattern(r"\b(?:Jl|Jalan)\b"),
        re.compile(
            r"(?:(?<![\w.-])\d{1,5}[A-Z]?,?\s(?:Jl\.?|Jalan)\s[A-Z][^\n,\x00]{1,40}|(?<![\w.-])(?:Jl\.?|Jalan)\s[A-Z][^\n,\x00]{1,40}?\s(?:No\.?\s?)?\d{1,4}[A-Z]?)(?:,\s(?:\d{5}\s)?[A-Z][^\n,.\x00]{1,30}){0,4}"
        ),
    ),
    (
        Pattern(r"(?:đường|phố|Đường|Phố|ngõ)\s"),
        re.compile(
            r"\b(?:[Ss]ố\s)?\d{1,4}[A-Z]?(?:/\d{1,4})?\s(?:đường|phố|Đường|Phố|ngõ)\s[^\n.;\x00]{2,60}"
        ),
    ),
    (
        Pattern(r"[가-힣](?:로|길|동)\s?\d"),
        re.compile(
            r"[가-힣]{1,6}(?:특별시|광역시|시|도)\s[가-힣]{1,8}(?:시|군|구)\s(?:[가-힣]{1,8}(?:시|구|읍|면)\s)?[가-힣\d]{1,12}(?:로|길|동)\s?\d{1,4}(?:-\d{1,4})?(?:번지)?"
        ),
    ),
    (
        Pattern(r"(?:路|街|道|巷|段)\d{1,5}[号號]"),
        re.compile(
            r"(?:(?<=寄到)|(?<=[在到往是成為为址至:：])|(?<![一-鿿]))(?!寄到|送到|住在|地址)[一-鿿]{2,6}?(?:省|市)(?:[一-鿿]{1,8}(?:市|区|區|县|縣)){0,2}[一-鿿]{1,10}(?:路|街|道|巷)(?:[一二三四五六七八九十]段)?\d{1,5}[号號](?:\d{1,4}(?:室|[楼樓](?:之\d{1,3})?(?:\d{1,4}室)?))?"
        ),
    ),
    (
        Pattern("京都市"),
        re.compile(
            r"(?:京都府)?京都市[一-鿿]{1,3}区[^\s、。,\n\x00\d]{2,24}\d{1,4}(?:-\d{1,4}){0,3}(?:番地)?"
        ),
    ),
    (
        Pattern(r"ถนน|ถ\.|หมู่|ซอย"),
        re.compile(r"\b\d{1,4}(?:/\d{1,4})?\s(?:ถนน|ถ\.|หมู่|ซอย)\s?[^\n\x00]{2,60}"),
    ),
)
_FOREIGN_CUED = Cued(
    (
        "address",
        "home address",
        "postal address",
        "mailing address",
        "shipping address",
        "delivery address",
        "street address",
        "billing address",
        "office address",
    ),
    Pattern(
        r"(?<![Pp] )(?<!IP )(?<![Ll] )(?:(?:home|postal|mailing|shipping|delivery|street|billing|office)\s)?address(?: is|:)\s{1,2}(?P<value>\d{1,5}[^\n\x00.;]{6,80})",
        re.IGNORECASE,
    ),
)


def find_addresses(text: str) -> Iterator[Found]:
    """Postal addresses in a narrowed text; linear in its length."""
    digit = DIGIT in pieces(text)
    if _PLACE_SIGN.search(text):
        exact = list(_japanese(text)) if digit or "丁目" in text else []
        yield from exact
        if exact:
            yield from spans(_BUILDING_NAMED, text, Sensitive.ADDRESS, 1)
        yield from _labelled(text, {f.end for f in exact})
    if "〒" in text or "郵便" in text:
        yield from spans(_POSTCODE, text, Sensitive.ADDRESS, 1)
    if "Box" in text or "BOX" in text or "box" in text:
        yield from spans(_PO_BOX, text, Sensitive.ADDRESS)
    if digit:
        yield from _abroad(text)


def _abroad(text: str) -> Iterator[Found]:
    yield from spans(_POSTCODE_ABROAD, text, Sensitive.ADDRESS, 1)
    yield from spans(_TAGGED, text, Sensitive.ADDRESS, 1)
    for sign, address in _FOREIGN:
        if sign.search(text):
            yield from spans(address, text, Sensitive.ADDRESS)
    for m in _FOREIGN_CUED.finditer(text):
        if not re.match(r"\d+\.\d+", m.group("value")):
            yield Found(m.start("value"), m.end("value"), Sensitive.ADDRESS)


def _labelled(text: str, ends: set[int]) -> Iterator[Found]:
    """What a label calls an address, where no block number ended one."""
    for m in _CUED.finditer(text):
        if not any(end in ends for end in range(m.start("value"), m.end("value") + 1)):
            value = _POLITE_END.sub("", m.group("value"))
            yield Found(m.start("value"), m.start("value") + len(value), Sensitive.ADDRESS)


def _japanese(text: str) -> Iterator[Found]:
    for block in _BLOCK.finditer(text):
        window = text[max(0, block.start() - 44) : block.start()]
        if not _PLACE_SIGN.search(window, max(0, len(window) - 24)):
            continue
        if _COUNTED.match(text[block.end() : block.end() + 4]):
            continue
        start = _place_start(window, bare="-" not in block.group() and block.group().isdigit())
        if start is None:
            continue
        building = _BUILDING.match(text[block.end() : block.end() + 40])
        end = block.end() + (len(building.group().rstrip()) if building else 0)
        yield Found(block.start() - len(window) + start, end, Sensitive.ADDRESS)


@lru_cache(maxsize=512)
def _place_start(window: str, *, bare: bool) -> int | None:
    """Where in the window the place begins that ends at its end; None when there is none.

    ``bare``: the block is a single number, so only a prefecture with a city makes it an address.
    """
    line = window.rpartition("\n")[2].rpartition("\x00")[2]
    offset = len(window) - len(line)
    lead = _LEAD_IN.match(line)
    skip = lead.end() if lead else 0
    place = _PLACE_BEFORE.search(line, skip) or _PREFECTURE_ONLY.search(line, skip)
    if place is None or (bare and not place.group("pref")):
        return None
    return offset + place.start()
