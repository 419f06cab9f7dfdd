"""What every group of reports says, worked out once for each state of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.incidents.counts_by_group import CountsByGroup
from bot.incidents.likelihood import Usual
from bot.incidents.posterior import Posterior, posterior
from bot.incidents.prior import RELAPSE, is_just_changed, seen_products, seen_weight, usual
from bot.incidents.report_counts import ReportCounts
from bot.model.catalogue import Catalogue
from bot.model.facts import Watch
from bot.model.incident import IncidentStatus
from bot.model.tenant_report import TELLING, bare


@dataclass(frozen=True, slots=True)
class _Held:
    """What was worked out last of a group, and of what."""

    version: int
    feeds: object
    probes: object
    told: Mapping[str, float]
    ended: frozenset[str]
    priors: Mapping[str, float]
    found: Posterior

    def is_of(self, tally: ReportCounts, watch: Watch, ended: frozenset[str]) -> bool:
        """Whether nothing has changed since: the same reports, the very same readings."""
        same = self.feeds is watch.feeds and self.probes is watch.probes
        known = same and self.told == watch.told
        return known and self.version == tally.version and self.ended == ended


@dataclass(frozen=True, slots=True)
class CrowdWeights:
    """What the reports of a group say to others of each cause, in decibans, and of what it was worked out.

    ``bounded``: the same within what others may say.
    """

    found: Posterior
    usually: Mapping[str, float]
    weights: Mapping[str, float]
    bounded: Mapping[str, float]


class Beliefs:
    """What every group of reports says, worked out once for each state of the group."""

    def __init__(self, tallies: CountsByGroup, usual: Usual) -> None:
        self.tallies, self.usual = tallies, usual
        self._held: dict[tuple[str, bool], _Held] = {}
        self.priors = Priors()
        self.apart: dict[tuple[str, str], object] = {}  # incidents found to be two, and when
        self.said: dict[str, CrowdWeights] = {}  # by group, as long as its posterior stays

    def of(self, group: str, watch: Watch) -> Posterior:
        """The posterior of a group as of its latest report.

        People do not repeat a report to keep it fresh: what was said then says the same now.
        """
        tally = self.tallies.of(group)
        ended = frozenset(i.cause for i in watch.incidents if i.status is IncidentStatus.RESOLVED)
        place = group, bool(watch.told)  # a conversation is weighed without the word of other desks
        held = self._held.get(place)
        if held is not None and held.is_of(tally, watch, ended):
            return held.found
        given = self.priors.of(tally, watch)
        if held is None or (held.version, held.priors) != (tally.version, given):
            found = posterior(tally, self.usual, given, tally.newest or watch.now)
        else:
            found = held.found
        seen = watch.feeds, watch.probes, watch.told
        self._held[place] = _Held(tally.version, *seen, ended, given, found)
        return found


class _Usual(dict[str, float]):
    """Decibans of causes, each worked out when it is first asked for."""

    def __init__(self, catalogue: Catalogue, at: datetime) -> None:
        super().__init__()
        self.catalogue, self._at = catalogue, at

    def __missing__(self, cause: str) -> float:
        what = bare(cause)
        weight = usual(what, self.catalogue, self._at)
        found = self[cause] = weight if what == cause else weight - TELLING
        return found


class Priors:
    """Decibans of causes before any report; what no day changes is worked out once."""

    def __init__(self) -> None:
        self._usual: dict[bool, _Usual] = {}
        self._seen: tuple[Watch, frozenset[str]] | None = None

    def usual(self, watch: Watch, at: datetime) -> Mapping[str, float]:
        """Of every cause, as long as nothing is known of the last days."""
        changed = is_just_changed(at)
        known = self._usual.get(changed)
        if known is None or known.catalogue is not watch.catalogue:
            known = self._usual[changed] = _Usual(watch.catalogue, at)
        return known

    def seen(self, watch: Watch) -> frozenset[str]:
        """Products of which a page, a measurement or another desk says anything; looked at once a moment."""
        if self._seen is None or not _sees_the_same(self._seen[0], watch):
            self._seen = watch, seen_products(watch)
        return self._seen[1]

    def of(self, tally: ReportCounts, watch: Watch) -> dict[str, float]:
        """Every cause that some report could mean, pages and measurements included."""
        at = tally.newest or watch.now
        ended = {i.cause for i in watch.incidents if i.status is IncidentStatus.RESOLVED}
        seen, known = self.seen(watch), self.usual(watch, at)
        found = {cause: known[cause] for cause in tally.explained()}
        for cause in found if ended or seen else ():
            what = bare(cause)
            ident = what.partition(":")[2]
            if what not in ended and ident not in seen:
                continue
            weight = max(known[what], RELAPSE) if what in ended else known[what]
            if ident in seen:
                weight += seen_weight(what, watch, at)
            found[cause] = weight if what == cause else weight - TELLING
        return found


def _sees_the_same(one: Watch, other: Watch) -> bool:
    """Whether two look at the very same readings at the same moment."""
    same = one.feeds is other.feeds and one.probes is other.probes
    return same and one.now == other.now and one.told == other.told


def priors_of(tally: ReportCounts, watch: Watch) -> dict[str, float]:
    """Decibans of every cause that some report could mean, pages and measurements included."""
    return Priors().of(tally, watch)
