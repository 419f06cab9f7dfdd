"""One mail as it arrived to a report for the desk, or to what else it is. Pure, and never raises.

raw ─ opened ─┬─ bounces, automatic ──▶ Bounced, Ignored
              └─ contents ─ quoting ──▶ Report
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.message_ids import is_ours, message_id_of
from bot.channels.mail.reading import headers
from bot.channels.mail.reading.automatic import IgnoredMail, Ours, automatic, is_bounce
from bot.channels.mail.reading.bounces import Bounced, bounces_of
from bot.channels.mail.reading.contents import Attachment, Contents, contents_of
from bot.channels.mail.reading.opened import open_mail
from bot.channels.mail.reading.quoting import MOST_HANDED_ON, Manner, written
from bot.channels.mail.reading.senders import customer_of, identity_of, tenant_of
from bot.channels.mail.reading.standing import SenderStanding, standing_of
from bot.channels.mail.receiving import ReceivingSettings
from bot.channels.mail.unsubscribe_tokens import STOP
from bot.desk.signed_ids import LONGEST
from bot.model.identity import Identity

MOST_TEXT = 20_000  # characters that are handed to the desk
LONGEST_ID = 400  # characters of a Message-ID that is kept as it is
_PRINTABLE = re.compile(r"[!-~]+")
_REPLY = re.compile(r"(?:(?:re|aw|sv|res|antw|返信)(?:\[\d{1,3}\])?\s?[:：]\s?)", re.IGNORECASE)
_FORWARD = re.compile(r"(?:fwd?|fw|転送|enc|wg|tr|rv|i)\s?[:：]\s?", re.IGNORECASE)
_STOP = re.compile(rf"(?:re\s?[:：]\s?)?{STOP}[ +]+([\w.-]{{20,{LONGEST}}})", re.IGNORECASE)
_TICKET = re.compile(r"[\[【(（][^\]】)）]{0,30}[\]】)）]\s?")
_SAYS_NOTHING = re.compile(
    r"|[\W_]+|(?:件名|題名)?(?:なし|無し|無題)|\(?no subject\)?|untitled|sem assunto|test|テスト"
    r"|(?:kintone|サポート|製品)?(?:への|について|に関する|の){0,2}(?:お?問い?合わ?せ|ご?質問|ご?相談|ご?連絡|お願い|ご?確認|お世話になっております|お疲れ様です)"
    r"(?:です|について|の件|いたします|をお願いします|のお願い)?"
    r"|(?:hi|hello|question|help|support|inquiry|enquiry|contact|request|urgent|至急|緊急|olá|dúvida|ajuda|suporte)[!.。！]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MailRules:
    """What tells our own mails from others', and organisations apart; as in ``ReceivingSettings``."""

    ours: Ours = field(default_factory=Ours)
    authserv_id: str = ""
    tenants: Mapping[str, str] = field(default_factory=dict)
    open_to_all: frozenset[str] = frozenset()


