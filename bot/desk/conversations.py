"""To which conversation a message belongs, and for which organisation it speaks."""

from dataclasses import replace
from datetime import timedelta

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
    """The customer's open conversation, or a new one; what stands in one thread is one case."""
    if (found := open_for(event, work)) is not None:
        return called(_claiming(event, found), event)
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
    return begun


def open_for(event: MessageReceived, work: UnitOfWork) -> Conversation | None:
    """The conversation that a message goes on with; None: it begins one."""
    latest = latest_for(event, work)
    if latest is None or latest.closed_at is not None:
        return None
    last = latest.turns[-1].at if latest.turns else latest.opened_at
    return latest if event.at - last <= NEW_AFTER else None


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
    """The conversation in the message's thread, whoever wrote there; else the customer's latest.

    What was said by a verified sender is continued by verified senders alone, and the reverse.
    """
    is_known = is_verified(event.tenant)
    if event.thread is None:
        found = work.latest_conversation(event.customer)
    else:
        found = _in_thread(event.thread, work, is_known=is_known)
    return found if found is not None and is_verified(found.tenant) == is_known else None


def all_latest(customer: str, thread: str | None, work: UnitOfWork) -> list[Conversation]:
    """The conversations that a customer's next message may belong to, whoever they turn out to be."""
    if thread is None:
        found = [work.latest_conversation(customer)]
    else:
        found = [_in_thread(thread, work, is_known=known) for known in (True, False)]
    return [conversation for conversation in found if conversation is not None]


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
