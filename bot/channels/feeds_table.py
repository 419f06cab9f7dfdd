"""``jitabata feeds``: every status feed, read once now: state, age, error, oddities.

A live table with progress on a terminal, tab-separated lines elsewhere. It reads through the
function it is given and decides nothing; texts of feeds are shown as text, never as markup.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.model.catalogue import Catalogue
from bot.model.errors import FeedError
from bot.model.knowledge import FeedEntry
from bot.model.status import FeedReading, FeedRecord, State
from bot.texts.loader import say

Read = Callable[[FeedEntry], Awaitable[FeedReading]]

AT_ONCE = 8
COLOURS: Mapping[str, str] = {
    "operational": "green", "degraded": "yellow", "partial_outage": "dark_orange",
    "major_outage": "red", "maintenance": "blue", "unreachable": "magenta",
    "unreadable": "magenta",
}  # fmt: skip
COLUMNS = ("feed", "service", "state", "age", "record", "error", "oddities")


@dataclass(frozen=True, slots=True)
class Row:
    """One feed as it stands. ``state`` is one of the texts ``feeds.state``; ``age`` None: the page does not say."""

    entry: FeedEntry
    service: str
    state: str = "waiting"
    open: int = 0
    age: timedelta | None = None
    error: str = ""
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeedsTable:
    """Reads all ``entries`` with ``read`` and shows them on ``console`` in ``lang`` (ja, en).

    ``records``: what the desk has learned of each feed, by its id.
    """

    entries: Sequence[FeedEntry]
    catalogue: Catalogue
    read: Read
    clock: Callable[[], datetime]
    lang: str = "ja"
    records: Mapping[str, FeedRecord] = field(default_factory=dict)

    async def show(self, console: Console) -> list[Row]:
        """Shows the table while it fills; answers the rows in the order of the entries."""
        rows = {e.id: Row(e, self._name_of(e)) for e in self.entries}
        if not console.is_terminal:
            await self._fill(rows, lambda: None)
            for line in [self._heads(), *(self._cells(row) for row in rows.values())]:
                print_line(console, line)
            return list(rows.values())
        with Live(self._live(rows), console=console, refresh_per_second=8) as live:
            await self._fill(rows, lambda: live.update(self._live(rows)))
            live.update(self._table(rows))
        return list(rows.values())

    async def _fill(self, rows: dict[str, Row], changed: Callable[[], None]) -> None:
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(entry: FeedEntry) -> None:
            async with turns:
                rows[entry.id] = await self._row(entry)
            changed()

        async with asyncio.TaskGroup() as group:
            for entry in self.entries:
                group.create_task(one(entry))

    async def _row(self, entry: FeedEntry) -> Row:
        name = self._name_of(entry)
        try:
            reading = await self.read(entry)
        except FeedError as e:
            return Row(entry, name, "unreadable" if e.reachable else "unreachable", error=str(e))
        age = self.clock() - reading.updated_at if reading.updated_at else None
        state = reading.overall.value
        if reading.overall is State.OPERATIONAL and reading.incidents:
            state = State.DEGRADED.value  # a roll-up that lies green must not look green here
        return Row(entry, name, state, len(reading.incidents), age, oddities=reading.oddities)

    def _name_of(self, entry: FeedEntry) -> str:
        product = self.catalogue.get(entry.service)
        return product.name if product else entry.service

    def _heads(self) -> list[str]:
        return [self._say(f"feeds.column.{column}") for column in COLUMNS]

    def _say(self, key: str, **values: int) -> str:
        return say(self.lang, key, **values)

    def _cells(self, row: Row) -> list[str]:
        state = self._say(f"feeds.state.{row.state}")
        if row.open:
            state += f" ({self._say('feeds.open', n=row.open)})"
        oddities = list(row.oddities) + (
            [] if row.entry.verified else [self._say("feeds.unverified")]
        )
        oddities += [] if row.entry.recorded else [self._say("feeds.unproven")]
        return [
            row.entry.id,
            row.service,
            state,
            self._age(row.age),
            self._record(self.records.get(row.entry.id)),
            row.error,
            "; ".join(oddities),
        ]

    def _record(self, record: FeedRecord | None) -> str:
        """How often it published, how late, and how often it could be read at all."""
        if record is None or not record.tries:
            return ""
        n, m, lag = record.incidents, record.published, record.usual_lag
        said = [self._say("feeds.published", n=n, m=m)] if n else []
        said += [self._say("feeds.late", lag=round(lag))] if lag is not None else []
        # 99.99 % is not 100 %: rounded down
        share = int(100 * (record.tries - record.failures) / record.tries)
        return ", ".join([*said, self._say("feeds.read", share=share)])

    def _age(self, age: timedelta | None) -> str:
        if age is None or age < timedelta(0):
            return ""
        minutes = int(age.total_seconds() // 60)
        if minutes < 120:
            return self._say("feeds.minutes", n=minutes)
        return (
            self._say("feeds.hours", n=minutes // 60)
            if minutes < 2880
            else self._say("feeds.days", n=minutes // 1440)
        )

    def _table(self, rows: Mapping[str, Row]) -> Table:
        table = Table(*self._heads(), expand=True)
        for row in rows.values():
            cells = [Text(cell) for cell in self._cells(row)]
            cells[2].stylize(COLOURS.get(row.state, "dim"))
            table.add_row(*cells)
        return table

    def _live(self, rows: Mapping[str, Row]) -> RenderableType:
        done = sum(row.state != "waiting" for row in rows.values())
        return Group(self._table(rows), ProgressBar(total=max(len(rows), 1), completed=done))


def print_line(console: Console, cells: Sequence[str]) -> None:
    """One tab-separated line, past the console's own layout, for a pipe or a file."""
    console.file.write("\t".join(cell.replace("\t", " ") for cell in cells) + "\n")
