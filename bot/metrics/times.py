"""How long deciding takes, in this process alone; those of several processes may be added up."""

from collections.abc import Callable
from datetime import datetime

from prometheus_client import CollectorRegistry, Histogram

from bot.model.effect import Effect, Reply
from bot.model.event import EVENT_NAMES, Event, MessageReceived
from bot.model.figures import ANSWER_EDGES

TRIAGE_EDGES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_KINDS = {kind: name for name, kind in EVENT_NAMES.items()}


class Times:
    """Two histograms, fed by the door. Any thread may feed them.

    Each event is decided on by exactly one process, and when that was is written nowhere (an
    effect carries its event's own time), so this cannot be read from the store.
    """

    def __init__(self, registry: CollectorRegistry, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._triage = Histogram(
            "jitabata_triage_seconds",
            "How long the desk took for one event, its transaction included; this process alone.",
            ["event"],
            buckets=TRIAGE_EDGES,
            registry=registry,
        )
        self._decided = Histogram(
            "jitabata_answer_decided_seconds",
            "From a message's arrival until its reply was decided and stored; this process alone.",
            buckets=ANSWER_EDGES,
            registry=registry,
        )
        for name in EVENT_NAMES:
            self._triage.labels(name)

    def handled(self, event: Event, effects: tuple[Effect, ...], seconds: float) -> None:
        """The desk has taken an event in, which took it so long."""
        self._triage.labels(_KINDS[type(event)]).observe(seconds)
        if isinstance(event, MessageReceived) and any(isinstance(e, Reply) for e in effects):
            waited = (self._clock() - event.at).total_seconds()
            self._decided.observe(max(waited, 0.0))
