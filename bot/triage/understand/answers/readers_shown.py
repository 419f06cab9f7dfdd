"""Reads the answers that give what was shown: the message on the screen, the lines of the console."""

import re

from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import UNSURE, UNTESTED, agrees
from bot.triage.understand.lexicon import MeaningPattern

_NO_ERROR = MeaningPattern("<shown.no_error>")
_MESSAGE = MeaningPattern("<shown.message>")
_SAID = MeaningPattern("<shown.said>")


def error_shown(heard: HeardAnswer) -> Answer:
    """The code or the wording on the screen; nothing to state when no error is shown."""
    found = {k: heard.facts[k] for k in ("error_code", "error_text") if k in heard.facts}
    text = heard.wording.written.strip()
    if not heard.alone and is_console(heard):
        return None
    if found:
        return found
    if heard.alone and (number := re.fullmatch(r"\D{0,6}?([1-9]\d{2,4})\D{0,6}", text)):
        return {"error_code": number.group(1)}
    if quoted := re.match(r"^[「『\"]([^「」『』\"\n]{3,160})[」』\"]", text):
        return {"error_text": quoted.group(1)}
    if heard.alone and (said := _SAID.match(text)) and _MESSAGE.search(said.group(1)):
        return {"error_text": said.group(1).lstrip('「"')}
    if _NO_ERROR.search(heard.plain):
        return {}
    return _whole_message(heard, text)


_OWN_WORDS = MeaningPattern("<shown.own_words>")


_SHOWN_END = MeaningPattern("<shown.shown_end>")


def _whole_message(heard: HeardAnswer, text: str) -> Answer:
    if not heard.alone or "\n" in text or len(text) >= 120 or UNSURE.search(heard.plain):
        return None
    quote = (
        re.fullmatch(r"[A-Z][\w .,:;'()/-]{3,}", text)
        and agrees(heard.plain.strip()) is None
        and not _OWN_WORDS.match(heard.plain.strip())
    )
    shown = _SHOWN_END.search(text) and _MESSAGE.search(text)
    return {"error_text": text} if quote or (shown and "エラー" in text) else None


_CONSOLE = MeaningPattern("<shown.console>")


def is_console(heard: HeardAnswer) -> bool:
    """Whether a text speaks of the console or was copied from it."""
    return _CONSOLE.search(heard.plain) is not None


_RED = MeaningPattern("<shown.red>")
_NO_CONSOLE = MeaningPattern("<shown.no_console>")


def console(heard: HeardAnswer) -> Answer:
    """Hosts and codes in the console, or that it is clean."""
    found = {k: heard.facts[k] for k in ("hosts", "error_code", "error_text") if k in heard.facts}
    if not heard.alone and not is_console(heard) and "赤" not in heard.plain:
        return None
    if found:
        return found
    if UNSURE.search(heard.plain) or UNTESTED.search(heard.plain):
        return {}
    if _NO_CONSOLE.search(heard.plain):
        return {}
    if _NO_ERROR.search(heard.plain) or (heard.alone and agrees(heard.plain.strip()) is False):
        return {"console_clean": True}
    return {} if _RED.search(heard.plain) else None
