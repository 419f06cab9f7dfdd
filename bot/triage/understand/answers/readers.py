"""One reader for each question: what an answer to it states, or None when it is not answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.model.understanding import FactValue
from bot.triage.understand.answers import words
from bot.triage.understand.answers.words_verdict import clauses, fine, wants, wishes
from bot.triage.understand.lexicon import MeaningPattern
from bot.triage.understand.wording import MessageWording

_NOT_APPS = MeaningPattern("<others.not_apps>")
_NONE_OF = MeaningPattern("<others.none_of>")
_NOT_PEOPLE = MeaningPattern("<others.not_people>")
_APPS = MeaningPattern("<others.apps>")
_BARE_NO = MeaningPattern("<others.bare_no>")
_PEOPLE = MeaningPattern("<others.people>")
_NOT_ONLY = MeaningPattern("<others.not_only>")
_HAVE_IT = MeaningPattern("<others.have_it>")
_SEVERAL = MeaningPattern("<others.several>")
_SOME = MeaningPattern("<others.some>")
_NOT_SHOWN = MeaningPattern("<others.not_shown>")
_SHOWN = MeaningPattern("<others.shown>")


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
    if _NONE_OF.search(heard.plain):
        return {"other_apps_ok": False}
    if "other_apps_ok" in heard.facts:
        return {"other_apps_ok": heard.facts["other_apps_ok"]}
    rest = [c for c in heard.clauses if words.REST_FINE.search(c)]
    for clause in (*rest, *heard.clauses):
        if wishes(clause) or _NOT_APPS.search(clause):
            continue
        said = fine(clause)
        if words.THIS_APP.search(clause) or words.SOME_APPS.search(clause):
            return {"other_apps_ok": True}
        if words.ALL_APPS.search(clause) and not words.REST_FINE.search(clause):
            return {"other_apps_ok": said is True}
        topical = words.REST_FINE.search(clause) or _APPS.search(clause)
        if said is not None and (topical or heard.alone) and not _BARE_NO.search(clause):
            return {"other_apps_ok": said}
    return None


def other_users(heard: HeardAnswer) -> Answer:
    """Others have it too, or only the writer."""
    named = [c for c in heard.clauses if _PEOPLE.search(c)]
    for clause in (*named, *heard.clauses):
        works = _works_for_others(clause, alone=heard.alone)
        if works is not None:
            return {"other_users_ok": works}
    if "other_users_ok" in heard.facts:
        return {"other_users_ok": heard.facts["other_users_ok"]}
    return None


def _works_for_others(clause: str, *, alone: bool) -> bool | None:
    not_only = _NOT_ONLY.search(clause) is not None
    if words.ONLY_ME.search(clause) and not not_only:
        return True
    if _NOT_PEOPLE.search(clause) or (wishes(clause) and not _told_of_others(clause)):
        return None
    if _HAVE_IT.search(clause) and (_PEOPLE.search(clause) or words.EVERYONE.search(clause)):
        return False
    said = fine(clause)
    if words.EVERYONE.search(clause):
        return said is True and not words.TOO.search(clause) and not _SOME.search(clause)
    spared = _NOT_SHOWN.search(clause) is not None
    if _PEOPLE.search(clause):
        if spared or said is not None:
            return spared or said
        return False if not_only or words.TOO.search(clause) else None
    if not_only or _SEVERAL.search(clause):
        return False
    return _implied(clause, said=said) if alone and not _BARE_NO.search(clause) else None


def _told_of_others(clause: str) -> bool:
    return _PEOPLE.search(clause) is not None and not wants(clause)


def _implied(clause: str, *, said: bool | None) -> bool | None:
    if _NOT_SHOWN.search(clause):
        return True
    return False if _SHOWN.search(clause) else said
