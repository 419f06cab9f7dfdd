"""To which conversation a message belongs, and for which organisation it speaks."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.person_names import called
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Conversation
from bot.model.event import MessageReceived
from bot.model.identity import (
    MARK,
    Identity,
    identity_of,
    is_verified,
    organisation_key,
    witness_of,
)

NEW_AFTER = timedelta(hours=24)  # of silence, a message starts a new conversation
MOST_TOGETHER = 20  # cases of one customer that are looked at, the newest of them


def under_its_key(event: MessageReceived) -> MessageReceived:
    """The message with the key of its organisation; an unverified one has an origin as well."""
    identity = identity_of(event.identity, event.tenant)
    origin = event.address or event.customer
    return replace(
        event,
        identity=identity,
        tenant=organisation_key(identity, event.tenant, origin),
        address=None if identity is Identity.VERIFIED else origin,
    )


def conversation_for(event: MessageReceived, work: UnitOfWork) -> Conversation:
    """The case that the customer last spoke of, or a new one."""
    return cases_for(event, work)[0]


def cases_for(event: MessageReceived, work: UnitOfWork) -> list[Conversation]:
    """The customer's open cases, the one last spoken of first, or a new one; one thread is one exchange."""
    if found := _open(event, work):
        return [called(_claiming(event, found[0]), event), *found[1:]]
    ident = f"C{work.number('conversation')}"
    begun = Conversation(
        id=ident,
        customer=event.customer,
        tenant=event.tenant,
        channel=event.channel,
        lang=event.lang or "ja",
        opened_at=event.at,
        thread=event.thread,
        witness=_witness(event, work),
        address=event.address,
        name=event.name,
    )
    take_thread(event.thread, begun, work)
    return [begun]


def open_for(event: MessageReceived, work: UnitOfWork) -> Conversation | None:
    """The conversation that a message goes on with; None: it begins one."""
    return next(iter(_open(event, work)), None)


def _open(event: MessageReceived, work: UnitOfWork) -> list[Conversation]:
    """The open cases of an exchange, the one last spoken of first."""
    newest = _newest_for(event, work)
    found = together(newest, work) if newest is not None else []
    return [
        c
        for c in as_spoken_of(found)
        if c.closed_at is None
        and event.at - (c.turns[-1].at if c.turns else c.opened_at) <= NEW_AFTER
    ]


def together(newest: Conversation, work: UnitOfWork) -> list[Conversation]:
    """The cases of one exchange, newest first: each is known by the one that began after it."""
    found = [newest]
    while found[-1].split_from is not None and len(found) < MOST_TOGETHER:
        before = work.conversation(found[-1].split_from)
        if before is None or is_verified(before.tenant) != is_verified(newest.tenant):
            break
        found.append(before)
    return found


def as_spoken_of(cases: list[Conversation]) -> list[Conversation]:
    """The cases, the one last spoken of first; where lines wait, that one. Of two, the one that asks, or is older."""
    said = [c for c in reversed(cases) if c.turns or len(cases) == 1]

    def last(case: Conversation) -> tuple[bool, datetime, bool]:
        at = max((t.at for t in case.turns if not t.broadcast), default=case.opened_at)
        return bool(case.waiting), at, bool(case.open_questions)

    return sorted(said, key=last, reverse=True)


def _witness(event: MessageReceived, work: UnitOfWork) -> str | None:
    """As whom a new conversation counts, where that is not its own organisation."""
    if event.address is None:
        return None
    neighbour = work.witness_at(event.address, event.at - NEW_AFTER)
    witness = witness_of(event.tenant, neighbour)
    return witness if witness != event.tenant else None


def _claiming(event: MessageReceived, conversation: Conversation) -> Conversation:
    """The conversation under the organisation that its reporter names by now; it counts as before."""
    if event.tenant == conversation.tenant or event.identity is not Identity.CLAIMED:
        return conversation
    return replace(conversation, tenant=event.tenant, witness=conversation.counts_as)


def latest_for(event: MessageReceived, work: UnitOfWork) -> Conversation | None:
    """The case last spoken of in the message's thread, whoever wrote there; else by the customer.

    What was said by a verified sender is continued by verified senders alone, and the reverse.
    """
    newest = _newest_for(event, work)
    return None if newest is None else _last_spoken_of(newest, work)


def newest_beside(case: Conversation, event: MessageReceived, work: UnitOfWork) -> Conversation:
    """The newest case of the exchange that a case is part of; itself where it has only begun."""
    newest = _newest_for(event, work)
    is_part = newest is not None and any(c.id == case.id for c in together(newest, work))
    return newest if newest is not None and is_part else case


def begun_after(case: Conversation, work: UnitOfWork) -> Conversation | None:
    """The case of the same exchange that began next, if one did."""
    is_known = is_verified(case.tenant)
    newest = work.latest_conversation(case.customer)
    if case.thread is not None:
        newest = _in_thread(case.thread, work, is_known=is_known)
    found = together(newest, work) if newest is not None else []
    return next((c for c in found if c.split_from == case.id), None)


def _newest_for(event: MessageReceived, work: UnitOfWork) -> Conversation | None:
    is_known = is_verified(event.tenant)
    if event.thread is None:
        found = work.latest_conversation(event.customer)
    else:
        found = _in_thread(event.thread, work, is_known=is_known)
    return found if found is not None and is_verified(found.tenant) == is_known else None


def _last_spoken_of(newest: Conversation, work: UnitOfWork) -> Conversation:
    return next(iter(as_spoken_of(together(newest, work))), newest)


def all_latest(customer: str, thread: str | None, work: UnitOfWork) -> list[Conversation]:
    """The conversations that a customer's next message may belong to, whoever they turn out to be."""
    if thread is None:
        found = [work.latest_conversation(customer)]
    else:
        found = [_in_thread(thread, work, is_known=known) for known in (True, False)]
    return [_last_spoken_of(newest, work) for newest in found if newest is not None]


def take_thread(thread: str | None, conversation: Conversation, work: UnitOfWork) -> None:
    """What is written in a thread from now on belongs to this conversation."""
    if thread is not None:
        key = _thread_key(thread, is_known=is_verified(conversation.tenant))
        work.remember(key, conversation.id)


def _in_thread(thread: str, work: UnitOfWork, *, is_known: bool) -> Conversation | None:
    ident = work.recall(_thread_key(thread, is_known=is_known))
    return work.conversation(ident) if ident is not None else None


def _thread_key(thread: str, *, is_known: bool) -> str:
    """Under which name the case of a thread is remembered; who is not verified has cases apart."""
    return f"thread:{thread}" if is_known else f"thread:{MARK}{thread}"
