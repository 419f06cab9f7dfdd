"""``/metrics``: everything in one registry of our own, read when somebody asks."""

import logging
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector

from bot.metrics.families import families, jobs
from bot.metrics.gauges import Gauges
from bot.metrics.pulse import Pulse
from bot.model.effect import Effect, Reply
from bot.model.event import EVENT_NAMES, Event, MessageReceived
from bot.model.figures import ANSWER_EDGES

TRIAGE_EDGES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_KINDS = {kind: name for name, kind in EVENT_NAMES.items()}
logger = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class Build:
    """What runs: this program's version, that of its tables, and the kind of its database."""

    version: str
    tables: str
    database: str


class Metrics:
    """The metrics of one process. ``times`` is for the door to feed.

    ``jobs`` answers how many wait, by task; it is asked in the thread that renders. When the store
    cannot be read the page says so (``jitabata_store_readable 0``) and shows the rest.
    """

    def __init__(
        self,
        gauges: Gauges,
        clock: Callable[[], datetime],
        build: Build,
        pulse: Pulse | None = None,
        jobs: Callable[[], Mapping[str, int]] | None = None,
    ) -> None:
        self._registry = CollectorRegistry()
        self.times = Times(self._registry, clock)
        self._gauges = gauges
        self._clock = clock
        self._build = build
        self._pulse = pulse
        self._jobs = jobs
        self._readable = True
        ProcessCollector(registry=self._registry)
        self._registry.register(self)

    def render(self, accept: str = "") -> tuple[bytes, str]:
        """The page and its content type, in a format that ``accept`` names. It reads the store."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type

    def collect(self) -> Iterator[Metric]:
        """What is not counted as it happens."""
        yield self._about()
        if self._pulse is not None and self._pulse.late is not None:
            late = GaugeMetricFamily(
                "jitabata_loop_late_seconds",
                "By how much the event loop was late at most in the last half minute.",
            )
            late.add_metric([], self._pulse.late)
            yield late
        readable = GaugeMetricFamily(
            "jitabata_store_readable", "Whether the store could be read for this page."
        )
        read = self._read()
        readable.add_metric([], float(bool(read)))
        yield readable
        yield from read
        yield from self._waiting()

    def _read(self) -> list[Metric]:
        """What the store tells; nothing when it cannot be read, which is logged once."""
        try:
            read: list[Metric] = list(families(self._gauges.figures(), self._clock()))
        except Exception:  # a page without the store still tells how the process is
            if self._readable:
                logger.exception("the store cannot be read for the metrics")
            self._readable = False
            return []
        if not self._readable:
            logger.info("the store can be read for the metrics again")
        self._readable = True
        return read

    def _waiting(self) -> Iterator[Metric]:
        if self._jobs is None:
            return
        try:
            yield jobs(self._jobs())
        except (OSError, TimeoutError):
            logger.warning("the engine of jobs could not be asked for the metrics")

    def _about(self) -> InfoMetricFamily:
        build = self._build
        about = InfoMetricFamily("jitabata_build", "What runs here.")
        about.add_metric(
            [],
            {
                "version": build.version,
                "tables": build.tables,
                "database": build.database,
                "python": platform.python_version(),
            },
        )
        return about
