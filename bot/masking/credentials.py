"""Passwords and logins in a text."""

import re
from collections.abc import Iterator

from bot.masking.logins import find_logins, mixed
from bot.masking.sensitive import BARRIER, Cued, Found, Sensitive, spans
from bot.text.normalise import word_set
from bot.text.ordinary import is_english
from bot.text.sieve import Pattern, pieces

_CUE = (
    r"(?:パスワード|ぱすわーど|パスワ(?!ー)|暗証番号|PINコード|合言葉|ログインパス|(?<![ァ-ヺー])パス(?=\s?[は:=が「『]|\s?[A-Za-z0-9])"
    r"|(?-i:(?<![A-Za-z])(?:PW|PASS)(?=[a-z][!-~]{2,24}\d))|pass ?words?|passwd|passcode|pass ?phrase|(?<![A-Za-z])(?:pwd|pw|pass|pin)(?![A-Za-z]|(?=[a-z]))"
    r"|mật khẩu|mat khau|senha|kata sandi|sandi|รหัสผ่าน|비밀번호|비번|密码|密碼)"
)
_STRONG = r"[\"']?\s{0,3}(?:[:=]|→|->|⇒)\s{0,3}"
# The beginnings of all the words for a password, and what masks leave of them.
_SAYS_PASSWORD = frozenset(
    word_set(
        "パス ぱす 暗証番 pin 合言葉 合い言 密の言 密の質 pas pwd pw mật mat sen san รหั 비밀번 비번 密码 密碼"
    )
) | {BARRIER}
_COPULA = r"\s?(?:[」』]\s?)?(?:は|が|を|の|も|saya\b|saya adalah|is(?: now| still)?|[\'’]s\b|was|to|as|là|é|adalah|คือ|[은는이가]|是|为|為)\s{0,2}(?:以下|次|今は|現在|:)?\s?"
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
    Pattern(
        rf"{_CUE}(?:\s?\([^()\n]{{1,16}}\)|変更後|変更前|初期値)?(?:(?P<strong>{_STRONG})|(?P<copula>{_COPULA})|(?P<bare>\s{{0,2}}))"
        rf"(?P<open>[{_OPEN}])?(?P<value>[!-~]{{3,128}})",
        re.IGNORECASE,
    ),
)
_IN_QUOTES = Cued(
    ("パス", "pass", "pw", "合言葉", "暗証"),
    Pattern(
        rf"{_CUE}\s?(?:は|が|を|:|=)?\s?[「『\"“](?P<value>[^「」『』\"”\n\x00]{{3,64}})[」』\"”]",
        re.IGNORECASE,
    ),
)
# What is quoted after the word but is a message or a rule, not the password.
_PHRASE = re.compile(
    r"[ぁ-ゖ]{3,}.*(?:です|ます|ません|ない|ください|した)|パスワード|password|(?:required|incorrect|invalid|expired|wrong|must|forgot|reset|change)|^[^A-Za-z0-9]{1,3}$|(?:設定|変更|再発行|忘れ|間違|正しく|違い|リセット|必須|欄|ボタン|ログイン)",
    re.IGNORECASE,
)
_KANA_WITH_DIGITS = Pattern(
    r"(?:パスワード|ぱすわーど|パス|合言葉|PW|pw|PASS|[Pp]ass(?:word)?)\s?(?:は|が|:|=)\s?(?P<value>[ぁ-んァ-ヶー一-鿿]{1,10}\d{2,8})(?=です|で|を|に|が|。|\s|$)"
)
_SET_OFF = Pattern(
    r"(?:パスワード|パスは|パスが|(?<![A-Za-z])(?:PW|pw|pass|password|Password))[^\n()「」『』\"'`\x00]{0,12}[(「『\"'`](?P<value>[A-Za-z][!-&*-~]{3,40})[)」』\"'`]"
)
_CODE = re.compile(r"[A-Z_-]+\d+|[Vv](?:er)?[.\d]+")
_TYPED = Pattern(
    r"(?:パスワード|パス)(?:は|が|も)[^\n。\x00!-~]{0,8}(?:同じ|変わらず|そのまま|元の)(?:で|、)?[「\"']?(?P<same>[!-~]{4,64})|パスワード(?:の?欄|のところ|の所)?に[「\"']?(?P<value>[!-~]{4,64}?)[」\"']?(?:って|と)(?:打|入|書|い)"
)
_SEVERAL_WORDS = Cued(
    ("pass", "pw", "pwd"),
    Pattern(
        r"(?<![A-Za-z])(?:pass(?:word|phrase|code)?|pwd?)\s?(?:is|was|:|=)\s?[\"']?(?P<value>[A-Za-z]{3,16}(?:[ -](?:[a-z]{2,16}|\d{1,8})){1,4}?)(?=[\"']?(?:\s(?:and|but|it|that|so)\b|[.,;!?\n]|$))",
        re.IGNORECASE,
    ),
)
_TELLS_OF_IT = re.compile(
    r"\b(?:days?|hours?|minutes?|times?|characters?|chars|attempts?|digits?|years?|months?|weeks?|version|page|error|step|valid|expired|wrong|too|at least)\b",
    re.IGNORECASE,
)
_WORD = Cued(
    (
        "パスワード",
        "パスを",
        "パスは",
        "pass",
        "pwd",
        "pw",
        "密码",
        "密碼",
        "비밀번호",
        "mật khẩu",
        "senha",
        "sandi",
        "รหัสผ่าน",
    ),
    Pattern(
        r"パスワード|パスを|パスは|password|passwd|(?<![A-Za-z])(?:pwd|pw|pass)(?![A-Za-z])|密码|密碼|비밀번호|mật khẩu|senha|sandi|รหัสผ่าน",
        re.IGNORECASE,
    ),
)
_QUOTED_VALUE = re.compile(r"^[^\"'`)]+")
_SAID_AFTER = Cued(
    ("が", "は", " が", " は", " is ", " as ", "という", "って"),
    Pattern(
        r"\s?(?:が|は|という|って(?:いう)?|というのが)\s?(?:仮|初期|今の|現在の|私の|ログイン)?の?パスワード(?:です|になります|でした|が|を|は|で|に)"
        r"|\sas (?:my |the |a )?password|\sis\s(?:my|the|our|his|her)\s(?:[a-z]{1,12}\s)?password",
        re.IGNORECASE,
    ),
)
_TOKEN_BEFORE = re.compile(r"[!-~]{4,128}$")
_SENTENCE_GOES_ON = re.compile(
    r"^\s?(?:(?:and|but|which|for|or|e|dan|does|no|is|was)\b|です|でした|だ|に(?:な|し|変)|、|。|で[、。]|を|と(?:な|し)|の(?:まま|はず)|$|\n|[.,!?;]|\s*$)"
)
_ENTERED = re.compile(
    r"\s?(?:と(?:入|打|い|な|し|設)|で(?:入|ロ|合|試|も|す)|です|を入|が(?:通|使|弾))"
)
NEVER_SECRET = re.compile(
    r"[./\\~]|[A-Z]:\\|https?://|//|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|\d{1,2}:\d{2}|[A-Z]{2,8}[_-][A-Z]{0,4}\d{1,5}$|v?\d+(?:\.\d+)+$|\d{1,3}$|[\W_]+$"
)
_NOT_SECRET = word_set(
    """required valid incorrect invalid none null empty undefined unknown expired wrong correct mandatory optional
    temporary visible hidden protected secure needed strong weak false true saved changed unchanged locked
    n/a na nil tbd reset policy manager field prompt screen page and or the my our your too must should
    told said requested instructed described above below usual before necessary expiring ok fine gone different identical kintone cybozu"""
)
_ADJECTIVE = re.compile(r"(?:ed|ing|ent|ible|able|ful|ous|ive|ory|ary|less)$")

