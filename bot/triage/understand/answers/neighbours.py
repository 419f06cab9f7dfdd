"""What a message says besides its answer: that the trouble is over, or what came of switching off.

To take an answer ("in Edge it opens") for the end of the trouble does the most harm, so the end must
be told in so many words, of the very thing that failed, and nothing that fails may follow.
"""

from collections.abc import Iterable, Sequence

from bot.triage.understand.answers.readers_works import WORKS
from bot.triage.understand.answers.words_verdict import SAID, agrees, fine
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings(
    "ends",
    "over now_looked unreal unsure_end elsewhere by_trying turned_on no_good still works",
)

_OTHER_PLACE = ("other_browser", "incognito", "other_network", "other_sites", "portal")


def just_works(clauses: Sequence[str]) -> bool:
    """Whether the writer says that it works, of nothing in particular, and nothing fails after."""
    said = [fine(c) for c in clauses]
    return False not in said and any(_SAID.works.search(c) for c in clauses)


def is_over(clauses: Iterable[str]) -> bool:
    """Whether the trouble has ended, by the writer's own last word about it."""
    over = False
    for clause in clauses:
        if ends(clause):
            over = True
        elif over and (_SAID.no_good.search(clause) or fine(clause) is False):
            over = False
    return over


def ends(clause: str) -> bool:
    """Whether a clause says that the trouble is over, here and now."""
    if _SAID.unreal.search(clause) or _SAID.elsewhere.search(clause) or _names_other_place(clause):
        return False
    if _SAID.now_looked.search(clause) and fine(clause) is True:
        return True
    told = _SAID.over.search(clause)
    return told is not None and not _SAID.unsure_end.match(clause, told.end())


def _names_other_place(clause: str) -> bool:
    return any(WORKS.group("topics")[key].search(clause) for key in _OTHER_PLACE)


def is_still(clauses: Iterable[str]) -> bool:
    """Whether it is said that the trouble goes on in spite of what was done."""
    return any(
        (_SAID.no_good.search(c) or _SAID.still.search(c))
        and not _names_other_place(c)
        and not SAID.untested.search(c)
        for c in clauses
    )


def by_trying(clauses: Iterable[str]) -> bool:
    """Whether an end is told as what came of something that was done."""
    return any(_SAID.over.search(c) and _SAID.by_trying.search(c) for c in clauses)


def outcome(clauses: Iterable[str]) -> bool | None:
    """What came of switching something off: it helped, it did not, or nothing is told.

    What happens once it is on again is no outcome; of several the last counts.
    """
    said = None
    for clause in clauses:
        if _SAID.turned_on.search(clause):
            continue
        if _SAID.no_good.search(clause):
            said = False
        elif ends(clause):
            said = True
        elif agrees(clause) is None or len(clause) > LONGEST_BARE:
            now = fine(clause)
            said = said if now is None else now
    return said


LONGEST_BARE = 6  # characters of "yes, I did"
