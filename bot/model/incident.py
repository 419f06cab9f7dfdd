"""An incident: one cause that many organisations share."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from bot.model.evidence import UNKNOWN


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    SUSPECTED = "suspected"  # staff only
    CONFIRMED = "confirmed"  # by staff, or by the vendor's feed together with reports
    MONITORING = "monitoring"  # there is evidence that it is over
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"  # it was nothing
    MERGED = "merged"  # the same trouble as another incident, which goes on


OPEN = frozenset({IncidentStatus.SUSPECTED, IncidentStatus.CONFIRMED, IncidentStatus.MONITORING})
ENDINGS = frozenset({"recovered", "reenable", "withdrawn"})  # reasons that tell of an end
RELAPSE = "relapse"  # the reason that tells that it is back
OF_ONE_LIFE = ENDINGS | {RELAPSE}  # reasons that may be told anew when it is back once more
LEAST_FAILED = 2  # organisations that a way must have failed before others are kept from it
MOST_NAMED = 20  # organisations and reporters that an incident keeps by name


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """One notice that one customer got about one incident.

    ``life``: how often it had relapsed. ``content``: what the notice said (see ``content_of``), "" of
    a notice to many, which stands in the ledger of deliveries.
    """

    customer: str
    reason: str
    at: datetime
    life: int = 0
    content: str = ""


def content_of(cause: str, text: str) -> str:
    """What tells notices that say the same of the same cause from others: a short name of both."""
    return sha256(f"{cause}\n{text}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Voices:
    """How many conversations report an incident, and how sure it is who they are.

    ``unverified``: of senders whom nobody has verified; ``addresses``: of how many networks these are.
    """

    reports: int = 0
    unverified: int = 0
    addresses: int = 0


@dataclass(frozen=True, slots=True)
class LastReport:
    """When a verified organisation last said that its trouble goes on."""

    tenant: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportedRemedy:
    """A way round or a cure, as those tell who reported: an advice id and the version that was put in.

    ``helped``, ``failed``: the first verified organisations that say so.
    """

    advice: str
    helped: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class IncidentMatter:
    """What an incident is about, in as much as its title tells.

    ``symptom``, ``organisations``: what most of its reporters complain of, and how many organisations these are;
    "" and 0 where the cause says more than that.
    """

    cause: str
    symptom: str = ""
    organisations: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """One cause shared by several organisations, as we believe it.

    ``suspects`` are cause ids, likeliest first, with their probability in ``chances``. Its reports
    are the conversations that name it; ``organisations`` counts them, ``tenants`` names the first.
    ``told`` stands in a ledger of its own.
    """

    id: str
    status: IncidentStatus
    suspects: tuple[str, ...]
    raised_at: datetime
    changed_at: datetime
    chances: tuple[float, ...] = ()
    organisations: int = 0
    verified: int = 0  # of these organisations
    voices: Voices = Voices()  # its reports when they were last counted
    tenants: tuple[str, ...] = ()  # the first of them
    last_report_at: datetime | None = None  # latest sign that it goes on
    # The latest of those who have not said that it is over.
    last_reports: tuple[LastReport, ...] = ()
    well_at: datetime | None = None  # when a verified one of ``recovered`` last said so
    recovered: tuple[str, ...] = ()  # those that reported it before and say that it works again
    mended: tuple[str, ...] = ()  # ids of products that a verified one of them says work again
    supported: int = 0  # organisations with evidence of their own kind for the first suspect
    ways: tuple[ReportedRemedy, ...] = ()  # what helped some of its reporters, or did not
    proven: bool = False  # whether a trial or a console points to the first suspect
    evidence: tuple[str, ...] = ()  # sentences for staff
    telling: tuple[str, ...] = ()  # what those affected are being told, each with its cause
    told_until: int | None = None  # the last reporter told of the latest news; None: all are
    alerted: int = 0  # organisations when staff last heard of it
    asked: bool = False  # whether a few were asked if it is over
    monitoring_since: datetime | None = None
    resolved_at: datetime | None = None
    ended_by: str | None = None  # the person who said that it is over
    relapses: int = 0
    merged_into: str | None = None
    owner: str | None = None  # who leads the work on it
    decided_at: datetime | None = None  # when a person last decided where it stands
    withdrawn_by: str | None = None  # the person who said that it was nothing
    chosen: str | None = None  # the cause that a person named, and who
    chosen_by: str | None = None
    ruled_out: tuple[str, ...] = ()  # causes of which a person found that it is none of them
    apart: tuple[str, ...] = ()  # incidents that a person parted from it
    whole: bool = False  # a person found that it is one fault
    next_update_at: datetime | None = None  # promised to its readers
    update_every: int | None = None  # minutes until the next one after that
    symptom: str = ""  # of which most of those complain who reported it first

    @property
    def cause(self) -> str:
        return self.suspects[0] if self.suspects else UNKNOWN

    @property
    def confidence(self) -> float:
        """Probability of the first suspect."""
        return self.chances[0] if self.chances else 0.0

    def chance_of_any(self, products: Collection[str]) -> float:
        """Probability that its cause is one of these products."""
        suspected = zip(self.suspects, self.chances, strict=False)
        return sum(chance for cause, chance in suspected if cause.partition(":")[2] in products)

    @property
    def vain(self) -> frozenset[str]:
        """Advice that failed several of its reporters, and more than it helped: the others need not try it."""
        failed = (w for w in self.ways if len(w.failed) >= LEAST_FAILED)
        return frozenset(w.advice for w in failed if len(w.failed) > len(w.helped))

    @property
    def group(self) -> str:
        """The group of reports behind it: one for each life, since a relapse has its own."""
        return f"{self.id}.{self.relapses}" if self.relapses else self.id

    @property
    def matter(self) -> IncidentMatter:
        """What its title tells: the cause, or as long as none is known what fails for how many."""
        if is_named(self.cause):
            return IncidentMatter(self.cause)
        return IncidentMatter(self.cause, self.symptom, self.organisations)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


def is_named(cause: str) -> bool:
    """Whether a cause names something: it is neither unknown nor some product of a sort."""
    return cause != UNKNOWN and not cause.endswith(":any")
