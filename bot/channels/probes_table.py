"""``jitabata probe``: every host that the desk measures, measured once now."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from bot.channels.feeds_table import print_line
from bot.model.knowledge import Knowledge
from bot.model.probe import MeasurementStep, ProbeRef
from bot.texts.loader import say

AT_ONCE = 8
COLUMNS = ("target", "product", "importance", "state", "time", "until")


class MeasurementResult(Protocol):
    """What one measurement answers."""

    @property
    def step(self) -> MeasurementStep | None: ...
    @property
    def status(self) -> int | None: ...
    @property
    def seconds(self) -> float | None: ...
    @property
    def expires_at(self) -> datetime | None: ...


Measure = Callable[
    [str], Awaitable["MeasurementResult | str"]
]  # a sentence where it was not measured


@dataclass(frozen=True)
class ProbesTable:
    """Measures all ``refs`` with ``measure`` and shows them in ``lang`` (ja, en)."""

    refs: tuple[ProbeRef, ...]
    knowledge: Knowledge
    measure: Measure
    clock: Callable[[], datetime]
    lang: str = "ja"

    async def show(self, console: Console) -> bool:
        """Shows the table while it fills; whether everything that was measured answered."""
        found: dict[str, MeasurementResult | str] = {}
        if not console.is_terminal:
            await self._fill(found, lambda: None)
            for line in [self._heads(), *self._rows(found)]:
                print_line(console, line)
        else:
            with Live(self._table(found), console=console, refresh_per_second=8) as live:
                await self._fill(found, lambda: live.update(self._table(found)))
        return all(isinstance(said, str) or said.step is None for said in found.values())

    async def _fill(
        self, found: dict[str, MeasurementResult | str], changed: Callable[[], None]
    ) -> None:
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(ident: str) -> None:
            async with turns:
                found[ident] = await self.measure(ident)
            changed()

        async with asyncio.TaskGroup() as group:
            for ident in dict.fromkeys(ref.id for ref in self.refs):
                group.create_task(one(ident))

    def _say(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)

    def _heads(self) -> list[str]:
        return [self._say(f"probes.column.{column}") for column in COLUMNS]

    def _rows(self, found: Mapping[str, "MeasurementResult | str"]) -> list[list[str]]:
        return [self._row(ref, found.get(ref.id)) for ref in self.refs]

    def _row(self, ref: ProbeRef, said: "MeasurementResult | str | None") -> list[str]:
        product = self.knowledge.catalogue.get(ref.service)
        name = ref.names.get(self.lang) or (product.name if product else ref.service)
        cells = [ref.id, name, self._say(f"probes.importance.{ref.importance}")]
        if said is None or isinstance(said, str):
            return [*cells, self._say("probes.waiting") if said is None else said, "", ""]
        return [*cells, self._state(said), self._time(said), self._until(said)]

    def not_measured(self, why: str) -> str:
        """The sentence for a target that was not measured."""
        return self._say("probes.not", why=why)

    def _state(self, said: "MeasurementResult") -> str:
        status = f" ({said.status})" if said.status is not None else ""
        if said.step is None:
            return self._say("probes.well") + status
        return self.knowledge.say(self.lang, f"step.{said.step}") + status

    def _time(self, said: "MeasurementResult") -> str:
        return "" if said.seconds is None else f"{said.seconds * 1000:.0f} ms"

    def _until(self, said: "MeasurementResult") -> str:
        if said.expires_at is None:
            return ""
        days = (said.expires_at - self.clock()).days
        return f"{said.expires_at:%Y-%m-%d} ({self._say('probes.days', n=days)})"

    def _table(self, found: Mapping[str, "MeasurementResult | str"]) -> Table:
        table = Table(*self._heads(), expand=True)
        for ref in self.refs:
            said = found.get(ref.id)
            cells = [Text(cell) for cell in self._row(ref, said)]
            fails = said is not None and not isinstance(said, str) and said.step is not None
            cells[3].stylize("dim" if said is None else "red" if fails else "green")
            table.add_row(*cells)
        return table
