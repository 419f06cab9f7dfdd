"""A day of a shaking world: what goes wrong there, in our house and among staff, and what must hold.

Nobody sleeps. What is random follows a seed.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.model.broadcast import Audience, Broadcast, Quiet, Steering
from bot.model.errors import StoreUnavailableError
from bot.model.event import Approved, Event, MessageReceived, Steered
from bot.model.recipient import Recipient
from bot.model.ticket import ProposedNotice
from bot.store.sql import SqlStore
from tests import shipped
from tests.channels.slack.world.mortal import Killed, MortalStore, log_unless_killed
from tests.storms.faults import Faults
from tests.storms.mortals import Doom, Mortal
from tests.storms.shaking import DEAD, GONE, World

BEGINS = datetime(2026, 1, 5, 3, tzinfo=UTC)  # noon in Japan
HOURS = 3_600.0
RESTART = 3.0
AGAIN = 5.0  # seconds until somebody who met a fault of ours tries again
NIGHT = Quiet(time(22), time(7))
PRODUCT = "plugin:kumo_sheet"
TEXTS = ("一覧の絞り込みの方法を教えてください", "帳票の余白を変える方法を教えてください")


@dataclass(frozen=True)
class Weather:
    """``killed`` and ``busy``: shares of transactions."""

    hours: float = 24.0
    readers: int = 40
    customers: int = 24
    notices: int = 5
    killed: float = 0.002
    busy: float = 0.01


@dataclass
class Day:
    """``stores``: one for each process; ``books``: the same database, without its faults."""

    stores: list[MortalStore]
    books: SqlStore
    seed: int
    weather: Weather = field(default_factory=Weather)
    faults: Faults = field(init=False)
    acknowledged: list[str] = field(default_factory=list)
    texts: dict[str, dict[int, str]] = field(default_factory=dict)  # broadcast, edition, text
    steered: list[tuple[str, Steering]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(f"day/{self.seed}")  # noqa: S311 - the same every time
        self.until = self.weather.hours * HOURS
        self.world = World(self.seed, self.until)
        self.faults = Faults(self.seed, self.seconds, self.until)
        self.mortals: list[Mortal] = []
        self.fates: list[Doom] = []

    @staticmethod
    def seconds() -> float:
        return asyncio.get_running_loop().time()

    def clock(self) -> datetime:
        return BEGINS + timedelta(seconds=self.seconds())

    async def run(self) -> None:
        """Until everything is settled that the day has brought."""
        asyncio.get_running_loop().set_exception_handler(log_unless_killed)
        self._settle_in()
        for number in range(len(self.stores)):
            dooms = (self.seconds, self.until, self.weather.killed, self.weather.busy)
            self.fates.append(Doom(self.seed * 100 + number, *dooms))
            self.fates[-1].troubles = []
        living = [asyncio.create_task(self._live(n)) for n in range(len(self.stores))]
        await asyncio.sleep(1)
        await asyncio.gather(*self._acts())
        await asyncio.sleep(max(0.0, self.until - self.seconds()))
        for _ in range(48 * 60):
            if not self._waits():
                break
            await asyncio.sleep(60)
        for task in living:
            task.cancel()
        await asyncio.gather(*living, return_exceptions=True)

    async def _live(self, number: int) -> None:
        """One process after the other."""
        for run in range(10_000):
            fate, store = self.fates[number], self.stores[number]
            fate.revive()
            args = (store, fate, self.world, shipped.knowledge(), self.clock)
            mortal = Mortal(f"process {number}.{run}", *args)
            self.mortals[number : number + 1] = [mortal]
            await mortal.run()
            await asyncio.sleep(RESTART)

    def _settle_in(self) -> None:
        """Recipients by two ways at six hosts, and one each at a dead host and one that is gone."""
        people = [(n, f"h{n // 2 % 6}.example") for n in range(self.weather.readers)]
        people += [(1_000, DEAD), (1_001, GONE)]
        with self.books.work() as work:
            for number, host in people:
                way = ("hook", "board")[number % 2]
                tenant = "lost" if host in {DEAD, GONE} else "found"
                name, uses = f"r{number}", (PRODUCT,)
                work.save_recipient(
                    Recipient(f"{way}:{name}", way, f"{name}@{host}", "ja", tenant, uses)
                )

    # what people do

    def _acts(self) -> list[Coroutine[Any, Any, None]]:
        dice, hours = self._dice, self.weather.hours
        acts = [self._write(n, dice.uniform(0, hours)) for n in range(self.weather.customers)]
        acts += [self._notify(n, dice.uniform(0, hours * 0.8)) for n in range(self.weather.notices)]
        return acts

    async def _insist(self, event_at: Callable[[datetime], Event]) -> None:
        """Hand an event in, again and again until it has been taken."""
        while True:
            mortal = self._dice.choice(self.mortals)
            try:
                await mortal.door.handle(event_at(self.clock()))
            except (Killed, StoreUnavailableError):
                await asyncio.sleep(AGAIN)
            else:
                return

    async def _write(self, number: int, hour: float) -> None:
        await asyncio.sleep(hour * HOURS)
        who, text = f"board:c{number}", self._dice.choice(TEXTS)
        await self._insist(
            lambda at: MessageReceived(at, f"m{number}", who, f"t{number}", "board", text)
        )
        self.acknowledged.append(f"m{number}")

    async def _notify(self, number: int, hour: float) -> None:
        """Staff approve a notice, and think better of it now and then."""
        await asyncio.sleep(hour * HOURS)
        ident, quiet = f"N{number}", NIGHT if self._dice.random() < 0.5 else None
        audience = Audience((PRODUCT,))
        proposal = ProposedNotice(
            *(ident, "", (), "first", f"{ident} 第1版", "ja", PRODUCT, BEGINS), audience=audience
        )
        self._propose(proposal)
        tenants = ("found",) if number else ()
        await self._insist(lambda at: Approved(at, ident, "tanaka", "", tenants, quiet=quiet))
        [broadcast] = [b.id for b in self._broadcasts() if b.text == proposal.text]
        self._remember(broadcast)
        for _ in range(self._dice.randint(0, 3)):
            await asyncio.sleep(self._dice.expovariate(1 / 60.0))
            await self._steer(broadcast, self._dice.choice(tuple(Steering)))

    async def _steer(self, broadcast: str, what: Steering) -> None:
        ident = self.texts[broadcast][1].partition(" ")[0]
        text = f"{ident} 第{len(self.texts[broadcast]) + 1}版"
        await self._insist(lambda at: Steered(at, broadcast, "tanaka", what, text))
        self._remember(broadcast)
        self.steered.append((broadcast, what))
        if what is Steering.PAUSE:
            await asyncio.sleep(self._dice.uniform(1, 3_600))
            await self._steer(broadcast, Steering.RESUME)

    # what our house knows

    def _propose(self, proposal: ProposedNotice) -> None:
        with self.books.work() as work:
            work.save_proposal(proposal)

    def _broadcasts(self) -> list[Broadcast]:
        with self.books.work() as work:
            return work.broadcasts(under_way_only=False, limit=1_000)

    def _remember(self, ident: str) -> None:
        [broadcast] = [b for b in self._broadcasts() if b.id == ident]
        self.texts.setdefault(ident, {})[broadcast.edition] = broadcast.text

    def _waits(self) -> bool:
        channels = ("board", "hook", "staff")
        return bool(
            any(b.is_under_way for b in self._broadcasts())
            or any(self.books.outgoing(channel, 1) for channel in channels)
        )
