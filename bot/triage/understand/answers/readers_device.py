"""Reads whether phones, computers or both have the trouble."""

from bot.model.understanding import FactValue
from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.readers_state import former_or_latter
from bot.triage.understand.answers.words_verdict import WORDS, fine
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("device", "both only not_used")


def mobile_or_pc(heard: HeardAnswer) -> Answer:
    """Where it happens; the other one is fine when it is said to be, or "only" is said."""
    facts: dict[str, FactValue] = {}
    for clause in heard.clauses:
        facts |= _of(clause, heard, facts)
    for fact in ("mobile_ok", "pc_ok"):
        if heard.facts.get(fact) is True:
            facts.setdefault(fact, True)
    if not facts and heard.alone and (which := former_or_latter(heard.plain)):
        return {("mobile_ok", "pc_ok")[which - 1]: False}
    return facts or None


def _of(clause: str, heard: HeardAnswer, before: dict[str, FactValue]) -> dict[str, FactValue]:
    """What one clause says: trouble where it is named in answer, unless it says that all is well."""
    mobile, pc = WORDS.mobile.search(clause), WORDS.pc.search(clause)
    said = fine(clause)
    if _SAID.both.search(clause) and not (said and before):
        works = said is True
        return {"mobile_ok": works, "pc_ok": works}
    if bool(mobile) is bool(pc):
        return _apart(clause) if mobile else {}
    here, there = ("mobile_ok", "pc_ok") if mobile else ("pc_ok", "mobile_ok")
    if _SAID.not_used.search(clause):
        return {here: False} if "しか" in clause else {}
    only = _SAID.only.search(clause) is not None
    if said is True and not only:
        return (
            {here: True}
            if here in before or there in before or len(heard.clauses) > 1
            else {here: True, there: False}
        )
    found: dict[str, FactValue] = {here: False}
    if only and there not in before:
        found[there] = True
    return found


def _apart(clause: str) -> dict[str, FactValue]:
    """One clause that names both: "on the phone but not on the PC"."""
    mobile, pc = WORDS.mobile.search(clause), WORDS.pc.search(clause)
    if not mobile or not pc:
        return {}
    first, second = (
        ("mobile_ok", "pc_ok") if mobile.start() < pc.start() else ("pc_ok", "mobile_ok")
    )
    middle = max(mobile.start(), pc.start())
    one, other = fine(clause[:middle]), fine(clause[middle:])
    if other is None:
        return {"mobile_ok": False, "pc_ok": False} if one is None or not one else {}
    return {first: (not other) if one is None else one, second: other}
