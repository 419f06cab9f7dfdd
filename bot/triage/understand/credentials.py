"""Passwords and logins in a text."""

import re
from collections.abc import Iterator

from bot.triage.understand.normalise import word_set
from bot.triage.understand.ordinary import is_english
from bot.triage.understand.sensitive import Cued, Found, Sensitive, spans

_CUE = (
    r"(?:パスワード|ぱすわーど|パスワ(?!ー)|暗証番号|PINコード|合言葉|ログインパス|(?<![ァ-ヺー])パス(?=\s?[は:=])"
    r"|pass ?words?|passwd|passcode|pass ?phrase|(?<![A-Za-z])(?:pwd|pw|pass|pin)(?![A-Za-z])"
    r"|mật khẩu|mat khau|senha|kata sandi|sandi|รหัสผ่าน|비밀번호|비번|密码|密碼)"
)
_STRONG = r"[\"']?\s{0,3}(?:[:=]|→|->|⇒)\s{0,3}"
_COPULA = r"\s?(?:[」』]\s?)?(?:は|が|を|is(?: now| still)?|was|to|as|là|é|adalah|คือ|[은는이가]|是|为|為)\s{0,2}(?:以下|次|今は|現在)?\s?"
_OPEN, _CLOSE = "「『\"'“`(（", "」』\"'”`)）"
_PASSWORD = Cued(
    (
        "パス",
        "ぱすわーど",
        "暗証番号",
        "pinコード",
        "合言葉",
        "ログインパス",
        "pass",
        "pwd",
        "pw",
        "pin",
        "mật khẩu",
        "mat khau",
        "senha",
        "kata sandi",
        "sandi",
        "รหัสผ่าน",
        "비밀번호",
        "비번",
        "密码",
        "密碼",
    ),
    re.compile(
        rf"{_CUE}(?:\s?\([^()\n]{{1,16}}\))?(?:(?P<strong>{_STRONG})|(?P<copula>{_COPULA})|(?P<bare>\s{{0,2}}))"
        rf"(?P<open>[{_OPEN}])?(?P<value>[!-~]{{3,128}})",
        re.IGNORECASE,
    ),
)
_QUOTED_VALUE = re.compile(r"^[^\"'`)]+")
_SAID_AFTER = Cued(
    ("が", "は", " が", " は", " is "),
    re.compile(
        r"\s?(?:が|は)\s?(?:仮|初期|今の|現在の|私の|ログイン)?の?パスワード(?:です|になります|でした)"
        r"|\sis\s(?:my|the|our|his|her)\s(?:[a-z]{1,12}\s)?password",
        re.IGNORECASE,
    ),
)
_TOKEN_BEFORE = re.compile(r"[!-~]{4,128}$")
_SENTENCE_GOES_ON = re.compile(
    r"^\s?(?:です|でした|だ|に(?:な|し|変)|、|。|で[、。]|を|と(?:な|し)|$|\n|[.,!?;]|\s*$)"
)
NEVER_SECRET = re.compile(
    r"https?://|//|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|\d{1,2}:\d{2}|[A-Z]{2,8}[_-][A-Z]{0,4}\d{1,5}$|v?\d+(?:\.\d+)+$|\d{1,3}$|[\W_]+$"
)
_NOT_SECRET = word_set(
    """required incorrect invalid none null empty undefined unknown expired wrong correct mandatory optional
    temporary visible hidden protected secure needed strong weak false true saved changed unchanged locked
    n/a na nil tbd reset policy manager field prompt screen page and or the my our your too must should
    necessary expiring ok fine gone different identical kintone cybozu"""
)
_ADJECTIVE = re.compile(r"(?:ed|ing|ent|ible|able|ful|ous|ive|ory|ary|less)$")

