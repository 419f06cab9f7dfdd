"""The traps of status pages, each shown by a document made by hand: see ``payloads/``."""

from datetime import UTC, datetime

from bot.feeds.detect import read
from bot.feeds.summary import shows
from bot.model.status import Shows, State
from tests.cases import each
from tests.feeds.test_formats import reading_of

NOW = datetime(2026, 5, 1, 3, 5, tzinfo=UTC)


@each(
    "file",
    [
        "betterstack/green_over_an_open_report.json",
        "heroku/green_over_an_open_incident.json",
        "incidentio/green_over_an_open_incident.summary.json",
        "instatus/up_with_an_open_incident.summary.json",
        "openstatus/green_over_an_open_incident.current.json",
        "rootly/green_over_an_open_incident.status.json",
        "slack/ok_over_an_open_incident.current.json",
        "sorry/green_over_an_open_notice.status.json",
        "statusio/green_over_an_open_incident.json",
        "statuspage/green_roll_up_over_an_open_incident.json",
        "statuspage/impact_none_is_real.summary.json",
        "statuspal/green_over_an_open_incident.summary.json",
        "stripe/up_over_a_warning.full.json",
        "uptimecom/operational_over_an_open_incident.json",
    ],
)
def test_what_the_roll_up_hides_is_told_to_staff(file: str) -> None:
    reading = reading_of(file)
    assert reading.overall is State.OPERATIONAL
    assert "the page says all is well with 1 incident(s) open" in reading.oddities
    assert shows(reading, now=NOW)[0] is not Shows.OPERATIONAL


@each(
    ("file", "oddity"),
    [
        ("aws/seconds_and_milliseconds_in_one_event.json", "unknown status: 7"),
        ("azure_devops/word_nobody_knows.json", "unknown health: sideways"),
        ("betterstack/word_nobody_knows.json", "unknown aggregate_state: sideways"),
        ("cachet/status_beyond_six.components.json", "unknown component status: 42"),
        ("cachet/status_nobody_knows.json", "unknown status: (none)"),
        ("datadog/word_nobody_knows.json", "unknown incident status: pondering"),
        ("freshstatus/word_nobody_knows.json", "unknown component status: xx"),
        ("google/impact_nobody_knows.incidents.json", "unknown impact: service_sideways"),
        ("hyperping/word_nobody_knows.status.json", "unknown indicator: sideways"),
        ("instatus/word_nobody_knows.summary.json", "unknown page status: sideways"),
        ("microsoft/word_nobody_knows.mac.json", "unknown status: sideways"),
        ("monitors/kuma_status_nobody_knows.heartbeat.json", "unknown heartbeat status: 9"),
        ("sorry/word_nobody_knows.status.json", "unknown page state: sideways"),
        ("statuscast/another_word.status.json", "Performance: Search is slow"),
        ("statusio/resolved_message_and_unknown_code.json", "unknown status code: 700"),
        ("statuspage/indicator_nobody_knows.status.json", "unknown indicator: sideways"),
        ("statuspal/word_nobody_knows.status.json", "unknown incident type: sideways"),
        ("stripe/paused.current.json", "a status that nobody explains: paused"),
        ("checkly/maintenance_and_severity_nobody_knows.json", "unknown severity: sideways"),
    ],
)
def test_a_word_nobody_knows_is_visible(file: str, oddity: str) -> None:
    reading = reading_of(file)
    assert oddity in reading.oddities
    assert reading.overall is not State.OPERATIONAL


@each(
    ("file", "oddity"),
    [
        (
            "freshstatus/a_region_that_does_not_count.json",
            "2 component(s) that the page does not count are left out",
        ),
        ("hyperping/services_without_words.status.json", "unknown service status: (none)"),
        ("notices/meta_empty.rss", "an empty channel is weak evidence that all is well"),
        ("sakura/digits_and_further_pages.json", "there are more entries on further pages"),
        ("statuspal/green_over_an_open_incident.summary.json", "its times name no zone"),
    ],
)
def test_what_is_strange_is_told(file: str, oddity: str) -> None:
    assert oddity in reading_of(file).oddities


def test_no_page_tells_more_oddities_than_one_can_read() -> None:
    listed = ",".join(f'{{"name":"c{n}","status":"odd{n}"}}' for n in range(500))
    page = f'{{"page":{{"id":"x"}},"components":[{listed}]}}'
    assert len(read(page.encode()).oddities) == 13
    assert read(page.encode()).oddities[-1] == "and 488 more"


def test_an_incident_that_grows_is_read_as_it_stands() -> None:
    first, later = (
        reading_of(f"statuspage/escalation_{when}.summary.json") for when in ("at_first", "later")
    )
    assert (first.overall, first.incidents[0].impact) == (State.DEGRADED, "minor")
    assert (later.overall, later.incidents[0].impact) == (State.MAJOR_OUTAGE, "critical")


@each(
    "file",
    ["statuspage/silent_for_years.summary.json", "instatus/one_major_outage.summary.json"],
)
def test_an_incident_that_nobody_touched_for_years_is_a_notice(file: str) -> None:
    assert shows(reading_of(file), now=NOW)[0] is Shows.NOTICE


def test_the_permanent_amber_of_a_large_network_is_a_notice() -> None:
    reading = reading_of("statuspage/permanent_amber.summary.json")
    assert reading.overall is State.DEGRADED
    assert shows(reading, now=NOW)[0] is Shows.NOTICE


def test_a_start_mistyped_into_the_future_leaves_the_incident_open() -> None:
    reading = reading_of("statuspage/start_mistyped_into_the_future.summary.json")
    assert shows(reading, now=NOW) == (Shows.INVESTIGATING, "Exports fail")


def test_a_maintenance_of_next_month_is_not_shown() -> None:
    reading = reading_of("statuspage/planned_ahead.scheduled-maintenances.json")
    assert shows(reading, now=NOW) == (None, None)
