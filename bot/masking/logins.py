"""Logins in a text: a name with its password, user:pass@ in addresses, and one-time codes."""

import re
from collections.abc import Iterator

from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.normalise import word_set
from bot.text.ordinary import is_english
from bot.text.sieve import DIGIT, Pattern, pieces

_USERINFO = Pattern(r"(?<=://)[^\s/@:\x00「」、。]{1,128}:[^\s/@\x00「」、。]{1,128}(?=@)")
_CURL_USER = Cued(
    (" -u", "\n-u", "--user", "--password"),
    Pattern(
        r"(?:\s-u|--user)[\s=][\"']?(?P<value>[^\s:\"'\x00]{1,64}:[^\s\"'\x00]{1,128}|(?<==)[^\s:\"'\x00]{1,64})|--password[\s=][\"']?(?P<second>[^\s\"'\x00]{3,128})"
    ),
)
_WHAT_FOLLOWS = (
    r"(?:パスワード|パス|ぱす|pass(?:word|wd|code)?|pwd?|暗証番号|senha|kata sandi|mật khẩu|密码|密碼|비밀번호|비번|รหัสผ่าน)"
    r"(?:\s?[:=は「/→]|\s?is\b|\s?é\b|\s?[是为為]|\s?(?=[!-~]{0,24}[\d#!@$%])|\s?が)"
)
_NAME_WITH_PASSWORD = Cued(
    ("id", "ユーザ", "ログイン", "アカウント", "login", "user", "account", "usuario", "usuário", "mail", "管理者", "아이디", "账号", "帐号", "帳號", "账户", "帳戶", "用户", "用戶", "登录名", "登入名", "使用者"),
    Pattern(
        r"(?<![A-Za-z])(?:I[Dd](?=[:=はが /]|[a-z])|id|ユーザー?(?:名|ID)?|ログイン(?:名|ID)?|アカウント(?:名|ID)?|管理者(?:ID|アカウント)?|login(?: ?name| ?id)?|user(?: ?name| ?id)?|account|usu[aá]rio|mail|아이디|账号|帐号|帳號|账户|帳戶|用户名?|用戶名?|登[录入]名|使用者名稱)"
        r"[\"']?(?:\s?(?:[:=はが]|is|é|는|是)\s?|\s)?[「\"']?(?!PW|PASS|Pass|pass|pw)(?P<value>[\w.@+-]{2,64})[」\"']?"
        rf"(?:で|、|,|/|;|・|。|&|と|が|も|\s|and\b|e\b|dan\b|の){{0,8}}(?:ログイン|login |my |the |the |o |a )?{_WHAT_FOLLOWS}",
        re.IGNORECASE | re.ASCII,
    ),
)  # fmt: skip
_NAME = Cued(
    ("id", "ログイン", "ユーザー名", "ユーザ名", "アカウント", "user", "login"),
    Pattern(
        r"(?<![A-Za-z])(?:(?:ログイン|ユーザー?)?ID|(?:ログイン|ユーザー?|アカウント)名|アカウント|ログイン|user(?:[ _]?(?:name|id))?|login(?:[ _]?(?:name|id))?)[\"']?\s?(?:[:=は→]|is)\s?[「\"']?(?P<value>[A-Za-z][\w.@+-]{2,64})",
        re.IGNORECASE | re.ASCII,
    ),
)
_SAYS_PASSWORD = re.compile(
    rf"{_WHAT_FOLLOWS}\s?(?:[!-~]{{4}}|[「]?[ぁ-ヶ一-鿿]{{1,10}}\d{{2}}|\x00)", re.IGNORECASE
)
_PAIR = Cued(
    (
        "basic", "ベーシック", "ログイン", "認証", "アカウント", "クレデンシャル", "cred", "login", "log in", "logged in", "sign in", "get in", "htpasswd", "auth", "入る", "入れる", "入り方", "id", "account", "use ",
        "账号", "帐号", "帳號", "账密", "帳密", "登录", "登入", "认证", "認證",
    ),
    Pattern(
        r"(?:(?:Basic|ベーシック)\s?(?:認証|auth\w{0,20})|(?:ログイン|認証)(?:情報)?|アカウント(?:情報)?|クレデンシャル|credentials?|creds?(?: for \w{2,16})?|log ?in(?: is| details| info| as| with)?|sign in (?:as|with)|logged in as|入(?:る|れる)(?:とき|時|に|の)?|入り方|get in (?:with|as)|htpasswd(?: \w{2,10}){0,2}|auth|accounts?|use|[账帐帳][号號](?:和|与|及)?密[码碼]|[账帳]密|登[录入]|[认認][证證](?:信息|資訊)?"
        r"|I[DＤ]\s?(?:[/・&,と]|and)\s?(?:PW|PASS|パスワード|パス|password))"
        r"[^\n\x00!-~]{0,12}?(?::|=|は|が|、|→|is|are|是|为|\s)\s?(?P<value>[A-Za-z][\w.@+-]{1,47}(?:\s?[:/,、→]\s?|\s?と\s?|\s(?:then|and|with)\s)[!-~]{4,64})",
        re.IGNORECASE | re.ASCII,
    ),
)  # fmt: skip
_PAIR_BEFORE = Pattern(
    r"(?<![\w.@/:-])(?P<value>[A-Za-z][\w.@+-]{1,47}\s?[:/]\s?[!-~]{4,64}?)(?=\s?(?:で(?:ログイン|入|試|見|通|いけ)|です ?[(、。]?[^\n]{0,6}(?:ベーシック|Basic|認証|ログイン)|to (?:log|sign) ?in|でサインイン))"
)
# Where a text speaks of signing in, a word and something mixed with nothing but a colon between.
_SIGNING_IN = Pattern(
    r"認証|ログイン|サインイン|アカウント|パスワ|ベーシック|auth|log ?in|sign ?in|credential|password|account|登录|登入|登錄|认证|認證|账号|帳號|密码|密碼"
    r"|인증|로그인|계정|비밀번호|đăng nhập|mật khẩu|senha|acesso|masuk|sandi|เข้าสู่ระบบ|รหัส",
    re.IGNORECASE,
)
_BARE_PAIR = Pattern(
    r"(?<![\w./:@=-])(?P<value>[a-z][a-z\d_.+-]{1,30}:(?=[!-~]{0,30}\d)(?=[!-~]{0,30}[A-Za-z])[!-9;-~]{5,40})(?![\w:])"
)
_LABELS = word_set(
    "http https error code status message line type version app field record host port"
)
_ERROR_CODE = re.compile(r"[A-Z]{2,8}[_-][A-Z]{0,4}\d{1,5}")
_ROLES = word_set(
    "admin user guest root test staff master office sales shop support system manager member"
)
_CODE = Cued(
    (
        "ワンタイム", "解除コード", "認証コード", "確認コード", "認証番号", "確認番号", "otp", "verification", "security code", "one-time", "one time", "pin", "暗証番号", "2fa", "mfa",
        "인증번호", "验证码", "驗證碼", "kode", "código", "codigo", "mã xác", "mã otp", "login code", "二段階", "2段階", "リカバリ", "バックアップコード", "復旧コード", "復元コード", "予備コード", "アクセスコード", "回復コード", "backup code", "recovery code", "passcode",
    ),
    Pattern(
        r"(?:ワンタイム(?:コード|パスワード|パス)?|認証コード|解除コード|認証番号|確認コード|確認番号|(?<![A-Za-z])(?:OTP|PIN|2FA|MFA)(?![A-Za-z])|(?:verification|security|one[- ]time|login|backup|recovery) (?:code|password|passcode)s?|passcode|暗証番号|(?:リカバリー?|バックアップ|復旧|復元|予備|回復|アクセス)コード|인증번호|验证码|驗證碼|kode|c[oó]digo|mã (?:xác nhận|xác minh|OTP)|[二2]段階認証(?:の(?:バックアップ|復旧|予備|回復|リカバリー?)コード)?)"
        r"(?:\s?(?:コード|code|番号|số))?\s?[「\"'(]?(?:は|が|を|の|:|=|→|is|was|là|adalah|é|는|是|,|\s){0,3}[「\"'(]?(?P<value>(?:[A-Z]{1,2}-)?(?:\d{3}[ -]\d{3}|\d{4}-\d{4}|\d{4,10}|[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){1,4})(?![\d.年月日桁件分秒人回/:-]))",
        re.IGNORECASE,
    ),
)  # fmt: skip
_JOIN = re.compile(r"(\s?[:/,、→]\s?|\s?と\s?|\s(?:then|and|with)\s)")
_VERSION = re.compile(r"[A-Z][A-Za-z]*[ -]?\d[\d.]*|[A-Z]{2,8}")  # Chrome120/Edge121 で見ました
_IN_SHORT = Cued(
    ("u:", "u=", "un:", "usr:", "user:", "u :"),
    Pattern(
        r"(?<![A-Za-z])(?:u|un|usr|user) ?[:=] ?(?P<value>[\w.@+-]{2,48})[ ,;/、\n]{1,3}(?:p|pw|pass) ?[:=] ?(?P<second>[!-~]{3,64})",
        re.IGNORECASE | re.ASCII,
    ),
)
_NO_NAME = word_set(
    "and or with the my is not pw pass password passwd pwd id user login reset for mail name required field"
)


