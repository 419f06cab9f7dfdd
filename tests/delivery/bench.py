"""A channel and a pump over a real store, for the tests of delivery."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.delivery.pump import Outlet, Pump
from bot.desk.ledger import Claimant, Edit, Lane, Ledger, Outgoing, Settled
from bot.model.effect import Effect, Notice, StaffReply
from bot.store.sql import SqlStore

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Wire:
    """A channel: records what arrives, fails for readers who were named, may be slow."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.attempts: list[int] = []
        self.maybe: list[bool] = []
        self.under_way = 0
        self.most_under_way = 0
        self._failures: dict[str, list[Exception]] = {}

    def fails(self, customer: str, *errors: Exception) -> None:
        self._failures[customer] = list(errors)

    async def deliver(self, outgoing: Outgoing) -> str:
        self.attempts.append(outgoing.attempts)
        self.maybe.append(outgoing.may_be_there)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        effect = outgoing.effect
        assert not isinstance(effect, Edit)
        for customer in (
            effect.to if isinstance(effect, Notice) else [getattr(effect, "customer", "")]
        ):
            if self._failures.get(customer):
                raise self._failures[customer].pop(0)
        self.arrived.append(effect.text)
        return f"wire:{outgoing.id}"


@dataclass
class Busy:
    """A ledger whose database takes claims and then is full."""

    ledger: Ledger
    is_full: bool = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    def settle(self, by: Claimant, outcomes: Sequence[Settled], at: datetime) -> None:
        if self.is_full:
            raise OSError("disk full")
        self.ledger.settle(by, outcomes, at)


class Bench:
    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.wire = Wire()
        self.now = NOON
        self.outlet = Outlet("wire", self.wire)
        self.runs = count()

    def says(self, text: str, customer: str = "sato") -> None:
        self.sends(StaffReply(customer, text, "tanaka"), reader=customer)

    def sends(self, effect: Effect, *, reader: str = "", lane: Lane = Lane.REPLY) -> None:
        with self.store.work() as work:
            assert work.send(effect.text, "wire", effect, self.now, reader=reader, lane=lane)

    def pump(self) -> Pump:
        """As another process would: under a name of its own."""
        by = Claimant(f"process {next(self.runs)}")
        return Pump(self.store.ledger, self.outlet, by, lambda: self.now)

    def pumps(self, after: timedelta = timedelta()) -> int:
        self.now += after
        return asyncio.run(self.pump().drain())

    def waiting(self) -> list[str]:
        return [
            o.effect.text for o in self.store.outgoing("wire") if not isinstance(o.effect, Edit)
        ]
