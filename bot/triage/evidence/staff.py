"""What a person of the staff has found out: which causes it is not."""

from collections.abc import Iterator

from bot.model.conversation import Conversation
from bot.model.evidence import Evidence, EvidenceKind, Says

RULED_OUT = -40.0  # decibans; a person looked, and a person may err


def ruled_out(cause: str, conversation: Conversation, says: Says) -> Iterator[Evidence]:
    """Nothing, or that staff have ruled this cause out for this conversation."""
    if cause in conversation.ruled_out:
        yield Evidence(cause, RULED_OUT, EvidenceKind.STAFF, *says("evidence.ruled_out"))
