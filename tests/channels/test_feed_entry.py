"""Adding a feed: its reading in words, and an entry that the knowledge base takes as it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from bot.channels.feed_entry import already, entry_for, in_words
from bot.knowledge.load import load
from bot.model.catalogue import Catalogue
from bot.model.knowledge import FeedEntry, Knowledge, Robots
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State
from tests.builders import PRINTS, RARE
from tests.cases import each

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
READING = FeedReading(
    "statuspage",
    State.DEGRADED,
    (Component("Core / API", State.MAJOR_OUTAGE), Component("Web", State.OPERATIONAL)),
    (FeedIncident("API is down", "investigating", "major", "2026-05-01T11:40:00Z"),),
    (Maintenance("Disks", "scheduled", "2026-05-02T00:00:00Z"),),
    NOW - timedelta(minutes=7),
    ("the page says all is well with 1 incident(s) open",),
)
KNOWN = Knowledge(
    Catalogue.of([replace(PRINTS, status_page="https://status.tanpopo.example/"), RARE]),
    feeds={"ruri_grid": FeedEntry("ruri_grid", "ruri_grid", "https://x.example/", "rss")},
)


def test_a_reading_in_words_says_everything_a_person_would_look_for() -> None:
    said = in_words(READING, NOW, "en")
    for part in (
        "format: statuspage",
        "overall: degraded",
        "2 components, 1 of them not operational",
        "component Core / API: major_outage",
        "incident API is down (investigating, impact major, began 2026-05-01T11:40:00Z)",
        "maintenance Disks (scheduled, from 2026-05-02T00:00:00Z)",
        "7 min ago",
        "worth a look: the page says all is well",
    ):
        assert part in said
    assert "全体: degraded" in in_words(READING, NOW, "ja")


def test_a_page_that_says_little_is_not_made_to_say_more() -> None:
    said = in_words(FeedReading("feed", State.UNKNOWN), NOW, "en")
    assert "open incidents: none" in said
    assert "the page's own time: it says none" in said


def test_a_long_page_is_cut_and_says_so() -> None:
    many = tuple(Component(f"part {n}", State.DEGRADED) for n in range(50))
    assert "and 38 more" in in_words(replace(READING, components=many), NOW, "en")


@each(
    ("url", "ident", "service"),
    [
        ("https://status.tanpopo.example/api/v2/summary.json", PRINTS.id, PRINTS.id),
        ("https://api.rurigrid.example/x", "rurigrid", "which-product"),
        ("https://license.rurigrid.example/x", "ruri_grid-2", RARE.id),
        ("https://status.example.co.jp/feed.rss", "example", "which-product"),
        ("https://acme.statuspage.io/api/v2/summary.json", "acme", "which-product"),
        ("https://www.githubstatus.com/x", "github", "which-product"),
    ],
)
def test_the_entry_names_the_product_where_the_host_tells(
    url: str, ident: str, service: str
) -> None:
    (row,) = yaml.safe_load(entry_for(url, READING, KNOWN, Robots.OBEYED))
    assert (row["id"], row["service"], row["url"]) == (ident, service, url)
    assert row["verified"] is True
    assert "robots" not in row


def test_the_entry_can_be_put_at_the_end_of_the_file(knowledge: Knowledge, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "knowledge" / "feeds.yaml"
    url = "https://status.new.example/api/v2/summary.json"
    entry = entry_for(url, READING, knowledge, Robots.DOCUMENTED)
    (tmp_path / "feeds.yaml").write_text(shipped.read_text("utf-8") + entry, "utf-8")
    added = load(tmp_path).feeds["new"]
    assert (added.url, added.robots) == (url, Robots.DOCUMENTED)


def test_an_address_that_is_there_already_is_said_to_be() -> None:
    assert (
        already("https://x.example/", KNOWN, "ja")
        == "この URL はすでに ruri_grid として登録されています。\n"
    )
    assert already("https://y.example/", KNOWN, "ja") == ""
