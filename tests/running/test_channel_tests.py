"""Channels tried for an admin: against servers on this machine, and what came of it in words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.channels.mail.settings import MailSettings
from bot.channels.slack.api.manifest import SCOPES
from bot.channels.slack.settings import SlackSettings
from bot.channels.webhook.settings import Endpoint
from bot.model.checkup import Checkup
from bot.model.event import FeedRead
from bot.model.knowledge import FeedEntry
from bot.model.peer import Peer
from bot.model.recipient import Recipient, RecipientState, recipient_id
from bot.model.status import FeedState, FetchOutcome
from bot.running.app_context import AppContext
from bot.running.channel_tests import OwnChannels
from bot.running.live_settings import LiveSettings
from bot.settings import Settings
from bot.uploads.read import UploadReader
from tests.cases import each
from tests.channels.fakes import Clock, Desk
from tests.channels.mail.letters import Counter, a_relay, a_server
from tests.channels.mail.post_office import PostOffice, open_office
from tests.channels.slack.granting import BOT_TOKEN, Granting
from tests.channels.webhook.posting import ON_LOOPBACK
from tests.channels.webhook.receiver import Receiver
from tests.store.databases import in_memory
from tests.web.samples import a_knowledge

FEED = FeedEntry("tana", "tana_list", "http://127.0.0.1:9/feed", "statuspage")


class Door(Desk):
    """Remembers readings as well."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[FeedRead] = []

    async def handle(self, event):  # type: ignore[no-untyped-def]  # any event
        self.read.append(event)
        return ()


@dataclass
class Trying:
    """A house with these settings, and its channels."""

    settings: Settings
    offline: bool = False
    prints: bool = False

    def __post_init__(self) -> None:
        self.store, self.clock, self.door = in_memory(), Clock(), Door()
        known = replace(a_knowledge(), feeds={"tana": FEED})
        uploads = UploadReader(known.catalogue)
        self.house = AppContext(self.store, self.door, known, uploads, self.clock)
        live = LiveSettings(self.settings, known, self.store.settings)
        self.channels = OwnChannels(live, self.house, self.offline, self.prints)

    def offers(self) -> dict[str, list[str]]:
        found = asyncio.run(self.channels.targets())
        return {channel: [one.id for one in offered] for channel, offered in found.items()}

    async def test(self, channel: str, target: str = "") -> Checkup:
        (found,) = await self.channels.test(channel, target, "ja")
        return found


def mail_at(port: int) -> MailSettings:
    return replace(Counter(a_relay(port)).settings, smtp=a_server(port), archive=None)


def test_a_mail_is_sent_to_the_admin_and_the_server_is_named() -> None:
    office = PostOffice()

    async def scene() -> Checkup:
        async with open_office(office) as port:
            return await Trying(Settings(mail=mail_at(port))).test("mail", "me@example.com")

    found = asyncio.run(scene())
    (mail,), (written,) = office.mails, office.messages
    assert mail.rcpt_tos == ["me@example.com"]
    assert "テストメール" in str(written["Subject"])
    assert written["Auto-Submitted"] == "auto-generated"
    assert (found.key, "me@example.com" in found.said.ja) == ("channels.ok.mail", True)


@each("to", ["nobody", "a@b.example\r\nBcc: c@d.example", "", "ä@example.com"])
def test_what_is_no_address_is_sent_nothing(to: str) -> None:
    found = asyncio.run(Trying(Settings(mail=mail_at(9))).test("mail", to))
    assert found.key == "channels.wrong.mail_address"


def test_a_mail_server_that_refuses_or_is_away_is_said_in_words() -> None:
    office = PostOffice()
    office.answers("RCPT", "550 5.1.1 no such user")

    async def scene() -> list[Checkup]:
        async with open_office(office) as port:
            refused = await Trying(Settings(mail=mail_at(port))).test("mail", "me@example.com")
        return [refused, await Trying(Settings(mail=mail_at(9))).test("mail", "me@example.com")]

    assert [found.key for found in asyncio.run(scene())] == ["channels.wrong.mail"] * 2


@asynccontextmanager
async def receiving() -> AsyncIterator[tuple[Trying, Receiver]]:
    reader = "endpoint:crm"
    receiver = Receiver(Clock(), ON_LOOPBACK.signer().secrets(reader)[-1])
    async with receiver.open():
        endpoint = Endpoint("crm", receiver.url, frozenset({"tickets"}))
        webhook = replace(ON_LOOPBACK, endpoints=(endpoint,))
        yield Trying(Settings(webhook=webhook, secret="a secret")), receiver


