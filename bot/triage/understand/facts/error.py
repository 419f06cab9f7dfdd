"""Codes and messages as they were shown."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.claim import Span
from bot.triage.understand.phrases import pattern
from bot.triage.understand.sieve import Pattern
from bot.triage.understand.wording import Wording

_NUMBERS = r"(?:40[0-9]|41[0-9]|42[0-9]|451|50[0-9]|51[01]|52[0-9]|530)"
_CODES = (
    pattern(r"(?<![a-z])(?:cb|gaia)_[a-z]{2}\d{2,3}"),
    pattern(
        r"(?<![a-z_])(?:err|dns_probe|ssl_error|net_error|sec_error|mozilla_pkix_error|nserror|pr|cert|inet_e)_[a-z_]+[a-z]|0x[0-9a-f]{6,8}"
    ),
    pattern(
        r"(?:error|エラー|(?<![a-z])code|(?<!レ)コード|smtp[^\d。\n]{0,8}|错误|오류|lỗi|erro)(?: ?code|コード|番号|no\.?)?(?: is |が|に)?[ :(は=「\[#]{0,3}([a-z]{1,6}[-_]?\d{2,6}|\d{3,6})(?![a-z\d_件円行番.,])"
    ),
    pattern(
        r"(?:http|status|ステータス(?:コード)?|エラー|error|\b(?:gets?|got|getting|answers?(?: with)?|returns?|returned|returning|throws?|throwing|gives?|responds? with|response|replies|portal is|an?|with|only|constant)\b|code)[ :(]*(?:code )?([1-5]\d\d)(?![\d件円行番.,:/%]|\s?(?:records?|rows?|people|users|lines|yen|mb|kb|gb|minutes?|hours?|ms|items|staff|px|files|characters|words|yen|usd|dollars|entries|times|employees|of ))"
    ),
    pattern(
        rf"[(\[]({_NUMBERS})[)\]](?=\s?(?:と|って|が|で|エラー|の|を|に|error|$|[.,!。、\n]))|(?<![\d:.,/=_\-番号第¥$])({_NUMBERS})(?=\s?(?:(?:番)?(?:と|って)(?:だけ)?(?:出|表|返|い|か[。、\n?])|(?:ばかり|ばっか|しか|系|番台)|が(?:出|返|表|大量|発生|多発|頻発|増)|で(?:落ち|失敗|弾|はじ|返|止|エラー|こけ|す(?!か))|エラー|に(?:なり|なる|なっ|なら)|を(?:返|吐)|も?(?:出ま|出る)|の(?:エラー|画面|ページ|表示|まま|レスポンス|ステータス)|(?:s )?(?:bad|service|forbidden|not found|gateway|internal|unauthorized|too many|error|for\b|on (?:every|all|each|any|the|our)\b|when\b|whenever|every|from (?:the|your)|again|responses?|page|since|all (?:day|morning))|\(|$))"
    ),
)
_SYSTEM_CODE = re.compile(
    r"(?<![A-Za-z_])(NXDOMAIN|SERVFAIL|E(?:CONN|TIME|NOT|PIPE|HOST|NET|ACC|AI)[A-Z_]{2,}|[A-Z]{3,}(?:_[A-Z0-9]{2,}){1,5})(?![A-Za-z_])"
)
_VENDOR_CODE = re.compile(
    r"(?<![A-Za-z0-9-])(?<!番号)(?<!番号 )(?<!番)(?<!型番)(?<!No\.)([A-Z]{1,6}[-_]?[A-Z]?\d{2,6})(?![\d-])(?!\s?の?(?:レコード|案件|伝票|商品|部屋|会議室|プリンタ|モデル|型))"
)
_NO_CODE = re.compile(
    r"^(?:COVID|ISO|UTF|SHA|MD|RS|HTTP|TLS|WIN|IOS|IE|JIS|PC|A|B|M|P|V|No|ID|CSV|Q|R|S|FY|H)[-_]?\d"
)
_CODE_CUE = pattern(
    r"エラー|表示|コード|出て|出る|出ま|出た|ログ|残って|記録|返[っさし]|吐|error|code|pops|shows?|says|fail|getting|\bgot|log|popup|message|lỗi|오류|错误|erro"
)
_SCRIPT_ERROR = pattern(
    r"((?:(?:uncaught )?(?:\(in promise\) )?(?:type|reference|syntax|range)error|uncaught (?:\(in promise\) )?error): [^\nぁ-ゖ一-鿿가-힣」—]+)"
)
_QUOTE = Pattern(
    r"[「『\"]([^「」『』\"\n]{3,160})[」』\"]|(?<![a-z])'([^'\n]{3,160}(?:'(?=[a-z])[^'\n]{0,60}){0,2})'(?![a-z])"
)
_SHOWN_AFTER = pattern(
    r"(?:\s?\([^)\n]*\))?\s?(?:と|って|が|に|の|などと|みたいな|しか)(?:だけ|しか|いう|いった|赤く|赤字で|毎回|また|ずっと)?\s?"
    r"(?:文字|表示|メッセージ|画面|警告|文言|帯|窓|ダイアログ|ポップアップ|叱られ|エラー|出[てまるた]|出(?=$)|なり|なる|なっ|言われ|怒られ|返)"
)
_SHOWN_BEFORE = re.compile(
    r"(?:says?|saying|shows?|showing|gets?|getting|got|sees?|seeing|displays?|message|popup|reads|error|提示|显示|顯示|报错)[^.\n'\"]{0,24}$"
)
_LOOKS_WRONG = pattern(
    r"ません|できな|失敗|エラー|不正|無効です|切れ|拒否|超えて|ください|denied|n't|not |error|invalid|failed|expired|unable|exceed|suspended|illegal|timed out|refused|forbidden|不是|[无無没]法|没有|沒有|错误|錯誤"
)
_LABELLED = pattern(
    r"(?:エラー(?:メッセージ|内容|文)?|メッセージ|表示内容|error message|the error|error|it says|message)】?\s?[:=]\s?[「\"']?([^\n「」\"']{4,160}?)[」\"']?(?=\n|$)"
)
_PLAIN_MESSAGE = pattern(
    r"(?:ません(?:でした)?|(?:失敗|発生|切れ|タイムアウト)(?:し)?ました|エラー|不正です|無効です)。?\s?(?:と|って)(?:いう)?(?:出|表示|言われ|エラー|メッセージ|警告|赤)"
)
_MESSAGE_START = re.compile(r"[。、\n「」『』!?)(:]|(?:ると|たら|時に|ときに|ても|[でに]は?、)")
_REASSURING = pattern(
    r"済み|完了|成功|ありがとう|^(?:保存|申請する|編集|削除|追加|承認)(?:する)?$|待ち$|再送待ち|sent$|success"
)
# What somebody said, a file, an address.
_NO_MESSAGE = pattern(
    r"^https?:|\.[a-z]{3,4}$|^\S*\?{3}|私|俺|僕|うちも|んだ|けど|らしい|って|ですか|customer|御社|貴社"
)
_TOLD = pattern(r"\s?(?:と|って)(?:言われ|怒られ)|に")
_LATIN_MESSAGE = pattern(r"([a-z$][!-&(-~ ]{7,79}[!-~])\s?(?:と|って)(?:だけ)?(?:出|表示)")
LONGEST_MESSAGE = 60
_PLAIN_TAIL = pattern(r"。?\s?(?:と|って)(?:いう)?(?:出|表示|言われ|エラー|メッセージ|警告|赤)$")


def read_errors(wording: Wording, *, told: bool, claim: Span | None) -> dict[str, FactValue]:
    """The first code, and the message that was shown."""
    facts: dict[str, FactValue] = {}
    if code := _code(wording, told=told):
        facts["error_code"] = code
    if message := _message(wording, claim, told=told):
        facts["error_text"] = message
    return facts


def _code(wording: Wording, *, told: bool) -> str | None:
    for code in _CODES:
        if match := code.search(wording.plain):
            return wording.cut(match, match.lastindex or 0)
    if not told or not _CODE_CUE.search(wording.plain):
        return None
    for shape in (_SYSTEM_CODE, _VENDOR_CODE):
        for match in shape.finditer(wording.written):
            if not _NO_CODE.match(match.group(1)):
                return match.group(1)
    return None


def _message(wording: Wording, claim: Span | None, *, told: bool) -> str | None:
    plain = wording.plain
    if "error: " in plain and (script := _SCRIPT_ERROR.search(plain)):
        return wording.cut(script, 1).rstrip(" ,;、")
    if not told:
        return None
    for quote in _QUOTE.finditer(plain):
        if not _within(quote, claim) and _is_shown(plain, quote):
            return wording.cut(quote, quote.lastindex or 1)
    if labelled := _LABELLED.search(plain):
        return wording.cut(labelled, 1)
    if (latin := _LATIN_MESSAGE.search(plain)) and " " in latin.group(1):
        return wording.cut(latin, 1)
    if unquoted := _PLAIN_MESSAGE.search(plain):
        return _unquoted(wording, unquoted)
    return None


def _within(quote: "re.Match[str]", claim: Span | None) -> bool:
    return claim is not None and quote.start() <= claim[0] <= quote.end()


def _is_shown(plain: str, quote: "re.Match[str]") -> bool:
    words = quote.group(quote.lastindex or 1)
    if _REASSURING.search(words) or _NO_MESSAGE.search(words):
        return False
    wrong = _LOOKS_WRONG.search(words) is not None
    if (_SHOWN_AFTER.match(plain, quote.end()) and (wrong or not words.isascii())) or wrong:
        return wrong or _TOLD.match(plain, quote.end()) is None
    before = plain[max(0, quote.start() - 36) : quote.start()]
    shown = _SHOWN_BEFORE.search(before) is not None and (" " in words or not words.isascii())
    return shown or (quote.start() == 0 and " " in words and len(words) > 10)


def _unquoted(wording: Wording, match: "re.Match[str]") -> str | None:
    """A message that is not set in quotation marks, back to where it must have begun."""
    plain = wording.plain
    tail = _PLAIN_TAIL.search(plain, match.start(), match.end())
    end = tail.start() if tail else match.end()
    start = max(0, end - LONGEST_MESSAGE)
    for mark in _MESSAGE_START.finditer(plain, start, match.start()):
        start = mark.end()
    return wording.written[start:end].strip() or None
