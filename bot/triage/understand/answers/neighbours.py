"""What a message says besides its answer: that the trouble is over, or what came of switching off.

To take an answer ("in Edge it opens") for the end of the trouble does the most harm, so the end must
be told in so many words, of the very thing that failed, and nothing that fails may follow.
"""

from collections.abc import Iterable, Sequence

from bot.triage.understand.answers.readers_works import TOPICS
from bot.triage.understand.answers.words_verdict import UNTESTED, agrees, fine
from bot.triage.understand.lexicon import MeaningPattern

_OVER = MeaningPattern("<ends.over>")
_NOW_LOOKED = MeaningPattern("<ends.now_looked>")
# Of another day, only for a moment, hoped for.
_UNREAL = MeaningPattern("<ends.unreal>")
# Right behind: a condition, what others say, a doubt.
_UNSURE_END = MeaningPattern("<ends.unsure_end>")
_ELSEWHERE = MeaningPattern("<ends.elsewhere>")
_BY_TRYING = MeaningPattern("<ends.by_trying>")
_TURNED_ON = MeaningPattern("<ends.turned_on>")
_NO_GOOD = MeaningPattern("<ends.no_good>")
_STILL = MeaningPattern("<ends.still>")
_OTHER_PLACE = ("other_browser", "incognito", "other_network", "other_sites", "portal")


# "It works" and no more: the end, where nothing was asked that it could answer.
_WORKS = MeaningPattern("<ends.works>")


def just_works(clauses: Sequence[str]) -> bool:
    """Whether the writer says that it works, of nothing in particular, and nothing fails after."""
    said = [fine(c) for c in clauses]
    return False not in said and any(_WORKS.search(c) for c in clauses)


def is_over(clauses: Iterable[str]) -> bool:
    """Whether the trouble has ended, by the writer's own last word about it."""
    over = False
    for clause in clauses:
        if ends(clause):
            over = True
        elif over and (_NO_GOOD.search(clause) or fine(clause) is False):
            over = False
    return over


def ends(clause: str) -> bool:
    """Whether a clause says that the trouble is over, here and now."""
    if _UNREAL.search(clause) or _ELSEWHERE.search(clause) or _names_other_place(clause):
        return False
    if _NOW_LOOKED.search(clause) and fine(clause) is True:
        return True
    told = _OVER.search(clause)
    return told is not None and not _UNSURE_END.match(clause, told.end())


def _names_other_place(clause: str) -> bool:
    return any(TOPICS[key].search(clause) for key in _OTHER_PLACE)


def is_still(clauses: Iterable[str]) -> bool:
    """Whether it is said that the trouble goes on in spite of what was done."""
    return any(
        (_NO_GOOD.search(c) or _STILL.search(c))
        and not _names_other_place(c)
        and not UNTESTED.search(c)
        for c in clauses
    )


def by_trying(clauses: Iterable[str]) -> bool:
    """Whether an end is told as what came of something that was done."""
    return any(_OVER.search(c) and _BY_TRYING.search(c) for c in clauses)


def outcome(clauses: Iterable[str]) -> bool | None:
    """What came of switching something off: it helped, it did not, or nothing is told.

    What happens once it is on again is no outcome; of several the last counts.
    """
    said = None
    for clause in clauses:
        if _TURNED_ON.search(clause):
            continue
        if _NO_GOOD.search(clause):
            said = False
        elif ends(clause):
            said = True
        elif agrees(clause) is None or len(clause) > LONGEST_BARE:
            now = fine(clause)
            said = said if now is None else now
    return said


LONGEST_BARE = 6  # characters of "yes, I did"
