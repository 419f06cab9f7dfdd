"""Looking for a copy at a real IMAP server on this machine."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.channels.mail.archive import ArchiveError, ImapArchive
from bot.channels.mail.settings import ArchiveSettings, Security
from tests.cases import each
from tests.channels.mail.copies import Copies
from tests.channels.mail.letters import ARCHIVE, NO_TRUST, a_server
from tests.channels.mail.post_office import open_server
from tests.probes.servers import Authority


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def at(port: int, security: Security = Security.PLAIN) -> ArchiveSettings:
    server = a_server(port, security, user=Copies.user, password=Copies.password)
    return ArchiveSettings(ARCHIVE, server, "Sent")


def play(scene: Callable[[ImapArchive, Copies], Awaitable[None]]) -> None:
    async def run() -> None:
        copies = Copies()
        async with copies.open() as port:
            await scene(ImapArchive(at(port), NO_TRUST, within=1), copies)

    asyncio.run(run())


def test_a_copy_is_found_by_its_name() -> None:
    async def scene(archive: ImapArchive, copies: Copies) -> None:
        copies.names.add("1@desk.example")
        assert await archive.has("1@desk.example")
        assert not await archive.has("2@desk.example")
        await archive.check()

    play(scene)


def test_a_name_that_is_none_is_not_asked_for() -> None:
    async def scene(archive: ImapArchive, copies: Copies) -> None:
        assert not await archive.has('1" ALL\r\nA LOGOUT')
        assert copies.looks == 0

    play(scene)


@each("security", [Security.STARTTLS, Security.TLS])
def test_it_is_read_over_tls_with_a_certificate_that_is_checked(
    authority: Authority, security: Security
) -> None:
    async def scene() -> None:
        copies = Copies()
        copies.names.add("1@desk.example")
        is_implicit = security is Security.TLS
        async with copies.open(authority.server(), implicit=is_implicit) as port:
            assert await ImapArchive(at(port, security), authority.client()).has("1@desk.example")
            stranger = ImapArchive(at(port, security), Authority().client())
            with pytest.raises(ArchiveError, match="not secure: unable to get"):
                await stranger.has("1@desk.example")

    asyncio.run(scene())


def test_faults_are_told_apart_without_a_secret() -> None:
    async def scene(archive: ImapArchive, copies: Copies) -> None:
        good = archive._settings
        wrong = replace(good.server, password="guess")
        with pytest.raises(ArchiveError, match="does not let us sign in") as caught:
            await ImapArchive(replace(good, server=wrong), NO_TRUST).has("1@desk.example")
        assert "guess" not in str(caught.value)
        with pytest.raises(ArchiveError, match="no folder Archiv"):
            await ImapArchive(replace(good, folder="Archiv"), NO_TRUST).check()
        copies.hangs_up = True
        with pytest.raises(ArchiveError):
            await archive.has("1@desk.example")

    play(scene)


def test_a_server_that_is_silent_or_not_there_is_for_now() -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async def scene() -> None:
        async with open_server(silent) as port:
            with pytest.raises(ArchiveError):
                await ImapArchive(at(port), NO_TRUST, within=0.1).has("1@desk.example")
        with pytest.raises(ArchiveError) as caught:
            await ImapArchive(at(port), NO_TRUST, within=0.1).has("1@desk.example")
        assert not caught.value.permanent

    asyncio.run(scene())
