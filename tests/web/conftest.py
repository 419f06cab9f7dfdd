import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.settings import WebhookSettings
from bot.desk.api_tokens import ApiStore
from bot.desk.ports import Uploads
from bot.desk.shared_counters import OwnCounters
from bot.desk.staff_accounts import StaffStore
from bot.desk.would_say_incident import FreshDesk
from bot.model.knowledge import Knowledge
from bot.model.operator import Operator
from bot.model.single_sign_on import SingleSignOn
from bot.model.widget import HostSite
from bot.running.csv_lists import csv_lists
from bot.running.live_settings import LiveSettings
from bot.running.notice_previews import channel_messages
from bot.running.peers import peer_setup
from bot.running.replaying import desk_in_memory
from bot.settings import Settings
from bot.uploads.read import UploadReader
from bot.web.hub import Hub
from bot.web.site import Site, create_app
from bot.web.staff_token import OneTimeLinks
from tests.builders import a_catalogue
from tests.store.databases import in_memory
from tests.web.busy_hour import fill
from tests.web.channels import FakeChannels
from tests.web.fakes import FakeClock, FakeDoor, FakeViews, FakeWork
from tests.web.forms import STAFF_TOKEN, sign_in
from tests.web.samples import a_knowledge


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


UPLOADS = UploadReader(a_catalogue())  # it keeps nothing


@dataclass
class House:
    """The pages with a fake desk behind them."""

    staff_token: str | None = STAFF_TOKEN
    knowledge: Knowledge = field(default_factory=a_knowledge)
    clock: FakeClock = field(default_factory=FakeClock)
    hub: Hub = field(default_factory=Hub)
    uploads: Uploads | None = UPLOADS
    operator: Operator = field(default_factory=Operator)
    trusts_claims: bool = False
    control_url: str = ""
    counters: OwnCounters = field(default_factory=OwnCounters)
    widgets: tuple[HostSite, ...] = ()
    public_urls: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.views = FakeViews()
        self.door = FakeDoor(self.views)
        self.lead_token: str | None = None
        self.kept = kept = in_memory()
        self.staff: StaffStore = kept.staff
        self.tokens: ApiStore = kept.api
        self.replays: FreshDesk = desk_in_memory
        self.channels = FakeChannels()
        signs = WebhookSettings(keys=("A" * 43 + "=",))
        self.given = Settings(operator=self.operator, webhook=signs)
        self.sso: SingleSignOn | None = None
        self.announced: list[str] = []
        self.links = OneTimeLinks(self.announced.append)
        self._numbers = itertools.count(1)

    @property
    def work(self) -> FakeWork:
        return self.views.everything

    def site(self) -> Site:
        return Site(
            door=self.door,
            views=self.views,  # type: ignore[arg-type]  # its unit of work is a fake
            staff=self.staff,
            api=self.tokens,
            hub=self.hub,
            knowledge=self.knowledge,
            clock=self.clock,
            secret="a secret for tests",
            staff_token=self.staff_token,
            new_id=lambda: f"id-{next(self._numbers):08}",
            uploads=self.uploads,
            links=self.links,
            sso=self.sso,
            counters=self.counters,
            lead_token=self.lead_token,
            lists=csv_lists(self.kept, self.knowledge, Exceptions()),
            replays=self.replays,
            channels=self.channels,
            settings=LiveSettings(self.given, self.knowledge, self.kept.settings),
            operator=self.operator,
            trusts_claims=self.trusts_claims,
            control_url=self.control_url,
            widgets=self.widgets,
            public_urls=self.public_urls,
            peers=peer_setup(self.given),
            messages=channel_messages(self.knowledge.catalogue),
        )

    def app(self) -> Starlette:
        return create_app(self.site())

    def browser(
        self, *, lang: str = "ja", address: str = "127.0.0.1", at: str = "http://localhost"
    ) -> httpx.AsyncClient:
        """A browser without JavaScript, with its own cookies."""
        transport = httpx.ASGITransport(
            self.app(), raise_app_exceptions=False, client=(address, 50_000)
        )
        return httpx.AsyncClient(
            transport=transport, base_url=at, headers={"Accept-Language": lang}
        )


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.browser() as client:
        yield client


@pytest.fixture
async def staff(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    fill(house.work, house.clock())
    await sign_in(browser)
    return browser
