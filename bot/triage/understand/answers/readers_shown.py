"""Reads the answers that give what was shown: the message on the screen, the lines of the console."""

import re

from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import SAID, agrees
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("shown", "no_error message said own_words shown_end console red no_console")


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
    if heard.alone and (said := _SAID.said.match(text)) and _SAID.message.search(said.group(1)):
        return {"error_text": said.group(1).lstrip('「"')}
    if _SAID.no_error.search(heard.plain):
        return {}
    return _whole_message(heard, text)


def _whole_message(heard: HeardAnswer, text: str) -> Answer:
    if not heard.alone or "\n" in text or len(text) >= 120 or SAID.unsure.search(heard.plain):
        return None
    quote = (
        re.fullmatch(r"[A-Z][\w .,:;'()/-]{3,}", text)
        and agrees(heard.plain.strip()) is None
        and not _SAID.own_words.match(heard.plain.strip())
    )
    shown = _SAID.shown_end.search(text) and _SAID.message.search(text)
    return {"error_text": text} if quote or (shown and "エラー" in text) else None


def is_console(heard: HeardAnswer) -> bool:
    """Whether a text speaks of the console or was copied from it."""
    return _SAID.console.search(heard.plain) is not None


def console(heard: HeardAnswer) -> Answer:
    """Hosts and codes in the console, or that it is clean."""
    found = {k: heard.facts[k] for k in ("hosts", "error_code", "error_text") if k in heard.facts}
    if not heard.alone and not is_console(heard) and "赤" not in heard.plain:
        return None
    if found:
        return found
    if SAID.unsure.search(heard.plain) or SAID.untested.search(heard.plain):
        return {}
    if _SAID.no_console.search(heard.plain):
        return {}
    if _SAID.no_error.search(heard.plain) or (heard.alone and agrees(heard.plain.strip()) is False):
        return {"console_clean": True}
    return {} if _SAID.red.search(heard.plain) else None
