"""Console text, copies of the network panel, curl and log lines: which host failed, and how.

line ─ its address ─┬─ words and status ─▶ Tally ─▶ findings, hosts that answered
                    └─ an error and its frames ─ Owners ─▶ whose code stood first
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from bot.model.catalogue import Catalogue
from bot.model.finding import Finding, Owner, RequestFailure
from bot.triage.understand.facts.web_address import ADDRESS, WebAddress, address_of, file_in
from bot.triage.understand.material.failures import (
    SLOW_SECONDS,
    Cues,
    cues_in,
    failure_among,
    failure_of_status,
)
from bot.triage.understand.material.owners import Owners, is_frame
from bot.triage.understand.material.tally import MOST_FINDINGS, FailureCounts

LONGEST_TEXT = 1_000_000
LONGEST_LINE = 1_000
MOST_LINES = 50_000
LONGEST_TRACE = 100
_NEAR = 12  # lines for which a host that was named goes on to be meant, as in curl's chatter

_PAGE = re.compile(r"(?:from origin|page at|referr?er(?: policy)?:?|origin:)\s*['\"‘“]?$", re.I)
_ENDINGS = (
    "com|net|org|io|jp|cn|dev|app|cloud|co|info|biz|tech|site|online|ai|me|tv|us|uk|de|fr|kr|tw"
    "|asia|page|work|tokyo|sh|example|test|invalid|local|internal"
)
_BARE = re.compile(
    rf"(?<![\w@./-])((?:[a-z0-9-]{{1,63}}\.){{1,8}}(?:{_ENDINGS}))(?![\w-]|\.\w)(/[^\s?#:]{{0,300}})?"
)
_AFTER_ADDRESS = re.compile(r"['\"”]?[\s,]*(?:net::\w+\s+)?(?:status[ =:]*)?([1-5]\d\d)(?![\d.])")
_STATUS = re.compile(
    r"(?:status of |status ?code[: ]*|ステータス ?コード[:： ]*|HTTP/[\d.]{1,3}\"? |returned error: "
    r"|awaiting response\.\.\. |\t)([1-5]\d\d)(?![\d.])"
    r"|(?<![\d.])([1-5]\d\d) (?:script|xhr|fetch|document|stylesheet|image|font|json"
    r"|\(?(?:Service Unavailable|Bad Gateway|Gateway Time|Internal Server|Forbidden|Unauthorized"
    r"|Not Found|Too Many))",
    re.I,
)
_THREE_DIGITS = re.compile(r"[1-5]\d\d")
_CARRIES_ON = re.compile(r"^\* |HTTP/|status|awaiting response|curl: \(|ステータス", re.I)
_TIME = re.compile(
    r"(?<![\d.])(\d{1,7}(?:\.\d{1,4})?) ?(ms|milliseconds|ミリ秒|s|sec|seconds|秒|min|分)(?![a-z])"
)
_SECONDS = {"ms": 0.001, "milliseconds": 0.001, "ミリ秒": 0.001, "min": 60.0, "分": 60.0}
_CODE = re.compile(
    r"(?:ERR|NS_ERROR|SEC_ERROR|SSL_ERROR|DNS_PROBE|MOZILLA_PKIX_ERROR)_[A-Z0-9_]{2,50}"
    r"|\bE(?:NOTFOUND|AI_AGAIN|CONN[A-Z]{4,8}|TIMEDOUT)\b|curl: \(\d{1,2}\)"
)
_ERROR = re.compile(
    r"(?:Uncaught |Unhandled )?(?:\(in promise\) )?"
    r"\b(?:[A-Z]\w{0,40})?(?:Error|Exception)\b: ?\S.{0,159}"
    r"|Uncaught \(in promise\) \S.{0,159}"
)
_MISSING = re.compile(r" is not (?:defined|a function|a constructor)\b")


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
        if address is None and self._named_for > 0 and _CARRIES_ON.search(line):
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
    if said and (error := _ERROR.search(line)):
        return error.group()
    if " is not " in line and (missing := _MISSING.search(line)):
        return line[max(0, missing.start() - 60) : missing.end()].strip()
    return ""


def _address_in(line: str) -> tuple[WebAddress | None, int]:
    """The address that a line is about, and where it ends."""
    for found in ADDRESS.finditer(line) if "://" in line else ():
        if not _PAGE.search(line, max(0, found.start() - 30), found.start()):
            return address_of(found.group()), found.end()
    bare = _BARE.search(line)
    if bare is None:
        return None, 0
    return WebAddress(bare.group(1), file_in(bare.group(2) or "")), bare.end()


def _status_in(line: str, address_end: int) -> int | None:
    if _THREE_DIGITS.search(line) is None:
        return None
    found = _AFTER_ADDRESS.match(line, address_end) if address_end else None
    found = found or _STATUS.search(line)
    return int(next(g for g in found.groups() if g)) if found else None


def _seconds_in(line: str) -> float:
    """The longest time that a line states, in seconds; 0 when it states none."""
    times = _TIME.findall(line)
    return max((float(n) * _SECONDS.get(unit, 1.0) for n, unit in times), default=0.0)


def _detail(line: str, address: WebAddress | None, status: int | None) -> str:
    code = _CODE.search(line)
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
