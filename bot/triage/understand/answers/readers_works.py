"""Whether something works, that the trouble is over, and the bare names that only a question makes sentences."""

import re
from collections.abc import Collection, Iterable, Sequence

from bot.lexicon.meanings import Meanings
from bot.triage.understand.answers.heard import (
    SAID,
    Answer,
    HeardAnswer,
    agrees,
    clauses,
    fine,
    wants,
    wishes,
)
from bot.triage.understand.facts.results import Sign, told_in
from bot.triage.understand.facts.verdict import polarity
from bot.triage.understand.wording import MessageWording

# ``topics``: what a clause is about when it names the thing itself.
WORKS = Meanings(
    "works",
    "symptom_shows symptom_gone claim particles of_kintone holds_up sluggish slow exists "
    "bare topics. loose. only_here.",
)
_ENDS = Meanings(
    "ends",
    "over now_looked unreal unsure_end elsewhere by_trying no_good still works at_last surprise",
)
_TOLD = Meanings("told", "mistake")
_BARE = Meanings("bare", "lead tail sentence nowhere courtesy")

LONGEST_BARE = 48  # characters of a clause that leaves its subject unsaid
# Asked of the line, slow is trouble: what holds up every site is not this site.
_LINE = "other_sites"
_KEPT_IN = frozenset({"bell", "records_ok"})
_OTHER_PLACE = ("other_browser", "incognito", "other_network", "other_sites", "portal")
LONGEST_NAME = 30
_PHRASE = re.compile(r"(?:[^。、\n,;.!]|\.(?!\s|$))+")
LONGEST_TOLD = 80


def works(heard: HeardAnswer, key: str, fact: str, *, same_is_bad: bool) -> Answer:
    """Whether it works, as ``fact``; in an answer without a topic, what was asked about is its subject."""
    said = about(heard, key)
    if said is None and fact in heard.facts:
        return {fact: heard.facts[fact]}
    if said is False and heard.facts.get(fact) is True:
        return {fact: True}  # "Edge fails, Chrome works": the other one is the one that works
    if said is None and same_is_bad and (here := WORKS.group("only_here").get(key)):
        said = True if here.search(heard.plain) else None
    if said is None and heard.alone:
        said = _implied(heard, key, same_is_bad=same_is_bad)
    return None if said is None else {fact: said}


def about(heard: HeardAnswer, key: str, *, strict: bool = False) -> bool | None:
    """What the clause that names the topic says of it, or the one that follows it."""
    topic, loose = WORKS[f"topics.{key}"], None if strict else WORKS.group("loose").get(key)
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


def just_works(clauses: Sequence[str]) -> bool:
    """Whether the writer says that it works, of nothing in particular, and nothing fails after."""
    said = [fine(c) for c in clauses]
    return False not in said and any(_ENDS.works.search(c) for c in clauses)


def is_over(clauses: Iterable[str]) -> bool:
    """Whether the trouble has ended, by the writer's own last word about it."""
    over = False
    for clause in clauses:
        if ends(clause):
            over = True
        elif over and (_ENDS.no_good.search(clause) or fine(clause) is False):
            over = False
    return over


def ends(clause: str) -> bool:
    """Whether a clause says that the trouble is over, here and now."""
    if _ENDS.unreal.search(clause) or _ENDS.elsewhere.search(clause) or _names_other_place(clause):
        return False
    if _ENDS.now_looked.search(clause) and fine(clause) is True:
        return True
    told = _ENDS.over.search(clause)
    return told is not None and not _ENDS.unsure_end.match(clause, told.end())


def _names_other_place(clause: str) -> bool:
    return any(WORKS[f"topics.{key}"].search(clause) for key in _OTHER_PLACE)


def is_still(clauses: Iterable[str]) -> bool:
    """Whether it is said that the trouble goes on in spite of what was done."""
    return any(
        (_ENDS.no_good.search(c) or _ENDS.still.search(c))
        and not _names_other_place(c)
        and not SAID.untested.search(c)
        for c in clauses
    )


def by_trying(clauses: Iterable[str]) -> bool:
    """Whether an end is told as what came of something that was done."""
    return any(_ENDS.over.search(c) and _ENDS.by_trying.search(c) for c in clauses)


def helped(plain: str) -> bool | None:
    """What came of switching something off: it helped, it did not, or nothing is told.

    What happens once it is on again is no outcome.
    """
    told = told_in(plain)
    if told.switched_on and not told.switched_off:
        return None
    if told.verdict is None:
        return None if told.vetoes else polarity(plain, 0, len(plain))
    return None if told.verdict is Sign.HALF else told.verdict is Sign.WORKED


def bare_name(heard: HeardAnswer) -> str | None:
    """What is named, without the words around it; None when there is a sentence of its own.

    Looks only at the last of its phrases that names something ("at home, in Yokohama").
    """
    if not heard.alone or SAID.unsure.search(heard.plain) or SAID.untested.search(heard.plain):
        return None
    for begin, end in reversed(_phrases(heard.plain)):
        phrase = heard.plain[begin:end].lstrip()
        lead = _BARE.lead.match(phrase)
        start = end - len(phrase) + (lead.end() if lead else 0)
        tail = _BARE.tail.search(heard.plain[start:end])
        stop = start + tail.start() if tail else end
        core = heard.plain[start:stop].strip()
        if (
            fine(core) is not None
            or ends(core)
            or _BARE.sentence.search(core)
            or agrees(core) is not None
            or len(core) > LONGEST_NAME
        ):
            return None
        if re.search(r"\w", core) and not _BARE.nowhere.fullmatch(core):
            return heard.wording.written[start:stop].strip()
    return None


def _phrases(plain: str) -> list[tuple[int, int]]:
    spans = (m.span() for m in _PHRASE.finditer(plain) if m.group().strip())
    found = [s for s in spans if not _BARE.courtesy.search(plain[s[0] : s[1]])]
    if len(found) > 1:
        found = [s for s in found if not wishes(plain[s[0] : s[1]])]
    return found if len(found) <= 3 else []


def is_mistake(plain: str) -> bool:
    """Whether nothing was wrong but something that the writer did or saw."""
    return _TOLD.mistake.search(plain) is not None


def came_by_surprise(plain: str) -> bool:
    """Whether something comes as a surprise, so that its writer has done nothing about it: "oh, it opens"."""
    return _ENDS.surprise.search(plain) is not None


def came_at_last(plain: str) -> bool:
    """Whether something comes as a surprise, or after waiting: "oh, it opens"."""
    return _ENDS.at_last.search(plain) is not None


def tells_of_the_end(plain: str, tried: Collection[str]) -> bool:
    """Whether "it works" tells how the trouble ended that was reported, and answers nothing that was asked.

    So it is where it came of something that was done (``tried``, or what the words tell) or came at last, and
    nothing is named that is asked about.
    """
    if any(topic.search(plain) for topic in WORKS.group("topics").values()):
        return False
    told = told_in(plain)
    done = bool(tried) or bool(told.measures) or came_at_last(plain)
    return done and told.verdict is Sign.WORKED and not told.vetoes


def tells(wording: MessageWording) -> bool:
    """Whether a short text tells something, rather than greets, thanks, asks or puts off."""
    text = wording.plain.strip()
    works = any(fine(c) or ends(c) for c in clauses(text))
    told = not works and len(text) <= LONGEST_TOLD and re.search(r"\w{2}", text) is not None
    return told and not _BARE.courtesy.search(text) and not wishes(text) and agrees(text) is None