def test_a_ping_is_signed_and_says_nothing() -> None:
    async def scene() -> tuple[Checkup, Checkup, Receiver]:
        async with receiving() as (trying, receiver):
            taken = await trying.test("webhook", "endpoint:crm")
            receiver.answers_next(500)
            return taken, await trying.test("webhook", "endpoint:crm"), receiver

    taken, refused, receiver = asyncio.run(scene())
    assert (taken.key, taken.subject) == ("channels.ok.webhook", "crm")
    assert [(body["type"], body["data"]) for body in receiver.bodies] == [("ping", {})]
    assert (refused.key, "500" in refused.said.en) == ("channels.wrong.webhook_status", True)
    assert "secret-path" not in repr((taken, refused))


def test_a_receiver_that_is_away_is_told_by_its_host_alone() -> None:
    endpoint = Endpoint("crm", "http://127.0.0.1:9/secret-path", frozenset({"tickets"}))
    trying = Trying(Settings(webhook=replace(ON_LOOPBACK, endpoints=(endpoint,))))
    found = asyncio.run(trying.test("webhook", "endpoint:crm"))
    assert found.key == "channels.wrong.webhook"
    assert "secret-path" not in repr(found)
    with pytest.raises(KeyError):
        asyncio.run(trying.test("webhook", "http://127.0.0.1:9/other"))


def test_slack_is_asked_who_we_are() -> None:
    slack = Granting(SCOPES)
    slack.knows(BOT_TOKEN, "T1")

    async def scene() -> tuple[Checkup, ...]:
        async with slack.open():
            settings = Settings(slack=SlackSettings(BOT_TOKEN, "s" * 32, api_url=slack.url))
            return await Trying(settings).channels.test("slack", "", "ja")

    found = asyncio.run(scene())
    assert [one.key for one in found] == ["doctor_slack.ok.token_ok", "doctor_slack.ok.scopes_ok"]
    assert slack.calls == ["auth.test"]
    assert BOT_TOKEN not in repr(found)


def test_a_page_is_read_and_the_desk_hears_of_it_but_once_a_minute() -> None:
    trying = Trying(Settings())

    async def scene() -> list[Checkup]:
        found = [await trying.test("feeds", "tana") for _ in range(2)]
        trying.clock.passes(minutes=1)
        return [*found, await trying.test("feeds", "tana")]

    first, again, later = asyncio.run(scene())
    assert [first.key, again.key, later.key] == [
        *("channels.wrong.feed", "channels.note.feed_lately", "channels.wrong.feed")
    ]
    assert [reading.feed for reading in trying.door.read] == ["tana", "tana"]


def test_a_page_that_the_desk_has_just_read_is_left_alone() -> None:
    trying = Trying(Settings())
    with trying.store.work() as work:
        work.save_feed(FeedState("tana", "tana_list", FetchOutcome.UNREACHABLE, trying.clock()))
    found = asyncio.run(trying.test("feeds", "tana"))
    assert found.key == "channels.note.feed_lately"
    assert trying.door.read == []


def test_what_is_set_up_can_be_tried_and_nothing_else() -> None:
    assert Trying(Settings()).offers() == {"feeds": ["tana"]}
    assert Trying(Settings(), offline=True).offers() == {}
    assert Trying(Settings(mail=mail_at(9)), prints=True).offers() == {}
    trying = Trying(Settings(mail=mail_at(9), webhook=ON_LOOPBACK))
    urls = [f"https://hooks.example.com/{n}" for n in range(3)]
    active, gone, _ = (Recipient(recipient_id("webhook", u), "webhook", u) for u in urls)
    mail = Recipient(recipient_id("mail", "a@example.com"), "mail", "a@example.com")
    with trying.store.work() as work:
        work.save_recipients([active, replace(gone, state=RecipientState.UNREACHABLE), mail])
        work.save_peer(Peer("b", "B社のデスク", url="https://b.example/told"))
        work.save_peer(Peer("heard-only", "C社のデスク"))
    assert trying.offers() == {"mail": [""], "webhook": ["peer:b", active.id], "feeds": ["tana"]}
