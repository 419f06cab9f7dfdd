"""Reads the answers that name or show something, or tell what was changed, tried, and since when."""

import re

from bot.lexicon.meanings import Meanings
from bot.model.understanding import FactValue
from bot.triage.understand.answers.heard import (
    SAID,
    WORDS,
    Answer,
    HeardAnswer,
    agrees,
    fine,
    wishes,
)
from bot.triage.understand.answers.readers_works import bare_name
from bot.triage.understand.facts.facts import recent_change
from bot.triage.understand.facts.place import read_machine
from bot.triage.understand.facts.times import onset
from bot.triage.understand.wording import MessageWording

_ANSWER = Meanings("answer", "about.")
_NAMED = Meanings("named", "provider usually no_address newest place subdomain version")
_SHOWN = Meanings("shown", "no_error message said own_words shown_end console red no_console")
_TOLD = Meanings(
    "told",
    "none time changed off not_tried cannot_try no_time no_start copula mended off_done "
    "long_ago not_added extension",
)

LONGEST_GLOSS = 200


def line_about(heard: HeardAnswer, fact: str) -> Answer:
    """The line that is about something, as a gloss."""
    topic = _ANSWER[f"about.{fact}"]
    for line in heard.wording.written.splitlines():
        plain = MessageWording.of(line).plain
        if topic.search(plain) and not SAID.unsure.search(plain):
            return {fact: line.strip()[:LONGEST_GLOSS]}
    name = bare_name(heard)
    return {fact: name[:LONGEST_GLOSS]} if name else None


def url(heard: HeardAnswer) -> Answer:
    """The address, or the name in front of it."""
    found = heard.known("url", "subdomain", "app_id")
    if found or not heard.alone:
        return found or None
    if name := _NAMED.subdomain.fullmatch(heard.plain.strip()):
        return {"subdomain": name.group(1)}
    return {} if _NAMED.no_address.search(heard.plain) else None


def location(heard: HeardAnswer) -> Answer:
    """The place; a bare name will do."""
    if known := heard.known("location"):
        return known
    clause = heard.wording.written.strip().rstrip("。.!")
    name = bare_name(heard)
    if name and (match := _NAMED.place.match(clause)):
        name = match.group(match.lastindex or 0)
    return {"location": name} if name else None


def isp(heard: HeardAnswer) -> Answer:
    """The internet provider, as called by the writer."""
    match = WORDS.isp.search(heard.plain) or _NAMED.provider.search(heard.plain)
    name = heard.wording.cut(match, match.lastindex or 0) if match else bare_name(heard)
    return {"isp": name} if name else None


def browser(heard: HeardAnswer) -> Answer:
    """The browser and its version."""
    found = heard.known("browser")
    if not found and (usual := next(filter(_NAMED.usually.search, heard.clauses), None)):
        machine = read_machine(MessageWording(usual))
        found = {"browser": machine["browser"]} if "browser" in machine else {}
    if not heard.alone:
        return found or None
    bare = re.fullmatch(r"\D{0,8}?(\d{2,3}(?:\.\d+)*)\D{0,6}", heard.plain.strip())
    number = _NAMED.version.search(heard.plain) if found else bare
    if number:
        return found | {"browser_version": number.group(1)}
    return found or ({} if _NAMED.newest.search(heard.plain) else None)


def error_shown(heard: HeardAnswer) -> Answer:
    """The code or the wording on the screen; nothing to state when no error is shown."""
    found = heard.known("error_code", "error_text")
    text = heard.wording.written.strip()
    if not heard.alone and is_console(heard):
        return None
    if found:
        return found
    if heard.alone and (number := re.fullmatch(r"\D{0,6}?([1-9]\d{2,4})\D{0,6}", text)):
        return {"error_code": number.group(1)}
    if quoted := re.match(r"^[「『\"]([^「」『』\"\n]{3,160})[」』\"]", text):
        return {"error_text": quoted.group(1)}
    if heard.alone and (said := _SHOWN.said.match(text)) and _SHOWN.message.search(said.group(1)):
        return {"error_text": said.group(1).lstrip('「"')}
    if _SHOWN.no_error.search(heard.plain):
        return {}
    return _whole_message(heard, text)


def _whole_message(heard: HeardAnswer, text: str) -> Answer:
    if not heard.alone or "\n" in text or len(text) >= 120 or SAID.unsure.search(heard.plain):
        return None
    quote = (
        re.fullmatch(r"[A-Z][\w .,:;'()/-]{3,}", text)
        and agrees(heard.plain.strip()) is None
        and not _SHOWN.own_words.match(heard.plain.strip())
    )
    shown = _SHOWN.shown_end.search(text) and _SHOWN.message.search(text)
    return {"error_text": text} if quote or (shown and "エラー" in text) else None


