"""What an organisation's reports say of the causes that others may share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

NO_INCIDENT = ""  # the group of reports that no open incident explains


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one organisation reports, as far as others may share its cause.

    ``at`` is when it first reported within the window. ``weights`` maps a cause to the own evidence
    for it in decibans, the use of the product included, without prior, feeds and crowd. ``support``
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
    testimony: Testimony
