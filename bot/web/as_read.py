"""What stands around a notice where it is read by mail, for the pages on which staff see it before it is sent."""

from bot.desk.names import ReaderNames
from bot.model.broadcast import FIRST
from bot.model.knowledge import Knowledge
from bot.texts.loader import has, say, spoken

Envelope = dict[str, str]


def envelope(reason: str, cause: str, incident: str, lang: str, knowledge: Knowledge) -> Envelope:
    """The subject, who speaks, and what follows the text, in the reader's language."""
    lang = spoken(lang)
    what = ReaderNames(knowledge, knowledge.catalogue, lang).cause(cause)
    title = say(lang, "mail.subject_notice", what=what, incident=incident)
    own = f"mail.notice.{reason}"
    return {
        "subject": title if reason == FIRST else f"Re: {title}",
        "speaker": say(lang, own if has(own) else "mail.notice"),
        "answer": say(lang, "mail.answer_plain"),
        "why": say(lang, "mail.why_notice"),
        "stop": say(lang, "mail.stop"),
    }
