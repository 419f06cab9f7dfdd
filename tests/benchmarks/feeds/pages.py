"""The feeds that are served: hand-made payloads, enlarged to the sizes of real pages."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.feeds.detect import read
from bot.model.knowledge import FeedEntry, Robots

PAYLOADS = Path(__file__).parents[2] / "feeds" / "payloads"
COUNT = 500
SUMMARIES = 60
KB = 1024
SIZES = (2 * KB, 6 * KB, 12 * KB, 25 * KB, 45 * KB, 90 * KB)
SUMMARY = "statuspage/groups_and_equal_names.json"
GREEN = "statuspage/green_roll_up_over_an_open_incident.json"
# Weighted as knowledge/feeds.yaml is: every second feed is a Statuspage or imitates one.
MIX = (
    *(SUMMARY, "betterstack/reports_of_every_kind.json", GREEN, "notices/open_and_planned.rss"),
    *(SUMMARY, "instatus/has_issues.summary.json", SUMMARY, "slack/all_over.history.json"),
    *(GREEN, "cachet/six_states.components.json", SUMMARY, "notices/one_title_two_incidents.atom"),
    *(SUMMARY, "statusio/newest_message_decides.json", GREEN, "vendor_rss/aws_chain_reopened.rss"),
)
ITEM = re.compile(r"<(item|entry)>.*?</\1>", re.DOTALL)
MARKED = re.compile(r"<(guid|id|link)([^>]*)>([^<]+)<")


class Manner(StrEnum):
    """How a feed is served."""

    ETAG = "etag"  # answers 304 to who has its ETag
    PLAIN = "plain"  # without validators: the whole body each time
    DRIP = "drip"  # one byte a second, 45 of them
    BROKEN = "broken"  # 500
    ENDLESS = "endless"  # chunks without an end


@dataclass(frozen=True, slots=True)
class Page:
    """One feed on one loopback host. ``later``: its body from the second request on; empty: 404."""

    number: int
    manner: Manner
    body: bytes
    later: bytes | None = None


def host(number: int) -> str:
    """The loopback address of one feed."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


def address(number: int, port: int, scheme: str = "http") -> str:
    """Where one feed is."""
    return f"{scheme}://{host(number)}:{port}/api/v2/summary.json"


def source(number: int, port: int, scheme: str = "http") -> FeedEntry:
    """One feed, as the poller has it."""
    name = f"feed-{number}"
    return FeedEntry(name, name, address(number, port, scheme), "", robots=Robots.DOCUMENTED)


def mixed() -> Iterator[Page]:
    """500 feeds: most with an ETag, a fifth without, five that drip, five broken, one endless."""
    for number in range(COUNT):
        body = enlarged(MIX[number % len(MIX)], SIZES[number % len(SIZES)])
        yield Page(number, _manner(number), body)


def summaries(manner: Manner) -> Iterator[Page]:
    """Statuspage summaries of every size, each on its own host; with DRIP only the first one is."""
    for number in range(SUMMARIES):
        usual = Manner.ETAG if manner is Manner.DRIP and number else manner
        yield Page(number, usual, enlarged(SUMMARY, SIZES[number % len(SIZES)]))


def _manner(number: int) -> Manner:
    if number == 7:
        return Manner.ENDLESS
    if number % 100 == 50:
        return Manner.DRIP
    if number % 100 == 99:
        return Manner.BROKEN
    return Manner.PLAIN if number % 5 == 0 else Manner.ETAG


def enlarged(name: str, size: int) -> bytes:
    """The payload with its longest list repeated under new ids, about ``size`` bytes; readable."""
    text = (PAYLOADS / name).read_text("utf-8")
    body = (_more_rows(text, size) if name.endswith(".json") else _more_items(text, size)).encode()
    read(body)
    return body


def _more_rows(text: str, size: int) -> str:
    document = json.loads(text)
    rows = max(_lists(document), key=len)
    spare = [dict(row) for row in rows if not row.get("group")]
    room = size - len(json.dumps(document, ensure_ascii=False).encode())
    for turn in range(max(0, room // _mean(spare))):
        row = spare[turn % len(spare)]
        new = {"id": f"{row.get('id', 'x')}-{turn:011d}", "name": f"{row.get('name', '')} {turn}"}
        rows.append({**row, **new})
    return json.dumps(document, ensure_ascii=False)


def _mean(rows: list[dict[str, object]]) -> int:
    written = sum(len(json.dumps(row, ensure_ascii=False).encode()) for row in rows)
    return 16 + written // len(rows)


def _lists(value: object) -> Iterator[list[dict[str, object]]]:
    if isinstance(value, list):
        if value and all(isinstance(row, dict) for row in value):
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _lists(inner)


def _more_items(text: str, size: int) -> str:
    items = [found.group() for found in ITEM.finditer(text)]
    last = items[-1]
    turns = range((size - len(text.encode())) // len(last.encode()))
    more = "".join(MARKED.sub(rf"<\1\2>\3-{turn}<", last) for turn in turns)
    return text.replace(last, last + more)
