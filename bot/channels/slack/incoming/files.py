"""Files that customers hand in over Slack, streamed to their reader; of them only pictures are kept.

Docs: docs.slack.dev, "Working with files". A download without the right to it answers a login page
with status 200, and a file of another company comes as a stub that ``files.info`` fills.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.rates import Call
from bot.desk.ports import Uploads
from bot.desk.prose import visible
from bot.masking.redact import redact
from bot.model.picture import Picture
from bot.model.upload import Sort, Upload, UploadProblem
from bot.texts.loader import say

LONGEST_NAME = 80  # characters of a file's name
_NOT_READ = frozenset(
    {
        *(UploadProblem.EMPTY, UploadProblem.BINARY, UploadProblem.UNREADABLE),
        *(UploadProblem.PICTURE, UploadProblem.PICTURE_BROKEN, UploadProblem.PICTURE_TOO_LARGE),
        *(UploadProblem.PICTURE_KIND, UploadProblem.PICTURES_FULL),
    }
)
MOST_BYTES = 200 * 1024 * 1024  # as much as is read of any upload; the rest is not asked for
MOST_FILES = 5  # of one post that are looked at; the others are named
AT_ONCE = 3  # downloads
WITHIN = 300.0  # seconds for one file
PAUSE = 20.0  # seconds without a byte
_HOPS = 3
_HTML = (b"<!doctype html", b"<html", b"<head")
_UNREAD = ("image/", "video/", "audio/")
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file as a post or a form names it. ``is_stub``: of another company, to be asked for."""

    id: str
    name: str
    kind: str = ""
    url: str = ""
    size: int = 0
    is_stub: bool = False
    is_external: bool = False

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "FileRef":
        size = told.get("size")
        return cls(
            id=str(told.get("id") or ""),
            name=str(told.get("name") or told.get("title") or told.get("id") or "")[:200],
            kind=str(told.get("mimetype") or "").lower(),
            url=str(told.get("url_private_download") or told.get("url_private") or ""),
            size=size if isinstance(size, int) else 0,
            is_stub=told.get("file_access") == "check_file_info",
            is_external=bool(told.get("is_external")) or told.get("mode") == "external",
        )


@dataclass(frozen=True, slots=True)
class PostReadings:
    """What came of the files of one post: the one that tells most, and the others by their names.

    ``upload`` None: none was looked at. ``chosen``: its name as it was sent. ``looked_at``: every file
    that was, by its name; ``passed_over``: how many were not.
    """

    upload: Upload | None
    others: tuple[str, ...] = ()
    chosen: str = ""
    looked_at: tuple[tuple[str, Upload], ...] = ()
    passed_over: int = 0

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Those that are kept."""
        return tuple(picture for _, upload in self.looked_at for picture in upload.pictures)


class SlackFiles:
    """Fetches files from the hosts where Slack keeps them, with the workspace's own token."""

    def __init__(self, calls: Calls, uploads: Uploads, api_url: str) -> None:
        """``api_url``: where Slack's Web API is; files are expected there as well."""
        self._calls = calls
        self._uploads = uploads
        self._hosts = Hosts(api_url)
        self._room = asyncio.Semaphore(AT_ONCE)

    async def read(self, team: str, refs: tuple[FileRef, ...]) -> PostReadings:
        """Read the files of one post, one after another; whatever they are, it never raises."""
        uploads = []
        for ref in refs[:MOST_FILES]:
            async with self._room:
                uploads.append(await self._one(team, ref))
        best = min(range(len(uploads)), key=lambda i: (_worth(uploads[i]), i))
        others = [r.name for i, r in enumerate(refs) if i != best]
        looked_at = tuple((r.name, u) for r, u in zip(refs, uploads, strict=False))
        passed_over = len(refs) - len(looked_at)
        return PostReadings(uploads[best], tuple(others), refs[best].name, looked_at, passed_over)

    async def _one(self, team: str, ref: FileRef) -> Upload:
        try:
            if ref.id and (ref.is_stub or not ref.url):
                ident = ref.id
                answer = await self._calls.ask(
                    Call(team, "files.info"),
                    lambda client: client.files_info(file=ident),
                    changes=False,
                )
                ref = FileRef.of(answer.get("file") or {})
            if ref.kind.startswith(_UNREAD) and ref.kind not in _PICTURES:
                return _not_looked_at(ref)
            if ref.is_external or not self._hosts.expect(ref.url):
                logger.warning("the file %s is not where Slack keeps files", ref.id)
                return unread(ref)
            client = await self._calls.client(team)
            return await self._download(ref, str(client.token or ""))
        except Exception as why:  # whatever became of a file, the message is handed on
            logger.warning("the file %s could not be read: %s", ref.id, why, exc_info=why)
            return unread(ref)

    async def _download(self, ref: FileRef, token: str) -> Upload:
        """Fetch and read in one thread, so that nothing is held but the piece at hand."""
        stop = time.monotonic() + WITHIN
        try:
            return await asyncio.to_thread(
                self._streamed, ref, token, lambda: time.monotonic() < stop
            )
        finally:
            stop = 0.0  # a download that nobody waits for any more ends with its next piece

    def _streamed(self, ref: FileRef, token: str, may_go_on: Callable[[], bool]) -> Upload:
        timeout = httpx.Timeout(PAUSE, connect=10)
        headers = {"Authorization": f"Bearer {token}"}
        if ref.size > MOST_BYTES:
            headers["Range"] = f"bytes=0-{MOST_BYTES}"
        url = ref.url
        with httpx.Client(timeout=timeout, follow_redirects=False) as client:
            for _ in range(_HOPS):
                with client.stream("GET", url, headers=headers) as response:
                    if response.is_redirect:
                        url = urljoin(url, response.headers.get("location", ""))
                        headers.pop("Authorization", None)  # never handed on
                        if not self._hosts.expect(url):
                            raise OSError("Slack sends us elsewhere for a file")
                        continue
                    response.raise_for_status()
                    return self._read(ref, _Stream(response.iter_bytes(), may_go_on), response)
        raise OSError("Slack sends us round in circles for a file")

    def _read(self, ref: FileRef, stream: "_Stream", response: httpx.Response) -> Upload:
        is_html = response.headers.get("content-type", "").lower().startswith("text/html")
        if "html" not in ref.kind and (is_html or stream.begins_with(_HTML)):
            raise OSError("a login page instead of the file: is the scope files:read granted?")
        return self._uploads.read(ref.name, stream)


