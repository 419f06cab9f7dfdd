"""The chat in a frame on one other website: who may show it, and who writes in it."""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.shared_counters import SharedCounters
from bot.model.widget import HostSite
from bot.web.brand import stylesheet
from bot.web.chat import Chat
from bot.web.chat_place import ChatPlace
from bot.web.connections import group_of
from bot.web.guard import HEADERS, UNFRAMED
from bot.web.limit import Limiter
from bot.web.widget.identity import SKEW, IdentityError, SignedPerson, person_in
from bot.web.widget.sessions import FrameVisitors, SignedVisitors

TOKENS_A_MINUTE = 120  # of one network, behind which a whole office may sit
MOST_BYTES = 5_000  # of a posted token

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EmbeddedChat:
    """The chat of strangers and that of known people, each with a session of its own.

    ``desk``: our address, which a token has to name. ``counters`` remember which tokens were used.
    """

    site: HostSite
    strangers: Chat
    known: Chat
    people: SignedVisitors
    anybody: FrameVisitors
    desk: str
    counters: SharedCounters
    pace: Limiter = field(default_factory=lambda: Limiter(TOKENS_A_MINUTE))

    @classmethod
    def of(
        cls, site: HostSite, chat: Chat, secret: str, desk: str, counters: SharedCounters
    ) -> Self:
        """The same chat, with the same limits, at the addresses of one website."""
        people, anybody = SignedVisitors(secret, site), FrameVisitors(secret, site)
        path, me = site.path, site.own_path
        strangers = ChatPlace(anybody, path, path, site)
        known = ChatPlace(people, me, me, site, is_signed=True)
        return cls(
            site,
            replace(chat, place=strangers),
            replace(chat, place=known),
            people=people,
            anybody=anybody,
            desk=desk,
            counters=counters,
        )

    def routes(self) -> list[BaseRoute]:
        path = self.site.path
        return [
            Route(path, self.page),
            Route(self.site.own_path, self.own_page),
            Route(f"{path}/identify", self.identify, methods=["POST"]),
            Route(f"{path}/forget", self.forget, methods=["POST"]),
            Route(f"{path}/colour.css", self.colour),
            *self.strangers.routes(),
            *self.known.routes(),
        ]

    async def page(self, request: Request) -> Response:
        """The chat of whoever nobody vouches for, in the pages of this website alone.

        Every page of the website begins with it, so a session of somebody known ends here: where
        the website says nothing of who is signed in, nobody is.
        """
        response = await self.strangers.page(request)
        if self.people.of(request, self._now()) is not None:
            self.people.end(response, request)
        return self._framed(response)

    async def own_page(self, request: Request) -> Response:
        """The chat of a known person; without a session that of a stranger."""
        if self.people.of(request, self._now()) is None:
            place = self.strangers.place
            return RedirectResponse(f"{place.page}{place.query(request)}", 303)
        return self._framed(await self.known.page(request))

    async def identify(self, request: Request) -> Response:
        """Begin the session of the person in a token; with a bad one the person is a stranger.

        ``page``: the form's token of the page that asks, which says whether it is that person's already.
        """
        now, network = self._now(), group_of(request.client.host) if request.client else ""
        if not self.pace.allows(network, now):
            return JSONResponse({"known": False}, 429, {"Retry-After": "60"})
        try:
            given = _read(await request.body())
            person = await self._person(given.get("token"), now)
        except IdentityError as why:
            logger.warning("widget %s: a visitor stays unknown: %s", self.site.id, why)
            refused = JSONResponse({"known": False}, 403)
            self.people.end(refused, request)
            return refused
        visitor, page = self.people.visitor_of(person), given.get("page")
        is_same = isinstance(page, str) and self.people.signer.owns(visitor.id, page)
        response = JSONResponse({"known": True, "same": is_same})
        self.people.begin(visitor, response, request, now)
        self.anybody.end(response, request)  # nothing is left for whoever comes next
        return response

    async def forget(self, request: Request) -> Response:
        """The person has signed out of the website: whoever comes next begins anew."""
        response = JSONResponse({"known": False})
        self.people.end(response, request)
        self.anybody.end(response, request)
        return response

    async def colour(self, _: Request) -> Response:
        """The website's colour in the frame, as near to it as can be read."""
        style = stylesheet(self.site.colour) if self.site.colour else ""
        return Response(style, media_type="text/css", headers={"Cache-Control": "no-cache"})

    async def _person(self, token: object, now: datetime) -> SignedPerson:
        """Who a token is about. Raises IdentityError."""
        products = self.strangers.pages.knowledge.catalogue.products
        person = person_in(token, self.site, self.desk, products, now)
        if not await run_in_threadpool(self._is_first, person, now):
            raise IdentityError("jti was used before: a token is good once")
        return person

    def _is_first(self, person: SignedPerson, now: datetime) -> bool:
        """Whether a token is used for the first time, by any process. It may block."""
        name = hashlib.sha256(person.token.encode("utf-8", "replace")).hexdigest()
        with self.counters.hold(f"widget {self.site.id}", [name]) as kept:
            is_new = kept.get(name, 0.0) < now.timestamp()
            kept[name] = person.ends + SKEW
        return is_new

    def _framed(self, response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy_of(self.site)
        return response

    def _now(self) -> datetime:
        return self.strangers.pages.clock()


def policy_of(site: HostSite) -> str:
    """The policy of every page, but for the websites that may show this one."""
    policy = HEADERS["Content-Security-Policy"]
    return policy.replace(UNFRAMED, f"frame-ancestors {' '.join(site.origins)}")


def _read(body: bytes) -> Mapping[str, object]:
    """What the frame's script posts. Raises IdentityError for what it never does."""
    if len(body) > MOST_BYTES:
        raise IdentityError("the token is too long")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as why:
        raise IdentityError("there is no token") from why
    if not isinstance(given, dict):
        raise IdentityError("there is no token")
    return given
