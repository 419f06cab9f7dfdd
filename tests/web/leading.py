"""Pages with a real desk behind them, in the hour of an outage and with incidents of other days."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
import pytest

from bot.desk.door import DeskDoor
from bot.desk.reweighing import Reweighing
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.staff import Role
from bot.model.status import Shows
from bot.store.sql import SqlStore
from bot.web.hub import publish_effects
from bot.web.site import Site
from tests import shipped
from tests.builders import FORMS, PLATFORM, PRODUCTS, RARE, a_catalogue, an_incident
from tests.fakes import Day
from tests.lived import go_on
from tests.store.databases import in_memory
from tests.web.conftest import House
from tests.web.forms import STAFF_TOKEN
from tests.web.staffing import joins

FAILS = "るりグリッドを入れた一覧画面が真っ白で開きません。昨日までは動いていました。"
REPORTERS = ("aoba", "kawara", "kita", "minami", "nami", "sora")


@cache
def _known() -> Knowledge:
    return replace(shipped.knowledge(), catalogue=a_catalogue(*PRODUCTS))


def outage(day: Day) -> None:
    """Six organisations report one plug-in, one of them without naming it."""
    day.opens()
    for number, name in enumerate(REPORTERS):
        day.passes(3)
        day.says(name, FAILS if number else "一覧画面が真っ白です", uses=(RARE.id,))
    day.says("kita", "るりグリッドを無効にしたら開きました", uses=(RARE.id,))
    day.passes(1)


class LeadHouse(House):
    """``day`` goes on; what the pages show is what its store keeps."""

    def __init__(self, store: SqlStore | None = None) -> None:
        known = _known()
        super().__init__(staff_token=STAFF_TOKEN, knowledge=known)
        self.store = store or in_memory()
        self.reweighing: Reweighing | None = Reweighing()
        self.day = Day(known, self.store)
        self.day.opens()
        self.clock.now = self.day.now

    def site(self) -> Site:
        door: Any = DeskDoor(self.day.desk, lambda effects: publish_effects(self.hub, effects))
        return replace(
            super().site(),
            door=door,
            views=self.store,
            reweighing=self.reweighing,
            staff=self.store.staff,
        )

    def passes(self, minutes: int) -> None:
        self.day.passes(minutes)
        self.clock.now = self.day.now

    def outage(self) -> str:
        """The day becomes one with an outage and nothing else; the incident's id."""
        go_on(self.day, outage)
        self.clock.now = self.day.now
        return self.day.incidents[-1].id

    def archive(self, number: int) -> None:
        """Incidents of earlier days, all of them over."""
        over = (IncidentStatus.RESOLVED, IncidentStatus.WITHDRAWN)
        with self.store.work() as work:
            for n in range(number):
                at = self.day.now - timedelta(days=number - n)
                product = (FORMS, PLATFORM)[n % 2]
                old = an_incident(ident=f"A{n}", status=over[n % 3 == 0], suspects=(product.cause,))
                old = replace(old, raised_at=at, changed_at=at, resolved_at=at)
                work.save_incident(replace(old, organisations=3 + n % 5, tenants=(f"会社{n}",)))

    def reads(self, shows: Shows) -> None:
        """A page of what the plug-in stands on shows something."""
        self.day.feed("hama_status", shows)


@pytest.fixture
async def lead() -> AsyncIterator[tuple[LeadHouse, httpx.AsyncClient]]:
    """A lead with an account, and the pages in the hour of an outage."""
    house = LeadHouse()
    house.outage()
    house.staff = house.store.staff
    async with house.browser() as browser:
        await joins(house, browser, "佐藤", Role.LEAD)
        yield house, browser
    house.store.close()
