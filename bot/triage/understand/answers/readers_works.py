"""Reads whether something works, from the clause that is about it or from the bare answer."""

import re
from collections.abc import Callable

from bot.triage.understand.answers.readers import Answer, HeardAnswer
from bot.triage.understand.answers.words_verdict import fine, wants, wishes
from bot.triage.understand.lexicon import Meanings

# ``topics``: what a clause is about when it names the thing itself.
WORKS = Meanings(
    "works",
    "symptom_shows symptom_gone claim particles of_kintone holds_up sluggish slow exists "
    "bare topics. loose. only_here.",
)

LONGEST_BARE = 48  # characters of a clause that leaves its subject unsaid


def works(fact: str, key: str, *, same_is_bad: bool = False) -> Callable[[HeardAnswer], Answer]:
    """Reads ``fact``; in an answer without a topic, what was asked about is its subject."""

    def read(heard: HeardAnswer) -> Answer:
        said = about(heard, key)
        if said is None and fact in heard.facts:
            return {fact: heard.facts[fact]}
        if said is None and same_is_bad and (here := WORKS.group("only_here").get(key)):
            said = True if here.search(heard.plain) else None
        if said is None and heard.alone:
            said = _implied(heard, key, same_is_bad=same_is_bad)
        return None if said is None else {fact: said}

    return read


def about(heard: HeardAnswer, key: str, *, strict: bool = False) -> bool | None:
    """What the clause that names the topic says of it, or the one that follows it."""
    topic, loose = WORKS.group("topics")[key], None if strict else WORKS.group("loose").get(key)
    near = False
    for clause in heard.clauses:
        named = topic.search(clause)
        if named is None and loose and not foreign(clause, key):
            named = loose.search(clause)
        if named and strict and not WORKS.claim.search(clause):
            named = None
        if not named and (not near or foreign(clause, key) or strict):
            near = False
            continue
        near = True
        by_name = topic.search(clause) is not None
        unsaid = wants(clause) if by_name else wishes(clause)
        if key == _LINE and not unsaid and (held_up := _held_up(clause)) is not None:
            return not held_up
        slow = key != "ui_ok" and WORKS.slow.search(clause) is not None
        said = None if unsaid or slow else _of(clause, named)
        if said is not None:
            return said
    return None


def _of(clause: str, named: "re.Match[str] | None") -> bool | None:
    after = (
        None
        if named is None or clause.isascii()
        else fine(WORKS.particles.sub("", clause[named.end() :]))
    )
    return fine(clause) if after is None else after


def foreign(clause: str, key: str) -> bool:
    """Whether a clause names something else than was asked about."""
    return any(k != key and t.search(clause) for k, t in WORKS.group("topics").items())


def _implied(heard: HeardAnswer, key: str, *, same_is_bad: bool) -> bool | None:
    slow = None  # to be slow is to work
    for clause in heard.clauses:
        if _is_off_topic(clause, key):
            continue
        if key == _LINE and (held_up := _held_up(clause)) is not None:
            slow = not held_up
            continue
        if key != "ui_ok" and WORKS.slow.search(clause):
            slow = True
            continue
        if same_is_bad and WORKS.symptom_gone.search(clause):
            return True
        if same_is_bad and WORKS.symptom_shows.search(clause):
            return False
        if key == "ui_ok" and WORKS.sluggish.search(clause):
            return False
        said = fine(clause) if WORKS.bare.search(clause) is None else None
        if said is None and key in _KEPT_IN and WORKS.exists.search(clause):
            return True
        if said is not None:
            return said
    return slow


def _is_off_topic(clause: str, key: str) -> bool:
    """Whether a clause wishes, speaks of something else, or is too long to leave its subject unsaid."""
    if wishes(clause) or foreign(clause, key) or len(clause) > LONGEST_BARE:
        return True
    return key == _LINE and WORKS.of_kintone.search(clause) is not None


def _held_up(clause: str) -> bool | None:
    """Whether a clause says that pages are slow to come; None when it speaks of no speed."""
    if WORKS.holds_up.search(clause):
        return True
    return False if WORKS.slow.search(clause) else None


# Asked of the line, slow is trouble: what holds up every site is not this site.
_LINE = "other_sites"
# Trouble that is only in the place at hand is not in another.
_KEPT_IN = frozenset({"bell", "records_ok"})
