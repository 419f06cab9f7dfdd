"""Measures every target of a plan in turn and tells the desk of each measurement."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.model.event import Probed
from bot.net.rounds import Visited
from bot.probes.measure import NotMeasuredError, Taken
from bot.probes.targets import Plan, ProbeTarget

log = logging.getLogger(__name__)

Measure = Callable[[ProbeTarget], Awaitable[Taken]]
Emit = Callable[[Probed], Awaitable[object]]


class Prober:
    """Measures from one ``vantage``; ``clock`` stamps the events. It keeps no time itself."""

    def __init__(
        self, plan: Plan, vantage: str, measure: Measure, emit: Emit, clock: Callable[[], datetime]
    ) -> None:
        self._plan = plan
        self._vantage = vantage
        self._measure = measure
        self._emit = emit
        self._clock = clock
        self._silent: set[str] = set()  # of which it was logged that they are not measured
        self._failing: set[str] = set()

    @property
    def hosts(self) -> dict[str, str]:
        """The host of each target."""
        return {ident: target.host for ident, target in self._plan.targets.items()}

    async def visit(self, ident: str) -> Visited:
        """Measures one target. What fails is measured as often as what is well: that is the point."""
        try:
            taken = await self._measure(self._plan.targets[ident])
        except NotMeasuredError as why:
            if ident not in self._silent:
                log.warning("probe %s: not measured: %s", ident, why)
            self._silent.add(ident)
            return Visited(wait=why.wait)
        self._silent.discard(ident)
        self._tell(ident, taken)
        service = self._plan.service_of(ident)
        await self._emit(
            Probed(
                self._clock(),
                ident,
                service,
                self._vantage,
                taken.step,
                taken.status,
                taken.seconds,
                taken.expires_at,
            )
        )
        return Visited()

    def _tell(self, ident: str, taken: Taken) -> None:
        """Logged once when it goes and once when it is back."""
        if taken.step is None:
            if ident in self._failing:
                log.info("probe %s answers again", ident)
            self._failing.discard(ident)
            return
        if ident not in self._failing:
            log.warning("probe %s fails: %s", ident, taken.step)
        self._failing.add(ident)