def find_logins(text: str, *, says_password: bool) -> Iterator[Found]:
    """Login names with their passwords, and codes, in a narrowed text; linear in its length.

    ``says_password``: a word for a password stands in the text, or a mask.
    """
    if says_password:
        yield from _names(text)
    shown = pieces(text)
    for pattern in (_PAIR, _PAIR_BEFORE):
        for m in pattern.finditer(text):
            yield from _pair(m)
    if ":" in shown and _BARE_PAIR.search(text) and _SIGNING_IN.search(text):
        for m in _BARE_PAIR.finditer(text):
            if not is_english(name := m.group("value").partition(":")[0]) or name in _ROLES:
                yield from _pair(m)
    yield from spans(_IN_SHORT, text, Sensitive.BASIC_AUTH, 1)
    yield from spans(_IN_SHORT, text, Sensitive.PASSWORD, 2)
    if DIGIT in shown or "-" in shown:
        yield from spans(_CODE, text, Sensitive.PASSWORD, 1)
    if "://" in shown:
        yield from spans(_USERINFO, text, Sensitive.BASIC_AUTH)
    if "-u" in shown or "--p" in shown:
        yield from spans(_CURL_USER, text, Sensitive.BASIC_AUTH, 1)
        yield from spans(_CURL_USER, text, Sensitive.PASSWORD, 2)


