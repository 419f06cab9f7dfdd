"""Receivers in a shaking world: hosts that are well for a while and then are not."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bot.desk.ledger import Edit, Lane, Outgoing
from bot.model.errors import DeliveryError
from bot.model.rate import Rate

MOODS = ("limits", "fails", "hangs", "is not found", "drops")
CALM, FOUL = 3_600.0, 900.0  # seconds, in the mean
SHARE = 0.7  # of the requests to a host in a foul mood that meet with it
TIMEOUT = 10.0
DEAD, GONE = "dead.example", "gone.example"


@dataclass(frozen=True)
class Heard:
    """One thing that one reader was told, for the first time."""

    at: float
    reader: str
    key: str
    lane: Lane
    text: str
    number: int


def host_of(outgoing: Outgoing) -> str:
    return outgoing.address.rpartition("@")[2] or "board.example"


def way_of(outgoing: Outgoing) -> str:
    """Whose rate counts."""
    return f"{outgoing.channel} to {host_of(outgoing)}"


class Host:
    """``until``: when its moods end, in the loop's time."""

    def __init__(self, name: str, seed: int, until: float) -> None:
        dice = random.Random(f"{name}/{seed}")  # noqa: S311 - the same every time
        self.name = name
        self._spans: list[tuple[float, float, str]] = []
        at = dice.expovariate(1 / CALM)
        while at < until:
            ends = at + dice.expovariate(1 / FOUL)
            self._spans.append((at, ends, dice.choice(MOODS)))
            at = ends + dice.expovariate(1 / CALM)

    def mood(self, at: float) -> str:
        return next((mood for begins, ends, mood in self._spans if begins <= at < ends), "")


@dataclass
class World:
    """Whoever is told, and what became of each request. Times are the loop's.

    ``rude``: requests to those who had asked for quiet, with when they had and when it was.
    """

    seed: int
    until: float
    heard: list[Heard] = field(default_factory=list)
    requests: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # by way
    tries: Counter[str] = field(default_factory=Counter)  # by key
    upset: Counter[str] = field(default_factory=Counter)
    rude: list[tuple[float, float, str]] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)
    _idents: set[str] = field(default_factory=set)
    _quiet: dict[str, tuple[float, float]] = field(default_factory=dict)
    _hosts: dict[str, Host] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = random.Random(f"world/{self.seed}")  # noqa: S311 - the same every time

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def begins(self, outgoing: Outgoing) -> None:
        """Somebody turns to a host now, to post or to look first."""
        way, now = way_of(outgoing), asyncio.get_running_loop().time()
        self.requests[way].append(now)
        asked, until = self._quiet.get(way, (0.0, 0.0))
        if now < until:
            self.rude.append((asked, now, f"{way} at {now:.1f}: {outgoing.key}"))

    async def request(self, outgoing: Outgoing, ident: str) -> str:
        """A post; what the other side does goes on though whoever asked is dead.

        ``ident``: by which the receiver knows it again.
        """
        asked = asyncio.ensure_future(self._serve(host_of(outgoing), outgoing, ident))
        asked.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(asked)

    async def _serve(self, host: str, outgoing: Outgoing, ident: str) -> str:
        now = asyncio.get_running_loop().time()
        self.tries[outgoing.key] += 1
        mood = self._mood(host, now)
        self.upset[mood] += 1
        if host == GONE:
            raise DeliveryError("gone", permanent=True)
        if host == DEAD or mood == "is not found":
            raise DeliveryError("no such host")
        await asyncio.sleep(self._dice.uniform(0.02, 1.0))
        if mood == "limits":
            wait = float(self._dice.randint(5, 120))
            now = asyncio.get_running_loop().time()
            self._quiet[way_of(outgoing)] = now, now + wait
            raise DeliveryError("429", retry_after=wait)
        if mood and self._dice.random() < 0.5:
            await self._fail(mood)
        self._take(outgoing, ident)
        await asyncio.sleep(self._dice.uniform(0.02, 1.0))
        if mood:
            await self._fail(mood)
        return ident

    async def _fail(self, mood: str) -> None:
        if mood == "hangs":
            await asyncio.sleep(TIMEOUT)
        raise DeliveryError(mood, unknown=True)

    def _mood(self, host: str, now: float) -> str:
        if host not in self._hosts:
            self._hosts[host] = Host(host, self.seed, self.until)
        mood = self._hosts[host].mood(now)
        return mood if self._dice.random() < SHARE else ""

    def _take(self, outgoing: Outgoing, ident: str) -> None:
        assert not isinstance(outgoing.effect, Edit)
        if ident in self._idents:
            return
        self._idents.add(ident)
        self._known[outgoing.key] = ident
        now = asyncio.get_running_loop().time()
        said = (outgoing.reader, outgoing.key, outgoing.lane, outgoing.effect.text, outgoing.id)
        self.heard.append(Heard(now, *said))

    async def find(self, outgoing: Outgoing) -> str | None:
        """The name of a post if it is there; asking may fail as posting may."""
        mood = self._mood(host_of(outgoing), asyncio.get_running_loop().time())
        await asyncio.sleep(self._dice.uniform(0.02, 1.0))
        if mood:
            raise DeliveryError(mood, unknown=True)
        return self._known.get(outgoing.key)

    # what must hold afterwards

    def doubles(self) -> Iterator[str]:
        for key, times in Counter(h.key for h in self.heard).items():
            if times > 1:
                yield f"{key} was told {times} times"

    def out_of_order(self, besides: Collection[str]) -> Iterator[str]:
        latest: dict[tuple[str, Lane], int] = {}
        for one in (h for h in self.heard if h.key not in besides):
            if one.number < latest.get((one.reader, one.lane), 0):
                yield f"{one.reader} was told {one.key} late"
            latest[one.reader, one.lane] = one.number

    def hurried(self, rate: Rate) -> Iterator[str]:
        """Requests that came before their time, by the same algorithm and a hundredth of a second."""
        for way, times in self.requests.items():
            due = 0.0
            for at in sorted(times):
                if rate.opens(due) > at + 0.01:
                    yield f"{way} was asked {rate.opens(due) - at:.2f} s too early at {at:.1f}"
                due = rate.after(due, at)
