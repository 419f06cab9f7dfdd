"""Questions that the desk could not answer are counted by their likeness, for staff to write answers.

What is kept is bounded: the words of one question are cut, so many questions are kept, and of those
the one that was asked least and longest ago makes room.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from rapidfuzz import fuzz

from bot.model.unanswered import UnansweredQuestion
from bot.text.normalise import fold

LONGEST = 200  # characters of a question
SHORTEST = 4
MOST = 300  # questions that are kept
OF_ONE_MESSAGE = 2
ALIKE = 80.0  # percent of likeness (Indel, as rapidfuzz counts it) from which two are the same
_BESIDE = re.compile(r"[\s、。，．,.!?！？…・~〜「」()（）]+")
_DIGITS = re.compile(r"\d+")


class UnansweredQuestions(Protocol):
    """The part of ``UnitOfWork`` that keeps them."""

    def unanswered(self, limit: int = MOST) -> list[UnansweredQuestion]:
        """Those asked most first."""
        ...

    def save_unanswered(self, question: UnansweredQuestion) -> None: ...

    def drop_unanswered(self, ident: str) -> None: ...


def count_unanswered(
    questions: Iterable[str], lang: str, at: datetime, work: UnansweredQuestions
) -> None:
    """Count questions of one message (masked), each with those like it in the same language."""
    put = [q.strip()[:LONGEST] for q in questions if len(_bare(q)) >= SHORTEST]
    if not put:
        return
    known = {q.id: q for q in work.unanswered()}
    for text in list(dict.fromkeys(put))[:OF_ONE_MESSAGE]:
        like = _like(text, lang, known.values())
        if like is None:
            if len(known) >= MOST:
                least = min(known.values(), key=lambda q: (q.times, q.last_at))
                work.drop_unanswered(least.id)
                del known[least.id]
            question = UnansweredQuestion(_key(text, lang), lang, text, 1, at, at)
        else:
            times, first_at = like.times + 1, like.first_at
            question = UnansweredQuestion(like.id, lang, text, times, first_at, at)
        known[question.id] = question
        work.save_unanswered(question)


def _like(text: str, lang: str, known: Iterable[UnansweredQuestion]) -> UnansweredQuestion | None:
    bare = _bare(text)
    near = [(fuzz.ratio(bare, _bare(q.text)), q) for q in known if q.lang == lang]
    likeness, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
    return best if likeness >= ALIKE else None


def _bare(text: str) -> str:
    return _DIGITS.sub("0", _BESIDE.sub("", fold(text)))


def _key(text: str, lang: str) -> str:
    return "Q" + hashlib.sha256(f"{lang}\n{_bare(text)}".encode()).hexdigest()[:16]
