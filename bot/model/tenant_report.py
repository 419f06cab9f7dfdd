"""What an organisation's reports say of the causes that others may share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import log10

from bot.model.evidence import UNKNOWN

NO_INCIDENT = ""  # the group of reports that no open incident explains
# Decibans: of the faults of a cause one in twenty shows by a given telling sign, and then it always does.
TELLING = 13.0
SHOWN = 0.8  # of those whom a fault reaches that shows by a sign: who tell of that sign
UPDATED_BROWSER = (
    "browser-updated"  # the signature of trouble that came with a new version of a browser
)
USES = "use"  # among the kinds of support: this organisation surely uses what the cause is about
# Decibans by which local trouble with one product, its settings or its contract, is rarer than all
# local trouble. However much a report points to a product, that much of it may be no fault of it.
OWN_TROUBLE = 10.0
# Of all customers, whom something that no catalogue has reaches where it shows by one symptom: a script
# that one contractor wrote for several, a component of a few.
FEW_REACHED = 0.05
_SHOWING = "\n"  # between a cause and the sign by which a fault of it shows; no id has a line end


def showing(cause: str, sign: str) -> str:
    """A fault of a cause that shows by one telling sign, as a cause of its own in a testimony."""
    return f"{cause}{_SHOWING}{sign}"


def bare(cause: str) -> str:
    """The cause, whatever it shows by."""
    return cause.partition(_SHOWING)[0]


def is_bare(cause: str) -> bool:
    """Whether a cause stands for its faults of any kind."""
    return _SHOWING not in cause


def beside_own_trouble(weight: float, most: float = OWN_TROUBLE) -> float:
    """What a report says of a fault that others share, in decibans: local trouble competes with it."""
    return -10 * log10(10 ** (-weight / 10) + 10 ** (-most / 10))


def reaches_few(cause: str) -> bool:
    """Whether it is something unknown that shows by one symptom, and reaches ``FEW_REACHED``."""
    return cause.startswith(f"{UNKNOWN}{_SHOWING}symptom:")


def said_of(weights: Mapping[str, float], cause: str, default: float) -> float:
    """What these weights say of a cause; of some product of a sort (``plugin:any``) the most said of one."""
    given = weights.get(cause)
    if given is None and cause.endswith(":any"):
        sort = cause.removesuffix("any")
        given = max((w for c, w in weights.items() if c.startswith(sort)), default=None)
    return default if given is None else given


@dataclass(frozen=True, slots=True)
class TenantReport:
    """What one organisation reports, as far as others may share its cause.

    ``at`` is when it first reported within the window. ``weights`` maps a cause to the own evidence
    for it in decibans, the use of the product included, without prior, feeds and crowd; faults that
    show by a telling sign (``showing``) have a weight of their own. ``support``
    names the kinds of evidence behind a weight. ``refuted`` are causes that switching off did not
    cure. All that the crowd needs to know of a report, so that its cost does not grow with words.
    """

    tenant: str
    at: datetime
    weights: Mapping[str, float] = field(default_factory=dict)
    support: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refuted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One entry of the log of testimonies: what began to count in a group, or stopped counting.

    ``group`` is the id of the incident that explains it, or ``NO_INCIDENT``.
    """

    number: int
    group: str
    counts: bool  # False: takes back an earlier statement of the same words
    testimony: TenantReport
