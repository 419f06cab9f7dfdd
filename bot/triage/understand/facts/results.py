"""What each part of a message says came of something: it works, it does not, in part, worse, again.

The one reading of how things went: acts, the outcome of advice and replies go by it. Whose result it
is and of which advice is decided elsewhere.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property, lru_cache

from bot.lexicon.meanings import Meanings, edition
from bot.model.acts import ReportedAction
from bot.triage.understand.facts.verdict import polarity
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "result",
    "clause again said_over page_says gone end round did worked failed worse weak half fitful will "
    "asks wishes others doubts past back done elsewhere denied polite untouched",
)
_CONTRAST = Meanings("contrast", "every.other_users_ok")
_ACTION = Meanings("action", "done_to.")

LONGEST_TOLD = 2_000  # of a message; who tells a result tells it at once


class Sign(Enum):
    """What one part of a message says."""

    WORKED = auto()
    FAILED = auto()
    WEAK = auto()  # it is broken, which need not be the result of anything
    HALF = auto()  # for a moment, in part, a little
    FITFUL = auto()  # it comes and goes
    WILL = auto()  # it is going to be tried
    ASKS = auto()
    WISHES = auto()
    OTHERS = auto()  # somebody else's experience
    DOUBTS = auto()  # perhaps; or the opposite is meant
    PAST = auto()
    BACK = auto()  # what happens when it is undone
    DONE = auto()  # it has been done; what came of it is not said
    ELSEWHERE = auto()  # another place, page or device: an answer rather than a result
    DENIED = auto()  # a good word with a negation before it
    POLITE = auto()  # thanks, yes, understood: nothing is told


VETOES = frozenset(
    {Sign.WILL, Sign.ASKS, Sign.WISHES, Sign.OTHERS, Sign.DOUBTS, Sign.PAST, Sign.DONE}
)
_RESULTS = (Sign.WORKED, Sign.FAILED, Sign.WEAK, Sign.HALF, Sign.FITFUL)
_IN_PART = frozenset({Sign.HALF, Sign.FITFUL})
CURES = frozenset({ReportedAction.RELOADED, ReportedAction.RELOGGED, ReportedAction.UPDATED})
"""What leaves nothing to be undone: who is well after it is rid of the trouble."""


@dataclass(frozen=True, slots=True)
class ToldResults:
    """What a message says of results, in order, and what keeps its other parts from being one.

    ``results`` leaves out what is only meant, asked, hoped, past or somebody else's; ``vetoes`` are
    the reasons for that. ``is_free``: some part says neither, so that it may tell more than the words
    known here. ``undone``: it worked, and once it was undone it was broken again.
    ``elsewhere``: another place, page or device is spoken of. ``did``: a sentence says that it was done.
    ``actions``: what is told to have been done. ``again``: it had been over. ``said_over``: outsiders say
    that it is over. ``of_the_end``: words for the end itself. ``round_it``: a way round the trouble is spoken of.
    ``everybody``: all of them are spoken of. ``worse``: more fails than before. ``rest``: where it is told
    what fails beside something that works, as positions in the plain text; None where nothing is. ``works``:
    beside what it asks it says that something works, and of nothing that it does not.
    """

    results: tuple[Sign, ...] = ()
    vetoes: frozenset[Sign] = frozenset()
    is_free: bool = True
    undone: bool = False
    elsewhere: bool = False
    did: bool = False
    actions: frozenset[ReportedAction] = frozenset()
    again: bool = False
    said_over: bool = False
    of_the_end: bool = False
    round_it: bool = False
    everybody: bool = False
    worse: bool = False
    rest: tuple[int, int] | None = None
    works: bool = False

    @property
    def measures(self) -> frozenset[ReportedAction]:
        """What was done against the trouble; putting something back is not."""
        return self.actions - {ReportedAction.REENABLED}

    @property
    def switched_off(self) -> bool:
        """Whether it tells that something was switched off."""
        return ReportedAction.DISABLED in self.actions

    @property
    def switched_on(self) -> bool:
        """Whether it tells that something was switched on again."""
        return ReportedAction.REENABLED in self.actions

    @property
    def in_part(self) -> bool:
        """Whether something is told to work, and something not, or not always."""
        return Sign.WORKED in self.results and (self.rest is not None or self.is_half)

    @property
    def is_half(self) -> bool:
        """Whether what is told to work does so in part, or not always."""
        return self.verdict in _IN_PART

    @property
    def verdict(self) -> Sign | None:
        """What counts: the last thing said; what worked and then did not is neither."""
        last = self.results[-1] if self.results else None
        if last is Sign.WORKED or last is None:
            return last
        if Sign.WORKED in self.results:
            return Sign.HALF
        told = (Sign.FAILED, Sign.FITFUL, Sign.HALF)
        return next((sign for sign in told if sign in self.results), last)


def actions_in(plain: str) -> dict[ReportedAction, int]:
    """The actions that a plain text says were done, each with where its first mention ends."""
    found = ((action, words.search(plain)) for action, words in _ACTION.group("done_to").items())
    return {ReportedAction(action): match.end() for action, match in found if match}


def may_tell(plain: str) -> bool:
    """Whether a plain text may tell that something works; most reports do not, and need no closer look."""
    return _SAID.worked.search(plain) is not None or _SAID.half.search(plain) is not None


def is_of_a_page(plain: str) -> bool:
    """Whether a plain text says what a page or notice shows, which its writer need not experience."""
    return _SAID.page_says.search(plain) is not None


def told_in(text: str) -> ToldResults:
    """What the parts of a masked text say of results. Never raises."""
    return _told_in(text[:LONGEST_TOLD], edition())


@dataclass(frozen=True)
class _Part:
    """A clause and its signs, each with its first place.

    ``told_from``: where words that tell begin, behind what was done; -1 where none do.
    """

    plain: str
    start: int
    end: int
    here: dict[Sign, int]
    told_from: int

    @cached_property
    def works(self) -> bool | None:
        """What its words come to; None where they say neither."""
        return polarity(self.plain, self.told_from, self.end) if self.told_from >= 0 else None

    @property
    def is_own(self) -> bool:
        """Whether it tells of the writer's present, as far as its signs say."""
        return self.here.keys().isdisjoint(VETOES)


