"""A real IMAP server on a loopback port with the copies of what was sent: enough of it to look."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

COMMAND = re.compile(rb"(\S+) (\S+) ?(.*)\r\n")


class Copies:
    """A mailbox. ``user`` may sign in with ``password``; it has the folder ``Sent``."""

    user, password = "archive", 'pass "word"'

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.looks = 0
        self.hangs_up = False
        self._tls: ssl.SSLContext | None = None

    @asynccontextmanager
    async def open(
        self, tls: ssl.SSLContext | None = None, *, implicit: bool = False
    ) -> AsyncIterator[int]:
        """The port; with ``tls`` alone it offers STARTTLS."""
        self._tls = None if implicit else tls
        server = await asyncio.start_server(
            self._serve, "127.0.0.1", 0, ssl=tls if implicit else None
        )
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        offers = b" STARTTLS" if self._tls is not None else b""
        writer.write(b"* OK [CAPABILITY IMAP4rev1%s] here\r\n" % offers)
        while (line := await reader.readline()) and (found := COMMAND.fullmatch(line)):
            tag, command, rest = found[1], found[2].upper(), found[3]
            if command == b"UID":
                command, _, rest = rest.partition(b" ")
            if self.hangs_up and command == b"SEARCH":
                break
            more, answer = self._answer(command, rest)
            if command == b"CAPABILITY":
                more = b"* CAPABILITY IMAP4rev1%s\r\n" % offers
            writer.write(more + tag + b" " + answer + b"\r\n")
            if command == b"STARTTLS" and self._tls is not None:
                await writer.start_tls(self._tls)
            if command == b"LOGOUT":
                break
        writer.close()

    def _answer(self, command: bytes, rest: bytes) -> tuple[bytes, bytes]:
        match command:
            case b"LOGIN":
                good = rest in {b'archive "pass \\"word\\""', b'"archive" "pass \\"word\\""'}
                return b"", b"OK in" if good else b"NO [AUTHENTICATIONFAILED] archive@desk.example"
            case b"EXAMINE":
                if rest not in {b"Sent", b'"Sent"'}:
                    return b"", b"NO no such folder"
                return b"* 3 EXISTS\r\n", b"OK [READ-ONLY] open"
            case b"SEARCH":
                self.looks += 1
                return self._searched(rest), b"OK found"
            case b"LOGOUT":
                return b"* BYE\r\n", b"OK bye"
            case _:
                return b"", b"OK done"

    def _searched(self, rest: bytes) -> bytes:
        name = re.fullmatch(rb'HEADER Message-ID "?<(.*)>"?', rest)
        is_there = name is not None and name[1].decode() in self.names
        return b"* SEARCH 2\r\n" if is_there else b"* SEARCH\r\n"
