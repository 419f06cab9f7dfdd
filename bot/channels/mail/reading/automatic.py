"""Which mails no person wrote just now, so that nobody answers them. Pure.

RFC 3834 (automatic responses), RFC 2369 and 2919 (lists), RFC 8098 (receipts), RFC 3464 (bounces), and
what Exchange, Gmail, Yahoo and vacation programs add of their own. A subject counts only where it
begins as such programs write it: customers report trouble with automatic replies too.
"""

import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from bot.channels.mail.message_ids import is_ours
from bot.channels.mail.reading import headers

LOOP_FIELD = "X-Loop"  # with an address of ours


class IgnoredMail(StrEnum):
    """Why a mail is nothing for the desk."""

    OURS = "ours"  # our own mail, come back
    BOUNCE = "bounce"  # it says that a mail did not arrive, in no form that we read
    RECEIPT = "receipt"  # it says that a mail was read
    COMPLAINT = "complaint"  # a mailbox provider reports one of our mails as unwanted
    AUTOMATIC = "automatic"  # a program answered or reports
    AWAY = "away"  # a notice of absence
    LIST = "list"  # a newsletter or a mailing list
    NO_REPLY = "no_reply"  # an address that says that nobody reads there
    CALENDAR = "calendar"  # an invitation, or an answer to one
    NO_SENDER = "no_sender"
    EMPTY = "empty"


_AWAY = re.compile(
    r"(?:(?:re|aw|sv)\s?[:：]\s?){0,3}[\[【(（<＜]?\s?(?:"
    r"(?:自動(?:応答|返信|送信)|自動返信メール|不在(?:通知|メール|のお知らせ|連絡|応答)|休暇中?(?:のお知らせ|通知|応答)?|ただいま不在)\s?(?:[:：】\])）>＞]|$)"
    r"|(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office(?: auto ?reply)?|ooo|away from (?:the )?office"
    r"|vacation(?: notice| reply| response)?|i am (?:currently )?out of (?:the )?office|resposta automática|respuesta automática"
    r"|abwesenheits(?:notiz|assistent)|automatische antwort|réponse automatique|fora do escritório|ausência)\s?(?:[:：\])】]|$|- )"
    r")",
    re.IGNORECASE,
)
_READ = re.compile(
    r"(?:開封(?:済み|確認|通知)|既読|表示済み|未読のまま削除|Read|Not read|Read receipt|Lida|Não lida)\s?[:：(（]"
)
_NO_REPLY = re.compile(
    r"(?:no|do[._-]?not)[._-]?reply|noreply|donotreply|nao-?responda|mailer[._-]?daemon|postmaster|bounces?|listserv|majordomo"
)
_LIST_FIELDS = ("List-Id", "List-Post", "List-Unsubscribe")
_ANSWERING_FIELDS = (
    "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-Mail-Autoreply", "X-FC-MachineGenerated", "X-Vacation",
)  # fmt: skip
_MACHINE = re.compile(r"auto_?reply|bulk|junk", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ours:
    """What is ours: addresses, the domain of our Message-IDs, and groups (ids in ``List-Id``).

    A group is a list through which people write to us, such as a shared mailbox; what comes through
    it is no list mail.
    """

    addresses: frozenset[str] = frozenset()
    domain: str = ""
    lists: frozenset[str] = frozenset()


def automatic(mail: Message, ours: Ours) -> IgnoredMail | None:
    """Why nobody is answered, or None: a person may have written it."""
    if _is_ours(mail, ours):
        return IgnoredMail.OURS
    return _reported(mail) or _marked(mail, ours.lists) or _known(mail)


def is_bounce(mail: Message) -> bool:
    """Whether a mail has the empty sender of those that say what became of another."""
    return headers.field(mail, "Return-Path").replace(" ", "") == "<>"


def _is_ours(mail: Message, ours: Ours) -> bool:
    looped = any(v.strip().lower() in ours.addresses for v in headers.fields(mail, LOOP_FIELD))
    named = headers.names_in(headers.field(mail, "Message-ID"))
    sender = headers.sender(mail)
    is_sender = sender is not None and sender.spec.lower() in ours.addresses
    return looped or is_sender or any(is_ours(name, ours.domain) for name in named)


def _reported(mail: Message) -> IgnoredMail | None:
    """What is a report by its form."""
    kind = headers.parameter(mail, "report-type").lower()
    if mail.get_content_type() == "multipart/report":
        if kind == "disposition-notification":
            return IgnoredMail.RECEIPT
        return IgnoredMail.COMPLAINT if kind == "feedback-report" else IgnoredMail.BOUNCE
    if is_bounce(mail) and not _says_automatic(mail):
        return IgnoredMail.BOUNCE
    return None


def _marked(mail: Message, own_lists: frozenset[str]) -> IgnoredMail | None:
    """What says of itself that a program sent it."""
    if _says_automatic(mail) or any(headers.field(mail, name) for name in _ANSWERING_FIELDS):
        return (
            IgnoredMail.AWAY
            if _AWAY.match(headers.words(mail, "Subject"))
            else IgnoredMail.AUTOMATIC
        )
    suppressed = headers.field(mail, "X-Auto-Response-Suppress").lower()
    if any(word in suppressed for word in ("all", "autoreply", "oof")):
        return IgnoredMail.AUTOMATIC
    precedence = headers.field(mail, "Precedence").strip().lower()
    if _MACHINE.fullmatch(precedence):
        return IgnoredMail.AUTOMATIC
    if own_lists and _list_id(mail) in own_lists:
        return None
    if precedence == "list" or any(headers.field(mail, name) for name in _LIST_FIELDS):
        return IgnoredMail.LIST
    return None


def _says_automatic(mail: Message) -> bool:
    said = headers.field(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return said not in ("", "no")


def _list_id(mail: Message) -> str:
    value = headers.field(mail, "List-Id")
    inside = re.search(r"<([^<>]{1,300})>\s*$", value)
    return (inside[1] if inside else value).strip().lower()


def _known(mail: Message) -> IgnoredMail | None:
    """What is known by its subject or its sender."""
    subject = headers.words(mail, "Subject")[:300]
    if _READ.match(subject) and not headers.field(mail, "References"):
        return IgnoredMail.RECEIPT
    if _AWAY.match(subject):
        return IgnoredMail.AWAY
    sender = headers.sender(mail)
    if sender is None:
        return IgnoredMail.NO_SENDER
    if _NO_REPLY.fullmatch(sender.local.lower().partition("+")[0]):
        is_daemon = sender.local.lower().startswith(("mailer", "postmaster"))
        return IgnoredMail.BOUNCE if is_daemon else IgnoredMail.NO_REPLY
    return None
