"""Macros: keeps what staff saved as a reply, and fills one in for a case. Nothing is sent by itself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.desk.publications import Publications
from bot.model.conversation import Conversation
from bot.model.identity import is_verified, name_behind
from bot.model.incident import Incident
from bot.model.macro import Macro, MacroEvent, MacroSaved
from bot.model.organisation import KnownOrganisation
from bot.text.normalise import fold
from bot.texts.loader import LANGUAGES, in_language, say, spoken

MOST = 200  # macros that are kept
LONGEST_NAME = 80  # characters
LONGEST_TEXT = 4_000  # characters in one language
_BRACED = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
_BRACE = re.compile(r"[{}｛｝]")
_ZONES = {"ja": ZoneInfo("Asia/Tokyo"), "en": ZoneInfo("UTC")}


class Variable(StrEnum):
    """What is filled into a macro for a case; written in braces, of either width."""

    ORGANISATION = "organisation"
    PERSON = "person"
    AGENT = "agent"
    CASE = "case"
    INCIDENT = "incident"  # the title of its post on the public page
    NEXT_UPDATE = "next_update"


class Macros(Protocol):
    """The part of ``UnitOfWork`` that keeps macros."""

    def macro(self, ident: str) -> Macro | None: ...

    def macros(self) -> list[Macro]:
        """All of them, by name."""
        ...

    def macro_names(self) -> tuple[str, ...]:
        """Their names alone, in order."""
        ...

    def save_macro(self, macro: Macro) -> None: ...
    def drop_macro(self, ident: str) -> None: ...


class MacrosAndNumbers(Macros, Protocol):
    """What keeping one needs."""

    def number(self, name: str) -> int: ...


class MacrosAndPosts(Macros, Publications, Protocol):
    """What filling one in looks at."""

    def incident(self, incident_id: str) -> Incident | None: ...
    def organisation(self, ident: str) -> KnownOrganisation | None: ...


@dataclass(frozen=True, slots=True)
class MacroFault:
    """Why a macro cannot be saved: a key of the texts ``macros.fault.…``, and the word it is about."""

    key: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class FilledMacro:
    """A macro filled in for a case. ``missing``: what is not known there and still stands in braces.

    ``lang``: the language of its text, which is not the customer's where nobody wrote it in theirs.
    """

    text: str
    lang: str
    missing: tuple[str, ...] = ()


def fault_of(
    name: str, texts: Mapping[str, str], ident: str, known: Iterable[Macro]
) -> MacroFault | None:
    """Why a macro cannot be saved under an id ("": as a new one); None when it can."""
    others = [macro for macro in known if macro.id != ident]
    if not name:
        return MacroFault("name")
    if len(name) > LONGEST_NAME:
        return MacroFault("name_long")
    if any(macro.name == name for macro in others):
        return MacroFault("name_taken")
    if not any(texts.values()):
        return MacroFault("text")
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        return MacroFault("text_long")
    if not ident and len(others) >= MOST:
        return MacroFault("many")
    return next((found for text in texts.values() if (found := _odd_in(text))), None)


def _odd_in(text: str) -> MacroFault | None:
    for word in _BRACED.findall(text):
        if word.strip() not in set(Variable):
            return MacroFault("variable", word.strip()[:40])
    return MacroFault("brace") if _BRACE.search(_BRACED.sub("", text)) else None


def keep(event: MacroEvent, work: MacrosAndNumbers) -> None:
    """Carry out what staff did with a macro; what cannot be saved, or is unknown, does nothing."""
    if not isinstance(event, MacroSaved):
        work.drop_macro(event.macro)
        return
    texts = {lang: text for lang, text in event.texts.items() if text and lang in LANGUAGES}
    known = work.macros()
    is_known = not event.macro or any(macro.id == event.macro for macro in known)
    if is_known and fault_of(event.name, texts, event.macro, known) is None:
        ident = event.macro or f"M{work.number('macro')}"
        work.save_macro(Macro(ident, event.name, texts, event.at))


def filled(
    macro: Macro,
    conversation: Conversation,
    case: str,
    by: tuple[str, datetime],
    work: MacrosAndPosts,
) -> FilledMacro:
    """A macro in the customer's language, filled in for a case. ``by``: who writes, and when."""
    order = (spoken(conversation.lang), *LANGUAGES)
    lang = next(each for each in order if macro.texts.get(each))
    agent, now = by
    values = {
        Variable.ORGANISATION: _organisation(conversation, lang, work),
        Variable.PERSON: conversation.name or say(lang, "macros.person.unknown"),
        Variable.AGENT: agent,
        Variable.CASE: case,
        **_of_incident(conversation, lang, now, work),
    }
    missing: dict[str, None] = {}

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        if known := values.get(Variable(name)) if name in set(Variable) else None:
            return known
        missing[name] = None
        return f"{{{name}}}"

    text = _BRACED.sub(value, macro.texts[lang])
    return FilledMacro(text, lang, tuple(missing))


def meant(typed: str, macros: Iterable[Macro]) -> tuple[Macro, ...]:
    """The macros that somebody may mean: the one of that name, or all whose name holds what was typed."""
    known, part = tuple(macros), fold(typed)
    exact = tuple(macro for macro in known if macro.name == typed)
    return exact or tuple(macro for macro in known if part and part in fold(macro.name))


def left_open(text: str) -> tuple[str, ...]:
    """The variables that still stand in a reply, in order."""
    found = (word.strip() for word in _BRACED.findall(text))
    return tuple(dict.fromkeys(word for word in found if word in set(Variable)))


def _organisation(conversation: Conversation, lang: str, work: MacrosAndPosts) -> str:
    """What a customer's organisation is called to them: as registered, or as they typed it themselves.

    The key of a verified one is its name only where it is no domain or id, which are in Latin letters.
    """
    key = conversation.tenant
    registered = work.organisation(key)
    if registered is not None and registered.name:
        return registered.name
    is_name = not (is_verified(key) and key.isascii())
    return (name_behind(key) if is_name else "") or say(lang, "macros.organisation.unknown")


def _of_incident(
    conversation: Conversation, lang: str, now: datetime, work: MacrosAndPosts
) -> dict[Variable, str]:
    """What the public page says of the incident that explains a conversation, as far as it does."""
    incident = work.incident(conversation.incident) if conversation.incident else None
    if incident is None:
        return {}
    found: dict[Variable, str] = {}
    post = next((post for post in work.posts() if post.incident == incident.id), None)
    if post is not None:
        found[Variable.INCIDENT] = in_language(post.titles, lang)
    due = incident.next_update_at
    if due is not None and due > now:
        found[Variable.NEXT_UPDATE] = say(lang, "macros.moment", at=due.astimezone(_ZONES[lang]))
    return found