_USERINFO = re.compile(r"(?<=://)[^\s/@:\x00「」、。]{1,128}:[^\s/@\x00「」、。]{1,128}(?=@)")
_CURL_USER = Cued(
    (" -u", "\n-u", "--user"),
    re.compile(r"(?:\s-u|--user)[\s=][\"']?(?P<value>[^\s:\"'\x00]{1,64}:[^\s\"'\x00]{1,128})"),
)
_PAIR = Cued(
    (
        "basic",
        "ベーシック",
        "ログイン情報",
        "認証情報",
        "アカウント情報",
        "クレデンシャル",
        "credential",
        "login",
        "log in",
        "id",
        "idと",
    ),
    re.compile(
        r"(?:(?:Basic|ベーシック)\s?(?:認証|auth\w{0,20})|(?:ログイン|認証|アカウント)情報|クレデンシャル|credentials?|log ?in(?: is| details| info)?"
        r"|I[DＤ]\s?(?:[/・&,と]|and)\s?(?:PW|PASS|パスワード|パス|password))"
        r"[^\n\x00!-~]{0,12}?(?::|=|は|が|→|is|are|\s)\s?(?P<value>[\w.@+-]{2,48}\s?[:/]\s?[!-~]{3,64})",
        re.IGNORECASE | re.ASCII,
    ),
)


def find_credentials(text: str) -> Iterator[Found]:
    """Passwords and logins in a narrowed text; linear in its length."""
    yield from _passwords(text)
    if "://" in text:
        yield from spans(_USERINFO, text, Sensitive.BASIC_AUTH)
    yield from _pairs(text)


def _passwords(text: str) -> Iterator[Found]:
    for m in _PASSWORD.finditer(text):
        start, value = m.start("value"), _trimmed(m.group("value"), quoted=bool(m.group("open")))
        after = text[start + len(value) : start + len(value) + 6]
        if len(value) >= 3 and _is_password(m, value, after):
            yield Found(start, start + len(value), Sensitive.PASSWORD)
    for m in _SAID_AFTER.finditer(text):
        before = _TOKEN_BEFORE.search(text[max(0, m.start() - 128) : m.start()])
        if before and _looks_secret(before.group()):
            yield Found(m.start() - len(before.group()), m.start(), Sensitive.PASSWORD)


def _trimmed(value: str, *, quoted: bool) -> str:
    if quoted and (inner := _QUOTED_VALUE.match(value)):
        return inner.group()
    return value.rstrip(".,;:)]>\"'`")


def _is_password(m: re.Match[str], value: str, after: str) -> bool:
    if (
        NEVER_SECRET.match(value)
        or value.casefold() in _NOT_SECRET
        or value.startswith(("[", "<", "{"))
    ):
        return False
    if _looks_secret(value):
        return True
    if m.group("bare") is not None and not m.group("open"):
        return False
    if is_english(value.casefold()) or not value.isascii():
        return False
    if m.group("strong") is not None:
        return "\n" not in m.group("strong") and not _ADJECTIVE.search(value.casefold())
    return not _ADJECTIVE.search(value.casefold()) and (
        bool(m.group("open")) or bool(_SENTENCE_GOES_ON.match(after))
    )


def _looks_secret(value: str) -> bool:
    """Whether it is put together as people put passwords together; an ordinary word is not."""
    if len(value) < 4 or NEVER_SECRET.match(value) or "://" in value:
        return False
    letter, digit = re.search(r"[A-Za-z]", value), re.search(r"\d", value)
    if value.isdigit():
        return 4 <= len(value) <= 12
    return bool(
        (letter and digit)
        or (letter and re.search(r"[!#$%&*+=?@^~]", value))
        or re.search(r"[a-z][A-Z]", value)
        or (digit and re.search(r"[!#$%&*+=?@^~_-]", value))
    )


def _pairs(text: str) -> Iterator[Found]:
    yield from spans(_CURL_USER, text, Sensitive.BASIC_AUTH, 1)
    for m in _PAIR.finditer(text):
        left, _, right = re.split(r"(\s?[:/]\s?)", m.group("value"), maxsplit=1)
        if (
            left.casefold() not in {"http", "https"}
            and not re.fullmatch(r"\d+", left)
            and _looks_secret(right)
        ):
            end = m.start("value") + len(m.group("value").rstrip(".,;)"))
            yield Found(m.start("value"), end, Sensitive.BASIC_AUTH)
