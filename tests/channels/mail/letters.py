"""Deliveries as the ledger hands them over, and a channel around a post office."""

import ssl
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.doubts import Sent
from bot.channels.mail.line import Envelope, Within
from bot.channels.mail.relay import Relay, SmtpRelay
from bot.channels.mail.send import MailChannel, MailContext
from bot.channels.mail.settings import ArchiveSettings, MailServer, MailSettings, Security
from bot.channels.mail.unsubscribe_tokens import unsubscribe_tokens
from bot.desk.ledger import Outgoing
from bot.desk.signed_ids import SignedIds
from bot.desk.subscriber_links import SubscriberLinks
from bot.model.effect import Effect, Notice, Reply
from bot.model.errors import DeliveryError
from tests.channels.mail.in_memory import CorrespondenceInMemory, DeparturesInMemory

NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and is made quickly
AT = datetime(2026, 7, 1, 1, 12, tzinfo=UTC)
READER = "mail:3f2a91"
ADDRESS = "tanaka@customer.example"
ARCHIVE = Mailbox("archive", "desk.example")
HOSTS = frozenset({"status.tana.example"})
MAIL = b"Subject: x\r\nMessage-ID: <1@desk.example>\r\n\r\n.a line with a dot\r\n..two\r\n"
PATIENT = Within(connected=50, answered=50, taken=50, idle=50)

TEXT = """お問い合わせの症状について、お知らせします。

次の手順で、いったん避けることができます。
1. アプリの設定画面を開く
2. タナ一覧プラグインを無効にする

・設定は消えません
最新の状況: https://status.tana.example/incidents/8842"""


def a_notice(reason: str = "first", text: str = TEXT, lang: str = "ja") -> Notice:
    return Notice("I3", ("c1",), reason, text, lang, "plugin:tana_list")


def a_reply(text: str = "お待たせしました。", lang: str = "ja", **more: object) -> Reply:
    reply = Reply(READER, "mail:abc@customer.example", text, lang, "unknown", 0.5)
    return replace(reply, **more)  # type: ignore[arg-type]  # any field of a reply


def outgoing(effect: Effect, key: str = "notice:I3:first", **more: object) -> Outgoing:
    made = Outgoing(7, key, "mail", effect, AT, reader=READER, address=ADDRESS)
    return replace(made, **more)  # type: ignore[arg-type]  # any field of a delivery


def again(delivery: Outgoing) -> Outgoing:
    """The same delivery after an attempt of which nobody knows the end."""
    return replace(delivery, attempts=delivery.attempts + 1, may_be_there=True)


class Clock:
    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now

    def passes(self, span: timedelta) -> None:
        self.now += span


class FakeArchive:
    """A mailbox with copies, or one that nobody can open."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.is_shut = False

    async def has(self, name: str) -> bool:
        if self.is_shut:
            raise DeliveryError("the archive's mailbox was not reached")
        return name in self.names


def a_server(port: int, security: Security = Security.PLAIN, **more: str) -> MailServer:
    return MailServer("127.0.0.1", port, security, **more)


@dataclass
class Counter:
    """A channel with all that is around it, over a relay."""

    relay: Relay
    sent: Sent | None = None
    departures: DeparturesInMemory = field(default_factory=DeparturesInMemory)
    correspondence: CorrespondenceInMemory = field(default_factory=CorrespondenceInMemory)
    tokens: SignedIds = field(default_factory=lambda: unsubscribe_tokens("a secret"))
    clock: Clock = field(default_factory=Clock)
    unreachable: list[str] = field(default_factory=list)

    @property
    def settings(self) -> MailSettings:
        smtp = a_server(25)
        return MailSettings(
            sender=Mailbox("help", "desk.example"),
            sender_name="サポート窓口",
            smtp=smtp,
            public_url="https://desk.example",
            archive=ArchiveSettings(ARCHIVE, smtp) if self.sent is not None else None,
        )

    @property
    def channel(self) -> MailChannel:
        """As a process that has just started would build it."""

        async def unreachable(reader: str) -> None:
            self.unreachable.append(reader)

        around = MailContext(
            departures=self.departures,
            correspondence=self.correspondence,
            tokens=self.tokens,
            about=lambda notice: "タナ一覧プラグイン",
            unreachable=unreachable,
            clock=self.clock,
            links=SubscriberLinks("a secret", "https://desk.example"),
            hosts=HOSTS,
            sent=self.sent,
        )
        return MailChannel(self.settings, self.relay, around)


def a_mail(archive: Mailbox | None = None) -> Envelope:
    """A mail whose lines begin with dots, ready for a server."""
    sender, to = Mailbox("help", "desk.example"), Mailbox("tanaka", "customer.example")
    return Envelope(sender, to, MAIL, archive)


async def leave() -> None:
    """Nobody notes that a mail leaves."""


def a_relay(port: int, within: Within = PATIENT, connections: int = 4, **more: object) -> SmtpRelay:
    server = replace(a_server(port), **more)  # type: ignore[arg-type]  # any field of a server
    return SmtpRelay(server, "desk.example", within, connections, NO_TRUST)
