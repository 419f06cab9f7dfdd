"""What one mail says, free of its form: effect in, letter out. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.labels import BUTTONS, button, check_link, shows
from bot.desk.notice_envelope import envelope
from bot.desk.prose import one_line, visible
from bot.model.effect import Checked, Notice, Reply, StaffReply
from bot.model.japan import JST
from bot.texts.loader import say, spoken

MOST_TEXT = 20_000  # characters; some readers show 102 KB of a mail and no more
MOST_SUBJECT = 150  # characters

_RE = re.compile(r"^(?:(?:re|aw|sv|fwd?|返信|転送)(?:\[\d+\]|\d+)?\s*[:：]\s*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LetterSender:
    """Who writes: the name and address that readers see, and who runs it ("": as the name)."""

    name: str
    address: str
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in words. ``lang`` is that of the text, ``label_lang`` that of what stands around it.

    ``speaker`` says whether a machine or a person speaks, or what a later notice brings; ``answer``
    how to answer by writing.
    ``stop`` is the link by which notices end; "" where there is nothing to be stopped. ``link`` leads
    on, "" where nothing does; ``link_words`` and ``stop_words`` say what they are and what comes of it.
    """

    lang: str
    label_lang: str
    subject: str
    title: str
    speaker: str
    text: str
    answer: str
    why: tuple[str, ...]
    desk: str
    checked: tuple[str, ...] = ()
    stop: str = ""
    stop_words: tuple[str, str] = ("", "")
    details: str = ""  # stands below the text, before what was looked at
    link: str = ""
    link_words: tuple[str, str] = ("", "")

    def label(self, name: str) -> str:
        """One of the words around the text."""
        return say(self.label_lang, f"mail.label.{name}")


def notice_letter(notice: Notice, what: str, desk: LetterSender, stop: str) -> Letter:
    """A notice. ``what`` names what the incident is about; "" where that is not known."""
    lang = spoken(notice.lang)
    around = envelope(notice.reason, what, notice.incident, lang)
    return Letter(
        lang=notice.lang,
        label_lang=lang,
        subject=around.subject,
        title=around.title,
        speaker=around.speaker,
        text=_text(notice.text, lang),
        answer=around.answer,
        why=(say(lang, "mail.by_machine"), around.why),
        desk=desk_line(desk, lang),
        stop=stop,
        stop_words=(around.stop, say(lang, "mail.stop_kept")),
    )


def reply_letter(reply: Reply, subject: str, desk: LetterSender, check: str = "") -> Letter:
    """The desk's answer to a mail; ``subject`` is that of the customer's, "" where it is unknown.

    ``check``: the link to the check from the browser, "" where none is offered.
    """
    lang = spoken(reply.lang)
    named, about = [*reply.buttons], _without_re(subject) or say(lang, "mail.subject_reply")
    if "human" not in named:
        named.append("human")  # a person is never further away than a word
    return Letter(
        lang=reply.lang,
        label_lang=lang,
        subject=f"Re: {about}",
        title=about,
        speaker=say(lang, "mail.automated"),
        text=_text(reply.text, lang),
        answer=_how_to_answer(named, lang),
        why=(say(lang, "mail.by_machine"), say(lang, "mail.why_reply")),
        desk=desk_line(desk, lang),
        checked=tuple(_checked(c, lang) for c in reply.checked),
        details=visible(reply.details).strip()[:MOST_TEXT],
        link=check,
        link_words=check_link(lang),
    )


def staff_letter(
    reply: StaffReply, subject: str, lang: str, desk: LetterSender, *, from_chat: bool = False
) -> Letter:
    """A person's answer; ``lang`` is the reader's, for the words around it.

    ``from_chat``: they asked in the chat, where it stands as well and is answered.
    """
    plain = "mail.answer_chat" if from_chat else "mail.answer_plain"
    about = _without_re(subject) or say(lang, "mail.subject_reply")
    return Letter(
        lang=lang,
        label_lang=spoken(lang),
        subject=f"Re: {about}",
        title=about,
        speaker=say(lang, "mail.staff"),
        text=_text(reply.text, spoken(lang)),
        answer=say(lang, "mail.answer_closing" if reply.buttons and not from_chat else plain),
        why=(say(lang, "mail.by_person"), say(lang, "mail.why_reply")),
        desk=desk_line(desk, spoken(lang)),
    )


def _text(text: str, lang: str) -> str:
    said = visible(text).strip() or say(lang, "mail.nothing")
    return said if len(said) <= MOST_TEXT else f"{said[:MOST_TEXT]}\n{say(lang, 'mail.more')}"


def _how_to_answer(named: Sequence[str], lang: str) -> str:
    """Examples are the words of the buttons elsewhere; the desk understands them when written."""
    examples = [say(lang, "mail.example", word=button(n, lang)) for n in BUTTONS if n in named]
    return say(lang, "mail.answer", examples=say(lang, "mail.example_joint").join(examples))


def _checked(checked: Checked, lang: str) -> str:
    """One feed, what it shows and when it was read."""
    return say(
        lang,
        "mail.checked_line",
        name=one_line(checked.name, 80),
        shows=one_line(shows(checked.shows, lang), 60),
        at=say(lang, "mail.at", at=checked.at.astimezone(JST)),
    )


def desk_line(desk: LetterSender, lang: str) -> str:
    """Who sends it, and who runs that."""
    key = "mail.desk_run" if desk.operator else "mail.desk"
    return say(lang, key, desk=desk.name, address=desk.address, operator=desk.operator)


def _without_re(subject: str) -> str:
    """A subject without the marks of earlier answers (Re:, RE2:, 返信:, Fwd: …)."""
    text = one_line(subject, MOST_SUBJECT * 4)
    while (cut := _RE.sub("", text, count=1)) != text:
        text = cut
    return one_line(text, MOST_SUBJECT)
