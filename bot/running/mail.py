"""Mail's side of the running process: what is sent, what comes in, who wants no more of it.

Part of the composition root; whoever builds it hands it the clock. Nothing here decides.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from starlette.routing import BaseRoute

from bot.channels.mail.archive import ImapArchive
from bot.channels.mail.correspondents import Correspondents
from bot.channels.mail.imap import ImapMailbox
from bot.channels.mail.in_flight import KeptInFlight
from bot.channels.mail.inbox import InboxPorts, MailInbox
from bot.channels.mail.incoming_pages import incoming_routes
from bot.channels.mail.message_ids import is_ours
from bot.channels.mail.post_office import PostOffice
from bot.channels.mail.reading.incoming import rules_of
from bot.channels.mail.receiving import ReceivingSettings
from bot.channels.mail.relay import PrintedRelay, Relay, SmtpRelay
from bot.channels.mail.send import MailChannel, MailContext
from bot.channels.mail.settings import MailSettings
from bot.channels.mail.unsubscribe_pages import unsubscribe_routes
from bot.channels.mail.unsubscribe_tokens import unsubscribe_tokens
from bot.delivery.pump import Outlet
from bot.desk.names import ReaderNames
from bot.desk.prose import status_hosts
from bot.jobs.port import Jobs, Task
from bot.model.effect import Notice
from bot.model.event import DeliveryFailed
from bot.model.recipient import recipient_id
from bot.running.app_context import AppContext
from bot.running.recipients import cannot_be_reached, unsubscribe
from bot.running.tasks import MAIL_INBOX, MAILBOX

AT_ONCE = 8  # mails under way in one process


class MailSide:
    """Built once in every process. ``outlets`` deliver, ``routes`` take in.

    ``sending`` None: nobody is told by mail; ``receiving`` None: nobody writes by mail. ``nudge``
    is called with a task when there is something for it to do. ``secret`` signs the links by which
    readers stop notices.
    """

    def __init__(
        self,
        sending: MailSettings | None,
        receiving: ReceivingSettings | None,
        house: AppContext,
        secret: str,
        nudge: Callable[[Task], None] = lambda _: None,
    ) -> None:
        self._house = house
        self._unsubscribe = partial(unsubscribe, house.store)
        self._unreachable = partial(cannot_be_reached, house.store)
        self._tokens = unsubscribe_tokens(secret)
        self.outlets: dict[str, Outlet] = {}
        self.routes: list[BaseRoute] = []
        self._channels: list[MailChannel] = []
        self._relay: SmtpRelay | None = None
        self._mailbox: ImapMailbox | None = None
        self._inbox: MailInbox | None = None
        self._sending = sending
        self._domain = sending.sender.domain if sending is not None else ""
        if sending is not None:
            self._relay = SmtpRelay(sending.smtp, sending.sender.domain)
            channel = self._channel(sending, self._relay)
            self.outlets["mail"] = Outlet("mail", channel, AT_ONCE, sending.rate)
            self.routes += unsubscribe_routes(self._tokens, self._unsubscribe)
        if receiving is not None:
            self._receive(receiving, sending, nudge)

    def _channel(self, settings: MailSettings, relay: Relay) -> MailChannel:
        house = self._house
        around = MailContext(
            KeptInFlight(house.store, house.clock),
            Correspondents(house.store),
            self._tokens,
            self._about,
            self._unreachable,
            house.clock,
            house.subscriber_links,
            status_hosts(house.knowledge.catalogue),
            ImapArchive(settings.archive) if settings.archive is not None else None,
            house.checks.in_message,
        )
        channel = MailChannel(settings, relay, around)
        self._channels.append(channel)
        return channel

    def sign(self, settings: MailSettings | None) -> None:
        """Send mail in the name that the settings have now."""
        if settings is not None:
            for channel in self._channels:
                channel.sign(settings.sender_name, settings.operator)

    def _receive(
        self,
        receiving: ReceivingSettings,
        sending: MailSettings | None,
        nudge: Callable[[Task], None],
    ) -> None:
        house = self._house
        rules = rules_of(receiving, sending.sender if sending is not None else None)
        office = PostOffice(
            house.store, rules, house.clock, house.uploads, lambda: nudge(MAIL_INBOX)
        )
        self.routes += incoming_routes(receiving, office, house.clock)
        if receiving.mailbox is not None:
            self._mailbox = ImapMailbox(receiving.mailbox, office, house.store)
        ways = InboxPorts(self._bounced, self._stop)
        self._inbox = MailInbox(
            house.store, house.door, ways, house.clock, receiving.per_hour, house.lines
        )

    def prints(self) -> None:
        """From now on mails are printed and not sent."""
        if self._sending is not None:
            channel = self._channel(self._sending, PrintedRelay())
            self.outlets["mail"] = Outlet("mail", channel)

    def take(self, jobs: Jobs) -> None:
        """Have this process do mail's share of the work."""
        inbox, mailbox = self._inbox, self._mailbox
        if inbox is not None:

            async def drain(_: str) -> None:
                while await inbox.drain():
                    pass

            jobs.take(MAIL_INBOX, drain)
        if mailbox is not None:
            jobs.take(MAILBOX, lambda _: mailbox.run())

    def close(self) -> None:
        """End the connections to the mail server."""
        if self._relay is not None:
            self._relay.close()

    def _about(self, notice: Notice) -> str:
        """What a notice is about, for the subject."""
        return ReaderNames(
            self._house.knowledge, self._house.knowledge.catalogue, notice.lang
        ).cause(notice.cause)

    async def _stop(self, token: str) -> None:
        recipient = self._tokens.read(token)
        if recipient is not None:
            await self._unsubscribe(recipient)

    async def _bounced(self, address: str, permanent: bool, name: str) -> None:  # noqa: FBT001 - Ways
        """A report that a mail did not arrive; anybody can write one, so ours must be known."""
        is_known = permanent and is_ours(name, self._domain)
        key = recipient_id("mail", address)
        for reader in await asyncio.to_thread(self._mailed, key, name) if is_known else ():
            await self._unreachable(reader)
            if reader != key:
                continue
            came_back = DeliveryFailed(
                self._house.clock(), f"bounce:{name}", reader, "reply", "it came back"
            )
            await self._house.door.handle(came_back)

    def _mailed(self, key: str, name: str) -> list[str]:
        """Those at an address to whom the mail of this name went: a reader, or who follows the page."""
        with self._house.store.look() as work:
            follows = work.subscription_of(key)
            readers = [key, *([follows.id] if follows is not None else [])]
            return [reader for reader in readers if work.was_mailed(reader, name)]
