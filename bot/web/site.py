"""Puts the pages together: routes, guards, static files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.desk.pauses import AtOnce, Lines
from bot.desk.ports import Door, Uploads
from bot.model.broadcast import Quiet
from bot.model.errors import StoreAwayError
from bot.model.knowledge import Knowledge
from bot.model.operator import Operator
from bot.web import brand
from bot.web.broadcasts import Broadcasts
from bot.web.chat import Chat
from bot.web.console import Console
from bot.web.crowd import Crowd
from bot.web.failures import Failures
from bot.web.guard import BoundedBody, SameOrigin, SecurityHeaders, StorableAddress
from bot.web.hub import Hub
from bot.web.line import Line
from bot.web.pages import HERE, Pages
from bot.web.proposals import Proposals
from bot.web.reading import Readings
from bot.web.signin import OneTimeLinks, OpenHere, SignIn, StaffToken
from bot.web.sittings import Keeper, OwnNotes, Sittings
from bot.web.staffroom import StaffRoom
from bot.web.views import Views


@dataclass(frozen=True)
class Site:
    """Everything the pages are built from.

    ``secret`` signs the cookies; changing it ends every session. ``staff_token`` None: the console
    opens for this machine only, by ``links`` that work once; in a demo (``is_demo``) without one, and
    nobody's session is kept. ``new_id`` gives ids of messages, never the same twice. ``uploads``
    None: the chat takes no files. ``lines``: the way of messages to the desk, several of which may be
    one request; None: each is one. ``quiet``: the hours in which no notice goes to many unless staff
    want it. ``public_urls``: the addresses under which the pages are reached from elsewhere.
    ``operator``: whose desk it is. ``trusts_claims``: an organisation that somebody types is believed.
    """

    door: Door
    views: Views
    hub: Hub
    knowledge: Knowledge
    clock: Callable[[], datetime]
    secret: str
    staff_token: str | None
    new_id: Callable[[], str]
    uploads: Uploads | None = None
    lines: Lines | None = None
    quiet: Quiet | None = None
    public_urls: tuple[str, ...] = ()
    links: OneTimeLinks | None = None
    lead_token: str | None = None
    is_demo: bool = False
    operator: Operator = field(default_factory=Operator)
    trusts_claims: bool = False


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
    readings = Readings(site.uploads) if site.uploads is not None else None
    chat = Chat(
        *(Line(site.door), site.views, site.hub, pages, site.secret, site.new_id),
        lines=site.lines or AtOnce(site.door),
        readings=readings,
    )
    sign_in = _sign_in(site, pages)
    app = Starlette(
        routes=[
            *chat.routes(),
            *_staff_routes(site, pages, sign_in),
            Route("/healthz", _healthz),
            *brand.routes(site.operator),
            Mount("/static", _Static(directory=HERE / "static"), name="static"),
            *more,
        ],
        middleware=_middleware(site, sign_in, bounds or {}, foreign),
        exception_handlers={
            HTTPException: pages.on_http_error,
            StoreAwayError: pages.on_away,
            Exception: pages.on_crash,
        },
    )
    app.router.redirect_slashes = False  # it would lead to whatever the Host header names
    return app


def _pages(site: Site) -> Pages:
    trusts = site.trusts_claims
    return Pages(site.knowledge, site.clock, operator=site.operator, trusts_claims=trusts)


def _sign_in(site: Site, pages: Pages) -> SignIn:
    if site.staff_token is not None:
        by = StaffToken(site.staff_token)
    else:
        by = OpenHere() if site.is_demo else site.links or OneTimeLinks()
    keeper: Keeper = OwnNotes() if site.is_demo else site.views
    kept = Sittings(keeper)
    return SignIn(pages, site.secret, site.staff_token, by, kept, lead_token=site.lead_token)


def _middleware(
    site: Site, sign_in: SignIn, bounds: Mapping[str, int], foreign: tuple[str, ...]
) -> list[Middleware]:
    return [
        Middleware(SecurityHeaders),
        Middleware(Crowd, is_staff=sign_in.is_signed_in, programs=frozenset(bounds)),
        Middleware(StorableAddress),
        Middleware(SameOrigin, foreign=foreign, public_urls=site.public_urls),
        Middleware(BoundedBody, streamed=frozenset({"/messages"}), bounds=bounds),
    ]


def _staff_routes(site: Site, pages: Pages, sign_in: SignIn) -> list[BaseRoute]:
    room = StaffRoom(site.door, site.views, site.hub, pages, sign_in)
    return [
        *Console(room).routes(),
        *Proposals(room, site.quiet).routes(),
        *Failures(room).routes(),
        *Broadcasts(room).routes(),
    ]


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")


class _Static(StaticFiles):
    """Static files that browsers ask about again each time (answered by 304), so none is stale."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
