"""``doctor`` on outgoing mail, against real servers on this machine."""

import asyncio
from dataclasses import replace

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.doctor import examine, examine_incoming
from bot.channels.mail.line import Within
from bot.channels.mail.receiving import MailboxSettings, ReceivingSettings
from bot.channels.mail.settings import ArchiveSettings, MailServer, MailSettings, Security
from bot.model.checkup import Checkup, CheckupHealth
from tests.channels.mail.copies import Copies
from tests.channels.mail.letters import ARCHIVE, NO_TRUST, a_server
from tests.channels.mail.post_office import PASSWORD, PostOffice, open_office, signs_in
from tests.probes.servers import Authority

PATIENT = Within(connected=50, answered=50)


def settings(port: int, security: Security = Security.PLAIN, **more: str) -> MailSettings:
    smtp = a_server(port, security, **more)
    return MailSettings(Mailbox("help", "desk.example"), "窓口", smtp)


def words(found: list[Checkup]) -> str:
    return " | ".join(f"{c.health} {c.said.en}" for c in found)


def test_all_is_well() -> None:
    office, copies = PostOffice(), Copies()

    async def scene() -> list[Checkup]:
        async with open_office(office) as port, copies.open() as imap:
            reader = a_server(imap, user=Copies.user, password=Copies.password)
            archive = ArchiveSettings(ARCHIVE, reader, "Sent")
            good = replace(settings(port), archive=archive, public_url="https://desk.example")
            return await examine(good, NO_TRUST, PATIENT)

    found = asyncio.run(scene())
    assert [c.health for c in found] == [CheckupHealth.OK, CheckupHealth.OK]
    assert office.mails == []


def test_what_is_not_set_up_is_a_note() -> None:
    async def scene() -> list[Checkup]:
        async with open_office(PostOffice()) as port:
            return await examine(settings(port), NO_TRUST, PATIENT)

    found = asyncio.run(scene())
    assert [c.health for c in found] == [CheckupHealth.OK, CheckupHealth.NOTE, CheckupHealth.NOTE]
    assert asyncio.run(examine(None))[0].health is CheckupHealth.NOTE


def test_every_fault_has_its_cure() -> None:
    office, copies, authority = PostOffice(), Copies(), Authority()
    office.answers("MAIL", "550 5.1.8 sender rejected")
    office.answers("RCPT archive@desk.example", "550 5.1.1 User unknown")

    async def scene() -> list[Checkup]:
        found: list[Checkup] = []
        async with open_office(office) as port, copies.open() as imap:
            reader = a_server(imap, user=Copies.user, password="wrong")
            for archive in (None, ArchiveSettings(ARCHIVE, reader)):
                given = replace(settings(port), archive=archive)
                found += await examine(given, NO_TRUST, PATIENT)
        found += await examine(settings(port), NO_TRUST, PATIENT)  # nobody there any more
        async with open_office(office, authority.server(), authenticator=signs_in) as port:
            secure = settings(port, Security.STARTTLS, user="desk", password="s3cret")
            found += await examine(secure, NO_TRUST, PATIENT)
            found += await examine(secure, authority.client(), PATIENT)
        return found

    wrong = [c for c in asyncio.run(scene()) if c.health is CheckupHealth.WRONG]
    said = words(wrong)
    assert [c.subject for c in wrong] == [
        "[mail] from",
        "[mail.archive]",
        "[mail.archive]",
        "[mail.smtp]",
        "[mail.smtp]",
        "[mail.smtp]",
    ]
    assert "refuses the sender help@desk.example" in said
    assert "Mails wait until it is not" in said
    assert "certificate is not trusted" in said
    assert "Signing in was refused" in said
    assert all(c.cure is not None for c in wrong)
    assert "s3cret" not in said
    assert PASSWORD not in said


def test_where_no_mail_comes_in_nothing_is_said_of_it() -> None:
    assert asyncio.run(examine_incoming(None)) == []


def test_a_mailbox_that_cannot_be_opened_is_told_with_what_to_do() -> None:
    server = MailServer("127.0.0.1", 9, Security.PLAIN, "desk", "secret")
    receiving = ReceivingSettings(mailbox=MailboxSettings(server))
    found = asyncio.run(examine_incoming(receiving))
    assert [c.health for c in found] == [CheckupHealth.WRONG, CheckupHealth.NOTE]
    assert "JITABATA_MAILBOX_PASSWORD" in (found[0].cure.en if found[0].cure else "")
    assert "secret" not in repr(found)
