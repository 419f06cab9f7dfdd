"""On what somebody works: browser and device, and whether another browser does better."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.contrast_other_languages import said_in_english
from bot.triage.understand.facts.verdict import said_of
from bot.triage.understand.lexicon import MeaningPattern
from bot.triage.understand.wording import MessageWording

_BROWSERS = (
    "Chrome",
    "Edge",
    "Firefox",
    "Safari",
    "Internet Explorer",
    "Opera",
    "Brave",
    "Vivaldi",
)
_GROUPS = {name.lower().replace(" ", "_"): name for name in _BROWSERS}
_BROWSER = MeaningPattern("|".join(f"(?P<{group}><machine.{group}>)" for group in _GROUPS))
_NO_BROWSER = MeaningPattern("<machine.no_browser>")
_UPDATED = MeaningPattern("<machine.updated>")
_ON_MACHINE = MeaningPattern("<machine.on_machine>")
_TOGETHER = MeaningPattern("<machine.together>")
_MOVED = MeaningPattern("<machine.moved>")
_DEVICE = MeaningPattern("<machine.device>")


def read_machine(wording: MessageWording) -> dict[str, FactValue]:
    """The browser in use, whether another does better, and the device that has the trouble."""
    facts = _browser(wording)
    for device in _DEVICE.finditer(wording.plain):
        said = said_of(wording.plain, device.end())
        if not (said and said.works):
            facts["device"] = wording.cut(device)
            break
    return facts


def _browser(wording: MessageWording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    own: list[re.Match[str]] = []
    for named in _BROWSER.finditer(plain):
        if _UPDATED.search(plain, max(0, named.start() - 10), named.start()):
            continue
        works = _elsewhere(plain, named)
        if works and _ON_MACHINE.search(plain, max(0, named.start() - 8), named.start()):
            continue  # on another machine, not in another browser
        if works is not None:
            facts["other_browser_ok"] = works
        elif not _NO_BROWSER.match(plain, named.end()):
            own.append(named)
    blamed = (n for n in own if (said := said_of(plain, n.end())) and said.works is False)
    if own:
        named = next(blamed, own[0])
        facts["browser"] = _GROUPS[named.lastgroup or ""]
    return facts


def _elsewhere(plain: str, named: "re.Match[str]") -> bool | None:
    """Whether it works in this browser, when it is named as another one than the usual."""
    if _MOVED.match(plain, named.end()):
        return True
    if _TOGETHER.match(plain, named.end()):
        return False
    said = said_of(plain, named.end())
    if said is None:
        works = said_in_english(plain, named, "other_browser_ok")
        return None if works is False and not _SAME_EN.search(plain) else works
    if said.works is False and not said.also:
        return None
    return said.works


_SAME_EN = MeaningPattern("<machine.same_en>")
