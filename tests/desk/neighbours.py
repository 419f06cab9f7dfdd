"""Desks of one morning that tell each other, and one that is told by hand."""

from datetime import datetime

from bot.desk.peer_ports import Way
from bot.model.knowledge import Knowledge
from bot.model.peer import (
    KeptSighting,
    Peer,
    PeerRecord,
    PeerSighting,
    PeerTold,
    Sighting,
    SightingState,
)
from tests.builders import MINUTE, PRINTS, RARE
from tests.fakes import Day

SLOW = "一覧がとても重いです"
KEY, URL = ("whpk_x",), "https://desk.example/told"


class Neighbours:
    """Desks of one morning. What one tells another arrives within the minute, as a signed post would."""

    def __init__(self, knowledge: Knowledge, *names: str) -> None:
        self.days = {name: Day(knowledge) for name in names}
        self.told: list[tuple[str, str, Sighting]] = []
        self._seen = dict.fromkeys(names, 0)
        for day in self.days.values():
            day.opens()

    def meet(self, one: str, other: str, *, early: bool = True) -> None:
        for own, peer in ((one, other), (other, one)):
            with self.days[own].store.work() as work:
                work.save_peer(Peer(peer, f"{peer}社のデスク", KEY, URL, early))

    def pass_minutes(self, minutes: int) -> None:
        for _ in range(minutes):
            for day in self.days.values():
                day.passes(1)
            for name, day in self.days.items():
                new = day.happened[self._seen[name] :]
                self._seen[name] = len(day.happened)
                for at, effect in new:
                    if isinstance(effect, PeerSighting):
                        self._bring(name, effect, at)

    def _bring(self, name: str, effect: PeerSighting, at: datetime) -> None:
        self.told.append((name, effect.peer, effect.sighting))
        day = self.days[effect.peer]
        day._tell(PeerTold(day.now, name, effect.sighting, at))

    def every_quarter(self, count: int) -> dict[str, datetime]:
        """One report more at each desk every quarter of an hour; when each raised an incident."""
        raised: dict[str, datetime] = {}
        for n in range(count):
            for name, day in self.days.items():
                day.says(f"{name}{n}", SLOW, uses=(PRINTS.id,))
            for _ in range(15):
                self.pass_minutes(1)
                for name, day in self.days.items():
                    if day.incidents:
                        raised.setdefault(name, day.now)
        return raised


def heard(day: Day) -> list[KeptSighting]:
    with day.store.look() as work:
        return work.sightings(Way.HEARD)


def record(day: Day, peer: str = "b") -> PeerRecord:
    with day.store.look() as work:
        found = work.peer(peer)
    assert found is not None
    return found.record


def a_desk(knowledge: Knowledge, *, key: bool = True, url: str = "", early: bool = False) -> Day:
    day = Day(knowledge)
    day.opens()
    with day.store.work() as work:
        work.save_peer(Peer("b", "B社のデスク", KEY if key else (), url, early))
    return day


def tell(
    day: Day,
    state: SightingState = SightingState.REPORTED,
    product: str = RARE.id,
    *,
    n: int = 3,
    ago: int = 0,
    peer: str = "b",
) -> None:
    said = Sighting(product, state, day.now - 10 * MINUTE, n)
    day._tell(PeerTold(day.now, peer, said, day.now - ago * MINUTE))


def told_by(day: Day) -> list[tuple[SightingState, str, int]]:
    return [
        (e.sighting.state, e.sighting.product, e.sighting.organisations)
        for e in day.every(PeerSighting)
    ]
