"""Audiences, for admins: which there are, what each is for, and how many are told, by channel and language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.desk.recipient_lists import AudienceCount
from bot.model.catalogue import Catalogue
from bot.model.recipient import EVERYTHING, RecipientState
from bot.web.addresses import with_query
from bot.web.audience_counts import AudienceCounts
from bot.web.recipients import ALL
from bot.web.session import Seat
from bot.web.settings import SETTINGS
from bot.web.staff_pages import StaffPages

AUDIENCES = f"{SETTINGS}/audiences"


@dataclass(frozen=True, slots=True)
class AudienceKind:
    """So many of an audience who are told in one channel and language, and the list of them."""

    channel: str
    lang: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """The audience of one product, or of everything.

    ``causes``: what it depends on, whose incidents it is told of as well. ``told`` are active; ``silent``
    are not told, since they want no notices or cannot be reached.
    """

    product: str
    causes: tuple[str, ...]
    kinds: tuple[AudienceKind, ...]
    told: int
    silent: int
    address: str

    @property
    def is_of_everything(self) -> bool:
        return self.product == EVERYTHING


class AudiencePages:
    """Shows the audiences that have recipients, the largest first."""

    def __init__(self, staff: StaffPages, counts: AudienceCounts) -> None:
        self._staff, self._counts = staff, counts

    def routes(self) -> list[BaseRoute]:
        return [Route(AUDIENCES, self._staff.seated(self._page))]

    async def _page(self, request: Request, seat: Seat) -> Response:
        catalogue = self._staff.pages.knowledge.catalogue
        counted = await self._counts.now()
        rows = sorted(rows_of(counted.counts, catalogue), key=_order)
        return await self._staff.show(
            request,
            seat,
            "audiences.html",
            rows=rows,
            at=counted.at,
            without=len(catalogue.products.keys() - {row.product for row in rows}),
            path=ALL,
        )


def rows_of(counts: Iterable[AudienceCount], catalogue: Catalogue) -> Iterator[AudienceRow]:
    """An audience a row; ``counts`` come product by product."""
    for product, group in groupby(counts, key=lambda count: count.product):
        own = list(group)
        told = [count for count in own if count.state == RecipientState.ACTIVE]
        number = sum(count.number for count in told)
        silent = sum(count.number for count in own) - number
        address = with_query(ALL, {"audience": product})
        causes = tuple(sorted(catalogue.foundations(product)))
        yield AudienceRow(product, causes, _kinds(product, told), number, silent, address)


def _kinds(product: str, told: Sequence[AudienceCount]) -> tuple[AudienceKind, ...]:
    return tuple(
        AudienceKind(
            count.channel,
            count.lang,
            count.number,
            with_query(
                ALL,
                {
                    "audience": product,
                    "channel": count.channel,
                    "speaks": count.lang,
                    "state": count.state,
                },
            ),
        )
        for count in told
    )


def _order(row: AudienceRow) -> tuple[bool, int, str]:
    """Who follows everything comes first, then the largest."""
    return not row.is_of_everything, -row.told, row.product
