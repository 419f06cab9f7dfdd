"""Codes and messages as they were shown."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.lexicon import MeaningPattern
from bot.triage.understand.wording import MessageWording

_CODES = (
    MeaningPattern("<error.codes.a>"),
    MeaningPattern("<error.codes.b>"),
    MeaningPattern("<error.codes.c>"),
    MeaningPattern("<error.codes.d>"),
    MeaningPattern("<error.codes.e>"),
)
# A number of HTTP that can hardly be a count, where something is told to be wrong.
_BARE_NUMBER = MeaningPattern("<error.bare_number>")
_COUNTED = MeaningPattern("<error.counted>")
_SYSTEM_CODE = re.compile(
    r"(?<![A-Za-z_])(NXDOMAIN|SERVFAIL|E(?:CONN|TIME|NOT|PIPE|HOST|NET|ACC|AI)[A-Z_]{2,}|[A-Z]{3,}(?:_[A-Z0-9]{2,}){1,5})(?![A-Za-z_])"
)
_VENDOR_CODE = re.compile(
    r"(?<![A-Za-z0-9-])(?<!番号)(?<!番号 )(?<!番)(?<!型番)(?<!No\.)([A-Z]{1,6}[-_]?[A-Z]?\d{2,6})(?![\d-])(?!\s?の?(?:レコード|案件|伝票|商品|部屋|会議室|プリンタ|モデル|型))"
)
_NO_CODE = re.compile(
    r"^(?:COVID|ISO|UTF|SHA|MD|RS|HTTP|TLS|WIN|IOS|IE|JIS|PC|A|B|M|P|V|No|ID|CSV|Q|R|S|FY|H)[-_]?\d"
)
_CODE_CUE = MeaningPattern("<error.code_cue>")
_SCRIPT_ERROR = MeaningPattern("<error.script_error>")
_QUOTE = MeaningPattern("<error.quote>")
_SHOWN_AFTER = MeaningPattern("<error.shown_after>")
_SHOWN_BEFORE = MeaningPattern("<error.shown_before>")
# What a sentence goes on with that has a message for its subject, its reason or its end.
_GOES_ON = MeaningPattern("<error.goes_on>")
# A button, an app and the like have their names in quotation marks too; so has what is pressed.
_A_THING = MeaningPattern("<error.a_thing>")
_THING_BEFORE = MeaningPattern("<error.thing_before>")
_A_SENTENCE = MeaningPattern("<error.a_sentence>")
_LOOKS_WRONG = MeaningPattern("<error.looks_wrong>")
_LABELLED = MeaningPattern("<error.labelled>")
_PLAIN_MESSAGE = MeaningPattern("<error.plain_message>")
_MESSAGE_START = MeaningPattern("<error.message_start>")
_REASSURING = MeaningPattern("<error.reassuring>")
# What somebody said, a file, an address.
_NO_MESSAGE = MeaningPattern("<error.no_message>")
_TOLD = MeaningPattern("<error.told>")
_SUPPOSED = MeaningPattern("<error.supposed>")
_LATIN_MESSAGE = MeaningPattern("<error.latin_message>")
LONGEST_MESSAGE = 60
_PLAIN_TAIL = MeaningPattern("<error.plain_tail>")


def read_errors(wording: MessageWording, *, told: bool) -> dict[str, FactValue]:
    """The first code, and the message that was shown."""
    facts: dict[str, FactValue] = {}
    if code := _code(wording, told=told):
        facts["error_code"] = code
    if message := _message(wording, told=told):
        facts["error_text"] = message
    return facts


def _code(wording: MessageWording, *, told: bool) -> str | None:
    plain = wording.plain
    for code in _CODES:
        if match := code.search(plain):
            return wording.cut(match, match.lastindex or 0)
    if not told:
        return None
    for number in _BARE_NUMBER.finditer(plain):
        if not _COUNTED.search(plain, max(0, number.start() - 12), number.start()):
            return number.group(1)
    for shape in (_SYSTEM_CODE, _VENDOR_CODE) if _CODE_CUE.search(plain) else ():
        for match in shape.finditer(wording.written):
            if not _NO_CODE.match(match.group(1)):
                return match.group(1)
    return None


def _message(wording: MessageWording, *, told: bool) -> str | None:
    plain = wording.plain
    if "error: " in plain and (script := _SCRIPT_ERROR.search(plain)):
        return wording.cut(script, 1).rstrip(" ,;、")
    for quote in _QUOTE.finditer(plain):
        if _is_shown(plain, quote, told=told):
            return wording.cut(quote, quote.lastindex or 1)
    if not told:
        return None
    if labelled := _LABELLED.search(plain):
        return wording.cut(labelled, labelled.lastindex or 1)
    if (latin := _LATIN_MESSAGE.search(plain)) and " " in latin.group(1):
        return wording.cut(latin, 1)
    if unquoted := _PLAIN_MESSAGE.search(plain):
        return _unquoted(wording, unquoted)
    return None


def _is_shown(plain: str, quote: "re.Match[str]", *, told: bool) -> bool:
    """Whether a screen showed it; in a message that tells of no trouble only when that is said."""
    words = quote.group(quote.lastindex or 1)
    at = quote.end()
    if (
        _REASSURING.search(words)
        or _NO_MESSAGE.search(words)
        or _A_THING.match(plain, at)
        or _THING_BEFORE.search(plain, max(0, quote.start() - 20), quote.start())
    ):
        return False
    wrong = _LOOKS_WRONG.search(words) is not None
    several = " " in words or not words.isascii()
    after = _SHOWN_AFTER.match(plain, at) is not None
    before = _SHOWN_BEFORE.search(plain, max(0, quote.start() - 36), quote.start()) is not None
    if not told:
        return (after or before) and wrong and _SUPPOSED.search(plain, at, at + 14) is None
    if after and not wrong:
        return several and _TOLD.match(plain, at) is None
    if before:
        return wrong or several
    return (
        wrong
        or (_GOES_ON.match(plain, at) is not None and _A_SENTENCE.search(words) is not None)
        or (quote.start() == 0 and " " in words and len(words) > 10)
    )


def _unquoted(wording: MessageWording, match: "re.Match[str]") -> str | None:
    """A message that is not set in quotation marks, back to where it must have begun."""
    plain = wording.plain
    tail = _PLAIN_TAIL.search(plain, match.start(), match.end())
    end = tail.start() if tail else match.end()
    start = max(0, end - LONGEST_MESSAGE)
    for mark in _MESSAGE_START.finditer(plain, start, match.start()):
        start = mark.end()
    return wording.written[start:end].strip() or None
