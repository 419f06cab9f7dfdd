"""One storm: a broadcast and customers, while any process is killed at any instant."""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.desk.desk import Desk
from bot.desk.ledger import DeliveryState
from bot.desk.lines import left_waiting
from bot.knowledge.load import load
from bot.model.broadcast import Audience
from bot.model.conversation import Speaker
from bot.model.event import Approved, MessageReceived
from bot.model.publication import PostWritten
from bot.model.recipient import Recipient
from bot.model.ticket import ProposedNotice
from bot.start import now
from bot.store.sql import SqlStore
from tests.storms.customers import Customers
from tests.storms.processes import Pack, environment
from tests.storms.receivers import HOSTS, Manners, Receivers
from tests.subscribers import a_subscription

PRODUCT = "plugin:kumo_sheet"
NEWS = "フォームが開かない不具合を調べています。"
TEXT = "くも表計算で一覧が開かないとの連絡をいただいています。"
LOOK = 0.2
AFTERWARDS = 300.0  # seconds in which all must be settled when nobody is killed any more


@dataclass(frozen=True)
class Plan:
    """``every``: seconds from one kill to the next, in the mean."""

    kills: int
    recipients: int
    subscribers: int
    roles: tuple[str, ...]
    every: float = 2.0
    chats: float = 1.0  # customers a second; 200 a minute may come from one address
    reports: float = 2.0

    @property
    def longest(self) -> float:
        """Seconds in which it is over and everybody has got an answer."""
        return 480 + 4 * self.kills * self.every


