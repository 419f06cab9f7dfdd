"""Reads the answers that name something: an address, a place, a provider, a browser, a line of a log."""

import re
from collections.abc import Callable

from bot.triage.understand.answers.elliptic import bare_name
from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import SAID, WORDS
from bot.triage.understand.facts.machine import read_machine
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_ANSWER = Meanings("answer", "about.")
_SAID = Meanings("named", "provider usually no_address newest place subdomain version")

LONGEST_GLOSS = 200


def line_about(fact: str) -> Callable[[HeardAnswer], Answer]:
    """Keeps the line that is about something, as a gloss."""

    def read(heard: HeardAnswer) -> Answer:
        topic = _ANSWER.group("about")[fact]
        for line in heard.wording.written.splitlines():
            plain = MessageWording.of(line).plain
            if topic.search(plain) and not SAID.unsure.search(plain):
                return {fact: line.strip()[:LONGEST_GLOSS]}
        name = bare_name(heard)
        return {fact: name[:LONGEST_GLOSS]} if name else None

    return read


def url(heard: HeardAnswer) -> Answer:
    """The address, or the name in front of it."""
    found = {k: heard.facts[k] for k in ("url", "subdomain", "app_id") if k in heard.facts}
    text = heard.plain.strip()
    if not found and heard.alone and (name := _SAID.subdomain.fullmatch(text)):
        return {"subdomain": name.group(1)}
    if not found and heard.alone and _SAID.no_address.search(heard.plain):
        return {}
    return found or None


def location(heard: HeardAnswer) -> Answer:
    """The place; a bare name will do."""
    if "location" in heard.facts:
        return {"location": heard.facts["location"]}
    clause = heard.wording.written.strip().rstrip("。.!")
    name = bare_name(heard)
    if name and (match := _SAID.place.match(clause)):
        name = match.group(match.lastindex or 0)
    return {"location": name} if name else None


def isp(heard: HeardAnswer) -> Answer:
    """The internet provider, as called by the writer."""
    match = WORDS.isp.search(heard.plain) or _SAID.provider.search(heard.plain)
    name = heard.wording.cut(match, match.lastindex or 0) if match else bare_name(heard)
    return {"isp": name} if name else None


def browser(heard: HeardAnswer) -> Answer:
    """The browser and its version."""
    found = {k: heard.facts[k] for k in ("browser", "browser_version") if k in heard.facts}
    if not found and (usual := next(filter(_SAID.usually.search, heard.clauses), None)):
        found = {
            k: v for k, v in read_machine(MessageWording(usual)).items() if k.startswith("browser")
        }
    number = (
        re.fullmatch(r"\D{0,8}?(\d{2,3}(?:\.\d+)*)\D{0,6}", heard.plain.strip())
        if heard.alone
        else None
    )
    if found and "browser_version" not in found and heard.alone:
        number = _SAID.version.search(heard.plain)
        return found | ({"browser_version": number.group(1)} if number else {})
    if number and not found:
        return {"browser_version": number.group(1)}
    return found or ({} if heard.alone and _SAID.newest.search(heard.plain) else None)
