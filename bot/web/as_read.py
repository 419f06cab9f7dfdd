"""A notice as it is read, for the pages on which staff see it before it is sent: the mail around it, and what a channel is given."""

from bot.desk.names import ReaderNames
from bot.desk.notice_envelope import NoticeEnvelope, envelope
from bot.model.broadcast import PROGRESS
from bot.model.effect import Notice
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge


def envelope_about(
    reason: str, cause: str, incident: str, lang: str, knowledge: Knowledge
) -> NoticeEnvelope:
    """The subject, who speaks, and what follows the text, in the reader's language."""
    what = ReaderNames(knowledge, knowledge.catalogue, lang).cause(cause)
    return envelope(reason, what, incident, lang)


def update_about(incident: Incident, lang: str, text: str) -> Notice:
    """An update of an incident as its channels are given it, to nobody."""
    return Notice(incident.id, (), PROGRESS, text, lang, incident.cause)
