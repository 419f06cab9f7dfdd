"""Every format by hand-made documents named for what they show.

Made by hand after the vendors' documents, not recorded; recordings are in ``test_recordings.py``.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.feeds.channel import channel
from bot.feeds.detect import FEED_FORMATS, JSON_FORMATS, read
from bot.feeds.document import JsonDocument, decode
from bot.feeds.reading_json import read_feed
from bot.model.errors import FeedError
from bot.model.status import FeedReading, State
from tests.cases import each
from tests.feeds.readings import PAGES
from tests.feeds.readings_of_feeds import FEEDS

EXPECTED = {**PAGES, **FEEDS}
PAYLOADS = Path(__file__).parent / "payloads"
NOW = datetime(2026, 5, 1, 3, 5, tzinfo=UTC)
UNREADABLE = sorted((PAYLOADS / "unreadable").iterdir())
READABLE = sorted(p for p in PAYLOADS.rglob("*") if p.is_file() and p.parent.name != "unreadable")


def name_of(path: Path) -> str:
    return str(path.relative_to(PAYLOADS))


def reading_of(file: str) -> FeedReading:
    return read((PAYLOADS / file).read_bytes())


@each("path", READABLE, ids=name_of)
def test_a_document_is_read_into_one_vocabulary(path: Path) -> None:
    reading = read(path.read_bytes())
    overall, components, incidents, maintenances = EXPECTED[name_of(path)]
    assert reading.overall == overall
    wrong = {c.name: c.state.value for c in reading.components if c.state is not State.OPERATIONAL}
    assert wrong == components
    assert [(i.title, i.state) for i in reading.incidents] == incidents
    assert [(m.title, m.state) for m in reading.maintenances] == maintenances


@each("path", UNREADABLE, ids=name_of)
def test_a_document_without_a_marker_is_unreadable_and_neither_fine_nor_down(path: Path) -> None:
    with pytest.raises(FeedError) as caught:
        read(path.read_bytes())
    assert caught.value.reachable


@each("path", READABLE, ids=name_of)
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


@each(
    ("file", "feed_at", "incident_at"),
    [
        ("apple/wrapped_in_a_callback.js", None, None),
        ("aws/seconds_and_milliseconds_in_one_event.json", "02:00", "02:00"),
        ("azure_devops/advisory_in_asia.json", "03:00", None),
        ("betterstack/green_over_an_open_report.json", "03:00", "02:15"),
        ("cachet/incidents_of_version_three.json", "02:00", "02:00"),
        ("checkly/maintenance_and_severity_nobody_knows.json", "02:00", "02:00"),
        ("datadog/word_nobody_knows.json", "02:00", "02:00"),
        ("google/workspace_two_services.incidents.json", "02:00", "02:00"),
        ("heroku/green_over_an_open_incident.json", "02:00", "02:00"),
        ("incidentio/green_over_an_open_incident.summary.json", "03:00", "02:00"),
        ("instatus/word_nobody_knows.summary.json", None, "02:00"),
        ("microsoft/one_degraded.consumer.json", "03:00", "01:00"),
        ("monitors/kuma_two_incidents.page.json", "02:00", "02:00"),
        ("monitors/statping_one_offline.json", "01:01", None),
        ("notices/cybozu_trouble.rss", "02:00", "01:30"),
        ("notices/incidentio.atom", "03:00", "02:30"),
        ("notices/statuspage_history.rss", "09:30", "09:00"),
        ("openstatus/summary.json", "03:00", "02:30"),
        ("rootly/major.status.json", "03:00", "01:35"),
        ("salesforce/incidents_alone.json", "01:00", "02:00"),
        ("slack/ok_over_an_open_incident.current.json", "10:00", "09:30"),
        ("sorry/degraded.status.json", None, "02:00"),
        ("statusio/green_over_an_open_incident.json", "03:00", "02:00"),
        ("statuspage/one_open.unresolved.json", "03:00", "02:30"),
        ("statuspal/minor_in_tehran.summary.json", "08:30", "07:30"),
        ("uptimecom/operational_over_an_open_incident.json", "02:00", "01:30"),
        ("vendor_rss/statusiq.rss", "02:10", None),
        ("zendesk/an_outage_and_a_resolved_one.incidents.json", "02:00", "02:00"),
    ],
)
def test_the_times_of_a_feed_and_of_its_last_words(
    file: str, feed_at: str | None, incident_at: str | None
) -> None:
    reading = reading_of(file)
    assert reading.updated_at == _today(feed_at)
    assert [i.updated_at for i in reading.incidents[:1]] in ([_today(incident_at)], [])
    assert (incident_at is None) or reading.incidents


def _today(clock: str | None) -> datetime | None:
    return datetime.fromisoformat(f"2026-05-01T{clock}:00+00:00") if clock else None


def test_an_end_in_the_text_of_a_notice_closes_it_and_a_start_dates_it() -> None:
    reading = reading_of("notices/cybozu_trouble.rss")
    assert "【障害】帳票の出力に失敗する" in reading.closed
    assert reading.incidents[0].started_at == "2026-05-01T10:05:00+09:00"
    assert reading.incidents[1].started_at == "2026-05-01T09:00:00+09:00"


@each(
    ("file", "starts_at", "ends_at"),
    [
        (
            "notices/statuspage_history.rss",
            "2026-05-10T02:00:00-07:00",
            "2026-05-10T04:00:00-07:00",
        ),
        (
            "statuspal/minor_in_tehran.summary.json",
            "2026-05-09T01:00:00+03:30",
            "2026-05-09T02:00:00+03:30",
        ),
        (
            "sakura/digits_and_further_pages.json",
            "2026-05-02T01:00:00Z",
            "2026-05-02T03:00:00+09:00",
        ),
    ],
)
def test_a_planned_maintenance_has_its_window(file: str, starts_at: str, ends_at: str) -> None:
    planned = reading_of(file).maintenances[0]
    assert (planned.starts_at, planned.ends_at) == (starts_at, ends_at)


@each(
    ("file", "regions"),
    [
        ("aws/tokyo_degraded_utf16.json", ("Tokyo", "ap-northeast-1")),
        ("azure_devops/advisory_in_asia.json", ("United States", "US")),
        ("google/one_place.incidents.json", ("Tokyo (asia-northeast1)", "asia-northeast1")),
        ("google/workspace_two_services.incidents.json", ()),
        ("vendor_rss/aws_chain_reopened.rss", ("ap-northeast-1",)),
        ("vendor_rss/azure_one_region.xml", ("Japan East",)),
    ],
)
def test_trouble_is_placed_where_the_page_places_it(file: str, regions: tuple[str, ...]) -> None:
    reading = reading_of(file)
    assert reading.components[0].regions == regions
    assert [i.regions for i in reading.incidents[:1]] in ([regions], [])


def test_a_printed_reading_has_the_time_of_the_feed_and_its_age() -> None:
    document = (PAYLOADS / "statuspage/one_open.unresolved.json").read_bytes()
    assert read_feed(document)["updated_at"] == "2026-05-01T03:00:00+00:00"
    assert "age_seconds" not in read_feed(document)
    assert read_feed(document, NOW)["age_seconds"] == 300
    assert read_feed(document, NOW - timedelta(minutes=6))["age_seconds"] == -60
    assert read_feed(b"", NOW)["age_seconds"] is None


@each(
    ("file", "started_at"),
    [
        ("statuspage/groups_and_equal_names.json", "2026-05-01T11:50:00.000+09:00"),
        ("aws/tokyo_degraded_utf16.json", "2026-05-01T01:46:40Z"),
        ("vendor_rss/aws_chain_reopened.rss", "Fri, 01 May 2026 07:00:00 PDT"),
        ("vendor_rss/azure_one_region.xml", "2026-05-01T09:15:00Z"),
        ("apple/wrapped_in_a_callback.js", "2026-05-01T01:46:40Z"),
        ("statuspal/minor_in_tehran.summary.json", "2026-05-01T10:00:00+03:30"),
    ],
)
def test_a_start_keeps_the_zone_it_carries(file: str, started_at: str) -> None:
    assert read((PAYLOADS / file).read_bytes()).incidents[0].started_at == started_at


def test_statuspage_times_without_a_year_belong_to_the_year_before_new_year() -> None:
    atom = (PAYLOADS / "notices/one_title_two_incidents.atom").read_bytes()
    assert read(atom).incidents[0].started_at == "2025-12-31T23:30:00Z"