def rules_of(receiving: ReceivingSettings, sender: Mailbox | None) -> MailRules:
    """What incoming mail is read by. ``sender``: the address that we send from (``[mail] from``)."""
    ours = [*receiving.addresses, *([sender] if sender is not None else [])]
    return MailRules(
        ours=Ours(
            addresses=frozenset(a.spec.lower() for a in ours),
            domain=sender.domain if sender is not None else "",
            lists=frozenset(receiving.lists),
        ),
        authserv_id=receiving.authserv_id,
        tenants=receiving.tenants,
        open_to_all=frozenset(receiving.open_to_all),
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What a person wrote to us in a mail.

    ``message_id`` is the id of the message in the desk, of its sender and its name. ``references`` are the mails that it answers,
    the latest last, and ``customer`` and ``tenant`` as the desk knows them. ``text`` is what was
    written now, with the subject where that says something. ``sender_name``: what they call themselves.
    """

    message_id: str
    sender: Mailbox
    customer: str
    tenant: str
    standing: SenderStanding
    identity: Identity
    subject: str
    text: str
    sender_name: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody wants no more notices: the mail that their program writes for them, or they from a link.

    ``token`` is the one that the notice gave for it, not checked yet.
    """

    message_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Returned:
    """Mails of ours that did not arrive. ``message_id``: of the report itself."""

    message_id: str
    bounces: tuple[Bounced, ...]


Incoming = Report | Returned | Stop | IgnoredMail


def read_mail(raw: bytes, rules: MailRules) -> Incoming:
    """What a mail is, from its bytes as a server hands them over; beyond 10 MB they are not read."""
    mail = open_mail(raw)
    bounced = (
        bounces_of(mail) if is_bounce(mail) or mail.get_content_type() == "multipart/report" else ()
    )
    if own := tuple(b for b in bounced if is_ours(b.message_id, rules.ours.domain)):
        return Returned(_id_of(mail), own)
    if (stop := _STOP.fullmatch(headers.words(mail, "Subject"))) is not None:
        return Stop(_id_of(mail), stop[1])
    if (why := automatic(mail, rules.ours)) is not None:
        return why
    sender = headers.sender(mail)
    if sender is None:
        return IgnoredMail.NO_SENDER
    return _report(mail, sender, rules)


def _report(mail: Message, sender: Mailbox, rules: MailRules) -> Report | IgnoredMail:
    contents = contents_of(mail)
    subject = headers.words(mail, "Subject")[:300]
    references = _references(mail)
    text = _words(contents, subject, references)
    if not (text or contents.files or contents.unread):
        return IgnoredMail.CALENDAR if contents.is_calendar else IgnoredMail.EMPTY
    if contents.is_calendar and not contents.files and not references:
        return IgnoredMail.CALENDAR
    standing = standing_of(mail, sender, rules.authserv_id)
    customer = customer_of(sender, standing)
    return Report(
        message_id=_id_of(mail, customer, contents.body),
        sender=sender,
        customer=customer,
        tenant=tenant_of(sender, standing, rules.tenants, rules.open_to_all),
        standing=standing,
        identity=identity_of(sender, standing, rules.tenants),
        subject=subject,
        text=text[:MOST_TEXT],
        sender_name=headers.sender_name(mail),
        references=references,
        attachments=tuple(contents.files),
        unread=tuple(contents.unread),
    )


def _references(mail: Message) -> tuple[str, ...]:
    """The mails that this one answers, the latest last."""
    older = headers.names_in(headers.field(mail, "References"))
    answered = headers.names_in(headers.field(mail, "In-Reply-To"))
    return tuple(dict.fromkeys((*(n for n in older if n not in answered), *answered)))


def _words(contents: Contents, subject: str, references: tuple[str, ...]) -> str:
    """Subject and body as the desk reads them."""
    manner, said = topic(subject)
    if manner is Manner.FIRST and references:
        manner = Manner.REPLY
    body = written(contents.body, manner)
    handed_on = "\n\n".join(written(text, Manner.FIRST) for text in contents.handed_on)
    body = "\n".join(part for part in (body, handed_on[:MOST_HANDED_ON]) if part)
    if manner is Manner.REPLY or _SAYS_NOTHING.fullmatch(said) or said in body:
        return body
    return f"{said}\n{body}".strip()


def topic(subject: str) -> tuple[Manner, str]:
    """What a subject says of the mail's kind, and the rest of it."""
    manner = Manner.FIRST
    for _ in range(6):
        if match := _REPLY.match(subject):
            manner = Manner.REPLY if manner is Manner.FIRST else manner
        elif match := _FORWARD.match(subject):
            manner = Manner.FORWARD if manner is Manner.FIRST else manner
        elif not (match := _TICKET.match(subject)):
            break
        subject = subject[match.end() :]
    return manner, subject.strip()


def _id_of(mail: Message, sender: str = "", body: str = "") -> str:
    """The id in the desk: of sender and Message-ID, or of a hash where that cannot be used."""
    field_ = headers.field(mail, "Message-ID")
    name = next(iter(headers.names_in(field_)), "") or field_.strip().strip("<>")
    if not _PRINTABLE.fullmatch(name) or len(name) > LONGEST_ID:
        told = [name, *(headers.field(mail, key) for key in ("From", "Date", "Subject")), body]
        digest = hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()
        name = f"unnamed-{digest[:32]}"
    return message_id_of(name, sender or headers.field(mail, "From").lower())
