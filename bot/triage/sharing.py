"""Shares a message out among a customer's cases: which of them each part speaks of, and whether one begins.

Each trouble is a case (a ``Conversation``) of its own. A message belongs to the case that was last
spoken of, unless it names another, by a product, a symptom or a word of its report, or tells of trouble
that the case does not explain. What is unsure stays where it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.model.acts import (
    Accuses,
    Corrects,
    Quotes,
    SaysBack,
    SaysOver,
)
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.event import MessageReceived
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.another_matter import is_another
from bot.triage.case_gist import CaseGist, PieceMarks, by_words, may_name, says_nothing
from bot.triage.own_words import own_words
from bot.triage.pieces import begins_by_adding, means_all, pieces, tells_of_several

MOST_CASES = 5  # of one customer that are open together
ANSWERED_WITHIN = timedelta(minutes=30)  # later, what may answer a question is taken by itself
# The symptoms as which any trouble may show: they tell no two troubles apart.
_ANY = frozenset({Symptom.ERROR_MESSAGE, Symptom.FEATURE_MISSING, Symptom.MOBILE_ONLY})
_DEAD = frozenset({Symptom.WONT_OPEN, Symptom.BLANK_SCREEN, Symptom.STUCK_LOADING, Symptom.SLOW})
_OF_ALL = frozenset({Symptom.WONT_OPEN, Symptom.STUCK_LOADING, Symptom.SLOW})
_SERVED = frozenset({Symptom.NOT_SYNCING, Symptom.NOTIFICATION_MISSING})
_NO_REPORT = (SaysBack, Corrects, Accuses, Quotes)  # acts that say more of the trouble told before
_ENDS = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})

Read = Callable[[MessageReceived, Conversation], Understanding]
Explains = Callable[[Conversation, MessageReceived, Understanding], bool]


@dataclass(frozen=True, slots=True)
class MessagePart:
    """What of a message is about one case.

    ``text``: its words; ``case``: the open case, None where one begins. ``heard``: what it means in
    that case, where it has been read in it already. ``is_apart``: the customer says that it is
    another trouble than the one before. ``lang``: the language of the whole message.
    """

    text: str
    case: Conversation | None
    heard: Understanding | None = None
    is_apart: bool = False
    lang: str = ""


class MessageSharing:
    """Shares messages out; ``read`` gives the meaning of one in a case, and remembers nothing."""

    def __init__(
        self, catalogue: Catalogue, near: Mapping[str, frozenset[str]], read: Read
    ) -> None:
        self._catalogue, self._near_to, self._read = catalogue, near, read

    def parts(
        self, event: MessageReceived, cases: Sequence[Conversation], explains: Explains
    ) -> tuple[MessagePart, ...]:
        """The parts of a message, one for each case that it is about.

        ``cases``: those that are open, the one last spoken of first. ``explains``: whether what is
        known of a case explains what a message tells. The parts hold all words of the message.
        """
        current = cases[0]
        heard = self._read(event, current)
        if _is_for_the_last(event, current):
            return (MessagePart(event.text, current, heard),)
        several = len(cases) > 1 or tells_of_several(event.text) or self._may_be_two(heard)
        gists = self._shared(event, cases, heard) if several else [self._gist(current)]
        if len(gists) > 1:
            return tuple(
                MessagePart("".join(g.pieces), g.case, None, g.is_apart, heard.lang) for g in gists
            )
        return (*self._whole(event, cases, gists[0], heard, explains),)

    def _whole(
        self,
        event: MessageReceived,
        cases: Sequence[Conversation],
        gist: CaseGist,
        heard: Understanding,
        explains: Explains,
    ) -> Iterator[MessagePart]:
        """A message that is about one case, or ends them all."""
        if gist.case is not cases[0]:
            yield MessagePart(event.text, gist.case, None, gist.is_apart)
            return
        if len(cases) > 1 and _is_end(heard):
            yield from self._ended(event, cases)
            return
        may_begin = len(cases) < MOST_CASES and cases[0].reported_at is not None
        is_apart = may_begin and is_another(heard, cases[0])
        if is_apart or (may_begin and self._begins(event, heard, cases[0], explains)):
            yield MessagePart(event.text, None, None, is_apart)
        else:
            yield self._answering(event, cases, heard)

    def _ended(
        self, event: MessageReceived, cases: Sequence[Conversation]
    ) -> Iterator[MessagePart]:
        """What an end ends that names no case: all where all are meant, else the one last spoken of that goes on.

        The end of all answers no advice of one.
        """
        troubled = [c for c in cases if c.is_troubled]
        if len(troubled) < 2 or not means_all(event.text):
            yield MessagePart(event.text, next(iter(troubled), cases[0]))
            return
        for case in troubled:
            bare = replace(case, advised=(), open_questions=())
            yield MessagePart(event.text, case, self._read(event, bare))

    def _answering(
        self, event: MessageReceived, cases: Sequence[Conversation], heard: Understanding
    ) -> MessagePart:
        """The message in the case last spoken of, or in the one whose open question it answers."""
        if not (heard.answered or heard.kind.is_report or _is_end(heard)):
            for other in (c for c in cases[1:] if c.open_questions):
                there = self._read(event, other)
                if there.answered:
                    return MessagePart(event.text, other, there)
        return MessagePart(event.text, cases[0], heard)

    def _begins(
        self, event: MessageReceived, heard: Understanding, case: Conversation, explains: Explains
    ) -> bool:
        """Whether a report is of trouble that a case does not explain, though it does not say so in so many words."""
        gist = self._gist(case)
        other = self._seen(heard.products) and self._seen(gist.products)
        answers = heard.answered and event.at - case.turns[-1].at <= ANSWERED_WITHIN
        more = (answers and not other) or any(isinstance(a, _NO_REPORT) for a in heard.acts)
        if more or not self._differs(heard, gist):
            return False
        if case.recovered_at is not None:
            return True
        if self._may_be_one(heard, gist):
            return False
        if begins_by_adding(event.text):
            return True
        if not self._shows_otherwise(heard, gist):
            return False
        return bool(other) or not explains(case, event, heard)

    def _gist(self, case: Conversation) -> CaseGist:
        told, is_told = case.complaint, case.reported_at is not None
        return CaseGist(case, {*told.products}, {*told.symptoms}, is_told)

    def _shared(
        self, event: MessageReceived, cases: Sequence[Conversation], whole: Understanding
    ) -> list[CaseGist]:
        """The cases that pieces of a message are about, with these pieces, in their order."""
        known = [self._gist(case) for case in cases]
        words = [own_words(case, cases) for case in cases] if may_name(whole) else []
        here, found, marks, lead = known[0], list[CaseGist](), PieceMarks(), ""
        bare = replace(cases[0], turns=(), open_questions=())
        for piece in pieces(event.text):
            heard = self._read(replace(event, text=piece.text), bare)
            marks.take(piece, heard)
            lead += piece.text
            named = self._named(heard, known) or by_words(piece.text, known, words)
            if named is None and says_nothing(heard, piece):
                continue  # a greeting, or "another thing:", stands with what it opens
            differs = self._differs(heard, here) and not self._may_be_one(heard, here)
            may_begin = named is None and here.is_told and len(known) < MOST_CASES
            adds = marks.adds or self._is_of_another(heard, here)
            if may_begin and adds and differs:
                named = CaseGist(None, is_apart=marks.is_apart)
                known.append(named)
            here = named or here
            here.take(lead, heard)
            lead = ""
            if here not in found:
                found.append(here)
        here.pieces.append(lead)
        return found or [here]

    def _named(self, heard: Understanding, known: Iterable[CaseGist]) -> CaseGist | None:
        """The one case whose product or symptom is named."""
        products, symptoms = self._seen(heard.products), heard.symptoms - _ANY
        if products:
            named = [g for g in known if products & self._seen(g.products)]
        else:
            named = [g for g in known if symptoms & g.symptoms]
        return named[0] if len(named) == 1 else None

    def _seen(self, products: Iterable[str]) -> set[str]:
        """Products but for the platform, which everybody has."""
        platform = self._catalogue.platform
        return {p for p in products if platform is None or p != platform.id}

    def _differs(self, heard: Understanding, gist: CaseGist) -> bool:
        """Whether a report names another product, or shows as no trouble like the one told of does."""
        if not heard.kind.is_report:
            return False
        new, old = self._seen(heard.products), self._seen(gist.products)
        if new and old:
            return not self._with_foundations(new) & self._with_foundations(old)
        return self._shows_otherwise(heard, gist)

    def _with_foundations(self, products: Iterable[str]) -> set[str]:
        """Products, and all that they stand on."""
        return {p for o in products for p in (o, *self._catalogue.foundations(o))}

    def _may_be_two(self, heard: Understanding) -> bool:
        """Whether a message names several products and tells of more than one sort of trouble."""
        told = heard.symptoms
        apart = any(not self._near(a, b) for a in told for b in told)
        return heard.kind.is_report and apart and len(self._seen(heard.products)) > 1

    def _is_of_another(self, heard: Understanding, gist: CaseGist) -> bool:
        """Whether trouble told of without a word that adds it is another: of another product, and of another sort."""
        named = self._seen(heard.products) and self._seen(gist.products)
        told = bool(heard.symptoms and gist.symptoms)
        alike = any(self._near(a, b) for a in heard.symptoms for b in gist.symptoms)
        return bool(named) and told and not alike

    def _shows_otherwise(self, heard: Understanding, gist: CaseGist) -> bool:
        """Whether a report tells of symptoms that are not near to any told before."""
        told, before = heard.symptoms - _ANY, gist.symptoms - _ANY
        return bool(told and before) and not any(self._near(a, b) for a in told for b in before)

    def _may_be_one(self, heard: Understanding, gist: CaseGist) -> bool:
        """Whether trouble with everything may be behind both: who cannot open it cannot save either.

        That nothing arrives elsewhere is not seen on the same screen.
        """
        named = self._seen({*heard.products} | gist.products)
        shown = heard.symptoms | gist.symptoms
        return not named and bool(_OF_ALL & shown) and not _SERVED & shown

    def _near(self, one: Symptom, other: Symptom) -> bool:
        """Whether one trouble may well show as both."""
        return one is other or other in self._near_to.get(one, ()) or {one, other} <= _DEAD


def _is_for_the_last(event: MessageReceived, current: Conversation) -> bool:
    """Whether a message belongs to the case last spoken of, whatever it says: what was pressed or handed in.

    A person who has taken over, or was asked for, is to see all of it.
    """
    by_hand = (event.button, event.upload, event.check)
    person = current.taken_over_by is not None or current.person_wanted
    return any(x is not None for x in by_hand) or person or not event.text.strip()


def _is_end(heard: Understanding) -> bool:
    """Whether a message says that trouble is over, or that something helped."""
    return heard.kind in _ENDS or (
        not heard.kind.is_report and any(isinstance(a, SaysOver) for a in heard.acts)
    )
