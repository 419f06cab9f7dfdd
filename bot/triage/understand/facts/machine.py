"""On what somebody works: browser and device, and whether another browser does better."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.contrast_other_languages import said_in_english
from bot.triage.understand.facts.verdict import said_of
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("machine", "browser no_browser updated on_machine together moved device same_en")


def read_machine(wording: MessageWording) -> dict[str, FactValue]:
    """The browser in use, whether another does better, and the device that has the trouble."""
    facts = _browser(wording)
    for device in _SAID.device.finditer(wording.plain):
        said = said_of(wording.plain, device.end())
        if not (said and said.works):
            facts["device"] = wording.cut(device)
            break
    return facts


def _browser(wording: MessageWording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    own: list[re.Match[str]] = []
    for named in _SAID.browser.finditer(plain):
        if _SAID.updated.search(plain, max(0, named.start() - 10), named.start()):
            continue
        works = _elsewhere(plain, named)
        if works and _SAID.on_machine.search(plain, max(0, named.start() - 8), named.start()):
            continue  # on another machine, not in another browser
        if works is not None:
            facts["other_browser_ok"] = works
        elif not _SAID.no_browser.match(plain, named.end()):
            own.append(named)
    blamed = (n for n in own if (said := said_of(plain, n.end())) and said.works is False)
    if own:
        named = next(blamed, own[0])
        facts["browser"] = (named.lastgroup or "").replace("_", " ").title()
    return facts


def _elsewhere(plain: str, named: "re.Match[str]") -> bool | None:
    """Whether it works in this browser, when it is named as another one than the usual."""
    if _SAID.moved.match(plain, named.end()):
        return True
    if _SAID.together.match(plain, named.end()):
        return False
    said = said_of(plain, named.end())
    if said is None:
        works = said_in_english(plain, named, "other_browser_ok")
        return None if works is False and not _SAID.same_en.search(plain) else works
    if said.works is False and not said.also:
        return None
    return said.works
