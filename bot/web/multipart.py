"""A posted form with a file: the fields, and the file streamed to its reader as it arrives.

The file is never held: its pieces go to the reader one after another, and what is left is the
reading.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from bot.model.upload import Upload
from bot.web.file_readings import FileReading, FileReadings
from bot.web.guard import BODY_LIMIT

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST_FIELDS = 12
MOST_PARTS = 20  # fields and files
MOST_BYTES = 400 * 1024 * 1024  # twice what is read of a file; what comes after is not listened to
PAUSE = 20.0  # seconds without a byte, after which the file counts as broken off
SLOWEST = 2_000  # bytes a second, taken together over each PAUSE that we have waited for them
WITHIN = 600.0  # seconds for all of it

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class MultipartForm:
    """What was posted. ``upload`` None: no file came."""

    fields: Fields
    upload: Upload | None = None


@dataclass(slots=True)
class _Part:
    name: str = ""
    file: str | None = None  # its name; None: a field
    data: bytearray = field(default_factory=bytearray)


class _Pieces:
    """Feeds the parser, and hands out what it finds: parts that begin, their data, their ends."""

    def __init__(self, boundary: bytes) -> None:
        """HTTPException 400 for a boundary that none may be."""
        self._found: list[tuple[str, bytes]] = []
        self._header, self._value, self._disposition = b"", b"", b""
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._on_header,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": lambda: self._found.append(("part", self._disposition)),
            "on_part_data": lambda data, a, b: self._found.append(("data", data[a:b])),
            "on_part_end": lambda: self._found.append(("end", b"")),
        }
        try:
            self._parser = MultipartParser(boundary, callbacks)
        except FormParserError as why:
            raise HTTPException(400) from why

    def feed(self, chunk: bytes) -> Iterator[tuple[str, bytes]]:
        """What one more chunk brings. HTTPException 400 when it is no form."""
        try:
            self._parser.write(chunk)
        except FormParserError as why:
            raise HTTPException(400) from why
        found, self._found = self._found, []
        return iter(found)

    def _begin(self) -> None:
        self._header, self._value, self._disposition = b"", b"", b""

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""


def is_multipart(request: Request) -> bool:
    """Whether a request brings a form of the sort that may hold files."""
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    return kind == b"multipart/form-data"


async def receive(
    request: Request,
    readings: FileReadings | None,
    let_in: Callable[[Fields], bool],
    may_send: Callable[[int], bool] = lambda _: True,
    seconds: Callable[[], float] = time.monotonic,
) -> MultipartForm:
    """Take a form in. ``let_in`` looks at the fields before the file and says whether to read it.

    ``may_send`` is told of each piece's bytes and says whether to go on (else 429). Whatever happens to the file, the fields that came before it are handed back. Only the first
    file is read. Fields beyond 64 KB are refused (413).
    """
    unpacking = _Unpacking(readings, let_in)
    _, options = parse_options_header(request.headers.get("content-type", ""))
    pieces = _Pieces(options.get(b"boundary", b"") or _refuse(400))
    arriving = _Arriving(request, may_send, seconds)
    try:
        async with asyncio.timeout(WITHIN):
            async for chunk in arriving.chunks():
                for what, data in pieces.feed(chunk):
                    await unpacking.take(what, data)
    except (TimeoutError, ClientDisconnect):
        pass
    finally:
        upload = await unpacking.finish()
    return MultipartForm(unpacking.fields, upload)


class _Arriving:
    """The bytes of a form, for as long as they come at a fair pace and are not too many."""

    def __init__(
        self, request: Request, may_send: Callable[[int], bool], seconds: Callable[[], float]
    ) -> None:
        self._stream = request.stream()
        self._may_send, self._seconds = may_send, seconds
        self._waited, self._came = 0.0, 0

    async def chunks(self) -> AsyncIterator[bytes]:
        """Each chunk, to the end of the form or of what is taken. TimeoutError: they only drip."""
        size = 0
        while size <= MOST_BYTES and (chunk := await self._next()) is not None:
            size += len(chunk)
            if not self._may_send(len(chunk)):
                _refuse(429)
            yield chunk

    async def _next(self) -> bytes | None:
        """Only our waiting is counted, not the time in which a reader is busy with what came."""
        began = self._seconds()
        async with asyncio.timeout(PAUSE):
            chunk = await anext(self._stream, None)
        self._waited += self._seconds() - began
        self._came += len(chunk or b"")
        if self._waited >= PAUSE and chunk is not None:
            if self._came < SLOWEST * self._waited:
                raise TimeoutError
            self._waited, self._came = 0.0, 0
        return chunk


def _refuse(status: int) -> bytes:
    raise HTTPException(status)


class _Unpacking:
    """Sorts what a form brings into fields and the one file that is read."""

    def __init__(self, readings: FileReadings | None, let_in: Callable[[Fields], bool]) -> None:
        self.fields: Fields = {}
        self._readings, self._let_in = readings, let_in
        self._part = _Part()
        self._reading: FileReading | None = None
        self._is_ours = False  # whether the part that arrives is the file that is read
        self._size = 0
        self._parts = 0

    async def take(self, what: str, data: bytes) -> None:
        if what == "part":
            self._begin(data)
        elif what == "data":
            await self._add(data)
        else:
            self._end()

    async def finish(self) -> Upload | None:
        """The reading of the file, once all has come; None when there was no file."""
        return None if self._reading is None else await self._reading.finish()

    def _begin(self, disposition: bytes) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            _refuse(400)
        _, options = parse_options_header(disposition)
        file = options.get(b"filename")
        self._part = _Part(_text(options.get(b"name", b"")), None if file is None else _text(file))
        if self._part.file:
            self._is_ours = self._reading is None
            if self._reading is None:
                self._reading = self._begun(self._part.file)
        elif len(self.fields) >= MOST_FIELDS:
            _refuse(400)

    def _begun(self, name: str) -> FileReading:
        if self._readings is None or not self._let_in(self.fields):
            return FileReading(name)  # it passes by, and is said not to have been read
        return self._readings.begin(name)

    async def _add(self, data: bytes) -> None:
        if self._is_ours and self._reading is not None:
            await self._reading.give(data)
        elif self._part.file is None:
            self._size += len(data)
            if self._size > BODY_LIMIT:
                _refuse(413)
            self._part.data += data

    def _end(self) -> None:
        if self._part.file is None:
            self.fields.setdefault(self._part.name, _text(bytes(self._part.data)))
        if self._is_ours and self._reading is not None:
            self._reading.end(whole=True)
        self._is_ours = False


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