_NEAR_TOKEN = re.compile(r"(?<![!-~])[A-Za-z][!-~]{5,63}")
_NEAR_BEFORE, _NEAR_REACH = 40, 60
_LETTERS = re.compile(r"[A-Za-z]+")
_SAID_TO_BE = re.compile(r"\s?(?:です|でした|だ[とっ。]|で(?:す|ロ|入)|と(?:入|打)|を入)")
_SPELLED = Cued(
    ("password", "passcode", "pass", "pw", "パス"),
    Pattern(
        r"(?:password|passcode|pass|pw|パスワード|パス)(?:\s?(?:is|was|=|:|は)\s?)(?P<value>(?:(?:capital|uppercase|lowercase|upper|lower|small|大文字の?|小文字の?)\s?[A-Za-z][^.。\n\x00]{2,60}|[A-Za-z0-9](?:[ -][A-Za-z0-9!#$%&@_.]){3,20}(?![A-Za-z0-9])))",
        re.IGNORECASE,
    ),
)
_THING_WITH_NUMBER = re.compile(
    r"(?:[A-Za-z]{1,12}[ _-]?\d{1,3}(?:[.,]\d+)*|[A-Z]{2,8}[_-].*|[a-z]+=.*|.*[/\\@<>{}():=].*|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Z]{1,3}-\d{2,8}|[A-Z]{2,12}\d{1,8}|\W+|.*://.*)"
)