def _names(text: str) -> Iterator[Found]:
    """The names that stand beside passwords."""
    for m in _NAME_WITH_PASSWORD.finditer(text):
        value = m.group("value").casefold()
        if value not in _NO_NAME and not value.isdigit() and not value.startswith(("pass", "pw")):
            yield Found(m.start("value"), m.end("value"), Sensitive.BASIC_AUTH)
    for m in _NAME.finditer(text):
        about = text[max(0, m.start() - 60) : m.start()] + "\n" + text[m.end() : m.end() + 60]
        if _SAYS_PASSWORD.search(about) and m.group("value").casefold() not in _NO_NAME:
            yield Found(m.start("value"), m.end("value"), Sensitive.BASIC_AUTH)


def _pair(m: re.Match[str]) -> Iterator[Found]:
    """The name and its password; as one where nothing but a colon or a stroke is between."""
    left, sign, right = _JOIN.split(m.group("value"), maxsplit=1)
    if left.casefold() in _LABELS | _NO_NAME or left.isdigit() or "//" in m.group():
        return
    if _ERROR_CODE.fullmatch(left):
        return
    if not mixed(right) or (is_english(left.casefold()) and is_english(right.casefold())):
        return
    apart = sign.strip() not in {":", "/"}
    if apart and not re.search(r"\d", right):
        return
    if _VERSION.fullmatch(left) and _VERSION.fullmatch(right.rstrip(".,;)")):
        return
    end = m.start("value") + len(m.group("value").rstrip(".,;)"))
    if apart:
        yield Found(m.start("value"), m.start("value") + len(left), Sensitive.BASIC_AUTH)
    start = end - len(right.rstrip(".,;)")) if apart else m.start("value")
    yield Found(start, end, Sensitive.PASSWORD if apart else Sensitive.BASIC_AUTH)


def mixed(value: str) -> bool:
    """Letters with digits, or with signs, or of both cases within: as passwords are put together."""
    letter, digit = re.search(r"[A-Za-z]", value), re.search(r"\d", value)
    return bool(
        (letter and digit)
        or (letter and re.search(r"[!#$%&*+=?@^~]", value.rstrip("?!")))
        or re.search(r"[a-z][A-Z]", value)
        or (digit and re.search(r"[!#$%&*+=?@^~_-]", value))
    )
