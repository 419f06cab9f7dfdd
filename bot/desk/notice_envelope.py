"""What stands around a notice where it is read by mail: for the mail, and for the pages that show it before it is sent."""

from dataclasses import dataclass

from bot.desk.prose import one_line
from bot.model.broadcast import FIRST
from bot.texts.loader import has, say, spoken

MOST_WHAT = 100  # characters of what a subject names
MOST_ID = 20


@dataclass(frozen=True, slots=True)
class NoticeEnvelope:
    """The words around a notice. ``speaker``: what it brings; ``why``: why somebody reads it; ``stop``: by which notices end."""

    title: str
    subject: str
    speaker: str
    answer: str
    why: str
    stop: str


def envelope(reason: str, what: str, incident: str, lang: str) -> NoticeEnvelope:
    """In the reader's language. ``what`` names what the incident is about; "" where that is not known.

    The subject is the same for all notices of an incident, so that they stand together.
    """
    lang, own = spoken(lang), f"mail.notice.{reason}"
    title = say(
        lang,
        "mail.subject_notice",
        what=one_line(what, MOST_WHAT) or say(lang, "mail.subject_what"),
        incident=one_line(incident, MOST_ID),
    )
    return NoticeEnvelope(
        title=title,
        subject=title if reason == FIRST else f"Re: {title}",
        speaker=say(lang, own if has(own) else "mail.notice"),
        answer=say(lang, "mail.answer_plain"),
        why=say(lang, "mail.why_notice"),
        stop=say(lang, "mail.stop"),
    )
