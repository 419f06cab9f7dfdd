"""What one mail says, free of its form: effect in, letter out. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone

from bot.channels.mail.writing.words import WORDS
from bot.desk.labels import BUTTONS, button, shows, spoken
from bot.desk.prose import one_line, visible
from bot.model.effect import Checked, Notice, Reply, StaffReply

MOST_TEXT = 20_000  # characters; some readers show 102 KB of a mail and no more
MOST_SUBJECT = 150  # characters
JST = timezone(timedelta(hours=9), "JST")

_RE = re.compile(r"^(?:(?:re|aw|sv|fwd?|返信|転送)(?:\[\d+\]|\d+)?\s*[:：]\s*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes: the name and address that readers see, and who runs it ("": as the name)."""

    name: str
    address: str
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in words. ``lang`` is that of the text, ``label_lang`` that of what stands around it.

    ``speaker`` says whether a machine or a person speaks, or what a later notice brings; ``answer``
    how to answer by writing.
    ``stop`` is the link by which notices end; "" where there is nothing to be stopped.
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
    details: str = ""  # stands below the text, before what was looked at

    def label(self, name: str) -> str:
        """One of the words around the text."""
        return WORDS[self.label_lang][name]


def notice_letter(notice: Notice, what: str, desk: Desk, stop: str) -> Letter:
    """A notice. ``what`` names what the incident is about; "" where that is not known.

    The subject is the same for all notices of an incident, so that they stand together.
    """
    lang, words = spoken(notice.lang), WORDS[spoken(notice.lang)]
    title = words["subject_notice"].format(
        what=one_line(what, MOST_SUBJECT - 50) or words["subject_what"],
        incident=one_line(notice.incident, 20),
    )
    return Letter(
        lang=notice.lang,
        label_lang=lang,
        subject=title if notice.reason == "first" else f"Re: {title}",
        title=title,
        speaker=words.get(f"notice.{notice.reason}", words["notice"]),
        text=_text(notice.text, lang),
        answer=words["answer_plain"],
        why=(words["by_machine"], words["why_notice"]),
        desk=_desk(desk, lang),
        stop=stop,
    )


def reply_letter(reply: Reply, subject: str, desk: Desk) -> Letter:
    """The desk's answer to a mail; ``subject`` is that of the customer's, "" where it is unknown."""
    lang, words = spoken(reply.lang), WORDS[spoken(reply.lang)]
    named, about = [*reply.buttons], _without_re(subject) or words["subject_reply"]
    if "human" not in named:
        named.append("human")  # a person is never further away than a word
    return Letter(
        lang=reply.lang,
        label_lang=lang,
        subject=f"Re: {about}",
        title=about,
        speaker=words["automated"],
        text=_text(reply.text, lang),
        answer=_how_to_answer(named, lang),
        why=(words["by_machine"], words["why_reply"]),
        desk=_desk(desk, lang),
        checked=tuple(_checked(c, lang) for c in reply.checked),
        details=visible(reply.details).strip()[:MOST_TEXT],
    )


def staff_letter(reply: StaffReply, subject: str, lang: str, desk: Desk) -> Letter:
    """A person's answer; ``lang`` is the reader's, for the words around it."""
    words = WORDS[spoken(lang)]
    about = _without_re(subject) or words["subject_reply"]
    return Letter(
        lang=lang,
        label_lang=spoken(lang),
        subject=f"Re: {about}",
        title=about,
        speaker=words["staff"],
        text=_text(reply.text, spoken(lang)),
        answer=words["answer_plain"],
        why=(words["by_person"], words["why_reply"]),
        desk=_desk(desk, spoken(lang)),
    )


def _text(text: str, lang: str) -> str:
    said = visible(text).strip() or WORDS[lang]["nothing"]
    return said if len(said) <= MOST_TEXT else f"{said[:MOST_TEXT]}\n{WORDS[lang]['more']}"


def _how_to_answer(named: Sequence[str], lang: str) -> str:
    """Examples are the words of the buttons elsewhere; the desk understands them when written."""
    words = WORDS[lang]
    examples = [words["example"].format(word=button(n, lang)) for n in BUTTONS[lang] if n in named]
    return words["answer"].format(examples=words["example_joint"].join(examples))


def _checked(checked: Checked, lang: str) -> str:
    """One feed, what it shows and when it was read."""
    words = WORDS[lang]
    return words["checked_line"].format(
        name=one_line(checked.name, 80),
        shows=one_line(shows(checked.shows, lang), 60),
        at=words["at"].format(at=checked.at.astimezone(JST)),
    )


def _desk(desk: Desk, lang: str) -> str:
    words = WORDS[lang]
    return words["desk_run" if desk.operator else "desk"].format(
        desk=desk.name, address=desk.address, operator=desk.operator
    )


def _without_re(subject: str) -> str:
    """A subject without the marks of earlier answers (Re:, RE2:, 返信:, Fwd: …)."""
    text = one_line(subject, MOST_SUBJECT * 4)
    while (cut := _RE.sub("", text, count=1)) != text:
        text = cut
    return one_line(text, MOST_SUBJECT)
