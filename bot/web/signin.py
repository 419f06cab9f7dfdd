"""Who may sit at the console."""

import hmac
import ipaddress
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.limit import Limiter
from bot.web.pages import Pages
from bot.web.session import Seat, Seats

LOGINS_A_MINUTE = 10  # from one address
LONGEST_NAME = 60
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


@dataclass(frozen=True)
class SignIn:
    """The door of the console: a shared staff token, and a name for the record.

    Without a token only a browser on this very machine is let in. A request that came through a
    proxy, or for another host name, counts as coming from elsewhere. It knows no passwords and
    does not check that a name is who they say.
    """

    pages: Pages
    secret: str
    staff_token: str | None
    limiter: Limiter = field(default_factory=lambda: Limiter(LOGINS_A_MINUTE))

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/staff/login", self.page),
            Route("/staff/login", self.sign_in, methods=["POST"]),
            Route("/staff/logout", self.sign_out, methods=["POST"]),
        ]

    @property
    def seats(self) -> Seats:
        return Seats(self.secret, self.staff_token)

    def seat(self, request: Request) -> Seat | None:
        """Who sits there; None: nobody signed in. Raises 403 for who may not even try."""
        self.refuse_strangers(request)
        seat = self.seats.of(request, self.pages.clock())
        return seat if seat and seat.staff else None

    def is_signed_in(self, request: Request) -> bool:
        """Whether somebody of the staff asks; it refuses nobody."""
        seat = self.seats.of(request, self.pages.clock())
        return bool(seat and seat.staff)

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
        if self.seat(request):
            return RedirectResponse("/staff", 303)
        return self._form(request)

    async def sign_in(self, request: Request) -> Response:
        self.refuse_strangers(request)
        now = self.pages.clock()
        async with request.form(max_files=0, max_fields=8) as form:
            seat = self.seats.of(request, now)
            if seat is None or not self.owns(seat, form):
                return self._form(request, "login.again", 403)
            address = request.client.host if request.client else ""
            name = " ".join(_field(form, "staff").split())[:LONGEST_NAME]
            if not self.limiter.allows(address, now):
                return self._form(request, "login.slow", 429, name)
            if not self._opens(_field(form, "staff_token")):
                return self._form(request, "login.wrong", 403, name)
        if not name:
            return self._form(request, "login.name_missing", 400)
        response = RedirectResponse("/staff", 303)
        self.seats.keep(self.seats.fresh(name), response, request, now)
        return response

    async def sign_out(self, request: Request) -> Response:
        seat = self.seat(request)
        async with request.form(max_files=0, max_fields=8) as form:
            if seat is None or not self.owns(seat, form):
                return RedirectResponse("/staff/login", 303)
        response = RedirectResponse("/staff/login", 303)
        self.seats.drop(response, request)
        return response

    def _opens(self, given: str) -> bool:
        if self.staff_token is None:
            return True  # this machine only; refuse_strangers has seen to it
        return hmac.compare_digest(self.staff_token.encode(), given.encode())

    def _form(
        self, request: Request, problem: str = "", status: int = 200, name: str = ""
    ) -> Response:
        """The form; ``name``: as it was written, so that nobody writes it twice."""
        self.refuse_strangers(request)
        seat = self.seats.fresh()
        texts = self.pages.texts_for(request)
        response = self.pages.render(
            request,
            "login.html",
            status,
            problem=texts(problem) if problem else "",
            name=name,
            open_here=self.staff_token is None,
            token=self.token(seat),
        )
        self.seats.keep(seat, response, request, self.pages.clock())
        return response


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def is_local(request: Request) -> bool:
    """Whether a browser on this machine asks, directly and by a name of this machine.

    The name matters: a page elsewhere can make its own name point here (DNS rebinding).
    """
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    if request.url.hostname not in _THIS_MACHINE or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
