"""Why an incident has its cause: what each part gives, who carries it, what would change it."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import log10

from bot.incidents.beliefs import priors_of
from bot.incidents.declare import RAISE_AT
from bot.incidents.levels import explains
from bot.incidents.likelihood import Usual
from bot.incidents.narrow import narrowed
from bot.incidents.posterior import Posterior, posterior
from bot.incidents.prior import feed_weight, prior, probe_weight, shows_trouble, told_weight
from bot.incidents.report_counts import ReportCounts
from bot.model.evidence import WORKS_AS_DESIGNED
from bot.model.facts import Watch
from bot.model.incident import Incident
from bot.model.status import FeedState, FetchOutcome, Shows
from bot.model.tenant_report import TenantReport

MOST_CAUSES = 6
MOST_VOICES = 40  # organisations that are weighed one by one, those that say most
PAGES_TRIED = 3  # causes whose page is imagined to show the opposite
_SURE = 1e-9


@dataclass(frozen=True, slots=True)
class CauseShare:
    """What makes up the probability of one cause; ``usual``, ``page``, ``probe``, ``peers``, ``reports`` in decibans.

    ``usual``: how common a fault of it is, today's changes included. ``probe``: our own
    measurements. ``peers``: what other desks tell. ``reports``: what all reports
    together say, the silence of others who use it included. ``organisations``: whose reports it
    explains.
    """

    cause: str
    probability: float
    usual: float
    page: float
    probe: float
    peers: float
    reports: float
    organisations: int


@dataclass(frozen=True, slots=True)
class OrganisationVoice:
    """One organisation: what it says of the leading cause, and what the cause loses without it.

    ``says``: own evidence in decibans, None when it does not speak of it. ``moves``: decibans of
    the odds that the cause leads by; negative when the organisation speaks against it.
    """

    said: TenantReport
    says: float | None
    moves: float


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What would be believed if something were different. ``leads`` None: too little for anything.

    Either ``without`` names the organisations that had not reported, or ``page`` names the cause
    whose page showed trouble (``shows``) or did not.
    """

    leads: str | None
    probability: float
    without: tuple[str, ...] = ()
    page: str | None = None
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an incident is believed to have its cause.

    ``none``: the probability (0 to 1) that its reports share no fault at all. ``voices``: at most
    ``MOST_VOICES``, the weightiest first. All but ``incident`` is empty once it has ended, since
    its reports are let go of then.
    """

    incident: Incident
    none: float | None = None
    shares: tuple[CauseShare, ...] = ()
    voices: tuple[OrganisationVoice, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()


def explain(
    incident: Incident, said: Sequence[TenantReport], usual: Usual, watch: Watch
) -> Explanation:
    """The incident explained by what each organisation in it reports (``said``)."""
    if not said:
        return Explanation(incident)
    return _Inquiry(incident, tuple(said), usual, watch).explained()


@dataclass
class _Inquiry:
    """The reports of one incident, weighed again and again with something left out or changed."""

    incident: Incident
    said: tuple[TenantReport, ...]
    usual: Usual
    watch: Watch
    tally: ReportCounts = field(default_factory=ReportCounts)

    def __post_init__(self) -> None:
        for testimony in self.said:
            self.tally.add(testimony)
        self.as_of = self.tally.newest or self.watch.now
        self.priors = priors_of(self.tally, self.watch)

    def explained(self) -> Explanation:
        found = self._believed()
        voices = self._voices(found)
        fewest = self._fewest(voices)
        pages = [self._with_page(s.cause) for s in self._shares(found)[:PAGES_TRIED]]
        return Explanation(
            self.incident,
            found.none,
            self._shares(found),
            voices,
            tuple(o for o in (fewest, *pages) if o is not None),
        )

    def _believed(self, priors: Mapping[str, float] | None = None) -> Posterior:
        return posterior(self.tally, self.usual, priors or self.priors, self.as_of)

    def _shares(self, found: Posterior) -> tuple[CauseShare, ...]:
        lead = self.incident.cause
        ranked = sorted(found.ranked, key=lambda item: item[0] != lead)
        return tuple(
            CauseShare(
                cause,
                chance,
                prior(cause, self.watch, self.as_of),
                feed_weight(cause, self.watch, self.as_of),
                probe_weight(cause, self.watch),
                told_weight(cause, self.watch),
                found.weights[cause],
                self.tally.organisations(cause),
            )
            for cause, chance in ranked[:MOST_CAUSES]
        )

    def _voices(self, found: Posterior) -> tuple[OrganisationVoice, ...]:
        lead = self.incident.cause
        loudest = sorted(self.said, key=lambda s: (-_strength(s, lead), s.at, s.tenant))
        voices = []
        for said in loudest[:MOST_VOICES]:
            with self.tally.leaving_out(said):
                without = self._believed()
            moves = _log_odds(found, lead) - _log_odds(without, lead)
            voices.append(OrganisationVoice(said, said.weights.get(lead), round(moves, 1)))
        return tuple(sorted(voices, key=lambda v: (-v.moves, v.said.at, v.said.tenant)))

    def _fewest(self, voices: Sequence[OrganisationVoice]) -> Otherwise | None:
        """How few organisations carry the cause: left out one after the other, weightiest first.

        Weights do not add exactly, so that now and then one fewer might do. None: all of ``voices``
        left out change nothing, or the cause does not lead as it is.
        """
        lead = self.incident.cause
        if _leading(self._believed(), self.tally, self.watch)[0] != lead:
            return None
        with ExitStack() as left_out:
            for n, voice in enumerate(voices, 1):
                left_out.enter_context(self.tally.leaving_out(voice.said))
                leads, chance = _leading(self._believed(), self.tally, self.watch)
                if leads != lead:
                    without = tuple(v.said.tenant for v in voices[:n])
                    return Otherwise(leads, chance, without=without)
        return None

    def _with_page(self, cause: str) -> Otherwise | None:
        """What is believed when a cause's page shows the opposite of what it shows now."""
        product = self.watch.catalogue.of_cause(cause)
        if product is None or cause.startswith(WORKS_AS_DESIGNED):
            return None
        shows = not shows_trouble(self.watch.feeds.get(product.id), self.watch)
        imagined = _a_page(product.id, self.watch.now, in_trouble=shows)
        watch = replace(self.watch, feeds={**self.watch.feeds, product.id: imagined})
        found = self._believed(priors_of(self.tally, watch))
        leads, chance = _leading(found, self.tally, watch)
        return Otherwise(leads, chance, page=cause, shows=shows)


