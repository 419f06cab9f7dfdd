"""Which lines of a message a machine wrote: consoles, stack traces, network rows, curl, logs.

A line is told by its shape. What a person writes around it stays prose, and so does a line in which
a person says that what a machine showed is over, absent or not understood.
"""

import re

from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("pasted", "over denied")

LONGEST_LINE = 500  # of a line, so much is looked at

# One of these small-letter pieces stands in every text that a shape can match.
_HINTS = (
    "err", "uncaught", "unhandled", "exception:", "http", "fail", "curl: (", "blocked", "ブロック",
    "mixed content", "混在コンテンツ", ".js", ".css", "econn", "enotfound", "etimedout", "eai_again",
    "pending", "保留", "status code", "ステータス", "refused", "nxdomain", "host: ", "失敗", "anonymous",
    "@ ", "request method", "module script", "warn", "fatal", ".mjs", ".json", ".php", ".do",
)  # fmt: skip
_METHOD = r"(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)"
_SHAPE = re.compile(
    r"(?:\b|net::)(?:ERR|NS_ERROR|SEC_ERROR|SSL_ERROR|DNS_PROBE|MOZILLA_PKIX_ERROR)_[A-Z][A-Z0-9_]{2,50}"
    r"|\b(?:E(?:NOTFOUND|AI_AGAIN|CONN[A-Z]{4,8}|TIMEDOUT)|NXDOMAIN)\b|\bcurl(?:: \(\d| (?:-\S{1,60} |'[^']{0,200}' ){0,8}https?://)"
    r"|\bUncaught (?:\(|[A-Z])|\bUnhandled [A-Z]|\b[A-Z]\w{0,40}(?:Error|Exception): ?\S"
    r"|\bFailed to (?:load resource|fetch)|\bLoading failed for |\bImporting a module script failed"
    r"|\bblocked by CORS|\bCross-Origin Request Blocked|クロスオリジン要求をブロック|\bMixed Content:|混在コンテンツ"
    r"|\bAccess to (?:fetch|XMLHttpRequest|script|font|image)|\bRefused to (?:load|connect|execute)"
    rf"|\b{_METHOD} (?:https?://|/\S{{0,300}} HTTP/)|\bHTTP/[\d.]{{1,3}}\"? [1-5]\d\d\b"
    r"|\b(?:Request URL|Status Code|Request Method) ?:|リクエスト ?URL ?[:：]|ステータス ?コード ?[:：]"
    r"|\bhttps?://\S{4,300}[ \t]\(?(?:status )?[1-5]\d\d\b(?![年月日円件人名個社時分秒])"
    r"|\.(?:m?js|css|json|do|php|html?)(?:\?\S{0,300})?[ \t]+(?:[45]\d\d|200|304)[ \t]"
    r"|\.[a-z]{2,12}(?:[/?]\S{0,300})?[ \t]{0,3}\((?:failed|pending|blocked:|保留|失敗)"
    r"|\t\(?(?:[1-5]\d\d|failed|pending|失敗|保留中)\)?(?=\t| |$)"
    r"|^[<>*] ?(?:Host: |HTTP/|Connected to |connect to |Trying )"
    r"|^\d{4}-\d\d-\d\d[T ][\d:.,]{5,14}\S{0,6} [^\n]{0,40}\b(?:ERROR|WARN(?:ING)?|FATAL)\b"
)
_FILE_LINE = r"[A-Za-z][^\s()@]{0,200}\.\w{1,5}(?:\?[^\s()]{0,300})?:\d{1,9}"
_FRAME = re.compile(
    rf"\s*(?:at (?:async |new )?(?:[^\s()]{{1,200}} (?:\[as \w{{1,40}}\] )?)?\(?(?:https?://|<anonymous>|{_FILE_LINE})"
    rf"|[\w$.<>()/*]{{0,80}} ?@ ?(?:https?://|{_FILE_LINE})|[\w$.<>/]{{1,80}}\s+https?://\S{{1,800}}:\d{{1,9}}:\d{{1,9}}\s*$)"
)
# What a browser puts before its words: bullets, times, the place of the call.
_LEAD = re.compile(r"[\W\d_]*(?:[^\sぁ-んァ-ヶ一-龥]{1,300}:\d+\S{0,20}\s*)?[\W\d_]*")
_HAND = re.compile(r"[ぁ-んァ-ヶ一-龥]")


def may_hold_material(text: str) -> bool:
    """Whether it is worth looking at the lines of a text."""
    low = text.lower()
    return "\t" in text or any(hint in low for hint in _HINTS)


def is_material(line: str) -> bool:
    """Whether a machine wrote the line, or a person quotes in it what a machine shows now."""
    line = line[:LONGEST_LINE]
    if not may_hold_material(line):
        return False
    if is_trace_frame(line):
        return True
    found = _SHAPE.search(line)
    if found is None or _SAID.over.search(line):
        return False
    return _SAID.denied.search(line, max(0, found.start() - 60), found.start()) is None


def is_trace_frame(line: str) -> bool:
    """Whether a line is a frame of a stack trace; stricter than for a file, which has no prose."""
    return _FRAME.match(line[:LONGEST_LINE]) is not None


def is_nothing_else(line: str) -> bool:
    """Whether a line of material holds no word of a person."""
    line = line[:LONGEST_LINE]
    if _HAND.search(line):
        return False
    if is_trace_frame(line):
        return True
    found = _SHAPE.search(line)
    return found is not None and _LEAD.fullmatch(line, 0, found.start()) is not None
