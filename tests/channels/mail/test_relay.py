"""Mails to a real SMTP server on this machine."""

import asyncio
from dataclasses import replace

import pytest

from bot.channels.mail.answers import AddressGoneError
from bot.channels.mail.line import Envelope, Within
from bot.model.errors import DeliveryError
from tests.cases import each
from tests.channels.mail.letters import ARCHIVE, MAIL, PATIENT, a_mail, a_relay
from tests.channels.mail.post_office import PostOffice, open_office, open_server


class Left:
    """Notes when a mail is about to leave."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1


async def refusal(
    office: PostOffice, envelope: Envelope | None = None, within: Within = PATIENT
) -> DeliveryError:
    """The error of one mail."""
    async with open_office(office) as port:
        relay = a_relay(port, within)
        with pytest.raises(DeliveryError) as caught:
            await relay.send(envelope or a_mail(), Left())
        relay.close()
    return caught.value


def test_a_mail_arrives_octet_by_octet_for_the_reader_and_the_archive() -> None:
    office, left = PostOffice(), Left()

    async def scene() -> None:
        async with open_office(office) as port:
            relay = a_relay(port)
            await relay.send(a_mail(archive=ARCHIVE), left)
            relay.close()

    asyncio.run(scene())
    (mail,) = office.mails
    assert mail.content == MAIL
    assert mail.mail_from == "help@desk.example"
    assert mail.rcpt_tos == ["tanaka@customer.example", "archive@desk.example"]
    assert left.times == 1


def test_many_mails_share_a_few_connections() -> None:
    office = PostOffice()

    async def scene() -> None:
        async with open_office(office) as port:
            relay = a_relay(port, connections=3)
            await asyncio.gather(*(relay.send(a_mail(), Left()) for _ in range(40)))
            relay.close()

    asyncio.run(scene())
    assert len(office.mails) == 40
    assert office.connections == 3
    assert office.most_at_once <= 3


def test_a_connection_without_work_is_closed_and_another_one_opened() -> None:
    office = PostOffice()

    async def scene() -> None:
        async with open_office(office) as port:
            relay = a_relay(port, Within(50, 50, 50, idle=0.01))
            await relay.send(a_mail(), Left())
            await asyncio.sleep(0.05)
            await relay.send(a_mail(), Left())
            relay.close()

    asyncio.run(scene())
    assert office.connections == 2


def test_a_connection_that_the_server_has_ended_meanwhile_costs_nothing() -> None:
    office = PostOffice()

    async def scene() -> None:
        async with open_office(office) as port:
            relay = a_relay(port)
            await relay.send(a_mail(), Left())
            office.answers("MAIL", "421 4.4.2 idle for too long")
            await relay.send(a_mail(), Left())
            relay.close()

    asyncio.run(scene())
    assert len(office.mails) == 2
    assert office.connections == 2


def test_an_answer_that_never_comes_after_the_dot_is_unknown() -> None:
    office = PostOffice()
    office.is_silent_after_the_dot()
    error = asyncio.run(refusal(office, within=replace(PATIENT, taken=0.2)))
    assert error.unknown
    assert not error.permanent
    assert len(office.mails) == 1


def test_a_connection_lost_after_the_dot_is_unknown() -> None:
    office = PostOffice()
    office.drops_after_the_dot()
    error = asyncio.run(refusal(office))
    assert error.unknown
    assert len(office.mails) == 1


def test_a_connection_lost_before_the_dot_is_for_now() -> None:
    async def breaks_off(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n250 OK\r\n")

    async def scene() -> DeliveryError:
        async with open_server(breaks_off) as port:
            relay = a_relay(port)
            with pytest.raises(DeliveryError) as caught:
                await relay.send(a_mail(), Left())
        return caught.value

    error = asyncio.run(scene())
    assert (error.permanent, error.unknown) == (False, False)


@pytest.mark.slow
@each("greeting", [b"", b"220 x", b"\x00\xff garbage\r\n", b"220-" * 9000])
def test_a_server_that_is_silent_or_talks_nonsense_is_for_now(greeting: bytes) -> None:
    async def talks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        await reader.read()

    async def scene() -> DeliveryError:
        async with open_server(talks) as port:
            relay = a_relay(port, Within(0.1, 0.1, 0.1, 1))
            with pytest.raises(DeliveryError) as caught:
                await relay.send(a_mail(), Left())
        return caught.value

    error = asyncio.run(scene())
    assert (error.permanent, error.unknown) == (False, False)


def test_nobody_listens() -> None:
    async def scene() -> None:
        async with open_office(PostOffice()) as port:
            pass
        with pytest.raises(DeliveryError, match="cannot be used") as caught:
            await a_relay(port).send(a_mail(), Left())
        assert (caught.value.permanent, caught.value.unknown) == (False, False)

    asyncio.run(scene())


@each(
    ("command", "answer", "permanent", "wait"),
    [
        ("RCPT", "450 4.2.0 <tanaka@customer.example>: Greylisted, see our page", False, None),
        ("RCPT", "451 4.7.1 Please try again in 2 minutes", False, None),
        ("RCPT", "452 4.2.2 Mailbox full", False, None),
        ("RCPT", "550 5.7.1 not from you", True, None),
        ("RCPT", "550 no", True, None),
        ("RCPT", "421 4.3.2 shutting down", False, 60),
        ("MAIL", "421 4.7.0 too many mails, try again in 2 minutes", False, 120),
        ("MAIL", "421 4.7.0 wait 9000 seconds", False, 3600),
        ("RCPT", "530 5.7.0 Authentication required", False, None),
        ("MAIL", "550 5.1.8 bad sender", False, None),
        ("MAIL", "451 4.3.0 not now", False, None),
        (".", "552 5.3.4 too big", True, None),
        (".", "451 4.3.0 disk full, retry after 90 seconds", False, None),
    ],
)
def test_what_a_server_answers_is_for_now_or_for_good(
    command: str, answer: str, *, permanent: bool, wait: float | None
) -> None:
    office = PostOffice()
    office.answers(command, answer)
    error = asyncio.run(refusal(office))
    assert (error.permanent, error.retry_after, error.unknown) == (permanent, wait, False)
    assert answer[:3] in str(error)
    assert "tanaka" not in str(error)
    assert office.mails == []


@each("answer", ["550 5.1.1 User unknown", "553 5.1.3 bad", "550 5.2.1 closed"])
def test_a_mailbox_that_does_not_exist_is_told_apart(answer: str) -> None:
    office = PostOffice()
    office.answers("RCPT", answer)
    assert isinstance(asyncio.run(refusal(office)), AddressGoneError)


def test_a_mail_whose_copy_is_refused_waits() -> None:
    office, left = PostOffice(), Left()
    office.answers("RCPT archive@desk.example", "550 5.1.1 User unknown")
    error = asyncio.run(refusal(office, a_mail(archive=ARCHIVE)))
    assert not error.permanent
    assert "archive" in str(error)
    assert left.times == 0


def test_after_a_refusal_the_connection_serves_the_next_mail() -> None:
    office = PostOffice()
    office.answers("RCPT", "550 5.1.1 User unknown")

    async def scene() -> None:
        async with open_office(office) as port:
            relay = a_relay(port)
            with pytest.raises(AddressGoneError):
                await relay.send(a_mail(), Left())
            await relay.send(a_mail(), Left())
            relay.close()

    asyncio.run(scene())
    assert office.connections == 1
    assert len(office.mails) == 1


def test_a_note_that_cannot_be_written_keeps_the_mail_here() -> None:
    office = PostOffice()

    async def leaving() -> None:
        raise OSError("disk full")

    async def scene() -> None:
        async with open_office(office) as port:
            relay = a_relay(port)
            with pytest.raises(OSError, match="disk full"):
                await relay.send(a_mail(), leaving)
            await relay.send(a_mail(), Left())
            relay.close()

    asyncio.run(scene())
    assert len(office.mails) == 1
