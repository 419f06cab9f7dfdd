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

PAYLOADS = Path(__file__).parent / "payloads"
UNREADABLE = sorted((PAYLOADS / "unreadable").iterdir())
READABLE = sorted(p for p in PAYLOADS.rglob("*") if p.is_file() and p.parent.name != "unreadable")

# file: overall; components out of order; open incidents; maintenances
EXPECTED: dict[str, tuple[str, dict[str, str], list[tuple[str, str]], list[tuple[str, str]]]] = {
    "apple/wrapped_in_a_callback.js": (
        "degraded",
        {"iCloud": "degraded"},
        [("iCloud: 遅延しています。", "active")],
        [("Maps: 作業", "scheduled")],
    ),
    "aws/one_current.data.json": (
        "partial_outage",
        {"Amazon S3 (Tokyo)": "major_outage"},
        [("Errors", "active")],
        [],
    ),
    "aws/tokyo_degraded_utf16.json": (
        "degraded",
        {"Amazon EC2 (Tokyo, ap-northeast-1)": "degraded"},
        [("Slow launches", "active")],
        [],
    ),
    "betterstack/monitor_down_without_a_report.json": (
        "major_outage",
        {"Core / API": "major_outage"},
        [],
        [],
    ),
    "betterstack/reports_of_every_kind.json": (
        "degraded",
        {"Core / API": "degraded"},
        [("Slow API", "active")],
        [("Next week's work", "scheduled"), ("Tonight's work", "in_progress")],
    ),
    "cachet/fixed_keeps_status_one.incidents.json": (
        "degraded",
        {},
        [("Watched", "monitoring")],
        [],
    ),
    "cachet/six_states.components.json": (
        "major_outage",
        {
            "Part 2": "degraded",
            "Part 3": "partial_outage",
            "Part 4": "major_outage",
            "Part 5": "unknown",
            "Part 6": "maintenance",
        },
        [],
        [],
    ),
    "cachet/version_three.components.json": ("partial_outage", {"API": "partial_outage"}, [], []),
    "checkly/severity_major.json": (
        "partial_outage",
        {"Runner": "partial_outage"},
        [("Runs fail", "identified")],
        [],
    ),
    "china/alibaba_open.json": ("degraded", {}, [("[Incident] Network in Tokyo", "active")], []),
    "china/flashcat_change.json": (
        "degraded",
        {"Core / API": "degraded"},
        [("API slow", "investigating")],
        [],
    ),
    "china/tencent_abnormal.json": (
        "partial_outage",
        {"云服务器": "partial_outage"},
        [("网络异常", "active")],
        [],
    ),
    "datadog/group_and_planned_work.json": (
        "major_outage",
        {"G / A": "major_outage"},
        [("A is gone", "identified")],
        [("Work", "scheduled")],
    ),
    "google/ended_keeps_its_worst_impact.json": ("operational", {}, [], []),
    "google/hyphens_and_null_end.json": (
        "degraded",
        {"Gmail": "degraded"},
        [("Mail is slow", "active")],
        [],
    ),
    "heroku/open_and_planned.json": (
        "major_outage",
        {"Apps": "major_outage"},
        [("Apps crash", "active")],
        [("Soon", "scheduled")],
    ),
    "incidentio/keys_left_out_when_empty.summary.json": (
        "degraded",
        {"Login": "major_outage"},
        [],
        [],
    ),
    "incidentio/native_widget.json": (
        "major_outage",
        {"Core / Login": "major_outage"},
        [("Login fails", "identified")],
        [("Move", "scheduled")],
    ),
    "instatus/has_issues.summary.json": ("major_outage", {}, [("No mail", "monitoring")], []),
    "instatus/maintenance_with_duration.summary.json": (
        "maintenance",
        {},
        [],
        [("Rewiring", "scheduled"), ("Cleaning", "in_progress")],
    ),
    "instatus/parents_among_children.components.json": (
        "partial_outage",
        {"Mail / Sending": "partial_outage"},
        [],
        [],
    ),
    "instatus/up_with_an_open_incident.summary.json": (
        "operational",
        {},
        [("No mail", "identified")],
        [],
    ),
    "monitors/kuma_last_beat_counts.heartbeat.json": (
        "operational",
        {"monitor 2": "unknown"},
        [],
        [],
    ),
    "monitors/kuma_pinned_incident.page.json": (
        "degraded",
        {},
        [("Disk full", "active")],
        [("Work", "in_progress")],
    ),
    "monitors/upptime_one_slow.json": ("degraded", {"Web": "degraded"}, [], []),
    "notices/folded_by_guid.rss": ("degraded", {}, [("Search is down", "monitoring")], []),
    "notices/no_item_at_all.rss": ("unknown", {}, [], []),
    "notices/not_yet_recovered.rss": (
        "degraded",
        {},
        [
            ("【一部復旧】メールの遅延", "monitoring"),
            ("【復旧作業中】検索の停止", "identified"),
            ("【復旧見込み】印刷の停止", "identified"),
            ("FAX送信の障害は未復旧", "active"),
        ],
        [],
    ),
    "notices/one_title_two_incidents.atom": (
        "degraded",
        {},
        [("Incident with Search", "identified")],
        [("Works on disks", "scheduled")],
    ),
    "notices/open_and_planned.rss": (
        "degraded",
        {},
        [
            ("【重要】ログインできない事象が発生しています", "active"),
            ("【調査中】通知が遅れる", "investigating"),
        ],
        [("【メンテナンス】5月10日のお知らせ", "scheduled")],
    ),
    "notices/ordinary_news.rss": ("unknown", {}, [], []),
    "notices/recovered_by_prefix.rss": ("unknown", {}, [], []),
    "notices/resolved_with_a_dreadful_title.rss": ("unknown", {}, [], []),
    "notices/volcengine_reopened.rss": ("degraded", {}, [("服务异常", "active")], []),
    "notices/xai_open.xml": (
        "degraded",
        {"API": "degraded"},
        [("[API] Errors", "investigating")],
        [],
    ),
    "salesforce/one_instance.json": (
        "major_outage",
        {"AP12": "major_outage"},
        [("Incident 7 on AP12 (serviceDisruption)", "active")],
        [],
    ),
    "slack/all_over.history.json": ("operational", {}, [], []),
    "slack/ok.current.json": ("operational", {}, [], []),
    "slack/outage_beside_maintenance.current.json": (
        "major_outage",
        {"Messaging": "major_outage", "Search": "maintenance"},
        [("Nothing sends", "active")],
        [("Database work", "in_progress")],
    ),
    "statusio/newest_message_decides.json": (
        "major_outage",
        {"Web": "major_outage"},
        [("Web gone", "monitoring")],
        [("Now", "in_progress"), ("Later", "scheduled")],
    ),
    "statusio/security_event.json": ("degraded", {"Web": "degraded"}, [], []),
    "statuspage/components_alone.components.json": (
        "degraded",
        {"Editor": "degraded", "API": "maintenance"},
        [],
        [],
    ),
    "statuspage/green_roll_up_over_an_open_incident.json": (
        "operational",
        {},
        [("Sheets do not load", "investigating")],
        [],
    ),
    "statuspage/groups_and_equal_names.json": (
        "partial_outage",
        {"Tokyo / Editor": "major_outage", "Printing": "unknown"},
        [("Editor stops", "identified"), ("Editor stops", "monitoring"), ("Odd trouble", "active")],
        [("Move of disks", "in_progress"), ("Next move", "scheduled")],
    ),
    "statuspage/indicator_maintenance.status.json": ("maintenance", {}, [], []),
    "statuspage/indicator_nobody_knows.status.json": ("unknown", {}, [], []),
    "statuspage/nothing_open.incidents.json": ("unknown", {}, [], []),
    "statuspage/one_running.scheduled-maintenances.json": (
        "maintenance",
        {},
        [],
        [("Disks", "in_progress")],
    ),
    "uptimecom/not_operational.json": (
        "major_outage",
        {"EU / Checks": "major_outage", "Web": "maintenance"},
        [("Checks stand still", "investigating")],
        [("Work", "scheduled")],
    ),
    "vendor_rss/apps_green_after_yellow.xml": (
        "major_outage",
        {"Mail": "major_outage"},
        [("Mail: We are investigating.", "investigating")],
        [],
    ),
    "vendor_rss/aws_chain_reopened.rss": (
        "partial_outage",
        {"ec2-ap-northeast-1": "major_outage"},
        [("Power", "active")],
        [],
    ),
    "vendor_rss/azure_one_region.xml": (
        "degraded",
        {"Storage": "degraded"},
        [("Storage in Japan East", "active")],
        [],
    ),
    "cachet/planned_among_incidents.json": (
        "degraded",
        {},
        [("Broken", "identified")],
        [("Soon", "scheduled")],
    ),
    "cachet/schedules_of_version_three.json": ("maintenance", {}, [], [("Running", "in_progress")]),
    "google/hyphens_and_newest_update.json": (
        "major_outage",
        {"Sheets": "major_outage"},
        [("Sheets gone", "active")],
        [],
    ),
}


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