def _a_page(service: str, now: datetime, *, in_trouble: bool) -> FeedState:
    """A page read just now that shows trouble since now, or that all is well."""
    shows = Shows.MAJOR_OUTAGE if in_trouble else Shows.OPERATIONAL
    return FeedState(
        service,
        service,
        FetchOutcome.OK,
        now,
        shows,
        read_at=now,
        shows_since=now,
        trouble_at=now if in_trouble else None,
    )


def _leading(found: Posterior, tally: ReportCounts, watch: Watch) -> tuple[str | None, float]:
    """The likeliest fault, or None when all together are too unlikely for an incident."""
    faults = [c for c, _ in found.ranked if not c.startswith(WORKS_AS_DESIGNED)]
    together = found.any_of(faults)
    if not faults or together < RAISE_AT:
        return None, together
    return narrowed(found, tally, watch)[0]


def _strength(said: TenantReport, cause: str) -> float:
    """How much an organisation says of a cause, either way."""
    weight = said.weights.get(cause, 0.0)
    return abs(weight) + 30.0 * (cause in said.refuted) + 30.0 * explains(said, cause)


def _log_odds(found: Posterior, cause: str) -> float:
    chance = min(max(found.of(cause), _SURE), 1 - _SURE)
    return 10 * log10(chance / (1 - chance))
