"""What the desk answers to a question that a customer puts directly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

DEFAULT = "default"  # the text of an answer that is the same whatever is known
AGAIN = "again"  # the text where the last reply gave the same answer
Text = Mapping[str, str]  # by language
Phrases = Mapping[str, Sequence[str]]  # by language


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, how it is put, and what is answered in each state of knowledge.

    ``asks`` and ``tells`` are phrases that put it as a question or as a statement, ``not_asks``
    those that only look like it. ``says`` holds a text for each state, ``default`` where there is
    only one. ``details`` is the remedy whose steps follow behind the fold, ``advice`` what the
    answer amounts to, ``covers`` answers that are left out where both are put in one breath.
    ``alone``: it is asked only where nothing is reported and nothing answered, since its words are those
    of many apps ("invoice"). ``after_reply``: it is about what the desk has said or advised, so that it is no question of a message
    that comes before that, unless this speaks of switching something off.
    ``unknowing``: states in which it says that nothing is known, or nothing but what holds for any app; left out where the
    desk knows something of the function that is spoken of.
    ``idle``: a sentence that asks it tells of no trouble, whatever its words. ``safety``: a wrong word does harm here, so that the answer stands alone and
    a person is called urgently. ``hands_over``: only a person can deal with it.
    """

    id: str
    title: Text
    says: Mapping[str, Text]
    asks: Phrases = field(default_factory=dict)
    tells: Phrases = field(default_factory=dict)
    not_asks: Phrases = field(default_factory=dict)
    details: str = ""
    advice: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    unknowing: frozenset[str] = frozenset()
    after_reply: bool = False
    alone: bool = False
    idle: bool = False
    safety: bool = False
    hands_over: bool = False
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()

    @property
    def phrases(self) -> Phrases:
        """All ways to put it, questions first."""
        languages = dict.fromkeys((*self.asks, *self.tells))
        return {lang: (*self.asks.get(lang, ()), *self.tells.get(lang, ())) for lang in languages}
