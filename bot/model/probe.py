"""What the desk measures by itself: one host of a service, from one place, again and again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

FRESH_FOR = timedelta(minutes=10)  # a measurement that is older says nothing of now
SURE_FROM = 2  # failures one after another; a single packet may go astray
SLOW_FROM = 3.0  # seconds; below, nobody calls it slow
SLOW_BY = 4.0  # times the usual time
USUAL_FROM = 5  # measurements until it is known what is usual
_LEARNS_BY = 0.1  # share of a new measurement in the usual time


class MeasurementStep(StrEnum):
    """Where a measurement failed; each step comes after the one before."""

    DNS = "dns"  # the name has no address
    CONNECT = "connect"  # nobody takes the connection
    TLS = "tls"  # no secure connection: a certificate that has expired, or is another's
    ANSWER = "answer"  # connected, and no answer in time
    STATUS = "status"  # an answer that says that the server fails (5xx)
    SHAPE = "shape"  # an answer that is not what stands there otherwise


class Importance(StrEnum):
    """How much of a service stands still when this part of it fails."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class ServiceHealth(StrEnum):
    """What our measurements say of a service."""

    WELL = "well"
    SLOW = "slow"
    PARTLY = "partly"  # some of it fails, or it fails as seen from one place and not from another
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class ProbeRef:
    """A probe that the desk will hear of: of which service, and how much hangs on it.

    ``names`` by language and ``component`` (its id, which outlives a change of the address) are those of
    a component of our own; empty for a host of the catalogue.
    """

    id: str
    service: str
    importance: Importance = Importance.HIGH
    names: Mapping[str, str] = field(default_factory=dict)
    component: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it measures a component of the operator's."""
        return bool(self.names)

    @property
    def part(self) -> str:
        """The id of the component that it measures."""
        return self.component or self.id


@dataclass(frozen=True, slots=True)
class OwnComponent:
    """A part of the operator's own product, as the configuration declares it.

    ``names`` by language (ja, en); ``url`` is what is measured.
    """

    id: str
    names: Mapping[str, str]
    url: str
    importance: Importance = Importance.HIGH


@dataclass(frozen=True, slots=True)
class ProbeState:
    """One probe from one vantage: the last measurement, and how long it has been like that.

    ``seconds``: until the answer, None when there was none. ``usual``: of the measurements that
    went well. ``fails`` and ``wells`` count those one after another; ``since``: the first of them.
    ``answered_at`` None: it was never seen to answer, so that a failure says nothing (the address
    may be wrong). ``mended_at``: when it last answered after it had surely failed. ``expires_at``:
    of the certificate.
    """

    probe: str
    service: str
    vantage: str
    at: datetime
    since: datetime
    step: MeasurementStep | None = None
    status: int | None = None
    seconds: float | None = None
    expires_at: datetime | None = None
    usual: float | None = None
    measured: int = 0
    fails: int = 0
    wells: int = 0
    answered_at: datetime | None = None
    mended_at: datetime | None = None

    @property
    def id(self) -> str:
        """One row for each probe and vantage."""
        return row_of(self.probe, self.vantage)

    def next(
        self,
        at: datetime,
        step: MeasurementStep | None,
        status: int | None,
        seconds: float | None,
        expires_at: datetime | None,
    ) -> "ProbeState":
        """The state after one more measurement."""
        failed = step is not None
        after = replace(
            self,
            at=at,
            step=step,
            status=status,
            seconds=seconds,
            expires_at=expires_at or self.expires_at,
            fails=self.fails + 1 if failed else 0,
            wells=0 if failed else self.wells + 1,
            since=self.since if (self.fails if failed else self.wells) else at,
        )
        if failed or seconds is None:
            return after
        usual = seconds if self.usual is None else self.usual + _LEARNS_BY * (seconds - self.usual)
        return replace(
            after,
            usual=usual if not self._is_slow(seconds) else self.usual,
            measured=self.measured + 1,
            answered_at=self.answered_at or at,
            mended_at=at if self.answered_at and self.fails >= SURE_FROM else self.mended_at,
        )

    def _is_slow(self, seconds: float) -> bool:
        known = self.usual if self.usual is not None and self.measured >= USUAL_FROM else 0.0
        return seconds >= max(SLOW_FROM, SLOW_BY * known)

    def says(self, now: datetime) -> ServiceHealth | None:
        """What it says now; None: not measured lately, never seen to answer, or not sure yet."""
        if now - self.at > FRESH_FOR or self.answered_at is None or 0 < self.fails < SURE_FROM:
            return None
        if self.fails:
            return ServiceHealth.FAILING
        return ServiceHealth.SLOW if self._is_slow(self.seconds or 0.0) else ServiceHealth.WELL


def row_of(probe: str, vantage: str) -> str:
    """The id under which the measurements of a probe from a vantage are kept."""
    return f"{vantage}|{probe}"


@dataclass(frozen=True, slots=True)
class Measure:
    """What our probes say of one service now.

    ``since``: since when they say so without a break. ``at``: the oldest measurement that it rests
    on. ``wells``: how many measurements in a row went well at least. ``mended_at``: when the last
    of its vital parts was mended, if one ever failed. ``failing``: ids of the probes that fail,
    ``step`` where the first of them does.
    """

    health: ServiceHealth
    since: datetime
    at: datetime
    wells: int = 0
    mended_at: datetime | None = None
    failing: tuple[str, ...] = ()
    step: MeasurementStep | None = None