class Storm:
    """On an empty database."""

    def __init__(self, url: str, folder: Path, plan: Plan, seed: int) -> None:
        self._url, self._folder, self._plan, self._seed = url, folder, plan, seed
        self.receivers = Receivers(seed, self._delay)
        self._dice = random.Random(f"storm/{seed}")  # noqa: S311 - the same every time

    async def run(self) -> None:
        """Until it is over and everything that was begun has been settled."""
        async with self.receivers.open() as port:
            self._settle_in(port)
            env = environment(self._url, self._folder, HOSTS)
            board = f"http://{HOSTS[0]}:{port}/board"
            log = self._folder / "processes.log"
            self.pack = Pack(self._plan.roles, env, board, log, self._seed)
            async with self.pack.open():
                self._approve()
                async with asyncio.timeout(self._plan.longest):
                    await asyncio.gather(self._blow(), *self._customers())
                await self._until_settled()

    async def _blow(self) -> None:
        while not self._is_over():
            await asyncio.sleep(self.pack.pause(self._plan.every))
            await self.pack.kill_one()
        self.receivers.manners = Manners(0, 0, 0, 0)

    def _is_over(self) -> bool:
        return self.pack.kills >= self._plan.kills

    def _customers(self) -> Iterator[Coroutine[None, None, None]]:
        here = "http://127.0.0.1"
        self.customers = Customers(
            self._seed, f"{here}:{self.pack.port}", f"{here}:{self.pack.intake}/reports"
        )
        yield self.customers.write("chat", self._plan.chats, self._is_over)
        yield self.customers.write("board", self._plan.reports, self._is_over)

    def _delay(self) -> float:
        """Receivers take their time when the broadcast is further than the killing."""
        told = sum(n for (_, text), n in self.receivers.told.items() if text in (TEXT, NEWS))
        ahead = (
            told / (self._plan.recipients + self._plan.subscribers)
            - self.pack.kills / self._plan.kills
        )
        return min(4.0, max(0.0, ahead) * 200) + self._dice.uniform(0, 0.05)

    # before

    def _settle_in(self, port: int) -> None:
        at = datetime(2026, 1, 5, 12, tzinfo=UTC)
        proposal = ProposedNotice(
            "N1", "", (), "first", TEXT, "ja", PRODUCT, at, audience=Audience((PRODUCT,))
        )
        with closing(SqlStore.open(self._url)) as store, store.work() as work:
            work.save_recipients(self._recipient(n, port) for n in range(self._plan.recipients))
            work.save_proposal(proposal)
            for n in range(self._plan.subscribers):
                work.save_subscription(a_subscription(f"s{n}", channel="board", address=f"s{n}"))

    @staticmethod
    def _recipient(n: int, port: int) -> Recipient:
        if n % 2:
            return Recipient(f"board:r{n}", "board", f"r{n}@board", uses=(PRODUCT,))
        host = HOSTS[n // 2 % len(HOSTS)]
        url = f"http://{host}:{port}/hook/w{n}"
        return Recipient(f"webhook:w{n}", "webhook", url, uses=(PRODUCT,))

    def _approve(self) -> None:
        with closing(SqlStore.open(self._url)) as store:
            desk = Desk(store, load(None))
            desk.handle(Approved(now(), "N1", "tanaka"))
            post = PostWritten(now(), "", "tanaka", titles={"ja": "不具合"}, texts={"ja": NEWS})
            desk.handle(post)

    # afterwards

    async def _until_settled(self) -> None:
        """Or until it takes too long: what waits then is found wrong."""
        with closing(SqlStore.open(self._url)) as store:
            for _ in range(int(AFTERWARDS / LOOK)):
                if not self._waits(store):
                    return
                await asyncio.sleep(LOOK)

    @staticmethod
    def _waits(store: SqlStore) -> bool:
        channels = ("board", "webhook", "web", "staff")
        with store.look() as work:
            if left_waiting(work):  # lines of one person, answered together once they pause
                return True
        return bool(
            store.ledger.running()
            or store.received("board", 1)
            or any(store.outgoing(channel, 1) for channel in channels)
        )

    def wrongs(self) -> Iterator[str]:
        """Everything that must not be; empty after a storm that was weathered."""
        with closing(SqlStore.open(self._url)) as store:
            if self._waits(store):
                yield "something waits still"
            yield from self._broadcast(store)
            yield from self._subscribers(store)
            yield from self._reports(store)

    def _broadcast(self, store: SqlStore) -> Iterator[str]:
        for n in range(self._plan.recipients):
            reader = f"board:r{n}" if n % 2 else f"w{n}"
            times = self.receivers.told[reader, TEXT]
            if times != 1:
                yield f"{reader} was told {times} times"
        standing = store.ledger.standing("B1")
        if standing != {DeliveryState.DELIVERED: self._plan.recipients}:
            yield f"the ledger says {standing}"
        for (reader, text), times in self.receivers.told.items():
            if times > 1 and text not in (TEXT, NEWS):
                yield f"{reader} was told {times} times: {text[:60]!r}"

    def _subscribers(self, store: SqlStore) -> Iterator[str]:
        for n in range(self._plan.subscribers):
            times = self.receivers.told[a_subscription(f"s{n}").id, NEWS]
            if times != 1:
                yield f"the subscriber {n} was told {times} times"
        with store.look() as work:
            (news,) = (b for b in work.broadcasts(under_way_only=False) if b.news is not None)
        standing = store.ledger.standing(news.id)
        if standing != {DeliveryState.DELIVERED: self._plan.subscribers}:
            yield f"the ledger says of the post {standing}"

    def _reports(self, store: SqlStore) -> Iterator[str]:
        events = [e for _, e in store.events() if isinstance(e, MessageReceived)]
        heard = Counter(mark for e in events for mark in self.customers.written if mark in e.text)
        by_mark = {m: e for e in events for m in self.customers.written if m in e.text}
        for mark in self.customers.written:
            if heard[mark] != 1:
                yield f"the report {mark} was taken in {heard[mark]} times"
        with store.work() as work:
            for mark, event in by_mark.items():
                said = work.latest_conversation(event.customer)
                turns = Counter(t.speaker for t in said.turns) if said is not None else Counter()
                if turns != {Speaker.CUSTOMER: 1, Speaker.DESK: 1}:
                    yield f"the report {mark} has the turns {turns}"
        for mark, event in by_mark.items():
            replies = sum(self.receivers.of(event.customer).values())
            if event.channel == "board" and replies != 1:
                yield f"the report {mark} was answered {replies} times"
