"""One reader for each question: what an answer to it states, or None when it is not answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.model.understanding import FactValue
from bot.triage.understand.answers.words_verdict import WORDS, clauses, fine, wants, wishes
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "others",
    "not_apps none_of not_people apps bare_no people not_only have_it several some not_shown shown",
)


@dataclass(frozen=True)
class HeardAnswer:
    """An answer as the readers of single questions get it."""

    wording: MessageWording
    lang: str
    facts: Mapping[str, FactValue]  # what the message says by itself
    names: tuple[str, ...]  # products named in it
    unlisted: str | None
    alone: bool = True  # it can only be meant for the question at hand
    tells: bool = False  # it tells something, and is no message of another sort

    @property
    def plain(self) -> str:
        return self.wording.plain

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        return tuple(clauses(self.plain))


Answer = dict[str, FactValue] | None  # None: this question is not answered here


def other_apps(heard: HeardAnswer) -> Answer:
    """Other apps work, or none does."""
    if _SAID.none_of.search(heard.plain):
        return {"other_apps_ok": False}
    if "other_apps_ok" in heard.facts:
        return {"other_apps_ok": heard.facts["other_apps_ok"]}
    rest = [c for c in heard.clauses if WORDS.rest_fine.search(c)]
    for clause in (*rest, *heard.clauses):
        if wishes(clause) or _SAID.not_apps.search(clause):
            continue
        said = fine(clause)
        if WORDS.this_app.search(clause) or WORDS.some_apps.search(clause):
            return {"other_apps_ok": True}
        if WORDS.all_apps.search(clause) and not WORDS.rest_fine.search(clause):
            return {"other_apps_ok": said is True}
        topical = WORDS.rest_fine.search(clause) or _SAID.apps.search(clause)
        if said is not None and (topical or heard.alone) and not _SAID.bare_no.search(clause):
            return {"other_apps_ok": said}
    return None


def other_users(heard: HeardAnswer) -> Answer:
    """Others have it too, or only the writer."""
    named = [c for c in heard.clauses if _SAID.people.search(c)]
    for clause in (*named, *heard.clauses):
        works = _works_for_others(clause, alone=heard.alone)
        if works is not None:
            return {"other_users_ok": works}
    if "other_users_ok" in heard.facts:
        return {"other_users_ok": heard.facts["other_users_ok"]}
    return None


def _works_for_others(clause: str, *, alone: bool) -> bool | None:
    not_only = _SAID.not_only.search(clause) is not None
    if WORDS.only_me.search(clause) and not not_only:
        return True
    if _SAID.not_people.search(clause) or (wishes(clause) and not _told_of_others(clause)):
        return None
    if _SAID.have_it.search(clause) and (
        _SAID.people.search(clause) or WORDS.everyone.search(clause)
    ):
        return False
    said = fine(clause)
    if WORDS.everyone.search(clause):
        return said is True and not WORDS.too.search(clause) and not _SAID.some.search(clause)
    spared = _SAID.not_shown.search(clause) is not None
    if _SAID.people.search(clause):
        if spared or said is not None:
            return spared or said
        return False if not_only or WORDS.too.search(clause) else None
    if not_only or _SAID.several.search(clause):
        return False
    return _implied(clause, said=said) if alone and not _SAID.bare_no.search(clause) else None


def _told_of_others(clause: str) -> bool:
    return _SAID.people.search(clause) is not None and not wants(clause)


def _implied(clause: str, *, said: bool | None) -> bool | None:
    if _SAID.not_shown.search(clause):
        return True
    return False if _SAID.shown.search(clause) else said
