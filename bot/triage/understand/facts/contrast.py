"""What works elsewhere: other apps, people, networks, browsers, machines.

A Japanese noun is followed by its particle and what is said of it: は, では and なら set apart, も and
すら say that it is the same; だけ and のみ with trouble say that it works everywhere else. What is said
of all of them (全員, どのアプリも) holds for the others as well.
"""

import re
from collections.abc import Iterator, Mapping

from bot.lexicon.meanings import Meanings
from bot.model.understanding import FactValue
from bot.triage.understand.facts.verdict import clause_end, said_of, verdict, verdict_en
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "contrast",
    "others_too too with_whom mine_too not_only from_others from_work only all_but owned axes. every. alone.",
)
_ABROAD = Meanings(
    "abroad",
    "latin abroad everyone every_app shared none_of too clause_end before joined denied owned "
    "elliptic on_browser same_en portal_too judged_abroad saying_abroad named axes. everywhere. "
    "only_en. nouns_abroad.",
)
# Where any trouble, not only the same, is an answer: "the portal does not open".
_ANY_TROUBLE = frozenset({"other_apps_ok", "portal_ok", "other_sites_ok"})
_ANSWERS_ALSO = _ANY_TROUBLE - {"other_apps_ok"}  # in English
_SIDES = frozenset({"mobile_ok", "pc_ok"})  # where trouble by itself is but the complaint
_SENTENCE_END = re.compile(r"[.。,,!!??\n]")
LONGEST_TAIL, LONGEST_GAP = 44, 24


def read_contrasts(wording: MessageWording, *, told: bool = True) -> dict[str, FactValue]:
    """``*_ok`` facts: true where it works, false where it fails just the same.

    Without ``told`` (no trouble of one's own) what is only asked says nothing.
    """
    plain = wording.plain if told else wording.stated
    facts: dict[str, FactValue] = {} if plain.isascii() else _of_topics(plain)
    if told:
        _alone(wording.stated, facts)
    for axis, nouns in () if plain.isascii() else _SAID.group("every").items():
        too = _SAID.others_too if told and axis == "other_apps_ok" else None
        if axis not in facts and (every := _of_every(plain, nouns, too)) is not None:
            facts[axis] = every
    if told and "other_users_ok" not in facts and _SAID.not_only.search(plain):
        facts["other_users_ok"] = False
    if _SAID.from_others.search(plain):
        mine = (said_of(plain, mine.end()) for mine in _SAID.mine_too.finditer(plain))
        if any(said and said.works for said in mine):
            facts.setdefault("other_users_ok", True)
    for axis, works in read_abroad(plain, told=told).items():
        facts.setdefault(axis, works)
    return facts | _on_another_line(plain, facts, told=told)


def _of_topics(plain: str) -> dict[str, FactValue]:
    """What is said of a noun that is a topic."""
    facts: dict[str, FactValue] = {}
    for axis, nouns in _SAID.group("axes").items():
        said = next((s for s in _sayings(plain, axis, nouns) if s is not None), None)
        if said is not None:
            facts[axis] = said
    if _works_for_its_owner(plain):
        facts.setdefault("other_users_ok", True)
    return facts


def _sayings(plain: str, axis: str, nouns: re.Pattern[str]) -> Iterator[bool | None]:
    for noun in nouns.finditer(plain):
        if _SAID.with_whom.match(plain, noun.end()) or (
            axis in _SIDES and _is_owned(plain, noun.start(), _SAID.owned)
        ):
            continue
        said = said_of(plain, noun.end())
        if said is None or said.works is not False:
            too = axis == "other_users_ok" and _SAID.too.match(plain, noun.end())
            yield False if too else said.works if said else None
        elif not _SAID.all_but.search(noun.group()):
            yield False if said.also or said.same or axis in _ANY_TROUBLE else None


def _is_owned(plain: str, at: int, owned: re.Pattern[str]) -> bool:
    """Whether the device named at a place is somebody else's ("my boss's phone"), and no other sort of device."""
    return owned.search(plain[max(0, at - LONGEST_GAP) : at]) is not None


def _works_for_its_owner(plain: str) -> bool:
    """Whether it works on a device of somebody else."""
    devices = (n for axis in _SIDES for n in _SAID.group("axes")[axis].finditer(plain))
    owned = (d for d in devices if _is_owned(plain, d.start(), _SAID.owned))
    said = (said_of(plain, device.end()) for device in owned)
    return any(s is not None and s.works for s in said)


def _alone(plain: str, facts: dict[str, FactValue]) -> None:
    for axis, only in _SAID.group("alone").items() if _SAID.only.search(plain) else ():
        match = None if axis in facts else only.search(plain)
        if match and verdict(plain, match.end(), clause_end(plain, match.end())) is not True:
            facts[axis] = True


def _on_another_line(
    plain: str, facts: Mapping[str, FactValue], *, told: bool
) -> dict[str, FactValue]:
    """A phone on which it works is another line, where it fails from a place of work."""
    on_phones = told and facts.get("mobile_ok") is True and "other_network_ok" not in facts
    return {"other_network_ok": True} if on_phones and _SAID.from_work.search(plain) else {}


def _of_every(plain: str, nouns: re.Pattern[str], too: re.Pattern[str] | None) -> bool | None:
    """Whether it works for all of them; that it does not is said only as in ``too``."""
    for every in nouns.finditer(plain):
        works = verdict(plain, every.end(), clause_end(plain, every.end()))
        if works or (too and too.match(plain, every.start())):
            return works is True
    return None


