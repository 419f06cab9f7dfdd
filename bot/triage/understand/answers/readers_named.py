"""Reads the answers that name something: an address, a place, a provider, a browser, a line of a log."""

import re
from collections.abc import Callable

from bot.triage.understand.answers.elliptic import bare_name
from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import SAID, WORDS
from bot.triage.understand.facts.machine import read_machine
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("named", "provider usually no_address newest")

LONGEST_GLOSS = 200
_PLACE = re.compile(
    r"^((?!普通|不明|全員|無理|同|何|変|特|無|問題|正常|一緒|駄目|全)(?:[一-龥々ァ-ヶー]{2,10})(?:の[一-龥ァ-ヶー]{2,8})?)(?:の?(?:ほう|方|辺|あたり))?(?:です(?:ね|よ)?|から(?:です|使ってます|つないでます)?|になります|にいます|だよ|や(?:で|ね)?|在住)?$"
    r"|^(?:in|from|we're in|we are in|i'm in|saya di|di|em|tại|de|em) ([A-Za-z][\w ]{2,20})$",
    re.IGNORECASE,
)


def line_about(fact: str, about: str) -> Callable[[HeardAnswer], Answer]:
    """Keeps the line that is about something, as a gloss."""
    topic = pattern(about)

    def read(heard: HeardAnswer) -> Answer:
        for line in heard.wording.written.splitlines():
            if topic.search(MessageWording.of(line).plain) and not SAID.unsure.search(
                MessageWording.of(line).plain
            ):
                return {fact: line.strip()[:LONGEST_GLOSS]}
        name = bare_name(heard)
        return {fact: name[:LONGEST_GLOSS]} if name else None

    return read


def url(heard: HeardAnswer) -> Answer:
    """The address, or the name in front of it."""
    found = {k: heard.facts[k] for k in ("url", "subdomain", "app_id") if k in heard.facts}
    text = heard.plain.strip()
    if (
        not found
        and heard.alone
        and (
            name := re.fullmatch(
                r"(?=[a-z0-9-]*[a-z])([a-z0-9][a-z0-9-]*[-\d][a-z0-9-]*)(?:です)?", text
            )
        )
    ):
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
    if name and (match := _PLACE.match(clause)):
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
        number = re.search(
            r"(?:バージョン|ばーじょん|version|ver\.?)[はがって ]{0,3}(\d{2,3}(?:\.\d+)*)",
            heard.plain,
        )
        return found | ({"browser_version": number.group(1)} if number else {})
    if number and not found:
        return {"browser_version": number.group(1)}
    return found or ({} if heard.alone and _SAID.newest.search(heard.plain) else None)
