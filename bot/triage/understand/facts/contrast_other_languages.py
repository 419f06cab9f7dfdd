"""What works elsewhere, in English and the other languages."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.verdict import verdict_en
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings(
    "abroad",
    "latin abroad everyone every_app shared none_of too clause_end before joined denied "
    "elliptic same_en portal_too judged_abroad saying_abroad named axes. everywhere. "
    "only_en. nouns_abroad.",
)

LONGEST_TAIL = 44
# Trouble wherever one looks.
# Where trouble by itself is but the complaint.
_SIDES = frozenset({"mobile_ok", "pc_ok"})
_SENTENCE_END = re.compile(r"[.。,,!!??\n]")
LONGEST_GAP = 24
# Where any trouble, not only the same, is an answer: "the portal does not open".
_ANY_TROUBLE = frozenset({"portal_ok", "other_sites_ok"})


def read_abroad(plain: str, *, told: bool = True) -> dict[str, FactValue]:
    """``*_ok`` facts in texts that are not Japanese."""
    facts: dict[str, FactValue] = {}
    if _SAID.latin.search(plain):
        _read_english(plain, facts, told=told)
    if _SAID.abroad.search(plain):
        _read_others(plain, facts, told=told)
    return facts


def _read_others(plain: str, facts: dict[str, FactValue], *, told: bool) -> None:
    for axis, nouns in _SAID.group("nouns_abroad").items():
        for noun in nouns.finditer(plain):
            end = min(len(plain), noun.end() + LONGEST_GAP)
            stop = _SENTENCE_END.search(plain, noun.end(), end)
            judged = _SAID.judged_abroad.search(plain, noun.end(), stop.start() if stop else end)
            if judged is None or _SAID.saying_abroad.search(plain, noun.end(), judged.start()):
                continue
            works = judged.lastgroup == "good"
            if works or (told and axis not in _SIDES and not _SAID.named.match(noun.group())):
                facts[axis] = works
                break


def _read_english(plain: str, facts: dict[str, FactValue], *, told: bool) -> None:
    for axis, nouns in _SAID.group("axes").items():
        said = (said_in_english(plain, noun, axis) for noun in nouns.finditer(plain))
        works = next((s for s in said if s is not None), None)
        if works or (told and works is not None):
            facts[axis] = works
    for axis, only in _SAID.group("only_en").items() if told else ():
        if axis not in facts and only.search(plain):
            facts[axis] = True
    for axis, nouns in (("other_users_ok", _SAID.everyone), ("other_apps_ok", _SAID.every_app)):
        if axis not in facts and (every := nouns.search(plain)) and _of_every(plain, every):
            facts[axis] = True
    if told:
        _same_everywhere(plain, facts)


def _same_everywhere(plain: str, facts: dict[str, FactValue]) -> None:
    for axis, everywhere in _SAID.group("everywhere").items():
        if axis not in facts and everywhere.search(plain):
            facts[axis] = False
    if "other_users_ok" not in facts and _SAID.shared.search(plain):
        facts["other_users_ok"] = False
    if _SAID.portal_too.search(plain):
        facts["portal_ok"] = False


def _of_every(plain: str, every: "re.Match[str]") -> bool | None:
    """What is said of all of them. That all of them fail is but the complaint."""
    end = min(len(plain), every.end() + LONGEST_TAIL)
    stop = _SAID.clause_end.search(plain, every.end(), end)
    return verdict_en(plain, every.end(), stop.start() if stop else end)


def said_in_english(plain: str, noun: "re.Match[str]", axis: str = "") -> bool | None:
    """What the clause says after the noun, or right before it."""
    if axis == "other_users_ok" and _SAID.elliptic.match(plain, noun.end()):
        return True
    start = max(_sentence_start(plain, noun.start()), noun.start() - LONGEST_TAIL)
    if _SAID.too.match(plain, noun.end()) and (as_well := _verdict_before(plain, noun.start())):
        return as_well
    before = next(reversed([*_SAID.before.finditer(plain, start, noun.start())]), None)
    if before and _SAID.joined.fullmatch(plain, before.end(), noun.start()):
        denied = _SAID.denied.search(plain, start, before.start()) is not None
        is_good = before.lastgroup == "good" and not denied
        return is_good or (False if axis not in ("pc_ok", "mobile_ok") else _neither(before))
    end = min(len(plain), noun.end() + LONGEST_TAIL)
    stop = _SAID.clause_end.search(plain, noun.end(), end)
    if stop and stop.group() == "?":
        return None
    works = verdict_en(plain, noun.end(), stop.start() if stop else end)
    if works is not None and _SAID.none_of.search(plain[max(0, noun.start() - 24) : noun.start()]):
        return not works
    if works is False and axis not in _ANY_TROUBLE:
        return False if _SAID.same_en.search(plain, start, stop.start() if stop else end) else None
    return works


def _verdict_before(plain: str, at: int) -> bool | None:
    """What is said in the same sentence before "other apps too"."""
    start = max(plain.rfind(mark, max(0, at - LONGEST_TAIL), at) for mark in ".\n!?;") + 1
    return verdict_en(plain, max(start, at - LONGEST_TAIL), at)


def _neither(before: "re.Match[str]") -> bool | None:
    return False if before.group() in ("neither", "nor", "same") else None


def _sentence_start(plain: str, at: int) -> int:
    return max(plain.rfind(mark, max(0, at - LONGEST_TAIL), at) for mark in ".\n!?;,") + 1
