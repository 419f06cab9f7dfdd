"""HAR files (http://www.softwareishard.com/blog/har-12-spec/): which host failed, and how.

Of each request the host, the file's name, status, time and error code are looked at; headers,
cookies, bodies and queries are passed over while they stream by.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.model.finding import Finding, RequestFailure
from bot.triage.understand.facts.web_address import WebAddress, address_of
from bot.triage.understand.material.failures import (
    SLOW_SECONDS,
    FailureCounts,
    failure_of_status,
    failure_of_words,
    given_up,
)
from bot.uploads.json_events import BrokenJsonError, Event, events
from bot.uploads.preview import LINES
from bot.uploads.shorten import shorten

DEEPEST = 2_000  # a stack of asynchronous calls nests; what nests deeper is no HAR
MOST_PLUGINS = 200
MOST_REQUESTS = 1_000_000  # what is left of a longer one is not read
_ENTRY = 4  # how deep an entry lies: the document, "log", "entries", the entry
_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
_WANTED = {
    ("request", "url"): "url",
    ("response", "status"): "status",
    ("response", "statusText"): "status_text",
    ("response", "_error"): "error",
    ("time", ""): "time",
    ("timings", "blocked"): "blocked",
    ("_resourceType", ""): "kind",
    ("_fromCache", ""): "cached",
    ("_error", ""): "error",
}
_STAYS_OPEN = frozenset({"websocket", "eventsource"})
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,20}(?:_[A-Z0-9]{1,30}){1,6}")

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HarReading:
    """What a HAR shows. ``plugin_ids``: packaged plugins whose files the page loaded from kintone.

    ``requests`` counts all entries; ``first``: the first of them, a line each. ``is_whole``: it was JSON to its end.
    """

    findings: tuple[Finding, ...] = ()
    answered: tuple[str, ...] = ()
    plugin_ids: tuple[str, ...] = ()
    requests: int = 0
    is_whole: bool = True
    first: tuple[str, ...] = ()


def read_har(chunks: Iterable[bytes]) -> HarReading:
    """Findings by host of a HAR that streams in: failed, slow, blocked and unanswered requests.

    What was read before a fault is kept. It does not say what caused what.
    """
    tally, plugin_ids = FailureCounts(), dict[str, None]()
    requests, is_whole, first = 0, True, list[str]()
    try:
        for fields in islice(entries(events(shorten(chunks))), MOST_REQUESTS):
            requests += 1
            address = address_of(_text(fields, "url"))
            if address is not None:
                _count(tally, address, fields)
                if len(first) < LINES:
                    first.append(_line(address, fields))
                if address.plugin_id and len(plugin_ids) < MOST_PLUGINS:
                    plugin_ids[address.plugin_id] = None
    except BrokenJsonError:
        is_whole = False
    is_whole = is_whole and requests < MOST_REQUESTS
    found = tally.findings(), tally.answered(), tuple(plugin_ids)
    return HarReading(*found, requests, is_whole, tuple(first))


def entries(stream: Iterable[Event]) -> Iterator[Fields]:
    """The wanted fields of each entry; everything else is passed over."""
    depth, keys = 0, [""] * (_ENTRY + 2)  # the key at each depth, down to an entry's own maps
    fields: dict[str, Any] = {}
    for event, value in stream:
        if event == "map_key":
            if depth <= _ENTRY + 1:
                keys[depth] = value
                keys[_ENTRY + 1] = value if depth == _ENTRY + 1 else ""
        elif step := _STEPS.get(event):
            depth += step
            if depth > DEEPEST:
                raise BrokenJsonError
            if step < 0 and depth == _ENTRY - 1 and keys[_ENTRY - 2] == "entries":
                yield fields
                fields = {}
        elif depth <= _ENTRY + 1 and (name := _WANTED.get((keys[_ENTRY], keys[_ENTRY + 1]))):
            fields[name] = value


def _count(tally: FailureCounts, address: WebAddress, fields: Fields) -> None:
    status, seconds = int(_number(fields, "status")), _seconds(fields)
    failure = _failure(fields, status, seconds)
    if failure is None:
        if status and not fields.get("cached"):
            tally.answer(address.host)
        return
    if failure is RequestFailure.SLOW:
        tally.answer(address.host)
    code = _CODE.search(_text(fields, "error"))
    said = (address.file, str(status or ""), code.group() if code else "")
    detail = " ".join(word for word in said if word)
    tally.fail(address.host, failure, detail, seconds=seconds, proxied=address.is_proxied)


def _line(address: WebAddress, fields: Fields) -> str:
    """A request in a line: status, host, the file's name and how long it took; nothing else of its address."""
    status, seconds = int(_number(fields, "status")), _seconds(fields)
    name = f"{address.host}/…/{address.file}" if address.file else address.host
    return f"{status or '–'} {name} {seconds:.1f} s"


def _failure(fields: Fields, status: int, seconds: float) -> RequestFailure | None:
    """How a request failed; None when it did well, or was dropped before one could know."""
    if failure := failure_of_status(status):
        return failure
    waited = seconds > SLOW_SECONDS
    if status:
        stays_open = status == 101 or fields.get("kind") in _STAYS_OPEN
        return RequestFailure.SLOW if waited and not stays_open else None
    words = f"{_text(fields, 'error')} {_text(fields, 'status_text')}".strip()
    if given_up(words):
        return RequestFailure.PENDING if waited else None
    return failure_of_words(words) or (RequestFailure.OTHER if words else RequestFailure.PENDING)


def _seconds(fields: Fields) -> float:
    """How long a request took, without the time it waited for its turn in the browser."""
    return max(0.0, _number(fields, "time") - max(0.0, _number(fields, "blocked"))) / 1000


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value[:2_000] if isinstance(value, str) else ""


def _number(fields: Fields, name: str) -> float:
    value = fields.get(name)
    return min(max(float(value), -1.0), 1e9) if isinstance(value, int | float) else 0.0
