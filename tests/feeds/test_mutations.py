"""Documents that went wrong on the way: whatever is done to one, only FeedError comes out."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.feeds.detect import JSON_FORMATS
from bot.feeds.summary import shows
from tests.examples import often
from tests.feeds.mutants import check, documents, mutants, twisted

PAYLOADS = Path(__file__).parent / "payloads"
ROOT = Path(__file__).parents[2]
DOCUMENTS = documents()
JSON_VALUES = [
    json.loads(p.read_bytes())
    for p in sorted(PAYLOADS.rglob("*.json"))
    if p.parent.name != "unreadable" and "utf16" not in p.name
]
relaxed = settings(
    max_examples=often(25),
    deadline=2000,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@pytest.mark.slow
def test_a_hundred_documents_gone_wrong() -> None:
    read_well = sum(check(document) for document in mutants(100))
    assert 25 < read_well < 75


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_thousand_documents_gone_wrong_cost_little() -> None:
    they_cost_little(2_000)


@pytest.mark.thorough
@pytest.mark.timeout(1800)
def test_ten_thousand_documents_gone_wrong_cost_little() -> None:
    they_cost_little(10_000)


def they_cost_little(count: int) -> None:
    """None takes a second, and all together, in a process of their own, no memory to speak of."""
    command = [sys.executable, "-m", "tests.feeds.mutants", str(count)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout  # noqa: S603
    cost = json.loads(said)
    assert cost["documents"] == count
    assert cost["slowest"] <= 1.0
    assert cost["more_mib"] <= 64


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
    changed = twisted(value, chance, rarely=0.08)
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
