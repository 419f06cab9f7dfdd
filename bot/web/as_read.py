"""What stands around a notice where it is read by mail, for the pages on which staff see it before it is sent."""

from bot.desk.names import ReaderNames
from bot.desk.notice_envelope import NoticeEnvelope, envelope
from bot.model.knowledge import Knowledge


def envelope_about(
    reason: str, cause: str, incident: str, lang: str, knowledge: Knowledge
) -> NoticeEnvelope:
    """The subject, who speaks, and what follows the text, in the reader's language."""
    what = ReaderNames(knowledge, knowledge.catalogue, lang).cause(cause)
    return envelope(reason, what, incident, lang)
