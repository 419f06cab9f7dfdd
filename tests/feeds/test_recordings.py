"""Recorded status pages, with the readings that their collectors expect of each."""

import json
from pathlib import Path

import pytest

from bot.feeds.reading_json import read_feed
from tests.cases import each

RECORDINGS = Path(__file__).parents[3] / "shared" / "feeds"
EXPECTED = RECORDINGS / "expected.json"
if not EXPECTED.exists():
    pytest.skip(f"no recordings: {EXPECTED} is absent", allow_module_level=True)
ROWS = json.loads(EXPECTED.read_text("utf-8"))

SAME = {"ongoing": "active", "verifying": "in_progress"}


def test_the_recordings_are_at_hand() -> None:
    assert len(ROWS) >= 50


@each("row", ROWS, ids=lambda row: row["file"])
def test_a_recorded_page_reads_as_expected(row: dict[str, object]) -> None:
    got = json.loads(json.dumps(read_feed((RECORDINGS / str(row["file"])).read_bytes())))
    expected = json.loads(json.dumps(row["expected"]))
    assert got["overall"] in [expected["overall"], *expected["overall_accept"]]
    wrong = sorted(c["state"] for c in got["components"] if c["state"] != "operational")
    assert wrong == sorted(c["state"] for c in expected["degraded_components"])
    for kind, wanted in (("incidents", "active_incidents"), ("maintenances", "maintenances")):
        states = sorted(i["state"] for i in got[kind])
        assert states == sorted(SAME.get(i["state"], i["state"]) for i in expected[wanted])