def read_abroad(plain: str, *, told: bool = True) -> dict[str, FactValue]:
    """``*_ok`` facts in texts that are not Japanese."""
    facts: dict[str, FactValue] = {}
    if _ABROAD.latin.search(plain):
        _read_english(plain, facts, told=told)
    if _ABROAD.abroad.search(plain):
        _read_others(plain, facts, told=told)
    return facts


def _read_others(plain: str, facts: dict[str, FactValue], *, told: bool) -> None:
    for axis, nouns in _ABROAD.group("nouns_abroad").items():
        for noun in nouns.finditer(plain):
            end = min(len(plain), noun.end() + LONGEST_GAP)
            stop = _SENTENCE_END.search(plain, noun.end(), end)
            judged = _ABROAD.judged_abroad.search(plain, noun.end(), stop.start() if stop else end)
            if judged is None or _ABROAD.saying_abroad.search(plain, noun.end(), judged.start()):
                continue
            works = judged.lastgroup == "good"
            if axis in _SIDES and _is_of_others(plain, noun, judged.start()):
                continue
            if works or (told and axis not in _SIDES and not _ABROAD.named.match(noun.group())):
                facts[axis] = works
                break


def _is_of_others(plain: str, device: re.Match[str], judged: int) -> bool:
    """Whether a device is that of somebody else ("o computador da colega"), who is named behind it or right before."""
    people = _ABROAD.group("nouns_abroad")["other_users_ok"]
    before = people.finditer(plain, max(0, device.start() - LONGEST_GAP), device.start())
    named = any(device.start() - p.end() <= 2 for p in before)
    return named or people.search(plain, device.end(), judged) is not None


def _read_english(plain: str, facts: dict[str, FactValue], *, told: bool) -> None:
    for axis, nouns in _ABROAD.group("axes").items():
        said = (
            said_in_english(plain, noun, axis)
            for noun in nouns.finditer(plain)
            if axis not in _SIDES or not _is_owned(plain, noun.start(), _ABROAD.owned)
        )
        works = next((s for s in said if s is not None), None)
        if works or (told and works is not None):
            facts[axis] = works
    for axis, only in _ABROAD.group("only_en").items() if told else ():
        if axis not in facts and only.search(plain):
            facts[axis] = True
    for axis, nouns in (("other_users_ok", _ABROAD.everyone), ("other_apps_ok", _ABROAD.every_app)):
        if axis not in facts and (every := nouns.search(plain)) and _of_all_abroad(plain, every):
            facts[axis] = True
    if told:
        _same_everywhere(plain, facts)


def _same_everywhere(plain: str, facts: dict[str, FactValue]) -> None:
    for axis, everywhere in _ABROAD.group("everywhere").items():
        if axis not in facts and everywhere.search(plain):
            facts[axis] = False
    if "other_users_ok" not in facts and _ABROAD.shared.search(plain):
        facts["other_users_ok"] = False
    if _ABROAD.portal_too.search(plain):
        facts["portal_ok"] = False


def _of_all_abroad(plain: str, every: re.Match[str]) -> bool | None:
    """What is said of all of them. That all of them fail is but the complaint."""
    end = min(len(plain), every.end() + LONGEST_TAIL)
    stop = _ABROAD.clause_end.search(plain, every.end(), end)
    return verdict_en(plain, every.end(), stop.start() if stop else end)


def said_in_english(plain: str, noun: re.Match[str], axis: str = "") -> bool | None:
    """What the clause says after the noun, or right before it."""
    at, behind = noun.span()
    of_browser = _ABROAD.on_browser.search(noun.group()) or _ABROAD.on_browser.match(plain, behind)
    if axis == "other_users_ok" and of_browser:
        return None  # what is told of is the browser
    if axis == "other_users_ok" and _ABROAD.elliptic.match(plain, behind):
        return True
    if _ABROAD.too.match(plain, behind) and (
        as_well := verdict_en(plain, _start(plain, at, ".\n!?;"), at)
    ):
        return as_well  # said in the same sentence before "other apps too"
    start = _start(plain, at, ".\n!?;,")
    before = next(reversed([*_ABROAD.before.finditer(plain, start, at)]), None)
    if before and _ABROAD.joined.fullmatch(plain, before.end(), at):
        denied = _ABROAD.denied.search(plain, start, before.start()) is not None
        plainly = axis not in _SIDES or before.group() in ("neither", "nor", "same")
        return (before.lastgroup == "good" and not denied) or (False if plainly else None)
    end = min(len(plain), behind + LONGEST_TAIL)
    stop = _ABROAD.clause_end.search(plain, behind, end)
    if stop and stop.group() == "?":
        return None
    end = stop.start() if stop else end
    works = verdict_en(plain, behind, end)
    if works is not None and _ABROAD.none_of.search(plain[max(0, at - 24) : at]):
        return not works
    if works is False and axis not in _ANSWERS_ALSO:
        return False if _ABROAD.same_en.search(plain, start, end) else None
    return works


def _start(plain: str, at: int, marks: str) -> int:
    """Where the words before a place begin that may be about it."""
    near = max(0, at - LONGEST_TAIL)
    return max(max(plain.rfind(mark, near, at) for mark in marks) + 1, near)
