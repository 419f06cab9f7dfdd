"""Whether a customer turns to another trouble than before, and what stays known of them then."""

from dataclasses import replace

from bot.model.acts import TurnsToAnother
from bot.model.catalogue import Catalogue
from bot.model.conversation import Change, Complaint, Conversation, Done
from bot.model.understanding import Understanding


def turned(conversation: Conversation, heard: Understanding, catalogue: Catalogue) -> Conversation:
    """The conversation as a message finds it: begun anew where this turns to another trouble."""
    return (
        _begun_anew(conversation, catalogue) if _is_another(heard, conversation) else conversation
    )


def _is_another(heard: Understanding, conversation: Conversation) -> bool:
    """Whether a report is of another trouble than the one told of before: by its words, and its product or symptom."""
    turns = any(isinstance(act, TurnsToAnother) for act in heard.acts)
    old = conversation.complaint
    differs = not old.products or not {*heard.products} & {*old.products}
    told = bool(heard.products or heard.symptoms)
    return (
        turns and told and differs and heard.kind.is_report and conversation.reported_at is not None
    )


def _begun_anew(conversation: Conversation, catalogue: Catalogue) -> Conversation:
    """The conversation with nothing told of any trouble yet; what is switched off stays so.

    What the trouble before was about is what this one is not about.
    """
    old, platform = conversation.complaint, catalogue.platform
    parts = [p for p in old.products if platform is None or p != platform.id]
    below = sorted(frozenset[str]().union(*map(catalogue.foundations, parts)))
    fresh = Complaint(
        inventory=old.inventory,
        complete=old.complete,
        denied=tuple(dict.fromkeys((*parts, *below))),
    )
    at = conversation.turns[-1].at
    off = (Change(Done.OFF, ident, at) for ident in conversation.switched_off())
    return replace(
        conversation,
        complaint=fresh,
        trials=(),
        changes=(*(c for c in conversation.changes if c.what is not Done.OFF), *off),
        reported_at=None,
        recovered_at=None,
        open_questions=(),
        asked=(),
        answered=(),
    )
