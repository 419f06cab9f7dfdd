"""Every format by hand-made documents named for what they show.

Made by hand after the vendors' documents, not recorded; recordings are in ``test_recordings.py``.
"""

from pathlib import Path

import pytest

from bot.feeds.channel import channel
from bot.feeds.detect import FEED_FORMATS, JSON_FORMATS, read
from bot.feeds.document import JsonDocument, decode
from bot.model.errors import FeedError
from bot.model.status import State
from tests.feeds.readings import EXPECTED

PAYLOADS = Path(__file__).parent / "payloads"
UNREADABLE = sorted((PAYLOADS / "unreadable").iterdir())
READABLE = sorted(p for p in PAYLOADS.rglob("*") if p.is_file() and p.parent.name != "unreadable")


def name_of(path: Path) -> str:
    return str(path.relative_to(PAYLOADS))


@pytest.mark.parametrize("path", READABLE, ids=name_of)
def test_a_document_is_read_into_one_vocabulary(path: Path) -> None:
    reading = read(path.read_bytes())
    overall, components, incidents, maintenances = EXPECTED[name_of(path)]
    assert reading.overall == overall
    wrong = {c.name: c.state.value for c in reading.components if c.state is not State.OPERATIONAL}
    assert wrong == components
    assert [(i.title, i.state) for i in reading.incidents] == incidents
    assert [(m.title, m.state) for m in reading.maintenances] == maintenances


@pytest.mark.parametrize("path", UNREADABLE, ids=name_of)
def test_a_document_without_a_marker_is_unreadable_and_neither_fine_nor_down(path: Path) -> None:
    with pytest.raises(FeedError) as caught:
        read(path.read_bytes())
    assert caught.value.reachable


@pytest.mark.parametrize("path", READABLE, ids=name_of)
def test_no_two_formats_claim_one_document(path: Path) -> None:
    decoded = decode(path.read_bytes())
    if isinstance(decoded, JsonDocument):
        claims = [f.name for f in JSON_FORMATS if f.marks(decoded.value)]
        assert len(claims) == 1
    else:
        feed = channel(decoded)
        claims = [f.name for f in FEED_FORMATS if f.marks(feed)]
        assert len(claims) == (path.parent.name == "vendor_rss")


def test_every_json_format_has_a_document_that_shows_it() -> None:
    seen = set()
    for path in READABLE:
        decoded = decode(path.read_bytes())
        if isinstance(decoded, JsonDocument):
            seen |= {f.name for f in JSON_FORMATS if f.marks(decoded.value)}
    assert seen == {f.name for f in JSON_FORMATS}


def test_what_the_roll_up_hides_is_told_to_staff() -> None:
    reading = read((PAYLOADS / "statuspage/green_roll_up_over_an_open_incident.json").read_bytes())
    assert reading.oddities == ("the page says all is well with 1 incident(s) open",)


def test_a_word_nobody_knows_is_unknown_and_visible() -> None:
    reading = read((PAYLOADS / "statuspage/indicator_nobody_knows.status.json").read_bytes())
    assert reading.overall is State.UNKNOWN
    assert reading.oddities == ("unknown indicator: sideways",)


@pytest.mark.parametrize(
    ("file", "started_at"),
    [
        ("statuspage/groups_and_equal_names.json", "2026-05-01T11:50:00.000+09:00"),
        ("aws/tokyo_degraded_utf16.json", "2026-05-01T01:46:40Z"),
        ("vendor_rss/aws_chain_reopened.rss", "Fri, 01 May 2026 07:00:00 PDT"),
        ("vendor_rss/azure_one_region.xml", "2026-05-01T09:15:00Z"),
        ("apple/wrapped_in_a_callback.js", "2026-05-01T01:46:40Z"),
    ],
)
def test_a_start_keeps_the_zone_it_carries(file: str, started_at: str) -> None:
    assert read((PAYLOADS / file).read_bytes()).incidents[0].started_at == started_at


def test_statuspage_times_without_a_year_belong_to_the_year_before_new_year() -> None:
    atom = (PAYLOADS / "notices/one_title_two_incidents.atom").read_bytes()
    assert read(atom).incidents[0].started_at == "2025-12-31T23:30:00Z"
