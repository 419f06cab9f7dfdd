"""How fast uploads are read: HARs against ``json.load`` of the same bytes, and console text.

    python -m tests.benchmarks.uploads

Prints megabytes a second and their ratio to json.load (which keeps everything in memory), the
memory that 200 MB take, and milliseconds for 64 KB of text; the best of three runs.
"""

import base64
import io
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from bot.uploads.har import read_har
from bot.uploads.read import UploadReader
from tests.builders import a_catalogue
from tests.uploads.hars import a_har, an_entry, pieces_of
from tests.uploads.memory import MEGABYTES, held_while_reading

GRID = "https://app.rurigrid.example/grid.js"
SCRIPT = 'function a(e,t){return "x"+e.foo("bar",\'b\')+"\\n"}\n'
LINES = (
    f"GET {GRID}?token=1 net::ERR_CONNECTION_TIMED_OUT\n"
    "download.do?app=12&jsType=DESKTOP:3 Uncaught TypeError: Cannot read properties of undefined\n"
    "    at show (https://aoi.cybozu.com/k/api/js/download.do?app=12&hash=0a:12:5)\n"
    "big.js\t200\tscript\tapp.rurigrid.example\t1.2 MB\t12.3 s\n"
    "いつもお世話になっております。一覧を開くと止まります\n"
)


def a_har_of(bodies: Iterator[str], headers: int) -> bytes:
    header = {"name": "x-some-header", "value": "some value " * 3}
    more: dict[str, Any] = {"_initiator": {"type": "script", "headers": [header] * headers}}
    return a_har(
        *(an_entry(f"https://h{n % 9}.example/a.js", body=b, **more) for n, b in enumerate(bodies))
    )


def hars() -> Iterator[tuple[str, bytes]]:
    rng = random.Random(1)  # noqa: S311 - the same bytes every time
    yield "headers only", a_har_of(iter([""] * 6_000), 40)
    yield "script bodies of 30 KB", a_har_of(iter([SCRIPT * 600] * 700), 30)
    picture = base64.b64encode(rng.randbytes(3_000_000)).decode()
    yield "pictures of 4 MB", a_har_of(iter([picture] * 8), 30)


def best(run: Callable[[], Any]) -> float:
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


def say_memory() -> None:
    for body_kilobytes in (1, 60, 300, 50_000):
        kilobytes, seconds = held_while_reading(body_kilobytes)
        sys.stdout.write(
            f"{MEGABYTES} MB with bodies of {body_kilobytes} KB: {seconds:.1f} s,"
            f" {MEGABYTES / seconds:.0f} MB/s, {kilobytes / 1000:.1f} MB held at most\n"
        )


def say_speed() -> None:
    for name, raw in hars():
        megabytes = len(raw) / 1e6
        plain = best(lambda raw=raw: json.load(io.BytesIO(raw)))  # type: ignore[misc]
        ours = best(lambda raw=raw: read_har(pieces_of(raw)))  # type: ignore[misc]
        sys.stdout.write(
            f"HAR, {name} ({megabytes:.0f} MB): {megabytes / ours:.0f} MB/s,"
            f" {plain / ours:.2f} x json.load ({megabytes / plain:.0f} MB/s)\n"
        )


def say_text() -> None:
    reader = UploadReader(a_catalogue())
    text = (LINES * 1_000).encode()[:65_536]
    taken = best(lambda: reader.read("log.txt", io.BytesIO(text)))
    sys.stdout.write(f"64 KB of console text, masked excerpt included: {1000 * taken:.1f} ms\n")


def main() -> None:
    say_memory()
    say_speed()
    say_text()


if __name__ == "__main__":
    main()
