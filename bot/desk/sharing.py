"""Which cases of its customer a message is about, and the one answer to all of them."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.desk.conversations import cases_for, newest_beside, take_thread
from bot.desk.ports import UnitOfWork
from bot.incidents.assign import NOTHING
from bot.model.conversation import Conversation
from bot.model.effect import Effect, Reply
from bot.model.errors import StoreUnavailableError
from bot.model.event import MessageReceived
from bot.model.evidence import NONE, UNKNOWN
from bot.model.facts import Facts
from bot.model.incident import Incident
from bot.model.tenant_report import said_of
from bot.model.understanding import Understanding
from bot.triage.another_matter import begun_beside
from bot.triage.sharing import MessagePart, MessageSharing
from bot.triage.triage import Triage

HARDLY = -14.0  # decibans of a report from which a cause may well make it

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SharedMessage:
    """A message as one case takes it in: ``event`` holds what is about that case, ``whole`` all words.

    ``beside``: the other open cases of its sender. ``heard``: what it means, where it was read already.
    ``lang``: the language of all words, where only some are about this case.
    """

    event: MessageReceived
    conversation: Conversation
    whole: str
    beside: tuple[Conversation, ...] = ()
    heard: Understanding | None = None
    lang: str = ""

    def with_all_words(self, conversation: Conversation) -> Conversation:
        """The case after the message, its last turn with all words where only some are about it."""
        last = conversation.turns[-1]
        if self.whole == self.event.text:
            return conversation
        turns = *conversation.turns[:-1], replace(last, text=self.whole, part=last.text)
        return replace(conversation, turns=turns, lang=self.lang or conversation.lang)


def shared_out(
    event: MessageReceived, work: UnitOfWork, triage: Triage
) -> tuple[SharedMessage, ...]:
    """A message shared out among the open cases of its sender, and cases that begin with it.

    Whatever that may raise, the message is taken in whole, by the case that was last spoken of.
    """
    cases = cases_for(event, work)
    sharing = MessageSharing(triage.catalogue, triage.knowledge.near, triage.understand)
    try:
        parts = sharing.parts(event, cases, _Explained(work, triage).explains)
    except StoreUnavailableError:
        raise
    except Exception:  # triage must never lose a report
        logger.exception("message %s could not be shared out", event.message_id)
        parts = (MessagePart(event.text, cases[0]),)
    return tuple(_placed(event, parts, cases, work, triage))


@dataclass(frozen=True, slots=True)
class _Explained:
    """Whether what is known of a case explains what its customer tells now."""

    work: UnitOfWork
    triage: Triage

    def explains(self, case: Conversation, event: MessageReceived, heard: Understanding) -> bool:
        """By the incident of the case, else by the products that were named in it; unsure is yes."""
        causes = tuple(self._causes(case))
        if not causes:
            return True
        alone = begun_beside(case, event, case.id, self.triage.catalogue, is_apart=False)
        alone = self.triage.hear(alone, event, heard)
        facts, _ = self.triage.testified(Facts(event.at, alone, self.triage.catalogue))
        return may_be_due_to(causes, facts.conversation.testimony)

    def _causes(self, case: Conversation) -> Iterator[str]:
        incident: Incident | None = self.work.incident(case.incident) if case.incident else None
        if incident is not None and incident.is_open:
            yield incident.cause
            return
        for ident in case.complaint.products:
            product = self.triage.catalogue.get(ident)
            if product is not None and product != self.triage.catalogue.platform:
                yield product.cause


def may_be_due_to(causes: Iterable[str], testimony: Mapping[str, float]) -> bool:
    """Whether one of these causes may well make what a report testifies; ``testimony``: decibans by cause."""
    return any(said_of(testimony, cause, NOTHING) > HARDLY for cause in causes)


def _placed(
    event: MessageReceived,
    parts: Sequence[MessagePart],
    cases: Sequence[Conversation],
    work: UnitOfWork,
    triage: Triage,
) -> Iterator[SharedMessage]:
    """Each part with its case, which is begun where it is new; the others know that they are not alone."""
    known = {case.id: case for case in cases}
    placed = [(part, part.case.id if part.case else "") for part in parts]
    if not all(ident for _, ident in placed):
        begun = _begun(event, parts, cases, work, triage)
        known = {i: replace(c, one_of_several=True) for i, c in known.items()}
        known |= {case.id: case for case in begun}
        new = iter(begun)
        placed = [(part, ident or next(new).id) for part, ident in placed]
        _tell_the_others(known, {ident for _, ident in placed}, cases, event, work)
    for number, (part, ident) in enumerate(placed):
        yield SharedMessage(
            replace(event, text=part.text, pictures=() if number else event.pictures),
            known[ident],
            event.text,
            tuple(c for i, c in known.items() if i != ident),
            part.heard,
            part.lang,
        )


def _begun(
    event: MessageReceived,
    parts: Sequence[MessagePart],
    cases: Sequence[Conversation],
    work: UnitOfWork,
    triage: Triage,
) -> list[Conversation]:
    """The cases that begin with a message; each is known by the one that begins after it."""
    newest, found = newest_beside(cases[0], event, work), list[Conversation]()
    for part in parts:
        if part.case is None:
            ident = f"C{work.number('conversation')}"
            begun = begun_beside(cases[0], event, ident, triage.catalogue, is_apart=part.is_apart)
            newest = replace(begun, split_from=newest.id)
            found.append(newest)
    take_thread(newest.thread, newest, work)
    return found


def _tell_the_others(
    known: Mapping[str, Conversation],
    spoken_of: Collection[str],
    cases: Sequence[Conversation],
    event: MessageReceived,
    work: UnitOfWork,
) -> None:
    """Save that they are not alone in the cases that the message does not speak of."""
    alone = {case.id for case in cases if not case.one_of_several}
    for ident in alone - {*spoken_of}:
        work.save_conversation(known[ident], event.at)


def as_one_reply(effects: Sequence[Effect], apart: str = "") -> list[Effect]:
    """The effects of one message with one reply, that says what is said of each case.

    ``apart``: a sentence at its end, that these are different troubles.
    """
    replies = [e for e in effects if isinstance(e, Reply)]
    if len(replies) < 2:
        return list(effects)
    others = [e for e in effects if not isinstance(e, Reply)]
    return [_joined(replies, apart), *others]


def _joined(replies: Sequence[Reply], apart: str) -> Reply:
    """One reply, in its cause and its choices that of the trouble that goes on, or of the first."""
    lead = max(replies, key=lambda r: (r.is_report, r.cause not in (NONE, UNKNOWN)))
    asks = next((r for r in replies if r.questions), lead)
    return replace(
        lead,
        text="\n\n".join(t for t in (*(r.text for r in replies), apart) if t),
        details="\n\n".join(r.details for r in replies if r.details),
        questions=tuple(dict.fromkeys(q for r in replies for q in r.questions)),
        advice=tuple(dict.fromkeys(a for r in replies for a in r.advice)),
        is_report=any(r.is_report for r in replies),
        checked=tuple(dict.fromkeys(c for r in replies for c in r.checked)),
        buttons=tuple(dict.fromkeys(b for r in replies for b in r.buttons)),
        choices=asks.choices,
        check=next((r.check for r in replies if r.check is not None), None),
        may_be_reworded=False,
    )
