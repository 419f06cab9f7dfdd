"""One masked message with what every reader of it needs."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.lexicon.phrases import languages_in
from bot.text.spans import blank, only
from bot.triage.understand.facts.place import app_name
from bot.triage.understand.facts.results import ToldResults, told_in
from bot.triage.understand.meaning.ngrams import Gist
from bot.triage.understand.meaning.signals import Seen, signals
from bot.triage.understand.meaning.stated import stated_scope, urgency_cues
from bot.triage.understand.products.matcher import Mentions
from bot.triage.understand.wording import MessageWording

_LETTER = re.compile(r"[^\W\d_]|\d{3,}")


@dataclass(frozen=True)
class MaskedText:
    """A masked message. ``own`` is its plain text without what the writer does not experience now."""

    wording: MessageWording
    own: str
    lang: str
    mentions: Mentions
    names: tuple[tuple[int, int, str], ...]

    @cached_property
    def gist(self) -> Gist:
        """The text for the classifier."""
        return Gist.of(self.wording.plain, self.names)

    @cached_property
    def cues(self) -> frozenset[str]:
        """What speaks of hurry, or of none."""
        return urgency_cues(self.wording.plain)

    @cached_property
    def told(self) -> ToldResults:
        """What it says came of something."""
        return told_in(self.wording.written)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those whose phrases can occur, once the names of products are set aside."""
        return languages_in(self.gist.text, self.lang)

    @property
    def names_an_app(self) -> bool:
        """Whether an app is named; "the screen of X" names none where X is a product."""
        name, written = app_name(self.wording), self.wording.written
        return name is not None and not any(name in written[a:b] for a, b in self.mentions.places)

    def signals(self, seen: Seen) -> frozenset[str]:
        """What the classifier weighs beside the words; ``seen`` are the symptoms in it."""
        reach = stated_scope(self.own, app_named=self.names_an_app)
        return signals(self.wording, self.lang, seen, reach, self.cues)

    @property
    def tells(self) -> bool:
        """Whether anything is left of it that its writer experiences now."""
        return _LETTER.search(self.own) is not None

    @property
    def is_wordless(self) -> bool:
        """Whether it is a stamp, or a number of one or two digits, too short for an error code."""
        return _LETTER.search(self.wording.plain) is None

    @property
    def is_bare_number(self) -> bool:
        """Whether it is a number of one or two digits, which answers none of the desk's questions."""
        return self.is_wordless and self.wording.plain.strip().isdecimal()

    @property
    def asks(self) -> bool:
        """Whether any sentence of it is a question."""
        return any(s.asks for s in self.wording.sentences)

    @property
    def only_asks(self) -> bool:
        return all(s.asks for s in self.wording.sentences)

    def without(self, places: list[tuple[int, int]]) -> "MaskedText":
        """The message without some stretches, each other in its place."""
        wording = MessageWording(blank(self.wording.written, places))
        return replace(self, wording=wording, own=blank(self.own, places))

    def part(self, start: int, end: int) -> "MaskedText":
        """A stretch of the message by itself, in its place."""
        span = [(start, end)]
        wording = MessageWording(only(self.wording.written, span))
        return replace(self, wording=wording, own=only(self.own, span))
