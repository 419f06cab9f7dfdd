"""The list of incidents: filtered, page by page, each with what a lead must know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from starlette.datastructures import QueryParams

from bot.desk.incident_lists import MOST_TERMS, PAGE, IncidentFilter, SearchTerm
from bot.desk.names import what_fails
from bot.desk.ports import UnitOfWork
from bot.model.catalogue import Catalogue
from bot.model.incident import OPEN, Incident, IncidentStatus
from bot.model.ticket import ProposedNotice
from bot.model.understanding import Symptom
from bot.web.addresses import with_query

LONGEST_SEARCH = 100  # characters
LONGEST_ID = 120
MOST_NAMED = 20  # organisations in whose names one word stands


class StateChoice(StrEnum):
    """Which incidents are listed, as the address says it."""

    OPEN = "open"
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    MONITORING = "monitoring"
    OVER = "over"  # the archive
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ALL = "all"

    @property
    def statuses(self) -> tuple[IncidentStatus, ...]:
        if self is StateChoice.ALL:
            return ()
        if self is StateChoice.OPEN:
            return tuple(s for s in IncidentStatus if s in OPEN)
        if self is StateChoice.OVER:
            return tuple(s for s in IncidentStatus if s not in OPEN)
        return (IncidentStatus(self.value),)

    def counted(self, counts: Mapping[IncidentStatus, int]) -> int:
        """How many incidents there are of this choice."""
        return sum(n for s, n in counts.items() if not self.statuses or s in self.statuses)


@dataclass(frozen=True, slots=True)
class IncidentSearch:
    """What somebody looks for, as the address says it; nonsense in it is left out."""

    state: StateChoice = StateChoice.OPEN
    product: str = ""
    text: str = ""
    after: str = ""

    @classmethod
    def of(cls, query: QueryParams) -> "IncidentSearch":
        said = query.get("state", "")
        state = StateChoice(said) if said in set(StateChoice) else StateChoice.OPEN
        return cls(
            state,
            query.get("product", "")[:LONGEST_ID],
            query.get("q", "").strip()[:LONGEST_SEARCH],
            query.get("after", "")[:LONGEST_ID],
        )

    def filter(self, catalogue: Catalogue, work: UnitOfWork) -> IncidentFilter:
        words = self.text.casefold().split()[:MOST_TERMS]
        terms = tuple(
            SearchTerm(
                word,
                products=_called(word, catalogue),
                symptoms=_titled(word, catalogue),
                tenants=tuple(o.id for o in work.organisations(limit=MOST_NAMED, words=word)),
            )
            for word in words
        )
        return IncidentFilter(self.state.statuses, self.product, terms)

    def address(self, **changes: str) -> str:
        """The address of the same list with something changed; a page begins at its beginning."""
        asked = {"state": self.state.value, "product": self.product, "q": self.text, **changes}
        return with_query("/staff/incidents", asked)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One line: the incident, its open cases, and the notices that wait for a decision."""

    incident: Incident
    cases: int
    proposals: int


@dataclass(frozen=True, slots=True)
class IncidentSheet:
    """One page of the list; ``last``: the incident after which the next page begins, "": none does."""

    search: IncidentSearch
    rows: tuple[IncidentRow, ...]
    counts: Mapping[IncidentStatus, int]
    products: tuple[str, ...]
    waiting: tuple[ProposedNotice, ...]
    last: str = ""

    @property
    def total(self) -> int:
        """How many incidents there are at all."""
        return sum(self.counts.values())


def sheet(search: IncidentSearch, work: UnitOfWork, catalogue: Catalogue) -> IncidentSheet:
    """The page of the list that is looked for."""
    which = search.filter(catalogue, work)
    found = work.incidents_in(which, after=search.after, limit=PAGE + 1)
    shown = found[:PAGE]
    waiting = tuple(work.proposals())
    cases = work.open_cases([i.id for i in shown])
    rows = tuple(
        IncidentRow(i, cases.get(i.id, 0), sum(p.incident == i.id for p in waiting)) for i in shown
    )
    return IncidentSheet(
        search,
        rows,
        work.incident_counts(),
        tuple(work.incident_products()),
        waiting,
        shown[-1].id if len(found) > PAGE else "",
    )


def _called(word: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The products in whose names a word stands."""
    return tuple(
        product.id
        for product in catalogue.products.values()
        if any(word in name.casefold() for name in (product.name, *product.names))
    )


def _titled(word: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The symptoms in whose titles, in either language, a word stands."""
    return tuple(
        symptom.value
        for symptom in Symptom
        if any(word in what_fails(symptom, catalogue, lang).casefold() for lang in ("ja", "en"))
    )