@lru_cache(maxsize=16)  # each message is looked at four times
def _told_in(text: str, _: int) -> ToldResults:
    """What they say by one edition of the lexicon."""
    plain = MessageWording.of(text).plain
    actions = actions_in(plain)
    parts = _parts(plain, [*actions.values()])
    results: list[Sign] = []
    vetoes: set[Sign] = set()
    is_free = undone = False
    for part in parts:
        kept = _kept(part, results)
        undone = undone or _is_undone(part.here, results)
        vetoes |= part.here.keys() & VETOES
        results += kept
        is_free = is_free or part.here.keys() <= {Sign.ELSEWHERE}
    return ToldResults(
        tuple(results),
        frozenset(vetoes),
        is_free,
        undone,
        elsewhere=any(Sign.ELSEWHERE in part.here for part in parts),
        did=_SAID.did.search(plain) is not None,
        actions=frozenset(actions),
        again=_SAID.again.search(plain) is not None,
        said_over=_SAID.said_over.search(plain) is not None,
        of_the_end=_SAID.end.search(plain) is not None,
        round_it=_SAID.round.search(plain) is not None,
        everybody=_CONTRAST["every.other_users_ok"].search(plain) is not None,
        worse=_SAID.worse.search(plain) is not None,
        rest=_rest(plain, parts),
        works=Sign.ASKS in vetoes and _works(parts),
    )


