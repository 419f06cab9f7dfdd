"""API tokens, cookies, authorisation headers and private keys in a text."""

import re
from collections.abc import Iterator

from bot.masking.credentials import NEVER_SECRET
from bot.masking.sensitive import Cued, Found, Sensitive, spans
from bot.text.sieve import Pattern

_NAMED_TOKEN = Cued(
    (
        "トークン",
        "アクセスキー",
        "シークレット",
        "apiキー",
        "秘密鍵",
        "セッションid",
        "token",
        "secret",
        "api key",
        "api_key",
        "api-key",
        "apikey",
        "access key",
        "access_key",
        "access-key",
        "accesskey",
        "session id",
        "session_id",
        "session-id",
        "sessionid",
    ),
    Pattern(
        r"(?:トークン|アクセスキー|シークレット(?:キー)?|APIキー|秘密鍵|セッションID"
        r"|(?:token|secret(?:[-_ ]?(?:access[-_ ]?)?key)?|api[-_ ]?key|access[-_ ]?key(?:[-_ ]id)?|session[-_ ]?id))"
        r"(?:\s?\([^()\n]{1,16}\))?[\"'」]?\s{0,3}(?P<sep>は|が|を|の|に|には|で|is|was|[:=]|→|「|\s){0,4}\s?[\"'「]?(?P<value>[A-Za-z0-9_./+=~-]{8,2048})",
        re.IGNORECASE,
    ),
)
_HEADER = Cued(
    ("x-cybozu-", "x-api-key", "x-auth-token", "proxy-authorization", "authorization"),
    Pattern(
        r"(?:X-Cybozu-(?:API-Token|Authorization)|X-Api-Key|X-Auth-Token|Proxy-Authorization|Authorization)[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
        r"(?:(?:Basic|Bearer|Digest|Token)\s+)?(?!(?:Basic|Bearer|Digest|Token)\b)(?P<value>[A-Za-z0-9_./+=~,-]{4,2048})",
        re.IGNORECASE,
    ),
)
_SCHEME = Cued(
    ("basic", "bearer"),
    Pattern(r"\b(?P<scheme>[Bb]asic|[Bb]earer)\s+(?P<value>[A-Za-z0-9_./+=~-]{8,2048})"),
)
_SHAPED = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{4,4096}(?:\.[A-Za-z0-9_-]{0,4096})?"  # JWT, RFC 7519
    r"|xox[a-z]-[A-Za-z0-9-]{8,512}|xapp-[A-Za-z0-9-]{8,512}"  # Slack
    r"|(?:AKIA|ASIA)[0-9A-Z]{12,32}"  # AWS access key id
    r"|gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{16,255}|glpat-[A-Za-z0-9_-]{16,255}"
    r"|AIza[0-9A-Za-z_-]{30,64}|ya29\.[0-9A-Za-z_-]{16,512}"
    r"|(?:sk|pk|rk)[-_](?:live|test|proj)[-_][A-Za-z0-9_-]{8,255}|sk-[A-Za-z0-9]{20,255}"
    r"|SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}|whsec_[A-Za-z0-9]{16,255}"
    r"|(?:key|pubkey)-[0-9a-f]{32}|[0-9a-h]{32}-[0-9a-h]{8}-[0-9a-h]{8}"  # Mailgun
    r"|do[opr]_v1_[0-9a-f]{40,64}"  # DigitalOcean
    r"|shp(?:at|ca|pa|ss|tka)_[0-9A-Fa-f]{32,}"  # Shopify
    r"|[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}"  # Discord, a bot
    r"|ddapp_[A-Za-z0-9]{30,40}|dd[ap]_[A-Za-z0-9]{30,40}|pub[0-9a-f]{32}"  # Datadog
    r"|NR(?:AK|II|IQ|JS|RA)-[A-Za-z0-9_-]{16,40}|[0-9a-z]{6}[0-9a-f]{26,34}NRAL"  # New Relic
    r"|pat-[a-z]{2}\d{1,2}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # HubSpot
    r"|key[A-Za-z0-9]{14}(?![A-Za-z0-9])|pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"  # Airtable
    r"|sbp_(?:v0_|oauth_)?[0-9a-f]{40}|sb_(?:secret|publishable)_[A-Za-z0-9_-]{16,64}"  # Supabase
    r"|hv[sbr]\.[A-Za-z0-9_-]{20,200}|[sbr]\.[A-Za-z0-9]{24}"  # HashiCorp Vault
    r"|dp\.(?:pt|ct|st|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}"  # Doppler
    r"|dapi[0-9a-f]{32}(?:-\d{1,2})?|dose[0-9a-f]{32}"  # Databricks
    r"|[A-Za-z0-9]{40}(?![A-Za-z0-9])"  # kintone API token
    r")(?![A-Za-z0-9_])"
)
# Keys that are nothing but hexadecimal digits are one beside the name of a vendor who gives such keys.
_VENDOR = re.compile(r"datadog|dd[-_]a(?:pi|pp)|mailgun|hubspot|new ?relic|shopify", re.IGNORECASE)
_HEX = re.compile(
    r"(?<![A-Za-z0-9_-])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?![A-Za-z0-9_-])"
)
_BY_VENDOR = 80
_RUN_OF_EIGHT = re.compile(r"[A-Za-z0-9_./+=~-]{8}")  # whatever is called a token has one
_LONG_RUN = re.compile(r"[A-Za-z0-9_.-]{16,}")
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+.:-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_HOOK = re.compile(
    r"(?<=hooks\.slack\.com/)(?:services|workflows|triggers)/[A-Za-z0-9/_-]{8,200}"
    r"|(?<=/api/webhooks/)\d{15,20}/[A-Za-z0-9_-]{40,100}"  # Discord
)
_PARAMETER = Cued(
    (
        "access_token=",
        "refresh_token=",
        "id_token=",
        "api_key=",
        "apikey=",
        "token=",
        "secret=",
        "client_secret=",
        "password=",
        "passwd=",
        "pwd=",
        "signature=",
        "sig=",
        "session",
        "jsessionid=",
        "auth=",
        "samlresponse=",
        "code_verifier=",
        "code=",
        "sid=",
    ),
    Pattern(
        r"\b(?:access_token|refresh_token|id_token|api_?key|apikey|token|secret|client_secret|password|passwd|pwd|signature|sig"
        r"|session(?:_?id)?|jsessionid|auth|SAMLResponse|code_verifier|sid|code(?==[^&\s]{16}))=(?P<value>[^&\s#;\"'<>\x00]{4,4096})",
        re.IGNORECASE,
    ),
)
_COOKIE = Cued(
    ("cookie", "set-cookie"),
    Pattern(
        r"\b(?:set-)?cookies?[\"']?\s{0,3}(?:[:は=「(]|is|\s)[\s「(\"']{0,3}(?P<value>[^\s=;:\x00「」]{1,128}=[^\s\x00」\"]{1,4096}(?:; ?[^\s=;:\x00「」]{1,64}(?:=[^\s;\x00」\"]{1,4096})?){0,60})",
        re.IGNORECASE,
    ),
)
_KEY_BEGINS = Pattern(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----")
_KEY_ENDS = re.compile(r"-----END [A-Z ]{0,40}PRIVATE KEY-----")


# In brackets or quotes after the word: the new secret you suggested (whk-…).
_SECRET_SET_OFF = Cued(
    ("secret", "token", "api key", "トークン", "シークレット", "apiキー", "秘密鍵"),
    Pattern(
        r"(?:secret|token|api key|トークン|シークレット|APIキー|秘密鍵)[^\n()「」『』\"'`\x00]{0,40}[(「『\"'`](?P<value>[A-Za-z0-9][A-Za-z0-9_-]{9,80})[)」』\"'`]",
        re.IGNORECASE,
    ),
)
_DIGEST = re.compile(r"[0-9a-f]{40}")
_COMMIT_BEFORE = re.compile(
    r"(?:commit|コミット|sha-?1?|revision|rev|hash|ハッシュ|checkout|merge|HEAD)[^\n\w]{0,4}(?:は|is)?\s?$",
    re.IGNORECASE,
)


def find_tokens(text: str) -> Iterator[Found]:
    """Tokens, cookies and keys in a narrowed text; linear in its length."""
    equals = "=" in text
    if not equals and not _RUN_OF_EIGHT.search(text):
        return
    yield from _by_name(text)
    for m in _HEADER.finditer(text):
        kind = Sensitive.BASIC_AUTH if "basic" in m.group().casefold() else Sensitive.API_TOKEN
        yield Found(m.start("value"), m.end("value"), kind)
    for m in _SECRET_SET_OFF.finditer(text):
        value = m.group("value")
        if sum(map(str.isdigit, value)) >= 2 and _looks_random(value) and "-" in value:
            yield Found(*m.span("value"), Sensitive.API_TOKEN)
    yield from _by_shape(text)
    if "hooks" in text:
        yield from spans(_HOOK, text, Sensitive.API_TOKEN)
    for vendor in _VENDOR.finditer(text):
        start = max(0, vendor.start() - _BY_VENDOR)
        for m in _HEX.finditer(text, start, vendor.end() + _BY_VENDOR):
            yield Found(*m.span(), Sensitive.API_TOKEN)
    if equals:
        yield from spans(_PARAMETER, text, Sensitive.API_TOKEN, 1)
        yield from spans(_COOKIE, text, Sensitive.API_TOKEN, 1)
    yield from _key_blocks(text)


def _by_name(text: str) -> Iterator[Found]:
    """What the text calls a token."""
    for pattern in (_NAMED_TOKEN, _SCHEME):
        for m in pattern.finditer(text):
            value = m.group("value").rstrip(".,")
            long = len(value) >= 20 and value.isalnum() and not value.isdigit()
            if _looks_random(value) or long:
                basic = m.groupdict().get("scheme") in {"Basic", "basic"}
                kind = Sensitive.BASIC_AUTH if basic else Sensitive.API_TOKEN
                yield Found(m.start("value"), m.start("value") + len(value), kind)


def _by_shape(text: str) -> Iterator[Found]:
    """What is a token by its prefix or by looking generated."""
    for run in _LONG_RUN.finditer(text):
        for m in _SHAPED.finditer(text, run.start(), run.end()):
            if len(m.group()) != 40 or (_looks_random(m.group()) and not _is_commit(text, m)):
                yield Found(m.start(), m.end(), Sensitive.API_TOKEN)
        if _is_dense(run.group()) and "." not in run.group():
            yield Found(run.start(), run.end(), Sensitive.API_TOKEN)
    for m in _AWS_SECRET.finditer(text):
        if re.search(r"[a-z].*[A-Z]|[A-Z].*[a-z]", m.group()) and re.search(r"\d", m.group()):
            yield Found(m.start(), m.end(), Sensitive.API_TOKEN)


def _is_commit(text: str, m: re.Match[str]) -> bool:
    before = max(0, m.start() - 20)
    return bool(_DIGEST.fullmatch(m.group()) and _COMMIT_BEFORE.search(text, before, m.start()))


def _key_blocks(text: str) -> Iterator[Found]:
    """Private keys (RFC 7468); one without an end goes to the end of the text."""
    end = 0
    while begins := _KEY_BEGINS.search(text, end):
        ends = _KEY_ENDS.search(text, begins.end())
        end = ends.end() if ends else len(text)
        yield Found(begins.start(), end, Sensitive.API_TOKEN)


def _is_dense(value: str) -> bool:
    """Long, of both cases and digits, as only generated values are; neither a path nor a word."""
    return len(value) >= 24 and bool(
        re.search(r"[a-z]", value)
        and re.search(r"[A-Z]", value)
        and len(re.findall(r"\d", value)) >= 2
        and len(re.findall(r"[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]", value)) >= 5
    )


def _looks_random(value: str) -> bool:
    """Letters and digits mixed, or letters of both cases; neither a word nor an error code."""
    if NEVER_SECRET.match(value) or value.startswith(("http", "www.")):
        return False
    digit = any(c.isdigit() for c in value)
    return (digit and any(c.isalpha() for c in value)) or bool(re.search(r"[a-z][A-Z]", value))
