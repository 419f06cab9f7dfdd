"""Puts the pages together: routes, guards, static files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.desk.api_tokens import ApiStore
from bot.desk.browser_checks import CheckLinks
from bot.desk.channel_tests import ChannelTests
from bot.desk.contacts import Contacts
from bot.desk.imported_lists import CustomerLists
from bot.desk.pauses import AtOnce, Lines
from bot.desk.peer_setup import PeerSetup
from bot.desk.ports import Door, Uploads
from bot.desk.reweighing import Reweighing
from bot.desk.saved_settings import SettingsInForce
from bot.desk.shared_counters import OwnCounters, SharedCounters
from bot.desk.staff_accounts import StaffStore
from bot.desk.subscriber_links import PATH as SUBSCRIPTION
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscribing import Subscribing
from bot.desk.would_say_incident import FreshDesk
from bot.model.audit import AuditVia
from bot.model.broadcast import Quiet
from bot.model.errors import StoreUnavailableError
from bot.model.knowledge import Knowledge
from bot.model.operator import Operator
from bot.model.single_sign_on import SingleSignOn
from bot.model.staff import Role
from bot.model.widget import HostSite
from bot.web import brand
from bot.web.access import guarded
from bot.web.accounts import AccountPages
from bot.web.api.cursors import Cursors
from bot.web.api.operations import ApiHouse
from bot.web.api.problems import BASE, ProblemAnswers, ProblemError, is_api, response_of
from bot.web.api.routes import routes as api_routes
from bot.web.api_tokens import ApiTokenPages
from bot.web.audit import AuditPages
from bot.web.audit_trail import AuditTrail
from bot.web.broadcasts import BroadcastPages
from bot.web.case_routes import case_routes
from bot.web.channel_previews import ChannelMessages, ChannelPreviews
from bot.web.chat import Chat
from bot.web.chat_contact import ContactForm
from bot.web.chat_place import ChatPlace
from bot.web.check import BrowserChecks
from bot.web.crowd import CrowdGuard
from bot.web.csv_lists import BOUNDS
from bot.web.failures import Failures
from bot.web.feeds import FeedPages
from bot.web.file_readings import FileReadings
from bot.web.guard import BoundedBody, SameOrigin, SecurityHeaders, StorableAddress
from bot.web.help import HelpPages
from bot.web.hub import Hub
from bot.web.inbox import InboxPages
from bot.web.incidents import IncidentPages
from bot.web.macros import MacroPages
from bot.web.message_line import MessageLine
from bot.web.own_account import OwnAccount
from bot.web.pages import HERE, FreshFiles, Pages
from bot.web.peers import PeerPages
from bot.web.posts import PostPages
from bot.web.proposals import Proposals
from bot.web.public.routes import PublicPage
from bot.web.public.subscribing import SubscriberPages
from bot.web.questions import Questions
from bot.web.session import Visitors
from bot.web.settings_routes import settings_routes, turned_off_by
from bot.web.signin import SignIn
from bot.web.staff_pages import StaffPages
from bot.web.staff_sessions import StaffSessions
from bot.web.staff_token import OneTimeLinks, OpenHere, StaffToken
from bot.web.styleguide import Styleguide
from bot.web.views import Views
from bot.web.widget.routes import embedded
from bot.web.widget.script import script_routes
from bot.web.would_say import WouldSayPages


@dataclass(frozen=True)
class Site:
    """Everything the pages are built from.

    ``secret`` signs the cookies; changing it ends every session. ``staff_token`` None: the console
    opens for this machine only, by ``links`` that work once; in a demo (``is_demo``) without one. ``staff`` keeps accounts
    and sessions. ``new_id`` gives ids of messages, never the same twice. ``uploads`` None: the chat takes no files.
    ``lines``: the way of messages to the desk, several of which may be one request; None: each is one. ``quiet``: the
    hours in which no notice goes to many unless staff want it. ``public_urls``: the addresses under which the pages are
    reached from elsewhere. ``operator``: whose desk it is. ``control_url``: what a customer's browser tries to see whether its
    line works; "": the desk itself. ``trusts_claims``: an organisation that somebody types is believed.
    ``settings`` are in force and admins change them, ``lists`` they bring as CSV or change, ``channels`` they try out.
    ``replays``: a desk of its own, in which an incident is gone through once more; ``peers``: how other desks are set up.
    ``api`` keeps the tokens of other programs; None: there is no API. ``widgets``: websites that show the chat in a frame.
    ``subscribing``: takes in who wants the public page's updates; ``contacts``: where the chat takes an address.
    ``reweighing`` weighs a case that is opened anew; None: it shows what was believed when its customer last wrote. ``messages``: how channels hand a notice over; None: it is shown as in the chat. ``session_clock``: when staff's sessions end; None: ``clock``.
    """

    door: Door
    views: Views
    staff: StaffStore
    hub: Hub
    knowledge: Knowledge
    clock: Callable[[], datetime]
    secret: str
    staff_token: str | None
    new_id: Callable[[], str]
    uploads: Uploads | None = None
    lines: Lines | None = None
    quiet: Callable[[], Quiet | None] = lambda: None
    public_urls: tuple[str, ...] = ()
    links: OneTimeLinks | None = None
    lead_token: str | None = None
    is_demo: bool = False
    operator: Operator = field(default_factory=Operator)
    trusts_claims: bool = False
    control_url: str = ""
    subscribing: Subscribing | None = None
    sso: SingleSignOn | None = None
    counters: SharedCounters = field(default_factory=OwnCounters)
    settings: SettingsInForce | None = None
    channels: ChannelTests | None = None
    replays: FreshDesk | None = None
    lists: CustomerLists | None = None
    api: ApiStore | None = None
    widgets: tuple[HostSite, ...] = ()
    peers: PeerSetup | None = None
    contacts: Contacts | None = None
    reweighing: Reweighing | None = None
    messages: ChannelMessages | None = None
    session_clock: Callable[[], datetime] | None = None


def create_app(
    site: Site,
    more: Sequence[BaseRoute] = (),
    bounds: Mapping[str, int] | None = None,
    foreign: tuple[str, ...] = (),
) -> Starlette:
    """The web application. ``more`` are routes that live beside these pages.

    ``bounds``: paths among them to which more than a form may be posted, and how many bytes;
    ``foreign``: beginnings of paths to which other sites may post.

    Whoever runs it calls ``publish_effects(hub, …)`` after every event that was handled, and ``hub.close()`` when the process stops.
    """
    pages = _pages(site)
    sign_in, line = _sign_in(site, pages), MessageLine(site.door)
    app = Starlette(
        routes=[
            *_public_routes(site, pages),
            *_customer_routes(site, pages, line),
            *_api_routes(site, line),
            *_staff_routes(site, pages, sign_in),
            Route("/healthz", _healthz),
            *brand.routes(site.operator),
            Mount("/static", FreshFiles(directory=HERE / "static"), name="static"),
            *more,
        ],
        middleware=_middleware(site, sign_in, bounds or {}, foreign),
        exception_handlers={
            HTTPException: pages.on_http_error,
            StoreUnavailableError: pages.on_away,
            Exception: partial(_on_crash, pages),
        },
    )
    app.router.redirect_slashes = False  # it would lead to whatever the Host header names
    return app


def _pages(site: Site) -> Pages:
    trusts = site.trusts_claims
    pages = Pages(site.knowledge, site.clock, operator=site.operator, trusts_claims=trusts)
    if site.settings is not None:
        site.settings.tell(pages.know)
    return pages


def _sign_in(site: Site, pages: Pages) -> SignIn:
    if site.staff_token is not None:
        by = StaffToken(site.staff_token, Role.LEAD if site.lead_token is None else Role.AGENT)
    else:
        by = OpenHere() if site.is_demo else site.links or OneTimeLinks()
    sessions = StaffSessions(site.staff)
    return SignIn(
        *(pages, site.secret, site.staff_token, by, sessions, site.session_clock or site.clock),
        lead_token=site.lead_token,
        provider=site.sso.label if site.sso is not None else None,
    )


def _middleware(
    site: Site, sign_in: SignIn, bounds: Mapping[str, int], foreign: tuple[str, ...]
) -> list[Middleware]:
    framed = {f"{path}/messages" for host in site.widgets for path in (host.path, host.own_path)}
    return [
        Middleware(SecurityHeaders),
        Middleware(ProblemAnswers),
        Middleware(CrowdGuard, is_staff=sign_in.is_signed_in, programs=frozenset(bounds)),
        Middleware(StorableAddress),
        Middleware(
            SameOrigin, foreign=(*foreign, SUBSCRIPTION, f"{BASE}/"), public_urls=site.public_urls
        ),
        Middleware(
            BoundedBody, streamed=frozenset({"/messages", *framed}), bounds={**BOUNDS, **bounds}
        ),
    ]


def _public_routes(site: Site, pages: Pages) -> list[BaseRoute]:
    base, subscribing = "".join(site.public_urls[:1]), site.subscribing
    subscribes = subscribing is not None and bool(subscribing.ways)
    public = PublicPage.of(site.views, pages, base, subscribes=subscribes)
    if subscribing is None:
        return public.routes()
    links, visitors = SubscriberLinks(site.secret, base), Visitors(site.secret)
    subscribers = SubscriberPages(public.cache, public.maker, subscribing, links, visitors)
    return [*public.routes(), *subscribers.routes()]


async def _on_crash(pages: Pages, request: Request, error: Exception) -> Response:
    if is_api(request.url.path):
        return response_of(request.scope, ProblemError("failed"))
    return await pages.on_crash(request, error)


def _api_routes(site: Site, line: MessageLine) -> list[BaseRoute]:
    if site.api is None:
        return []
    house = ApiHouse(
        *(site.door, line, site.views, site.hub, site.knowledge, site.clock),
        *(Cursors(site.secret), CheckLinks(site.secret), "".join(site.public_urls[:1])),
        subscribing=site.subscribing,
    )
    trail = AuditTrail(site.staff, site.clock, AuditVia.API)
    return api_routes(house, site.api, trail, site.counters)


def _customer_routes(site: Site, pages: Pages, line: MessageLine) -> list[BaseRoute]:
    readings = FileReadings(site.uploads) if site.uploads is not None else None
    links = CheckLinks(site.secret)
    chat = Chat(
        *(line, site.views, site.hub, pages, ChatPlace(Visitors(site.secret)), site.new_id),
        *(site.lines or AtOnce(site.door), links),
        readings=readings,
        contact=ContactForm.of(site.contacts, site.views, site.hub, pages),
    )
    return [
        *chat.routes(),
        *BrowserChecks(line, site.views, site.hub, pages, links, site.control_url).routes(),
        *script_routes(),
        *embedded(site.widgets, chat, site.secret, site.public_urls, site.counters),
    ]


def _staff_routes(site: Site, pages: Pages, sign_in: SignIn) -> list[BaseRoute]:
    staff = StaffPages(site.door, site.views, site.hub, pages, sign_in, site.reweighing)
    previews = ChannelPreviews(site.messages, pages.clock, turned_off_by(site.settings))
    routes = [
        *FeedPages(staff).routes(),
        *OwnAccount(staff).routes(),
        *AuditPages(staff).routes(),
        *AccountPages(staff, "".join(site.public_urls[:1])).routes(),
        *IncidentPages(staff, previews).routes(),
        *InboxPages(staff).routes(),
        *case_routes(staff),
        *WouldSayPages(staff, site.replays).routes(),
        *MacroPages(staff).routes(),
        *Questions(staff).routes(),
        *HelpPages(staff).routes(),
        *Styleguide(staff).routes(),
        *Proposals(staff, site.quiet, previews).routes(),
        *Failures(staff).routes(),
        *BroadcastPages(staff).routes(),
        *PostPages(staff).routes(),
        *settings_routes(staff, site.settings, site.channels, site.lists),
    ]
    if site.api is not None:
        routes += ApiTokenPages(staff, site.api).routes()
    if site.peers is not None:
        routes += PeerPages(staff, site.peers).routes()
    if site.sso is not None:
        from bot.web.oidc.pages import (  # noqa: PLC0415 - httpx and cryptography, for who has a provider
            SingleSignOnPages,
        )

        routes += SingleSignOnPages(sign_in, site.sso, site.counters).routes()
    return guarded(routes, sign_in)


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")
