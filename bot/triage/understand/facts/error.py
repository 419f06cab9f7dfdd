"""Codes and messages as they were shown."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "error",
    "bare_number counted code_cue script_error quote shown_after shown_before goes_on "
    "a_thing thing_before a_sentence looks_wrong labelled plain_message message_start "
    "reassuring no_message told supposed latin_message plain_tail codes. system_code "
    "vendor_code no_code",
)

LONGEST_MESSAGE = 60


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
    for _, code in sorted(_SAID.group("codes").items()):
        if match := code.search(plain):
            return wording.cut(match, match.lastindex or 0)
    if not told:
        return None
    for number in _SAID.bare_number.finditer(plain):
        if not _SAID.counted.search(plain, max(0, number.start() - 12), number.start()):
            return number.group(1)
    for shape in (_SAID.system_code, _SAID.vendor_code) if _SAID.code_cue.search(plain) else ():
        for match in shape.finditer(wording.written):
            if not _SAID.no_code.match(match.group(1)):
                return match.group(1)
    return None


def _message(wording: MessageWording, *, told: bool) -> str | None:
    plain = wording.plain
    if "error: " in plain and (script := _SAID.script_error.search(plain)):
        return wording.cut(script, 1).rstrip(" ,;、")
    for quote in _SAID.quote.finditer(plain):
        if _is_shown(plain, quote, told=told):
            return wording.cut(quote, quote.lastindex or 1)
    if not told:
        return None
    if labelled := _SAID.labelled.search(plain):
        return wording.cut(labelled, labelled.lastindex or 1)
    if (latin := _SAID.latin_message.search(plain)) and " " in latin.group(1):
        return wording.cut(latin, 1)
    if unquoted := _SAID.plain_message.search(plain):
        return _unquoted(wording, unquoted)
    return None


def _is_shown(plain: str, quote: "re.Match[str]", *, told: bool) -> bool:
    """Whether a screen showed it; in a message that tells of no trouble only when that is said."""
    words = quote.group(quote.lastindex or 1)
    at = quote.end()
    if (
        _SAID.reassuring.search(words)
        or _SAID.no_message.search(words)
        or _SAID.a_thing.match(plain, at)
        or _SAID.thing_before.search(plain, max(0, quote.start() - 20), quote.start())
    ):
        return False
    wrong = _SAID.looks_wrong.search(words) is not None
    several = " " in words or not words.isascii()
    after = _SAID.shown_after.match(plain, at) is not None
    before = _SAID.shown_before.search(plain, max(0, quote.start() - 36), quote.start()) is not None
    if not told:
        return (after or before) and wrong and _SAID.supposed.search(plain, at, at + 14) is None
    if after and not wrong:
        return several and _SAID.told.match(plain, at) is None
    if before:
        return wrong or several
    return (
        wrong
        or (
            _SAID.goes_on.match(plain, at) is not None
            and _SAID.a_sentence.search(words) is not None
        )
        or (quote.start() == 0 and " " in words and len(words) > 10)
    )


def _unquoted(wording: MessageWording, match: "re.Match[str]") -> str | None:
    """A message that is not set in quotation marks, back to where it must have begun."""
    plain = wording.plain
    tail = _SAID.plain_tail.search(plain, match.start(), match.end())
    end = tail.start() if tail else match.end()
    start = max(0, end - LONGEST_MESSAGE)
    for mark in _SAID.message_start.finditer(plain, start, match.start()):
        start = mark.end()
    return wording.written[start:end].strip() or None
