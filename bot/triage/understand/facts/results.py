"""What each part of a message says of an attempt: it worked, it failed, it is only meant, asked or hoped.

The words of results, in general form. Whose result it is and of which advice is decided elsewhere.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from bot.model.acts import ReportedAction
from bot.triage.understand.acts.actions import actions_in
from bot.triage.understand.facts.verdict import polarity
from bot.triage.understand.lexicon import Meanings, edition
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "result",
    "clause again said_over page_says gone end round did worked failed weak half will asks "
    "wishes others doubts past back done elsewhere denied polite",
)
_CONTRAST = Meanings("contrast", "every.other_users_ok")

LONGEST_TOLD = 2_000  # of a message; who tells a result tells it at once


class Sign(Enum):
    """What one part of a message says."""

    WORKED = auto()
    FAILED = auto()
    WEAK = auto()  # it is broken, which need not be the result of anything
    HALF = auto()  # for a moment, in part, a little
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
_RESULTS = (Sign.WORKED, Sign.FAILED, Sign.WEAK, Sign.HALF)


@dataclass(frozen=True, slots=True)
class ToldResults:
    """What a message says of results, in order, and what keeps its other parts from being one.

    ``results`` leaves out what is only meant, asked, hoped, past or somebody else's; ``vetoes`` are
    the reasons for that. ``is_free``: some part says neither, so that it may tell more than the words
    known here. ``undone``: it worked, and once it was undone it was broken again.
    ``elsewhere``: another place, page or device is spoken of. ``did``: a sentence says that it was done.
    ``actions``: what is told to have been done. ``again``: it had been over. ``said_over``: outsiders say
    that it is over. ``of_the_end``: words for the end itself. ``round_it``: a way round the trouble is spoken of.
    ``everybody``: all of them are spoken of.
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
    def verdict(self) -> Sign | None:
        """What counts: the last thing said; what worked and then did not is neither."""
        last = self.results[-1] if self.results else None
        if last is not Sign.WORKED and Sign.WORKED in self.results:
            return Sign.HALF
        return Sign.FAILED if last is not Sign.WORKED and Sign.FAILED in self.results else last


def told_in(text: str) -> ToldResults:
    """What the parts of a masked text say of results. Never raises."""
    return _told_in(text[:LONGEST_TOLD], edition())


@lru_cache(maxsize=16)  # each message is looked at four times
def _told_in(text: str, _: int) -> ToldResults:
    """What they say by one edition of the lexicon."""
    plain = MessageWording.of(text).plain
    found = [(m.start(), sign) for sign in Sign for m in _SAID[sign.name.lower()].finditer(plain)]
    actions = actions_in(plain)
    found = [*_own(found, plain)]
    told = [at for at, sign in found if sign in _RESULTS or sign is Sign.DENIED]
    found += _after(plain, [*actions.values()], told)
    results: list[Sign] = []
    vetoes: set[Sign] = set()
    is_free = undone = False
    for start, end in _clauses(plain):
        here = {sign: at for at, sign in sorted(found, key=lambda f: f[0]) if start <= at < end}
        kept = _kept(here, results)
        undone = undone or _is_undone(here, results)
        vetoes |= here.keys() & VETOES
        results += kept
        is_free = is_free or here.keys() <= {Sign.ELSEWHERE}
    elsewhere = any(sign is Sign.ELSEWHERE for _, sign in found)
    return ToldResults(
        tuple(results),
        frozenset(vetoes),
        is_free,
        undone,
        elsewhere,
        did=_SAID.did.search(plain) is not None,
        actions=frozenset(actions),
        again=_SAID.again.search(plain) is not None,
        said_over=_SAID.said_over.search(plain) is not None,
        of_the_end=_SAID.end.search(plain) is not None,
        round_it=_SAID.round.search(plain) is not None,
        everybody=_CONTRAST["every.other_users_ok"].search(plain) is not None,
    )


def _own(found: list[tuple[int, Sign]], plain: str) -> Iterator[tuple[int, Sign]]:
    """The signs, without what a page says, and those of an end that outsiders give as theirs."""
    said = [m.span() for m in _SAID.said_over.finditer(plain)]
    gone = [m.span() for m in _SAID.gone.finditer(plain)]
    told = [*gone, *(m.span() for m in _SAID.page_says.finditer(plain))]
    yield from ((start, Sign.WORKED) for start, _ in gone)
    for at, sign in found:
        if sign is not Sign.WORKED and any(start <= at < end for start, end in told):
            continue
        theirs = sign is Sign.WORKED and any(start <= at < end for start, end in said)
        yield at, Sign.OTHERS if theirs else sign


def _after(plain: str, done: Collection[int], told: Collection[int]) -> Iterator[tuple[int, Sign]]:
    """The parts of a text behind an action that say whether it works.

    ``done``: where actions end; ``told``: where results are told in other words, which count.
    """
    for start, end in _clauses(plain):
        before = [at for at in done if at < end]
        if before and not any(start <= at < end for at in told):
            works = polarity(plain, max(start, *before), end)
            if works is not None:
                yield start, Sign.WORKED if works else Sign.WEAK


def _clauses(plain: str) -> list[tuple[int, int]]:
    spans = (m.span() for m in _SAID.clause.finditer(plain))
    return [(start, end) for start, end in spans if re.search(r"\w", plain[start:end])]


def _kept(here: dict[Sign, int], before: list[Sign]) -> list[Sign]:
    """The results that one part tells, in order; none when they are not yet, or not the writer's.

    What becomes of undoing it ("switched on again it is blank") confirms that it had worked.
    """
    if here.keys() & VETOES or _is_undone(here, before):
        return []
    if Sign.DENIED in here:
        return [Sign.FAILED if Sign.FAILED in here else Sign.WEAK]
    if Sign.HALF in here:
        return [Sign.WORKED, Sign.HALF] if Sign.WORKED in here else [Sign.HALF]
    return sorted((sign for sign in here if sign in _RESULTS), key=here.__getitem__)


def _is_undone(here: dict[Sign, int], before: list[Sign]) -> bool:
    """Whether what had worked is told to be broken once it is undone."""
    return Sign.BACK in here and Sign.WORKED in before and Sign.WORKED not in here
