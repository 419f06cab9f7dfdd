"""What an address asks of the inbox: a view, what narrows it, and which of its entries."""

from dataclasses import dataclass
from enum import StrEnum

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.desk.inbox import (
    LONGEST_QUERY,
    PAGE,
    CaseFilter,
    CaseSlice,
    CaseSort,
    CaseState,
    InboxView,
    sorts_of,
)
from bot.model.ticket import Category
from bot.model.understanding import Urgency
from bot.web.addresses import with_query
from bot.web.paging import page_number
from bot.web.spans import SPANS

INBOX = "/staff"
FIRST = InboxView.WAITING
LONGEST_VALUE = 200  # characters of what is filtered by
LONGEST_MARK = 60
MOST_PAGES = 5  # that are shown at once; a window of more rows is slow to work with
MOST_ROWS = MOST_PAGES * PAGE
# What is filtered by, and its name in an address, where ``lang`` is the reader's own.
_PLAIN = {
    **{n: n for n in ("product", "cause", "incident", "organisation", "channel", "staff", "tag")},
    "category": "category",
    "lang": "speaks",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the inbox.

    ``pages``: so many that follow each other are shown at once. ``sort``: one that the view can have.
    """

    view: InboxView
    narrow: CaseFilter
    age: str
    after: str
    before: str = ""
    pages: int = 1
    sort: CaseSort = CaseSort.URGENT

    @property
    def sorts(self) -> tuple[CaseSort, ...]:
        """The orders that the view can have, its own first."""
        return sorts_of(self.view)

    def sorted_by(self, *sorts: str) -> str:
        """An address that asks for the first of these orders, or for the next where one of them is shown."""
        here = sorts.index(self.sort) + 1 if self.sort in sorts else 0
        return self.address(sort=str(sorts[here % len(sorts)]))

    @property
    def part(self) -> CaseSlice:
        """Which entries are shown."""
        return CaseSlice(self.after, self.before, PAGE * self.pages, self.sort)

    def address(self, path: str = INBOX, **changes: str) -> str:
        """An address that asks the same from the first entry on, but for the changes."""
        n = self.narrow
        values = {"show": self.view.value, "q": n.words, "state": n.state, "urgency": n.urgency}
        values |= (
            {asked: getattr(n, name) for name, asked in _PLAIN.items()}
            | {"age": self.age, "sort": self.sort.value}
            | changes
        )
        if values["sort"] == self.sorts[0]:
            values["sort"] = ""
        return with_query(path, values)

    def here(self, path: str = INBOX, **changes: str) -> str:
        """An address that asks for the same entries, but for the changes."""
        pages = str(self.pages) if self.pages > 1 else ""
        place = {"after": self.after, "before": self.before, "pages": pages}
        return self.address(path, **place | changes)

    @property
    def wider(self) -> str:
        """An address that searches all cases for the same words; "": this one does, or has no words."""
        words = self.narrow.words
        is_widest = self.view is InboxView.ALL and self.narrow == CaseFilter(words=words)
        return "" if is_widest or not words else with_query(INBOX, {"q": words})

    @property
    def filters(self) -> tuple[tuple[str, str, str], ...]:
        """The filters that are set, the search aside: name, value, and the address without it."""
        asked_as = {"state": "state", "urgency": "urgency", **_PLAIN}
        found = [(name, getattr(self.narrow, name), param) for name, param in asked_as.items()]
        found.append(("age", self.age, "age"))
        return tuple(
            (name, value, self.address(**{param: ""})) for name, value, param in found if value
        )


def asked_of(request: Request) -> Asked:
    """What an address asks; 404 for a view that there is not, what else makes no sense asks nothing.

    Words that somebody types into a view (``is_typed``) are looked for in all cases.
    """
    given = request.query_params
    words = given.get("q", "")[:LONGEST_QUERY].strip()
    begun = InboxView.ALL.value if words else given.get("within", FIRST.value)
    if (shown := given.get("show", begun)) not in set(InboxView):
        raise HTTPException(404)
    age = given.get("age", "")
    values = {name: given.get(asked, "")[:LONGEST_VALUE] for name, asked in _PLAIN.items()}
    if values["organisation"] and values["organisation"] == given.get("called"):
        values["organisation"] = given.get("key", "")[:LONGEST_VALUE]  # as it was, under its name
    narrow = CaseFilter(
        state=_one_of(CaseState, given.get("state", "")),
        urgency=_one_of(Urgency, given.get("urgency", "")),
        category=_one_of(Category, values.pop("category")),
        age=SPANS.get(age),
        words=words,
        **values,
    )
    after, before = (given.get(name, "")[:LONGEST_MARK] for name in ("after", "before"))
    pages = min(page_number(given.get("pages")), MOST_PAGES)
    view = InboxView(shown)
    sort = next((s for s in sorts_of(view) if s.value == given.get("sort")), sorts_of(view)[0])
    return Asked(view, narrow, age if age in SPANS else "", after, before, pages, sort)


def is_typed(request: Request) -> bool:
    """Whether an address comes from the search box, and holds to no view."""
    return "show" not in request.query_params


def _one_of(values: type[StrEnum], given: str) -> str:
    return given if given in set(values) else ""
