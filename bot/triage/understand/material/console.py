"""Console text, copies of the network panel, curl and log lines: which host failed, and how.

line ─ its address ─┬─ words and status ─▶ counts ─▶ findings, hosts that answered
                    └─ an error and its frames ─ Owners ─▶ whose code stood first
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from bot.lexicon.meanings import Meanings
from bot.model.catalogue import Catalogue
from bot.model.finding import Finding, Owner, RequestFailure
from bot.triage.understand.facts.web_address import ADDRESS, WebAddress, address_of, file_in
from bot.triage.understand.material.failures import (
    MOST_FINDINGS,
    SLOW_SECONDS,
    Cues,
    FailureCounts,
    cues_in,
    failure_among,
    failure_of_status,
)
from bot.triage.understand.material.owners import Owners, is_frame

_SAID = Meanings("console", "page bare_host status carries_on time units code error missing")

LONGEST_TEXT = 1_000_000
LONGEST_LINE = 1_000
MOST_LINES = 50_000
LONGEST_TRACE = 100
_NEAR = 12  # lines for which a host that was named goes on to be meant, as in curl's chatter

_AFTER_ADDRESS = re.compile(r"['\"”]?[\s,]*(?:net::\w+\s+)?(?:status[ =:]*)?([1-5]\d\d)(?![\d.])")
_THREE_DIGITS = re.compile(r"[1-5]\d\d")


@dataclass(frozen=True, slots=True)
class ConsoleReading:
    """What a console text shows. ``failed_first``: whose code stood first in its first trace."""

    findings: tuple[Finding, ...] = ()
    answered: tuple[str, ...] = ()
    failed_first: Owner | None = None


def read_console(
    text: str, owners: Owners | None = None, *, most: int = MOST_FINDINGS
) -> ConsoleReading:
    """Findings of a pasted or uploaded text. Linear in its length; never raises.

    It reads the first million characters, keeps the ``most`` frequent ways to fail and says nothing about the cause. Query strings are
    dropped and details masked. A failure without an address has an empty host.
    """
    text = text[:LONGEST_TEXT]
    reader = _LineReader(owners or Owners(Catalogue()), cues_in(text))
    for line in _lines(text):
        reader.read(line)
    return reader.reading(most)


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines()):
        if number >= MOST_LINES:
            return
        if len(line) > 3:
            yield line[:LONGEST_LINE]


@dataclass(slots=True)
class _Trace:
    message: str
    line: str
    frames: list[str] = field(default_factory=list)


class _LineReader:
    """Reads lines in order; what one line leaves open, the next ones may complete."""

    def __init__(self, owners: Owners, cues: Cues) -> None:
        self._owners = owners
        self._cues = cues
        self._tally = FailureCounts()
        self._trace: _Trace | None = None
        self._first: Owner | None = None
        self._named: WebAddress | None = None
        self._named_for = 0

    def read(self, line: str) -> None:
        failure = failure_among(line, self._cues)
        address, end = _address_in(line)
        status = _status_in(line, end)
        if failure is not None or status is not None:
            self._count(line, address, failure, status)
        elif self._trace is not None and is_frame(line):
            if len(self._trace.frames) < LONGEST_TRACE:
                self._trace.frames.append(line)
        elif message := _error_in(line):
            self._close_trace()
            self._trace = _Trace(message, line)
        else:
            self._remember(address)

    def reading(self, most: int) -> ConsoleReading:
        self._close_trace()
        return ConsoleReading(self._tally.findings(most), self._tally.answered(), self._first)

    def _remember(self, address: WebAddress | None) -> None:
        """A request whose outcome may follow: ``> Host: x``, ``Request URL: https://x/``."""
        self._named_for -= 1
        if address is not None:
            self._named, self._named_for = address, _NEAR

    def _count(
        self,
        line: str,
        address: WebAddress | None,
        failure: RequestFailure | None,
        status: int | None,
    ) -> None:
        if address is None and self._named_for > 0 and _SAID.carries_on.search(line):
            address = self._named
        elif address is not None:
            self._named_for = 0
        host, proxied = (address.host, address.is_proxied) if address else ("", False)
        verdict = _verdict(failure, status)
        seconds = _seconds_in(line)
        if verdict is None:
            if host:
                self._tally.answer(host)
            if seconds <= SLOW_SECONDS:
                return
            verdict = RequestFailure.SLOW
        detail = partial(_detail, line, address, status)
        self._tally.fail(host, verdict, detail, seconds=seconds or None, proxied=proxied)

    def _close_trace(self) -> None:
        if self._trace is None:
            return
        trace, self._trace = self._trace, None
        owner = self._owners.failed_first((*trace.frames, trace.line))
        self._first = self._first or owner
        self._tally.script_error(owner, ADDRESS.sub(_host_only, trace.message))


def _verdict(failure: RequestFailure | None, status: int | None) -> RequestFailure | None:
    """What words and status say together; the status is the better witness of a bare failure.

    A request that failed in the browser although the server answered well was kept from the page.
    """
    if failure is not RequestFailure.OTHER or status is None:
        return failure or failure_of_status(status or 0)
    return failure_of_status(status) or RequestFailure.BLOCKED_BY_CORS


def _error_in(line: str) -> str:
    """The message of a script's error in a line, or an empty string."""
    said = "Error" in line or "Exception" in line or "Uncaught" in line
    if said and (error := _SAID.error.search(line)):
        return error.group()
    if " is not " in line and (missing := _SAID.missing.search(line)):
        return line[max(0, missing.start() - 60) : missing.end()].strip()
    return ""


def _address_in(line: str) -> tuple[WebAddress | None, int]:
    """The address that a line is about, and where it ends."""
    for found in ADDRESS.finditer(line) if "://" in line else ():
        if not _SAID.page.search(line, max(0, found.start() - 30), found.start()):
            return address_of(found.group()), found.end()
    bare = _SAID.bare_host.search(line)
    if bare is None:
        return None, 0
    return WebAddress(bare.group(1), file_in(bare.group(2) or "")), bare.end()


def _status_in(line: str, address_end: int) -> int | None:
    if _THREE_DIGITS.search(line) is None:
        return None
    found = _AFTER_ADDRESS.match(line, address_end) if address_end else None
    found = found or _SAID.status.search(line)
    return int(next(g for g in found.groups() if g)) if found else None


def _seconds_in(line: str) -> float:
    """The longest time that a line states, in seconds; 0 when it states none."""
    times = _SAID.time.findall(line)
    units = _SAID.pairs("units")
    return max((float(n) * float(units.get(unit, 1)) for n, unit in times), default=0.0)


def _detail(line: str, address: WebAddress | None, status: int | None) -> str:
    code = _SAID.code.search(line)
    file = address.file if address and address.file else _named_in_row(line, address)
    said = (file, str(status or ""), code.group() if code else "")
    return " ".join(word for word in said if word)


def _named_in_row(line: str, address: WebAddress | None) -> str:
    """The file with which a row of the network panel begins, or an empty string."""
    first = line[:80].partition("\t")[0].partition(" ")[0]
    is_host = address is not None and first.startswith(address.host)
    return file_in(first) if "." in first and not is_host else ""


def _host_only(found: re.Match[str]) -> str:
    address = address_of(found.group())
    return address.host if address else ""
