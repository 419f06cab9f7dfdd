"""What the desk's own measurements find in a world, where it makes any (``--probes``).

A made-up share of hosts is measured every two minutes. What is down fails for us as well, mostly;
what is slow is slow; a part or a bad version is not seen at its host. Now and then a host fails for
us alone, and a packet goes astray.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bot.model.event import Probed
from bot.model.probe import MeasurementStep, ProbeRef
from tests.benchmarks.worlds.market import PLATFORM
from tests.benchmarks.worlds.world import World

EVERY = 2  # minutes
MEASURED = 0.6  # of the products with a host; the platform always
SEEN = {"down": 0.9, "slow": 0.5, "part": 0.15, "bug": 0.0}  # chance that a fault shows at its host
ASTRAY = 1 / 2000  # of measurements
OURS_ALONE = 0.15  # worlds in which one host fails for us alone, for some minutes


@dataclass(frozen=True)
class Spell:
    """A host that fails, or is slow, for us: minutes from the start of the world."""

    start: float
    end: float
    product: str
    step: MeasurementStep | None


class Probing:
    """The measurements of one world; the same ones for a seed, with probes or without."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lots = Random(f"probes {world.seed}")
        hosted = [p for p in world.market.products if p.hosts]
        chosen = {p.id for p in hosted if self._lots.random() < MEASURED or p.id == PLATFORM}
        self.refs = tuple(ProbeRef(f"{p.hosts[0]}/", p.id) for p in hosted if p.id in chosen)
        self._spells = (*self._faults(), *self._ours_alone())

    def _faults(self) -> Iterator[Spell]:
        for fault in self._world.faults:
            if self._lots.random() >= SEEN[fault.look] * min(1.0, 2 * fault.reach):
                continue
            step = (
                None
                if fault.look == "slow"
                else self._lots.choice(
                    (MeasurementStep.CONNECT, MeasurementStep.ANSWER, MeasurementStep.STATUS)
                )
            )
            above = self._world.market.above(fault.product) if fault.look == "down" else ()
            for product in (fault.product, *(p.id for p in above)):
                yield Spell(fault.onset, fault.ends, product, step)

    def _ours_alone(self) -> Iterator[Spell]:
        if self.refs and self._lots.random() < OURS_ALONE:
            start = self._lots.uniform(0, self._world.minutes)
            product = self._lots.choice(self.refs).service
            yield Spell(start, start + self._lots.uniform(5, 30), product, MeasurementStep.CONNECT)

    def at(self, minute: float) -> Iterator[Probed]:
        """The measurements of a minute."""
        if round(minute) % EVERY:
            return
        for ref in self.refs:
            hit = next(
                (
                    s
                    for s in self._spells
                    if s.product == ref.service and s.start <= minute <= s.end
                ),
                None,
            )
            step = hit.step if hit else None
            if self._lots.random() < ASTRAY:
                step = MeasurementStep.ANSWER
            seconds = None if step else (6.0 if hit else 0.2) * self._lots.uniform(0.8, 1.4)
            yield Probed(self._world.at(minute), ref.id, ref.service, "main", step, None, seconds)
