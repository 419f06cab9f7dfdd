"""Whether a stretch of a clause says that something works, or that it does not, and of what.

A verb of being able ("opens", "arrives") says that it works unless it is negated; a verb of trouble
("fails", "is garbled") says that it does not unless it is negated. A condition ("when I open it")
says neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.lexicon.meanings import Meanings

_SAID = Meanings(
    "verdict",
    "judged particle ordinarily same_word negated absent condition supposed judged_en clause_end "
    "bad_abroad good_abroad",
)


LONGEST_TAIL = 26


@dataclass(frozen=True, slots=True)
class TopicStatement:
    """What a clause says of its topic; ``also``: with も and the like, that it is so there too."""

    works: bool | None
    also: bool
    same: bool


def said_of(plain: str, at: int) -> TopicStatement | None:
    """What is said of the noun that ends at ``at``; nothing when it is no topic."""
    particle = _SAID.particle.match(plain, at)
    if particle is None:
        return None
    also = particle.lastgroup == "same"
    end = clause_end(plain, particle.end())
    works = verdict(plain, particle.end(), end)
    if works is None and also:
        works = verdict(plain, particle.end(), _sentence_end(plain, end))
    return TopicStatement(
        works, also, works is False and _SAID.same_word.search(plain, at, end) is not None
    )


def clause_end(plain: str, start: int) -> int:
    """Where the clause ends, or is given up."""
    limit = min(len(plain), start + LONGEST_TAIL)
    match = _SAID.clause_end.search(plain, start, limit)
    return match.start() if match else limit


def _sentence_end(plain: str, start: int) -> int:
    limit = min(len(plain), start + LONGEST_TAIL)
    ends = [at for mark in "。\n!?" if (at := plain.find(mark, start, limit)) >= 0]
    return min(ends, default=limit)


def verdict(plain: str, start: int, end: int) -> bool | None:
    """What a stretch first says. True: works. False: does not, or is the same as where it does not."""
    return next(_judgements(plain, start, end), None)


def polarity(plain: str, start: int, end: int) -> bool | None:
    """What a whole clause comes to, in any language. None: it says neither.

    A Japanese clause ends with what counts; one bad word spoils any other.
    """
    japanese = [*_judgements(plain, start, end)]
    if japanese:
        return japanese[-1]
    if _SAID.bad_abroad.search(plain, start, end):
        return False
    if _SAID.good_abroad.search(plain, start, end):
        return True
    english = [match.lastgroup != "bad" for match in _SAID.judged_en.finditer(plain, start, end)]
    return all(english) if english else None


def says_that_it_fails(plain: str) -> bool:
    """Whether a sentence says anywhere that something does not work, be it with "I told you"."""
    if False in _judgements(plain, 0, len(plain), quoted=True):
        return True
    return any(m.lastgroup == "bad" for m in _SAID.judged_en.finditer(plain))


def _judgements(plain: str, start: int, end: int, *, quoted: bool = False) -> Iterator[bool]:
    """What each Japanese word of working or trouble in a stretch says, in order.

    ``quoted``: also what is only passed on ("I told you that it fails"), and no word of sameness.
    """
    at = start
    while match := _SAID.judged.search(plain, at, end):
        sort, at = match.lastgroup, match.end()
        if sort == "fine":
            yield not _is_denied(plain, match, end)
        elif sort == "same":
            if not quoted:  # "the same question again" is no trouble
                yield False
        elif not _SAID.condition.match(plain, at, end) and not _conditional(plain, match):
            negated = _SAID.negated.match(plain, at, end)
            if negated is None and sort == "trouble":
                negated = _SAID.absent.match(plain, at, end)
            at = negated.end() if negated else at
            if negated is None or quoted or not _SAID.supposed.match(plain, at):
                yield (negated is not None) == (sort == "trouble")


def _is_denied(plain: str, match: "re.Match[str]", end: int) -> bool:
    """Whether words such as "ordinarily" are: they stand before their verb, which may be negated."""
    if not _SAID.ordinarily.fullmatch(match.group()):
        return False
    rest = _SAID.judged.search(plain, match.end(), min(end, match.end() + 12))
    return (
        rest is not None
        and rest.lastgroup == "able"
        and _SAID.negated.match(plain, rest.end(), end) is not None
    )


def _conditional(plain: str, match: "re.Match[str]") -> bool:
    return plain[match.end() - 1] in "くるすう" and plain[match.end() : match.end() + 1] == "と"


def verdict_en(plain: str, start: int, end: int) -> bool | None:
    """As ``verdict``, of an English clause."""
    match = _SAID.judged_en.search(plain, start, end)
    if match is None:
        return None
    return match.lastgroup != "bad"