def is_console(heard: HeardAnswer) -> bool:
    """Whether a text speaks of the console or was copied from it."""
    return _SHOWN.console.search(heard.plain) is not None


def console(heard: HeardAnswer) -> Answer:
    """Hosts and codes in the console, or that it is clean."""
    found = heard.known("hosts", "hosts_ok", "error_code", "error_text")
    if not heard.alone and not is_console(heard) and "赤" not in heard.plain:
        return None
    if found:
        return found
    if SAID.unsure.search(heard.plain) or SAID.untested.search(heard.plain):
        return {}
    if _SHOWN.no_console.search(heard.plain):
        return {}
    if _SHOWN.no_error.search(heard.plain) or (
        heard.alone and agrees(heard.plain.strip()) is False
    ):
        return {"console_clean": True}
    return {} if _SHOWN.red.search(heard.plain) else None


def plugins(heard: HeardAnswer) -> Answer:
    """The names of the plugins in use; "none", or "unknown"."""
    if heard.facts.get("plugins_used") == "none":
        return {"plugins_used": "none"}
    names = heard.names + ((heard.unlisted,) if heard.unlisted else ())
    unsure = SAID.unsure.search(heard.plain) is not None
    if names:
        more: dict[str, FactValue] = {"plugins_used": names}
        if heard.unlisted:
            more["unknown_product"] = heard.unlisted
        if unsure or "以外" in heard.plain or "なんとか" in heard.wording.written:
            more["plugins_partial"] = True
        return more
    if not unsure and heard.alone and any(_TOLD.none.search(c) for c in heard.clauses):
        return {"plugins_used": "none"}
    return {"plugins_used": "unknown"} if unsure else None


def change(heard: HeardAnswer) -> Answer:
    """What was changed lately, as a gloss."""
    change = recent_change(heard.wording)
    if change:
        return {"recent_change": change}
    if SAID.unsure.search(heard.plain):
        return {}
    if heard.alone and any(_TOLD.none.search(c) for c in heard.clauses):
        return {"recent_change": "none"}
    if heard.alone and _TOLD.changed.search(heard.plain):
        return {"recent_change": heard.wording.written.strip()[:LONGEST_GLOSS]}
    return {} if heard.alone and len(heard.clauses) == 1 and agrees(heard.clauses[0]) else None


def started(heard: HeardAnswer) -> Answer:
    """Since when."""
    when = onset(heard.wording, heard.lang)
    if when:
        return {"started_at": when}
    if _TOLD.no_time.search(heard.plain):
        return {}
    for clause in heard.clauses if heard.alone else ():
        if wishes(clause) or _TOLD.no_start.search(clause):
            continue
        at = heard.plain.find(clause)
        if match := _TOLD.time.search(heard.plain, at, at + len(clause)):
            return {"started_at": _TOLD.copula.sub("", heard.wording.cut(match))}
    name = bare_name(heard)
    return {"started_at": name} if name else None


def tried_off(heard: HeardAnswer) -> Answer:
    """Whether the suspected part was switched off."""
    if _TOLD.not_tried.search(heard.plain) or cannot_try(heard):
        return {"tried_disabling": False}
    if WORDS.tried.search(heard.plain) or _TOLD.off.search(heard.plain):
        return {"tried_disabling": True}
    result = any(agrees(c) or fine(c) is not None or _TOLD.mended.search(c) for c in heard.clauses)
    return {"tried_disabling": True} if heard.alone and result else None


def cannot_try(heard: HeardAnswer) -> bool:
    """Whether they may not or cannot switch it off."""
    return _TOLD.cannot_try.search(heard.plain) is not None and not _TOLD.off_done.search(
        heard.plain
    )


def extension(heard: HeardAnswer) -> Answer:
    """Whether an extension came in or was renewed lately."""
    if SAID.unsure.search(heard.plain):
        return {}
    topical = _TOLD.extension.search(heard.plain)
    if not topical and not heard.alone:
        return None
    if any(_TOLD.none.search(c) for c in heard.clauses) or _TOLD.not_added.search(heard.plain):
        return {"new_extension": False}
    yes = bool(heard.clauses) and agrees(heard.clauses[0])
    if topical or yes or _TOLD.changed.search(heard.plain):
        return {"new_extension": True}
    return {} if bare_name(heard) or _TOLD.long_ago.search(heard.plain) else None