def find_credentials(text: str) -> Iterator[Found]:
    """Passwords and logins in a narrowed text; linear in its length."""
    says_password = not _SAYS_PASSWORD.isdisjoint(pieces(text))
    if says_password:
        yield from _passwords(text)
    yield from find_logins(text, says_password=says_password)


def _passwords(text: str) -> Iterator[Found]:
    for m in _PASSWORD.finditer(text):
        start, value = m.start("value"), _trimmed(m.group("value"), quoted=bool(m.group("open")))
        after = text[start + len(value) : start + len(value) + 6]
        if len(value) >= 3 and _is_password(m, value, after):
            yield Found(start, start + len(value), Sensitive.PASSWORD)
    for m in _IN_QUOTES.finditer(text):
        if not _PHRASE.search(m.group("value")):
            yield Found(m.start("value"), m.end("value"), Sensitive.PASSWORD)
    yield from _loosely_said(text)
    yield from spans(_SPELLED, text, Sensitive.PASSWORD, 1)
    yield from spans(_KANA_WITH_DIGITS, text, Sensitive.PASSWORD, 1)
    yield from _near(text)
    for m in _SAID_AFTER.finditer(text):
        before = _TOKEN_BEFORE.search(text[max(0, m.start() - 128) : m.start()])
        if before and _looks_secret(before.group()):
            yield Found(m.start() - len(before.group()), m.start(), Sensitive.PASSWORD)


def _loosely_said(text: str) -> Iterator[Found]:
    """Passwords in brackets, in several words, or typed into the field."""
    for m in _SET_OFF.finditer(text):
        value = m.group("value")
        if len(value) >= 6 and _looks_secret(value) and not _CODE.fullmatch(value):
            yield Found(*m.span("value"), Sensitive.PASSWORD)
    for m in _TYPED.finditer(text):
        if _looks_secret(m.group(m.lastgroup or 0)) or m.group("value"):
            yield Found(*m.span(m.lastgroup or 0), Sensitive.PASSWORD)
    for m in _SEVERAL_WORDS.finditer(text):
        value = m.group("value")
        if re.search(r"\d", value) and not _TELLS_OF_IT.search(value):
            yield Found(*m.span("value"), Sensitive.PASSWORD)


def _near(text: str) -> Iterator[Found]:
    """A token put together like a password soon after the word: 前のは…、今のはUmi2024."""
    for start, end in _reaches(text):
        for m in _NEAR_TOKEN.finditer(text, start):
            if m.start() >= end:
                break
            value = m.group().rstrip(".,;:)]>\"'`")
            if _is_near_password(text, m.start() + len(value), value):
                yield Found(m.start(), m.start() + len(value), Sensitive.PASSWORD)


def _reaches(text: str) -> Iterator[tuple[int, int]]:
    """Where a password may stand by its word; each place once, however often the word is said."""
    start = end = 0
    for cue in _WORD.finditer(text):
        if cue.start() - _NEAR_BEFORE > end:
            yield start, end
            start = cue.start() - _NEAR_BEFORE
        end = cue.end() + _NEAR_REACH
    yield start, end


def _is_near_password(text: str, end: int, value: str) -> bool:
    digits = sum(map(str.isdecimal, value))
    said = digits == 1 and bool(_SAID_TO_BE.match(text, end))
    if digits < 2 and not (said and value.islower() and len(value) > 6):
        return False
    head = _LETTERS.match(value)
    if head and is_english(head.group().casefold()):
        return False
    return said or not _THING_WITH_NUMBER.fullmatch(value)


def _trimmed(value: str, *, quoted: bool) -> str:
    if quoted and (inner := _QUOTED_VALUE.match(value)):
        return inner.group()
    return re.split(r"[()（]|, ", value)[0].rstrip(".,;:)]>\"'`")


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
        return bool(_ENTERED.match(after)) and not is_english(value.casefold())
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
    if value.isdigit():
        return 4 <= len(value) <= 12
    return mixed(value)