class Hosts:
    """Where files may be fetched from: Slack's own hosts, or those of another Web API in its place."""

    def __init__(self, api_url: str) -> None:
        parts = urlsplit(api_url)
        host = parts.hostname or ""
        is_slacks = host == "slack.com" or host.endswith(".slack.com")
        self._other = None if is_slacks else (parts.scheme, parts.netloc)

    def expect(self, url: str) -> bool:
        """Whether the token may be shown to this address."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        if "@" in parts.netloc:
            return False
        if self._other is not None:
            return (parts.scheme, parts.netloc) == self._other
        is_slacks = host == "slack.com" or host.endswith(".slack.com")
        return parts.scheme == "https" and port in {None, 443} and is_slacks


class _Stream:
    """A download as its reader wants it: at most so many bytes at a time, up to the limit."""

    def __init__(self, pieces: Iterator[bytes], may_go_on: Callable[[], bool]) -> None:
        self._pieces = pieces
        self._may_go_on = may_go_on
        self._rest = b""
        self._left = MOST_BYTES + 1  # one more, so that the reader notices that there is more

    def begins_with(self, beginnings: tuple[bytes, ...]) -> bool:
        """Whether the file begins so, whatever its case and the blanks before it."""
        self._rest = self._rest or next(self._pieces, b"")
        return self._rest[:512].lstrip().lower().startswith(beginnings)

    def read(self, size: int, /) -> bytes:
        """EOFError when it breaks off: the reader keeps what it has and says so."""
        if not self._rest:
            self._rest = self._next()
        taken, self._rest = self._rest[:size], self._rest[size:]
        taken = taken[: self._left]
        self._left -= len(taken)
        return taken

    def _next(self) -> bytes:
        if self._left <= 0:
            return b""
        if not self._may_go_on():
            raise EOFError
        try:
            return next(self._pieces, b"")
        except httpx.HTTPError as why:
            raise EOFError from why


def unread(ref: FileRef) -> Upload:
    """A file of which nothing arrived; the desk asks to send it again."""
    return Upload(ref.name[-80:], Sort.OTHER, problem=UploadProblem.UNREADABLE, partial=True)


def _not_looked_at(ref: FileRef) -> Upload:
    """Films, sounds, and pictures that cannot be kept: named, and not fetched."""
    if ref.kind.startswith("image/"):
        return Upload(ref.name[-80:], Sort.PICTURE, problem=UploadProblem.PICTURE_KIND)
    return Upload(ref.name[-80:], Sort.OTHER, problem=UploadProblem.BINARY)


def _worth(upload: Upload) -> int:
    """How little a file tells: 0 is what helps, pictures come last."""
    if upload.problem is None or upload.findings or upload.inventory is not None:
        return 0
    return 2 if upload.sort is Sort.PICTURE else 1


def file_lines(read: PostReadings, lang: str) -> tuple[str, ...]:
    """Each file that was looked at: that it was read, with what was found in it, or why not.

    Names are masked, as everything is that is kept.
    """
    lines = [_line(name, upload, lang) for name, upload in read.looked_at]
    if read.passed_over:
        lines.append(say(lang, "slack.file.more", n=read.passed_over))
    return tuple(lines)


def _line(name: str, upload: Upload, lang: str) -> str:
    called = redact(visible(name)).text[:LONGEST_NAME] or say(lang, "slack.file.unnamed")
    if upload.problem is UploadProblem.PICTURE_KEPT:
        return say(lang, "slack.file.kept", name=called)
    key = "slack.file.unread" if upload.problem in _NOT_READ else "slack.file.read"
    line = say(lang, key, name=called)
    found = upload.summary(lang)
    return say(lang, "slack.file.found", line=line, found=found) if found else line
