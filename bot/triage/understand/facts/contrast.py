"""What works elsewhere: other apps, people, networks, browsers, machines.

A Japanese noun is followed by its particle and what is said of it: は, では and なら set apart, も and
すら say that it is the same; だけ and のみ with trouble say that it works everywhere else. What is said
of all of them (全員, どのアプリも) holds for the others as well.
"""

import re
from collections.abc import Iterator

from bot.model.understanding import FactValue
from bot.triage.understand.facts.contrast_other_languages import read_abroad
from bot.triage.understand.facts.verdict import clause_end, said_of, verdict
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("contrast", "others_too too mine_too not_only from_others axes. every. alone.")

# Where any trouble, not only the same, is an answer: "the portal does not open".
_ANY_TROUBLE = frozenset({"other_apps_ok", "portal_ok", "other_sites_ok"})


def read_contrasts(wording: MessageWording, *, told: bool = True) -> dict[str, FactValue]:
    """``*_ok`` facts: true where it works, false where it fails just the same.

    Without ``told`` (no trouble of one's own) what is only asked says nothing.
    """
    plain = wording.plain if told else wording.stated
    facts: dict[str, FactValue] = {}
    for axis, nouns in () if plain.isascii() else _SAID.group("axes").items():
        said = next((s for s in _sayings(plain, axis, nouns) if s is not None), None)
        if said is not None:
            facts[axis] = said
    if told and ("だけ" in plain or "のみ" in plain):
        _alone(plain, facts)
    for axis, nouns in () if plain.isascii() else _SAID.group("every").items():
        too = _SAID.others_too if told and axis == "other_apps_ok" else None
        if axis not in facts and (every := _of_every(plain, nouns, too)) is not None:
            facts[axis] = every
    if told and "other_users_ok" not in facts and _SAID.not_only.search(plain):
        facts["other_users_ok"] = False
    if _SAID.from_others.search(plain) and _mine_is_fine(plain):
        facts.setdefault("other_users_ok", True)
    for axis, works in read_abroad(plain, told=told).items():
        facts.setdefault(axis, works)
    return facts


def _sayings(plain: str, axis: str, nouns: re.Pattern[str]) -> Iterator[bool | None]:
    for noun in nouns.finditer(plain):
        said = said_of(plain, noun.end())
        if said is None or said.works or said.works is None:
            too = axis == "other_users_ok" and _SAID.too.match(plain, noun.end())
            yield False if too else said.works if said else None
        elif noun.group().endswith("以外"):
            yield None
        else:
            yield False if said.also or said.same or axis in _ANY_TROUBLE else None


def _of_every(plain: str, nouns: re.Pattern[str], too: re.Pattern[str] | None) -> bool | None:
    """Whether it works for all of them; that it does not is said only as in ``too``."""
    for every in nouns.finditer(plain):
        works = verdict(plain, every.end(), clause_end(plain, every.end()))
        if works or (too and too.match(plain, every.start())):
            return works is True
    return None


def _alone(plain: str, facts: dict[str, FactValue]) -> None:
    for axis, only in _SAID.group("alone").items():
        match = None if axis in facts else only.search(plain)
        if match and verdict(plain, match.end(), clause_end(plain, match.end())) is not True:
            facts[axis] = True


def _mine_is_fine(plain: str) -> bool:
    return any(
        (said := said_of(plain, mine.end())) and said.works
        for mine in _SAID.mine_too.finditer(plain)
    )
