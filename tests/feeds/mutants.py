"""Documents gone wrong, by the thousand and always the same ones.

``python -m tests.feeds.mutants 10000`` reads that many and prints what they cost: each is read,
printed and put into one word, as in production. Anything but a FeedError ends the run.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.feeds.detect import read
from bot.feeds.reading_json import as_json
from bot.feeds.summary import shows
from bot.model.errors import FeedError

PAYLOADS = Path(__file__).parent / "payloads"
RECORDINGS = Path(__file__).parents[3] / "shared" / "feeds"
SEED = 20260501
NOW = datetime(2026, 5, 1, 3, 5, tzinfo=UTC)
LARGE = 200_000  # bytes; documents beyond it are changed less often, and only their bytes
HUGE = 1_000_000  # characters of one string
ODD: tuple[object, ...] = (
    None, True, 0, -1, 10**30, -(10**400), 1.5, 1e308, float("nan"), float("inf"), "", "\ud800",
    "x" * 5000, [], {}, [None], [[]], "9" * 400, "2026-13-45T99:99:99Z", "<b>" * 300, "[" * 300,
)  # fmt: skip
Chance = random.Random


def documents() -> list[bytes]:
    """Every payload and, where they are at hand, every recording."""
    paths = [p for folder in (PAYLOADS, RECORDINGS) for p in sorted(folder.glob("*/*"))]
    return [p.read_bytes() for p in paths if p.is_file()]


def mutants(count: int, seed: int = SEED) -> Iterator[bytes]:
    """So many documents, the same for the same seed."""
    chance, originals = Chance(seed), documents()
    small = [d for d in originals if len(d) <= LARGE]
    for _ in range(count):
        original = chance.choice(small if chance.random() < 0.98 else originals)
        yield _mutated(original, chance.choice(small), chance)


def _mutated(original: bytes, other: bytes, chance: Chance) -> bytes:
    kind = chance.random()
    if kind < 0.35 or len(original) > LARGE:
        return _bytes(original, other, chance)
    try:
        value = json.loads(original)
    except (ValueError, RecursionError):
        return _markup(original, chance) if b"<" in original else _bytes(original, other, chance)
    if kind < 0.90:
        return _dumped(twisted(value, chance, rarely=0.04))
    return _dumped(_swollen(value, chance))


def _dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def _bytes(original: bytes, other: bytes, chance: Chance) -> bytes:
    changed = bytearray(original)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        upto = at + chance.randint(1, 400)
        kind = chance.randrange(6)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del changed[at:upto]
        elif kind == 2:
            changed[at:at] = changed[at:upto] * chance.randint(1, 30)
        elif kind == 3:
            changed[at:] = other[chance.randrange(len(other) + 1) :]
        elif kind == 4:
            del changed[at + 1 :]
        else:
            changed[at : at + 1] = b'<>&"{}[],:'[chance.randrange(10) :][:1]
    return bytes(changed)


def twisted(value: object, chance: Chance, rarely: float) -> object:
    """Types swapped, keys dropped, values of other places put here."""
    if chance.random() < rarely:
        return chance.choice(ODD)
    if isinstance(value, dict):
        return {k: twisted(v, chance, rarely) for k, v in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        kept = [twisted(v, chance, rarely) for v in value]
        return kept * chance.randint(0, 3) if chance.random() < 0.05 else kept
    return value


def _swollen(value: object, chance: Chance) -> object:
    """One list of thousands, one string of a million or one value far down."""
    spots = list(_spots(value))
    if not spots:
        return [value] * 3000
    holder, key = chance.choice(spots)
    kind = chance.randrange(4)
    found = holder[key]
    if kind == 0 and isinstance(found, list) and found:
        holder[key] = found * (3000 // len(found) + 1)
    elif kind == 1:
        holder[key] = chance.choice(("<", "&lt;", "【", "9", " ", "a ", "[x](", "**a"))
        holder[key] *= HUGE // len(holder[key])
    elif kind == 2:
        for _ in range(chance.choice((50, 400, 900))):
            found = [found] if chance.random() < 0.5 else {str(key): found}
        holder[key] = found
    else:
        lists = [h for h, k in spots for h in [h[k]] if isinstance(h, list) and h]
        if lists:
            longest = chance.choice(lists)
            longest *= 2000 // len(longest) + 1
    return value


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield value, key
        yield from _spots(value[key])


def _markup(original: bytes, chance: Chance) -> bytes:
    """Thousands of items, titles of a million, tags within tags, attributes without end."""
    tag = chance.choice((b"<item>", b"<title>", b"<entry>", b"<description>", b"<link>"))
    more: Callable[[], bytes] = chance.choice(
        (
            lambda: tag * 3000,
            lambda: tag + b"x" * 900_000,
            lambda: b"<item><title>x</title><pubDate>x</pubDate></item>" * 3000,
            lambda: b"<a>" * 900 + b"</a>" * 900,
            lambda: b"<b " + b"c='d' " * 3000 + b">",
            lambda: "【".encode() * 100_000,
            lambda: b"&amp;lt;" * 5000,
            lambda: b"<![CDATA[" * 500,
            lambda: tag + b"Mon, 99 Foo 99999 99:99:99 PDT",
        )
    )
    at = original.find(tag)
    at = at if at >= 0 else chance.randrange(len(original) + 1)
    return original[:at] + more() + original[at:]


def check(document: bytes) -> bool:
    """Whether it can be read; whatever else comes out is an error of ours."""
    try:
        reading = read(document)
    except FeedError as e:
        if not e.reachable:
            raise
        return False
    json.dumps(as_json(reading), ensure_ascii=False).encode("utf-8")
    shows(reading, now=NOW)
    return True


def main(count: int) -> dict[str, float]:
    """What so many cost: seconds of the slowest, of all, and MiB beyond what stood at the start."""
    documents()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest, spent, readable, largest = 0.0, 0.0, 0, b""
    for document in mutants(count):
        began = time.process_time()
        readable += check(document)
        took = time.process_time() - began
        spent += took
        if took > slowest:
            slowest, largest = took, document
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "documents": count,
        "readable": readable,
        "slowest": round(slowest, 3),
        "seconds": round(spent, 1),
        "more_mib": round((after - before) / 1024, 1),
        "bytes_of_the_slowest": len(largest),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
