"""Mail from a real IMAP server."""

import asyncio
import logging
import uuid
from collections.abc import Callable, Iterator

import pytest

from bot.channels.mail.imap import ImapMailbox, check_mailbox
from bot.channels.mail.mailbox_visit import MailboxError
from bot.channels.mail.post_office import PostOffice, Receipt
from bot.channels.mail.receiving import MailboxSettings
from bot.channels.mail.settings import MailServer, Security
from bot.channels.mail.waiting_rows import ReportRow, unpack
from bot.store.sql import SqlStore
from tests.channels.fakes import Clock
from tests.channels.mail.cut_line import CutLine
from tests.channels.mail.dovecot import PASSWORD, Dovecot, running
from tests.channels.mail.mails import RULES, a_mail
from tests.store.databases import in_memory


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with running() as server:
        yield server


class Place:
    """A mailbox at the server, and the inbox that it is read into."""

    def __init__(self, server: Dovecot, store: SqlStore) -> None:
        self.server, self.store = server, store
        self.user = f"desk-{uuid.uuid4().hex[:8]}"
        self.office = PostOffice(store, RULES, Clock())

    def settings(self, port: int = 0, security: str = "plain", **changes: str) -> MailboxSettings:
        password = changes.pop("password", PASSWORD)
        server = MailServer(
            "127.0.0.1", port or self.server.port, Security(security), self.user, password
        )
        return MailboxSettings(server, **changes)

    def mailbox(
        self, port: int = 0, security: str = "plain", listens: float = 5.0, **changes: str
    ) -> ImapMailbox:
        settings = self.settings(port, security, **changes)
        return ImapMailbox(settings, self.office, self.store, self.server.trust, listens, _no_sleep)

    def arrives(self, *names: str) -> None:
        self.server.arrives(
            self.user, *(a_mail(Subject=n, Message_ID=f"<{n}@midori.example>") for n in names)
        )

    def taken(self) -> list[str]:
        rows = [unpack(payload) for _, payload in self.store.received("mail")]
        return [row.subject for row in rows if isinstance(row, ReportRow)]

    def look(self, folder: str = "INBOX") -> list[tuple[str, bool]]:
        return self.server.look(self.user, folder)

    async def runs(self, until: Callable[[], object], mailbox: ImapMailbox | None = None) -> None:
        """Read until something is so."""
        running = asyncio.create_task((mailbox or self.mailbox()).run())
        try:
            async with asyncio.timeout(50):
                while not await asyncio.to_thread(until):
                    assert not running.done(), running.exception()
                    await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


class Ringing(PostOffice):
    """Rings whenever a mail was taken in."""

    def __init__(self, store: SqlStore, bell: asyncio.Event) -> None:
        super().__init__(store, RULES, Clock(), nudge=bell.set)


async def _no_sleep(_: float) -> None:
    await asyncio.sleep(0.005)


@pytest.fixture
def place(dovecot: Dovecot) -> Iterator[Place]:
    store = in_memory()
    yield Place(dovecot, store)
    store.close()


def test_what_waits_is_taken_in_and_marked_as_seen(place: Place) -> None:
    place.arrives("one", "two")
    asyncio.run(place.runs(lambda: all(seen for _, seen in place.look())))
    assert place.taken() == ["one", "two"]
    assert place.look() == [("one", True), ("two", True)]


@pytest.mark.slow
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_over_tls(place: Place, security: str) -> None:
    place.arrives("one")
    port = place.server.tls_port if security == "tls" else place.server.port
    mailbox = place.mailbox(security=security, port=port)
    asyncio.run(place.runs(lambda: place.taken() == ["one"], mailbox))


@pytest.mark.slow
def test_a_mail_that_comes_while_it_listens_is_taken_in_at_once(place: Place) -> None:
    async def listens() -> None:
        place.arrives("before")
        first = asyncio.Event()
        place.office = Ringing(place.store, first)
        mailbox = place.mailbox(listens=600.0)  # longer than the test waits
        running = asyncio.create_task(place.runs(lambda: len(place.taken()) == 2, mailbox))
        await first.wait()
        await asyncio.sleep(0.05)  # it goes on to listen
        await asyncio.to_thread(place.arrives, "meanwhile")
        await running

    asyncio.run(listens())
    assert place.taken() == ["before", "meanwhile"]


