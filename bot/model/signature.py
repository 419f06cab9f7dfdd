"""An error that is known by its text: what it looks like, what it means, what it points to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]  # language code -> sentence; ja and en are always there


@dataclass(frozen=True, slots=True)
class Signature:
    """An error signature in pasted text or on a screen, and what it points to.

    ``pattern`` is a regular expression, matched without regard to case on NFKC text; "" where the trained reader alone finds what people
    tell in words of their own (``messages/signatures``); its group ``missing``, if any, holds the name of what is
    not there, which tells those who use one script. ``caution``: what to leave alone meanwhile; empty: nothing. ``meaning``: what the error
    means and what to do, in two sentences; empty: not known. ``meaning_in``: what is said instead where one of these topics is spoken of. ``leaves_open``: that explains the error, not where the trouble comes from. ``no_fault``: that settles it, so nothing is asked. ``own``: it comes of what the customer's own people set, typed or deleted, whatever others report, unless these show it too. ``telling``: so seldom in anybody's own trouble that organisations which share it share its cause.
    """

    id: str
    title: Text
    pattern: str = ""
    caution: Text = field(default_factory=dict)
    meaning: Text = field(default_factory=dict)
    meaning_in: Mapping[str, Text] = field(default_factory=dict)
    leaves_open: bool = False
    no_fault: bool = False
    own: bool = False
    telling: bool = False
    unverified: bool = False
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()

    def meaning_for(self, topics: Iterable[str]) -> Text:
        """What it means where these are spoken of."""
        return next((self.meaning_in[t] for t in topics if t in self.meaning_in), self.meaning)

    def is_open_in(self, topics: Iterable[str]) -> bool:
        """Whether it leaves the cause open, which what is said of a topic does not."""
        return self.leaves_open and self.meaning_in.keys().isdisjoint(topics)
