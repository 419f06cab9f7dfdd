"""A reply as it is put together: paragraphs in order, particulars behind the fold, nothing twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.model.conversation import Conversation, Speaker

ALIKE = (
    90.0  # percent of likeness (Indel, as rapidfuzz counts it) from which a paragraph is the same
)
SHORT, SHORT_IN_LATIN = 24, 48  # letters up to which a repeated line disturbs nobody
MOST_DETAILS = 1400  # letters behind the fold; in Latin script twice as many
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Composed:
    """A reply in words: ``text`` stands alone, ``details`` holds steps and particulars."""

    text: str
    details: str = ""
    may_be_reworded: bool = False


@dataclass(slots=True)
class ReplyDraft:
    """What is to be said, in order. ``answers`` are said even where they were said before.

    ``courtesy`` is no line of its own: it stands before whatever comes first; ``regret`` before the question.
    """

    courtesy: str = ""
    regret: str = ""
    opening: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)

    def composed(
        self,
        conversation: Conversation,
        unchanged: Iterable[str],
        beside: Iterable[Conversation] = (),
    ) -> Composed:
        """The reply without what earlier replies of the conversation carried, or those ``beside`` it.

        ``unchanged``: short sentences for a reply that has nothing new, the first that was not said
        last; questions and handing over (``closing``) are news by themselves.
        """
        before = [p for c in (*beside, conversation) for p in _said(c)]
        answered = [a for a in self.answers if a]
        fresh = [
            p
            for p in self.paragraphs
            if p and not (_is_known(p, (*before, *answered)) or any(p in a for a in answered))
        ]
        said = (*self.opening, *self.answers, *fresh, *self.closing)
        parts = [p for p in dict.fromkeys(said) if p]
        if not parts:
            last = before[-1] if before else ""
            parts = [next((u for u in unchanged if u != last), "")]
        if self.courtesy:
            space = "" if conversation.lang in ("ja", "zh") else " "
            parts[0] = f"{self.courtesy}{space}{parts[0]}".strip()
        details = [d for d in self.details if d and not _is_known(d, before)]
        return Composed("\n\n".join(parts), _bounded(details, conversation.lang))


def _said(conversation: Conversation) -> list[str]:
    turns = (t for t in conversation.turns if t.speaker is Speaker.DESK)
    return [p for t in turns for text in (t.details, t.text) for p in text.split("\n\n") if p]


def unsaid(sentences: Iterable[str], conversation: Conversation) -> list[str]:
    """Those that no earlier reply of the conversation carries, within whatever paragraph; a time makes no news."""
    before = _DIGITS.sub("0", "\n".join(_said(conversation)))
    return [s for s in sentences if s and (len(s) < _short(s) or _DIGITS.sub("0", s) not in before)]


def said_before(conversation: Conversation) -> str:
    """Everything that the desk wrote in a conversation so far, without what stands behind folds."""
    return "\n".join(turn.text for turn in conversation.turns if turn.speaker is Speaker.DESK)


def was_just_said(paragraphs: Iterable[str], conversation: Conversation) -> bool:
    """Whether the last reply of the conversation carries all of these; another time of day makes no news."""
    replies = [t for t in conversation.turns if t.speaker is Speaker.DESK]
    last = replies[-1].text.split("\n\n") if replies else []
    return all(_is_known(p, last) or _is_part(p, last) for p in paragraphs)


def _is_known(paragraph: str, before: Iterable[str]) -> bool:
    if len(paragraph) < _short(paragraph):
        return False
    level = _DIGITS.sub("0", paragraph)
    return any(fuzz.ratio(level, _DIGITS.sub("0", said)) >= ALIKE for said in before)


def _is_part(paragraph: str, before: Iterable[str]) -> bool:
    level = _DIGITS.sub("0", paragraph)
    return len(paragraph) >= _short(paragraph) and any(level in _DIGITS.sub("0", b) for b in before)


def _short(text: str) -> int:
    return SHORT if _is_wide(text) else SHORT_IN_LATIN


def _is_wide(text: str) -> bool:
    return any(ch > "⺀" for ch in text)


def _bounded(details: list[str], lang: str) -> str:
    """As many whole paragraphs as fit behind the fold."""
    left = MOST_DETAILS if lang in ("ja", "zh", "ko") else 2 * MOST_DETAILS
    kept = []
    for paragraph in dict.fromkeys(details):
        left -= len(paragraph)
        if left < 0:
            break
        kept.append(paragraph)
    return "\n\n".join(kept)
