"""Documents that went wrong on the way: whatever is done to one, only FeedError comes out."""

import json
import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.feeds.detect import JSON_FORMATS, read
from bot.feeds.reading_json import as_json
from bot.feeds.summary import shows
from bot.model.errors import FeedError

PAYLOADS = Path(__file__).parent / "payloads"
DOCUMENTS = [p.read_bytes() for p in sorted(PAYLOADS.rglob("*")) if p.is_file()]
JSON_VALUES = [
    json.loads(p.read_bytes())
    for p in sorted(PAYLOADS.rglob("*.json"))
    if p.parent.name != "unreadable" and "utf16" not in p.name
]
ODD: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    float("nan"),
    "",
    "\ud800",
    "x" * 5000,
    [],
    {},
    [None],
    [[]],
)

relaxed = settings(
    max_examples=60, deadline=2000, suppress_health_check=[HealthCheck.too_slow], database=None
)


def check(document: bytes) -> None:
    try:
        reading = read(document)
    except FeedError:
        return
    json.dumps(as_json(reading), ensure_ascii=False).encode("utf-8")
    shows(reading)


@relaxed
@given(st.sampled_from(DOCUMENTS), st.randoms(use_true_random=False))
def test_bytes_flipped_cut_or_repeated(document: bytes, chance: random.Random) -> None:
    changed = bytearray(document)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            del changed[at : at + chance.randint(1, 40)]
        elif kind == 1:
            changed[at:at] = bytes([chance.randrange(256)])
        elif kind == 2:
            changed[at:at] = changed[: chance.randint(0, 60)]
        else:
            changed[at : at + 1] = b'<>&"{}[],:'[chance.randrange(10) :][:1]
    check(bytes(changed))


@relaxed
@given(st.sampled_from(JSON_VALUES), st.randoms(use_true_random=False))
def test_json_values_of_another_type(value: object, chance: random.Random) -> None:
    changed = _twisted(value, chance)
    for json_format in JSON_FORMATS:
        if json_format.marks(changed):
            shows(json_format.read(changed))
    check(json.dumps(changed).encode())


@relaxed
@given(st.binary(max_size=400))
def test_any_bytes(document: bytes) -> None:
    check(document)


@relaxed
@given(st.text(max_size=200))
def test_any_title_of_a_notice(title: str) -> None:
    escaped = "".join(f"&#{ord(c)};" for c in title if c >= " " and not "\ud800" <= c <= "\udfff")
    check(
        f"<rss version='2.0'><channel><title>障害</title><item><title>{escaped}</title>"
        "</item></channel></rss>".encode()
    )


def _twisted(value: object, chance: random.Random) -> object:
    if chance.random() < 0.08:
        return chance.choice(ODD)
    if isinstance(value, dict):
        return {k: _twisted(v, chance) for k, v in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [_twisted(v, chance) for v in value]
    return value
