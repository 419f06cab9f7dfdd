"""Whether a customer turns to another trouble than before, and what stays known of them then."""

from dataclasses import replace

from bot.model.acts import TurnsToAnother
from bot.model.catalogue import Catalogue
from bot.model.conversation import Change, Complaint, Conversation, Done
from bot.model.event import MessageReceived
from bot.model.understanding import Understanding


def turned(conversation: Conversation, heard: Understanding, catalogue: Catalogue) -> Conversation:
    """The conversation as a message finds it: begun anew where this turns to another trouble."""
    return _begun_anew(conversation, catalogue) if is_another(heard, conversation) else conversation


def is_another(heard: Understanding, conversation: Conversation) -> bool:
    """Whether a report is of another trouble than the one told of before: by its words, and its product or symptom."""
    turns = any(isinstance(act, TurnsToAnother) for act in heard.acts)
    old = conversation.complaint
    differs = not old.products or not {*heard.products} & {*old.products}
    told = bool(heard.products or heard.symptoms)
    return (
        turns and told and differs and heard.kind.is_report and conversation.reported_at is not None
    )


def begun_beside(
    case: Conversation, event: MessageReceived, ident: str, catalogue: Catalogue, *, is_apart: bool
) -> Conversation:
    """A case of its own, of which nothing is told yet, for what a customer tells beside another.

    ``is_apart``: they say themselves that it is another trouble than that.
    """
    fresh = _fresh(case.complaint, catalogue)
    return Conversation(
        id=ident,
        customer=event.customer,
        tenant=event.tenant,
        channel=event.channel,
        lang=case.lang,
        opened_at=event.at,
        thread=event.thread or case.thread,
        complaint=fresh if is_apart else replace(fresh, denied=()),
        witness=case.witness if event.tenant == case.tenant else None,
        address=event.address,
        one_of_several=True,
    )


def _fresh(old: Complaint, catalogue: Catalogue) -> Complaint:
    """What stays known of another trouble: what they use, and that it is not about what the old one was about."""
    platform = catalogue.platform
    parts = [p for p in old.products if platform is None or p != platform.id]
    below = sorted(frozenset[str]().union(*map(catalogue.foundations, parts)))
    return Complaint(
        inventory=old.inventory,
        complete=old.complete,
        denied=tuple(dict.fromkeys((*parts, *below))),
    )


def _begun_anew(conversation: Conversation, catalogue: Catalogue) -> Conversation:
    """The conversation with nothing told of any trouble yet; what is switched off stays so.

    It is for what cannot be a case of its own, as where a person has taken over.
    """
    at = conversation.turns[-1].at
    off = (Change(Done.OFF, ident, at) for ident in conversation.switched_off())
    return replace(
        conversation,
        complaint=_fresh(conversation.complaint, catalogue),
        trials=(),
        changes=(*(c for c in conversation.changes if c.what is not Done.OFF), *off),
        reported_at=None,
        recovered_at=None,
        open_questions=(),
        asked=(),
        answered=(),
    )
