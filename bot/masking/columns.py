"""The cells of a table whose header says that its column is personal or secret.

CSV, tab- and pipe-separated lines under a header (社員番号,電話,生年月日; "| DOB | Ext |"), and the lines
under a header of one cell. A column ends with the first line that does not have its separator.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.masking.sensitive import Found, Sensitive


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column is called, and what a cell of it looks like."""

    kind: Sensitive
    header: re.Pattern[str]
    cell: re.Pattern[str]


_COLUMNS = (
    _Column(
        Sensitive.PHONE,
        re.compile(
            r"[^,\t;|\n]{0,6}(?:電話(?:番号)?|tel|携帯(?:番号|電話)?|内線(?:番号)?|fax(?:番号)?|直通)"
            r"|(?:(?:mobile|cell|home|work|office) ?)?(?:phone|tel|telephone|mobile|cell|ext|extension|fax)\.?(?: ?(?:no\.?|number|#))?|điện thoại|telefone|telepon|电话|電話|手机|전화(?:번호)?",
            re.IGNORECASE,
        ),
        re.compile(r"\s*[\"']?(?P<value>[+(]?\d[\d ()+.-]{1,20}(?<! ))[\"']?\s*"),
    ),
    _Column(
        Sensitive.BIRTHDATE,
        re.compile(r"生年月日|誕生日|dob|birth ?(?:date|day)|date of birth|born|生日|출생|생년월일", re.IGNORECASE),
        re.compile(r"\s*[\"']?(?P<value>(?=\D{0,8}\d)[\w./ -]{4,20})[\"']?\s*"),
    ),
    _Column(
        Sensitive.PASSWORD,
        re.compile(r"(?:初期|仮|現|新)?(?:パスワード|pw|pass|password|passwd|pwd|暗証番号|pin)", re.IGNORECASE),
        re.compile(r"\s*[\"']?(?P<value>(?=[!-~]*[\d!#$%&@^~+])[!-~]{4,64}?)[\"']?\s*"),
    ),
    _Column(
        Sensitive.CONTACT_ID,
        re.compile(
            r"(?:社員|従業員|会員|学籍|患者|顧客|お客様|職員|診察券|口座|免許証?)(?:番号|id|no\.?|コード)|line ?id|マイナンバー"
            r"|(?:employee|member(?:ship)?|patient|student|staff|customer|passport) ?(?:id|no\.?|number|#)|mrn|ssn",
            re.IGNORECASE,
        ),
        re.compile(r"\s*[\"']?(?P<value>(?=\D*\d)[A-Za-z0-9_@.-]{3,32})[\"']?\s*"),
    ),
    _Column(
        Sensitive.ADDRESS,
        re.compile(r"(?:自宅|現)?住所|郵便番号|〒|(?:home|postal|street|mailing)? ?address|post ?code|zip(?: ?code)?|地址", re.IGNORECASE),
        re.compile(r"\s*[\"']?(?P<value>(?=\D{0,40}\d)[^\"',\t;|]{4,60}?)[\"']?\s*"),
    ),
)  # fmt: skip
# A login is one only beside a password.
_LOGIN = _Column(
    Sensitive.BASIC_AUTH,
    re.compile(r"id|(?:ユーザー?|ログイン|アカウント)(?:名|id)?|user(?:[ _]?(?:name|id))?|login(?: ?(?:name|id))?|account|用户名|[账帐帳][号號]|아이디|usu[aá]rio", re.IGNORECASE),
    re.compile(r"\s*[\"']?(?P<value>[A-Za-z0-9][\w@.+-]{1,63})[\"']?\s*"),
)  # fmt: skip
_MAY_BE_HEADER = re.compile(
    r"電話|名|account|用户|アカウント|用户名|[账帐帳]|携帯|内線|tel|phone|mobile|ext|住所|address|生年月日|誕生日|birth|dob|pass|pw|パスワード|番号|mrn|ssn|id",
    re.IGNORECASE,
)
_SEPARATORS = (",", "\t", ";", "|")
_MOST_OF_A_LINE = 2000


def find_in_columns(text: str) -> Iterator[Found]:
    """The cells under a header that calls its column personal, in a narrowed text; linear."""
    if "\n" not in text:
        return
    at, separator = 0, ""
    columns: dict[int, _Column] = {}
    for line in text.split("\n"):
        if columns and separator in line:
            yield from _cells(line, at, columns, separator)
        else:
            columns, separator = _personal_columns(line)
        at += len(line) + 1


def _personal_columns(line: str) -> tuple[dict[int, _Column], str]:
    if len(line) > 800 or not _MAY_BE_HEADER.search(line):
        return {}, ""
    for separator in _SEPARATORS:
        if separator not in line:
            continue
        cells = [c.strip(" \"'") for c in line.split(separator)]
        if all(len(c) <= 24 for c in cells):
            named = {
                i: column
                for i, cell in enumerate(cells)
                for column in _COLUMNS
                if column.header.fullmatch(cell)
            }
            if any(column.kind is Sensitive.PASSWORD for column in named.values()):
                named |= {i: _LOGIN for i, c in enumerate(cells) if _LOGIN.header.fullmatch(c)}
            return named, separator
    return {}, ""


def _cells(line: str, at: int, columns: dict[int, _Column], separator: str) -> Iterator[Found]:
    for place, cell in enumerate(line[:_MOST_OF_A_LINE].split(separator)):
        column = columns.get(place)
        if column and (m := column.cell.fullmatch(cell)):
            yield Found(at + m.start("value"), at + m.end("value"), column.kind)
        at += len(cell) + 1
