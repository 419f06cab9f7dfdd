"""``jitabata feeds``: the table of every feed, on a terminal and in a pipe."""

import asyncio
import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from bot.channels.feeds_table import FeedsTable, Row
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.errors import FeedError
from bot.model.knowledge import FeedEntry
from bot.model.status import FeedIncident, FeedReading, FeedRecord, State
from bot.texts.loader import has

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
KUMO = FeedEntry(
    "kumo", "kumo_sheet", "https://status.kumo.example/", "statuspage", verified=True, recorded=True
)
MORI = FeedEntry("mori", "mori", "https://status.mori.example/", "rss")
SORA = FeedEntry("sora", "sora", "https://status.sora.example/", "rss", verified=True)
CATALOGUE = Catalogue.of([Product("kumo_sheet", "くもシート", ProductKind.PLUGIN)])

READINGS: dict[str, FeedReading | FeedError] = {
    "kumo": FeedReading(
        "statuspage",
        State.OPERATIONAL,
        incidents=(FeedIncident("[red]x[/red]", "investigating"),),
        updated_at=NOW - timedelta(minutes=7),
        oddities=("[bold]odd[/bold]\tthing",),
    ),
    "mori": FeedError("no answer in 20 s", reachable=False),
    "sora": FeedError("neither JSON nor a feed", reachable=True),
}


async def read(entry: FeedEntry) -> FeedReading:
    answer = READINGS[entry.id]
    if isinstance(answer, FeedError):
        raise answer
    return answer


def shown(lang: str, *, terminal: bool) -> tuple[str, list[Row]]:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=160, _environ={"TERM": "xterm"})
    records = {"kumo": FeedRecord(2, 1, (12.0,), 1000, 1)}
    table = FeedsTable([KUMO, MORI, SORA], CATALOGUE, read, lambda: NOW, lang, records)
    rows = asyncio.run(table.show(console))
    return out.getvalue(), rows


def test_a_pipe_gets_one_plain_line_for_each_feed() -> None:
    said, _ = shown("en", terminal=False)
    heads, kumo, mori, sora = (line.split("\t") for line in said.splitlines())
    assert heads == ["Feed", "Service", "State", "Last change", "Record", "Error", "Worth a look"]
    assert kumo == [
        "kumo", "くもシート", "degraded (1 open)", "7 min ago",
        "1 of 2 incidents published, 12 min late, read 99 %", "", "[bold]odd[/bold] thing",
    ]  # fmt: skip
    assert mori == [
        "mori", "mori", "unreachable", "", "", "no answer in 20 s",
        "address not verified; format not proven on a recording",
    ]  # fmt: skip
    assert sora[2] == "unreadable"
    assert "\x1b" not in said


def test_a_terminal_gets_the_table_with_texts_as_text() -> None:
    said, _ = shown("ja", terminal=True)
    assert "接続不可" in said
    assert "読み取り不可" in said
    assert "[bold]odd[/bold]" in said


def test_a_roll_up_that_lies_green_does_not_look_green() -> None:
    _, rows = shown("en", terminal=False)
    assert rows[0].state == "degraded"
    assert rows[0].open == 1


def test_an_unknown_language_reads_english() -> None:
    assert "unreachable" in shown("th", terminal=False)[0]


def test_every_state_has_a_word() -> None:
    assert [s for s in State if not has(f"feeds.state.{s}")] == []
