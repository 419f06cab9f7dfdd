"""``/metrics``: everything in one registry of our own, read when somebody asks."""

import logging
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector

from bot.metrics.families import families, jobs
from bot.metrics.gauges import Gauges
from bot.metrics.pulse import Pulse
from bot.metrics.times import Times

logger = logging.getLogger(__name__)


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