def test_it_is_moved_where_that_is_wished(place: Place) -> None:
    with place.server.signed_in(place.user) as imap:
        imap.create("Done")
    place.arrives("one")
    mailbox = place.mailbox(done_folder="Done")
    asyncio.run(place.runs(lambda: place.look("Done") == [("one", True)], mailbox))
    assert place.look() == []


@pytest.mark.slow
def test_what_somebody_else_has_seen_before_us_is_taken_in_all_the_same(place: Place) -> None:
    place.arrives("old")
    with place.server.signed_in(place.user) as imap:
        imap.store("1", "+FLAGS", r"(\Seen)")
    place.arrives("new")
    asyncio.run(place.runs(lambda: place.taken() == ["new"]))
    place.arrives("looked at", "and not")
    with place.server.signed_in(place.user) as imap:
        imap.store("3", "+FLAGS", r"(\Seen)")
    asyncio.run(place.runs(lambda: len(place.taken()) == 3))
    assert place.taken() == ["new", "looked at", "and not"]


def test_numbers_of_a_mailbox_that_was_made_anew_mean_nothing(place: Place) -> None:
    place.store.receive("x", "other", "", Clock()())
    with place.store.work() as work:
        work.remember(f"mailbox:{place.user}@127.0.0.1/INBOX", "1:999999")
    place.arrives("one")
    asyncio.run(place.runs(lambda: place.taken() == ["one"]))


@pytest.mark.slow
@pytest.mark.parametrize("saying", [b"FETCH", b"STORE", b"IDLE"])
def test_a_line_that_is_cut_at_any_step_loses_and_doubles_nothing(
    place: Place, saying: bytes
) -> None:
    async def cut() -> None:
        line = CutLine(place.server.port)
        line.cuts_at = saying
        async with line.open() as port:
            mailbox = place.mailbox(port=port)
            await place.runs(
                lambda: line.connected > 1 and all(seen for _, seen in place.look()), mailbox
            )

    place.arrives("one", "two", "three")
    asyncio.run(cut())
    assert place.taken() == ["one", "two", "three"]


def test_a_mailbox_that_is_away_is_logged_once_and_once_when_it_is_back(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    async def away() -> None:
        line = CutLine(place.server.port)
        line.refuses = True
        async with line.open() as port:
            mailbox = place.mailbox(port=port)
            running = asyncio.create_task(place.runs(lambda: "is back" in caplog.text, mailbox))
            await line.refused.wait()
            line.refuses = False
            await running

    place.arrives("one")
    with caplog.at_level(logging.INFO, logger="bot.channels.mail.imap"):
        asyncio.run(away())
    assert place.taken() == ["one"]
    said = [r.getMessage() for r in caplog.records if r.name == "bot.channels.mail.imap"]
    assert len(said) == 2, said


def test_a_mail_that_cannot_be_written_down_stays_unseen_and_the_others_are_taken(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    class Stubborn(PostOffice):
        async def take(self, raw: bytes) -> Receipt:
            if b"Subject: two" in raw:
                raise OSError("the disk is full")
            return await super().take(raw)

    place.office = Stubborn(place.store, RULES, Clock())
    place.arrives("one", "two", "three")
    asyncio.run(place.runs(lambda: sum(seen for _, seen in place.look()) == 2))
    assert place.look() == [("one", True), ("two", False), ("three", True)]
    assert caplog.text.count("could not be taken in") == 1


def test_automatic_mail_is_marked_and_leaves_no_row(place: Place) -> None:
    place.server.arrives(place.user, a_mail(Auto_Submitted="auto-replied", Subject="away"))
    asyncio.run(place.runs(lambda: place.look() == [("away", True)]))
    assert place.store.received("mail") == []


def test_a_wrong_password_is_said_without_it(place: Place) -> None:
    with pytest.raises(MailboxError, match="does not let us sign in") as raised:
        asyncio.run(check_mailbox(place.settings(password="wrong secret")))
    assert "wrong secret" not in str(raised.value)


def test_a_folder_that_is_not_there_is_named(place: Place) -> None:
    with pytest.raises(MailboxError, match="no folder Nowhere"):
        asyncio.run(check_mailbox(place.settings(folder="Nowhere")))
    asyncio.run(check_mailbox(place.settings()))


def test_a_certificate_that_nobody_trusts_ends_it(place: Place) -> None:
    settings = place.settings(security="tls", port=place.server.tls_port)
    with pytest.raises(MailboxError, match="not secure"):
        asyncio.run(check_mailbox(settings))
    asyncio.run(check_mailbox(settings, place.server.trust))