def _parts(plain: str, done: Collection[int]) -> list[_Part]:
    """The clauses of a text with their signs; one behind an action that says nothing else is judged.

    ``done``: where actions end.
    """
    marks = ((sign, _SAID[sign.name.lower()].finditer(plain)) for sign in Sign)
    found = [*_own([(m.start(), sign) for sign, at in marks for m in at], plain)]
    parts = []
    for start, end in _clauses(plain):
        here = {sign: at for at, sign in sorted(found, key=lambda f: f[0]) if start <= at < end}
        before = [at for at in done if at < end]
        judged = max(start, *before) if before else start
        silent = any(
            words.search(plain, start, end)
            for words in (_SAID.page_says, _SAID.did, _SAID.untouched)
        )
        part = _Part(plain, start, end, here, -1 if silent else judged)
        told = here.keys() & {*_RESULTS, Sign.DENIED}
        if before and not told and part.works is not None:
            here[Sign.WORKED if part.works else Sign.WEAK] = start
        parts.append(part)
    return parts


def _works(parts: Sequence[_Part]) -> bool:
    return {part.works for part in parts if part.is_own} - {None} == {True}


def _rest(plain: str, parts: Sequence[_Part]) -> tuple[int, int] | None:
    """Where something is told to fail behind something that works; what is back failed all along."""
    works = False
    for part in parts if len(parts) > 1 else ():
        bad = {Sign.FAILED, Sign.WEAK, Sign.DENIED} & part.here.keys()
        own = not part.here.keys() & (VETOES - {Sign.OTHERS})
        fails = bad or (part.works is False and Sign.WORKED not in part.here)
        if works and own and fails:
            again = Sign.BACK in part.here or _SAID.again.search(plain, part.start, part.end)
            return None if again else (part.start, parts[-1].end)
        good = Sign.WORKED in part.here or (part.works is True and not bad)
        works = works or (good and part.is_own and Sign.BACK not in part.here)
    return None


def _own(found: list[tuple[int, Sign]], plain: str) -> Iterator[tuple[int, Sign]]:
    """The signs, without what a page says, and those of an end that outsiders give as theirs."""
    said = [m.span() for m in _SAID.said_over.finditer(plain)]
    gone = [m.span() for m in _SAID.gone.finditer(plain)]
    told = [*gone, *(m.span() for m in _SAID.page_says.finditer(plain))]
    yield from ((start, Sign.WORKED) for start, _ in gone)
    yield from ((start, Sign.OTHERS) for start, _ in said)
    for at, sign in found:
        if sign is not Sign.WORKED and any(start <= at < end for start, end in told):
            continue
        theirs = sign is Sign.WORKED and any(start <= at < end for start, end in said)
        yield at, Sign.OTHERS if theirs else sign


def _clauses(plain: str) -> list[tuple[int, int]]:
    spans = (m.span() for m in _SAID.clause.finditer(plain))
    return [(start, end) for start, end in spans if re.search(r"\w", plain[start:end])]


def _kept(part: _Part, before: list[Sign]) -> list[Sign]:
    """The results that one part tells, in order; none when they are not yet, or not the writer's.

    What becomes of undoing it ("switched on again it is blank") confirms that it had worked. That
    it fails for others where it works here is half a success.
    """
    here = part.here
    vetoes = here.keys() & VETOES
    if vetoes == {Sign.OTHERS} and Sign.WORKED in before and part.works is False:
        return [Sign.HALF]
    if vetoes or _is_undone(here, before):
        return []
    if Sign.DENIED in here:
        return [Sign.FAILED if Sign.FAILED in here else Sign.WEAK]
    if in_part := _IN_PART & here.keys():
        works = Sign.WORKED in here or (part.works is True and Sign.FITFUL not in here)
        return [Sign.WORKED, *in_part] if works else [*in_part]
    return sorted((sign for sign in here if sign in _RESULTS), key=here.__getitem__)


def _is_undone(here: dict[Sign, int], before: list[Sign]) -> bool:
    """Whether what had worked is told to be broken once it is undone."""
    return Sign.BACK in here and Sign.WORKED in before and Sign.WORKED not in here
