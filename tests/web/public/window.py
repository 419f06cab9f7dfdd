"""A desk with something to show, in a real database, and its public pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

import httpx
from starlette.applications import Starlette

from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.ports import UnitOfWork
from bot.desk.subscribing import Subscribing
from bot.model.catalogue import ProductKind
from bot.model.errors import StoreUnavailableError
from bot.model.event import Opened
from bot.model.knowledge import FeedEntry, Knowledge
from bot.model.operator import Operator
from bot.model.probe import Importance, MeasurementStep, ProbeRef, ProbeState
from bot.model.publication import ComponentDay, Impact, Post, PostKind, PostStatus, PostUpdate
from bot.model.status import FeedState, FetchOutcome, Shows
from bot.running.subscribing import _mail_address, _webhook_address
from bot.store.sql import SqlStore
from bot.store.unit_of_work import SqlUnitOfWork
from bot.web.hub import Hub
from bot.web.site import Site, create_app
from tests.store.databases import in_memory
from tests.web.fakes import NOON, FakeClock
from tests.web.forms import STAFF_TOKEN
from tests.web.samples import a_knowledge, a_product

KINDS_OF_ADDRESS = {"mail": _mail_address, "webhook": _webhook_address}
SCRIPTS = ProbeRef(
    *("scripts.minato.example/health", "desk_form", Importance.HIGH),
    *({"ja": "フォームの配信", "en": "form delivery"}, "form-delivery"),
)
EDITOR = ProbeRef(
    *("editor.minato.example/", "desk_form", Importance.LOW),
    *({"ja": "エディター", "en": "editor"}, "editor"),
)
CDN = ProbeRef("cdn.hoshi.example/grid.js", "hoshi_cdn")
FEEDS = (
    FeedEntry("platform-ja", "kintone", "https://status.platform.example/rss.xml", "rss"),
    FeedEntry("hoshi", "hoshi_cdn", "https://status.hoshi.example/api/v2/summary.json", "sp"),
    FeedEntry("tana", "tana_list", "https://status.tana.example/feed.atom", "atom"),
    FeedEntry("iwa", "iwa_id", "https://status.iwa.example/api/v2/summary.json", "sp"),
)


def some_knowledge() -> Knowledge:
    known = a_knowledge(a_product("iwa_id", "Iwa ID", ProductKind.IDP))
    return replace(known, feeds={entry.id: entry for entry in FEEDS})


def measured(ref: ProbeRef, now: datetime, **changes: object) -> ProbeState:
    """A probe that has answered for days."""
    state = ProbeState(
        *(ref.id, ref.service, "main", now - timedelta(minutes=1), now - timedelta(days=3)),
        seconds=0.12,
        usual=0.1,
        measured=900,
        wells=900,
        answered_at=now - timedelta(days=30),
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def failing(ref: ProbeRef, now: datetime) -> ProbeState:
    return measured(ref, now, step=MeasurementStep.CONNECT, seconds=None, wells=0, fails=4)


def a_post(now: datetime, **changes: object) -> Post:
    """An incident of our own that staff published twenty minutes ago."""
    began = now - timedelta(minutes=35)
    told = now - timedelta(minutes=20)
    post = Post(
        "k3x9q2m7w1ab",
        PostKind.INCIDENT,
        PostStatus.INVESTIGATING,
        {"ja": "フォームが開かない不具合", "en": "Forms do not open"},
        began,
        told,
        told,
        impact=Impact.MAJOR,
        incident="I1",
        cause="home:desk_form",
        components=("form-delivery",),
    )
    first = PostUpdate(
        *(told, PostStatus.IDENTIFIED),
        {"ja": "原因が分かりました。\n<b>再読み込み</b>をお試しください。", "en": "We know why."},
    )
    return replace(post, **changes).with_update(first)  # type: ignore[arg-type]


def fill(work: UnitOfWork, now: datetime) -> None:
    """What a desk knows on a day with one incident of its own and one page in trouble elsewhere."""
    work.journal(Opened(now - timedelta(days=1), probes=(SCRIPTS, EDITOR, CDN)))
    for number in range(60):
        day = (now - timedelta(days=number)).date().isoformat()
        failed = 40 if number == 12 else 0
        work.count_day(ComponentDay("form-delivery", day, 700, failed, 3))
        work.count_day(ComponentDay("editor", day, 700, 0, 0))
    for ref in (SCRIPTS, EDITOR, CDN):
        work.save_probe(measured(ref, now))

    def feed(ident: str, service: str, outcome: FetchOutcome, shows: Shows | None) -> FeedState:
        at = now - timedelta(minutes=2)
        read_at = at if outcome is FetchOutcome.OK else now - timedelta(hours=3)
        return FeedState(ident, service, outcome, at, shows, None, read_at, at)

    work.save_feed(feed("platform-ja", "kintone", FetchOutcome.OK, Shows.OPERATIONAL))
    work.save_feed(feed("hoshi", "hoshi_cdn", FetchOutcome.OK, Shows.INVESTIGATING))
    work.save_feed(feed("tana", "tana_list", FetchOutcome.UNREACHABLE, Shows.OPERATIONAL))
    work.save_post(a_post(now))


@dataclass
class FlakyStore:
    """A real store that can be taken away."""

    store: SqlStore = field(default_factory=in_memory)
    is_away: bool = False
    looks: int = 0

    @contextmanager
    def look(self) -> Iterator[SqlUnitOfWork]:
        self.looks += 1
        if self.is_away:
            raise StoreUnavailableError("the database is away")
        with self.store.look() as work:
            yield work

    work = look

    @property
    def ledger(self) -> object:
        return self.store.ledger


@dataclass
class Window:
    """The pages over such a store."""

    knowledge: Knowledge = field(default_factory=some_knowledge)
    operator: Operator = field(default_factory=Operator)
    clock: FakeClock = field(default_factory=FakeClock)
    store: FlakyStore = field(default_factory=FlakyStore)
    hub: Hub = field(default_factory=Hub)
    base: str = "https://desk.example"
    ways: tuple[str, ...] = ()  # by which the page can be followed

    def filled(self) -> "Window":
        with self.store.store.work() as work:
            fill(work, NOON)
        return self

    def app(self) -> Starlette:
        site = Site(
            door=DeskDoor(Desk(self.store.store, self.knowledge)),
            views=self.store,  # type: ignore[arg-type]  # a store that may be away
            staff=in_memory().staff,
            hub=self.hub,
            knowledge=self.knowledge,
            clock=self.clock,
            secret="a secret for tests",
            staff_token=STAFF_TOKEN,
            new_id=lambda: "id-1",
            operator=self.operator,
            public_urls=(self.base,) if self.base else (),
            subscribing=self.subscribing() if self.ways else None,
        )
        return create_app(site)

    def subscribing(self) -> Subscribing:
        ids = count(1)
        ways = {name: KINDS_OF_ADDRESS[name] for name in self.ways}
        return Subscribing(
            *(self.store.store, self.clock, lambda: str(next(ids)), "a secret for tests", ways),
            secrets_of=lambda reader: (f"whsec_{reader}",),
        )

    def browser(self, lang: str = "ja") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app(), raise_app_exceptions=False)
        headers = {"Accept-Language": lang}
        return httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers)
