"""What an organisation uses, as a program of the operator's tells: kept, and used when it writes."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.conversations import open_for, under_its_key
from bot.desk.ports import UnitOfWork
from bot.model.event import MessageReceived
from bot.model.identity import Identity
from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient

MOST_AT_ONCE = 100_000  # recipients that are read
MOST_RECIPIENTS = 1_000  # of one organisation whose products change with it


def keep(organisations: Sequence[KnownOrganisation], work: UnitOfWork) -> None:
    """Keep what they use; their recipients use the same, and no less unless that is all."""
    work.save_organisations(organisations)
    by_id, changed = {one.id: one for one in organisations}, list[Recipient]()
    left = dict.fromkeys(by_id, MOST_RECIPIENTS)
    for recipient in work.recipients_of(list(by_id), MOST_AT_ONCE):
        organisation = by_id[recipient.tenant]
        known = () if organisation.complete else recipient.uses
        uses = tuple(dict.fromkeys((*known, *organisation.products)))
        left[organisation.id] -= 1
        if uses != recipient.uses and left[organisation.id] >= 0:
            changed.append(replace(recipient, uses=uses))
    work.save_recipients(changed)


def with_inventory(event: MessageReceived, work: UnitOfWork) -> MessageReceived:
    """The first message of a verified sender's case, with what their organisation is known to use.

    What the customers say themselves, in it or later, counts for more.
    """
    is_told = event.installed_plugins is not None or event.upload is not None
    if is_told or event.identity is not Identity.VERIFIED or not event.tenant:
        return event
    known = work.organisation(event.tenant)
    if known is None:
        return event
    conversation = open_for(under_its_key(event), work)
    if conversation is not None and conversation.complaint.inventory is not None:
        return event
    return replace(event, installed_plugins=known.products, installed_are_all=known.complete)
