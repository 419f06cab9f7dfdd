"""Who may sit at the console."""

import hmac
import ipaddress
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.model.errors import StoreAwayError
from bot.web.pages import Pages
from bot.web.session import Seat, Seats
from bot.web.sittings import Sittings, spoken_name
from bot.web.tries import Tries

LONGEST_NAME = 60
LOGIN = "/staff/login"
_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.I)
# What proxies add to a request, besides everything that begins with "x-forwarded-".
_OF_PROXIES = frozenset(
    {
        *("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip"),
        *("cf-connecting-ip", "fastly-client-ip", "x-envoy-external-address", "x-original-host"),
        *("x-original-forwarded-for", "x-proxyuser-ip", "x-arr-ssl", "x-amzn-trace-id"),
    }
)


class StaffToken:
    """What opens the door: the token that the operator set."""

    def __init__(self, token: str) -> None:
        self._token = token

    def opens(self, given: str) -> bool:
        return hmac.compare_digest(self._token.encode(), given.encode("utf-8", "replace"))

    def used(self) -> None:
        """Somebody got in."""


class OneTimeLinks(StaffToken):
    """Without a token: links that work once each, announced where the process was started."""

    def __init__(self, announce: Callable[[str], None] = lambda _: None) -> None:
        """``announce`` is given the path of each new link."""
        super().__init__(secrets.token_urlsafe(24))
        self._announce = announce

    def announce(self) -> None:
        """Say where the console opens now."""
        self._announce(f"{LOGIN}?key={self._token}")

    def used(self) -> None:
        """The next link."""
        self._token = secrets.token_urlsafe(24)
        self.announce()


class OpenHere(StaffToken):
    """A demo: whoever sits at this machine is let in."""

    def __init__(self) -> None:
        super().__init__("")

    def opens(self, given: str) -> bool:
        return not given


@dataclass(frozen=True)
class SignIn:
    """The door of the console: a shared staff token, and a name for the record.

    ``staff_token`` None: only a browser on this very machine is let in, and only ``by`` a link that
    was announced there (a proxy on this machine may look like such a browser). A request that came
    through a proxy, or for another host name, counts as coming from elsewhere. A name belongs to
    one browser at a time; that it is who they say nobody checks. Who shows ``lead_token`` instead
    has the rights of a lead; so has whoever sits at this machine, where there is no token.
    """

    pages: Pages
    secret: str
    staff_token: str | None
    by: StaffToken
    sittings: Sittings
    tries: Tries = field(default_factory=Tries)
    lead_token: str | None = None

    def routes(self) -> list[BaseRoute]:
        return [
            Route(LOGIN, self.page),
            Route(LOGIN, self.sign_in, methods=["POST"]),
            Route("/staff/logout", self.sign_out, methods=["POST"]),
        ]

    @property
    def seats(self) -> Seats:
        return Seats(self.secret, self.staff_token, self.lead_token)

    async def seat(self, request: Request) -> Seat | None:
        """Who sits there; None: nobody signed in. Raises 403 for who may not even try."""
        self.refuse_strangers(request)
        now = self.pages.clock()
        seat = self.seats.of(request, now)
        if seat is None or not seat.staff:
            return None
        is_on = await self.sittings.is_on(seat, now, in_use=_is_by_hand(request))
        return seat if is_on else None

    def is_lead(self, seat: Seat) -> bool:
        """Whether they may see what only a lead may: addresses of readers."""
        return seat.is_lead or self.staff_token is None

    async def is_signed_in(self, request: Request) -> bool:
        """Whether somebody of the staff asks; it refuses nobody."""
        try:
            return await self.seat(request) is not None
        except (HTTPException, StoreAwayError):
            return False

    def refuse_strangers(self, request: Request) -> None:
        """Raise 403 when no token is set and the request is not from this machine."""
        if self.staff_token is None and not is_local(request):
            raise HTTPException(403)

    def token(self, seat: Seat) -> str:
        return self.seats.signer.form_token(seat.id)

    def owns(self, seat: Seat, form: FormData) -> bool:
        """Whether a form was made for this seat."""
        return self.seats.signer.owns(seat.id, _field(form, "token"))

    async def page(self, request: Request) -> Response:
        if await self.seat(request):
            return RedirectResponse("/staff", 303)
        return self._form(request)

    async def sign_in(self, request: Request) -> Response:
        self.refuse_strangers(request)
        now = self.pages.clock()
        async with request.form(max_files=0, max_fields=8) as form:
            seat = self.seats.of(request, now)
            if seat is None or not self.owns(seat, form):
                return self._form(request, "login.again", 403)
            name = spoken_name(_field(form, "staff"), LONGEST_NAME)
            given, instead = _field(form, "staff_token"), _field(form, "instead") == "on"
        if (refused := await self._refused(request, given)) is not None:
            return self._form(request, *refused, name)
        if not name:
            return self._form(request, "login.name_missing", 400, key=given)
        sitting = self.seats.fresh(name, is_lead=self._opens_more(given))
        if not await self.sittings.begin(sitting, now, instead=instead):
            return self._form(request, "login.taken", 409, name, key=given)
        self.by.used()
        response = RedirectResponse("/staff", 303)
        self.seats.keep(sitting, response, request, now)
        return response

    async def sign_out(self, request: Request) -> Response:
        seat = await self.seat(request)
        async with request.form(max_files=0, max_fields=8) as form:
            if seat is None or not self.owns(seat, form):
                return RedirectResponse(LOGIN, 303)
        await self.sittings.end(seat, self.pages.clock())
        response = RedirectResponse(LOGIN, 303)
        self.seats.drop(response, request)
        return response

    async def _refused(self, request: Request, given: str) -> tuple[str, int] | None:
        """Why the token opens nothing, as a key of the texts and a status; None: it opens."""
        address, now = request.client.host if request.client else "", self.pages.clock()
        if self.tries.refuses(address, now):
            return "login.slow", 429
        if self.by.opens(given) or self._opens_more(given):
            return None
        if await self.tries.failed(address, now):
            return "login.slow", 429
        return "login.wrong", 403

    def _opens_more(self, given: str) -> bool:
        return self.lead_token is not None and StaffToken(self.lead_token).opens(given)

    def _form(
        self,
        request: Request,
        problem: str = "",
        status: int = 200,
        name: str = "",
        *,
        key: str = "",
    ) -> Response:
        """The form; ``name`` and a link's ``key``: as they came, so that nobody writes them twice."""
        self.refuse_strangers(request)
        seat = self.seats.fresh()
        texts = self.pages.texts_for(request)
        by_link = isinstance(self.by, OneTimeLinks)
        response = self.pages.render(
            request,
            "login.html",
            status,
            problem=texts(problem) if problem else "",
            is_taken=problem == "login.taken",
            name=name,
            open_here=self.staff_token is None,
            by_link=by_link,
            key=(key or request.query_params.get("key", ""))[:100] if by_link else "",
            asks=not isinstance(self.by, OpenHere),
            token=self.token(seat),
        )
        self.seats.keep(seat, response, request, self.pages.clock())
        return response


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _is_by_hand(request: Request) -> bool:
    """Whether somebody did something; an open page fetches by itself, and says so."""
    return request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def is_local(request: Request) -> bool:
    """Whether a browser on this machine asks, directly and by a name of this machine.

    The name matters: a page elsewhere can make its own name point here (DNS rebinding).
    """
    headers = request.headers
    if any(h in _OF_PROXIES or h.startswith("x-forwarded-") for h in headers):
        return False
    if not _THIS_MACHINE.fullmatch(headers.get("host", "")) or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
