"""Who may sit at the console."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.staff_accounts import named
from bot.model.errors import StoreUnavailableError
from bot.model.staff import Account, Role, StaffSession, spoken_name
from bot.net.addresses import network_of
from bot.web.audit_trail import AuditTrail
from bot.web.pages import Pages
from bot.web.passwords import Passwords
from bot.web.session import Seat, Seats
from bot.web.sign_in_attempts import SignInAttempts
from bot.web.staff_sessions import StaffSessions, device_of
from bot.web.staff_token import LOGIN, OneTimeLinks, OpenHere, StaffToken

_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.I)
# What proxies add to a request, besides everything that begins with "x-forwarded-".
_OF_PROXIES = frozenset(
    {
        *("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip"),
        *("cf-connecting-ip", "fastly-client-ip", "x-envoy-external-address", "x-original-host"),
        *("x-original-forwarded-for", "x-proxyuser-ip", "x-arr-ssl", "x-amzn-trace-id"),
    }
)


@dataclass(frozen=True)
class SignIn:
    """The door of the console: accounts with passwords, and a token beside them or before there are any.

    ``staff_token`` None, and no account yet: only a browser on this very machine is let in, and only
    ``by`` a link that was announced there (a proxy on this machine may look like such a browser). A
    request that came through a proxy, or for another host name, counts as coming from elsewhere. From
    the first account on no link opens anything. A name that has an account is its owner's alone; of
    any other nobody checks that it is who they say, so it belongs to one browser at a time. Who shows
    ``lead_token`` has the rights of a lead. ``provider``: what the button to the identity provider
    says; None: there is none. ``clock``: by which sessions end, whatever time the pages tell.
    """

    pages: Pages
    secret: str
    staff_token: str | None
    by: StaffToken
    sessions: StaffSessions
    clock: Callable[[], datetime]
    tries: SignInAttempts = field(default_factory=SignInAttempts)
    lead_token: str | None = None
    passwords: Passwords = field(default_factory=Passwords)
    provider: str | None = None

    @cached_property
    def trail(self) -> AuditTrail:
        """Where it is written down who signs in, and what they do then."""
        return AuditTrail(self.sessions.store, self.pages.clock)

    def routes(self) -> list[BaseRoute]:
        return [
            Route(LOGIN, self.page),
            Route(LOGIN, self.sign_in, methods=["POST"]),
            Route("/staff/logout", self.sign_out, methods=["POST"]),
        ]

    @property
    def unnamed_by(self) -> str:
        """By what whoever has no account came in: a ``token`` that all share, a ``link`` of the start, or ``here``."""
        if isinstance(self.by, OpenHere):
            return "here"
        return "link" if isinstance(self.by, OneTimeLinks) else "token"

    @property
    def seats(self) -> Seats:
        return Seats(self.secret, self.staff_token, self.lead_token)

    async def seat(self, request: Request, *, by_itself: bool = False) -> Seat | None:
        """Who sits there; None: nobody signed in. Raises 403 for who may not even try. ``by_itself``: nobody did anything."""
        await self.refuse_strangers(request)
        now = self.clock()
        seat = self.seats.of(request, now)
        if seat is None:
            return None
        in_use = is_by_hand(request) and not by_itself
        session = await self.sessions.live(seat.key, now, in_use=in_use)
        if session is None:
            return None
        return Seat(seat.id, session.name, session.role, session.account)

    def sees_addresses(self, seat: Seat) -> bool:
        """Whether they may see addresses of readers: a lead may, but for one by a token that all share."""
        is_known = bool(seat.account) or self.lead_token is not None or seat.role is Role.ADMIN
        return seat.role.covers(Role.LEAD) and (is_known or self.staff_token is None)

    async def is_signed_in(self, request: Request) -> bool:
        """Whether somebody of the staff asks; it refuses nobody."""
        try:
            return await self.seat(request) is not None
        except (HTTPException, StoreUnavailableError):
            return False

    async def refuse_strangers(self, request: Request) -> None:
        """Raise 403 when there is neither token nor account and the request is not from this machine."""
        if self.staff_token is not None or is_local(request):
            return
        if not await self._has_accounts():
            raise HTTPException(403)

    async def _has_accounts(self) -> bool:
        """Whether people sign in with accounts, and no link of the start opens anything any more."""
        return self.provider is not None or await self.sessions.has_accounts(self.clock())

    def token(self, seat: Seat) -> str:
        return self.seats.signer.form_token(seat.id)

    def owns(self, seat: Seat, form: FormData) -> bool:
        """Whether a form was made for this seat."""
        return self.seats.signer.owns(seat.id, field_of(form, "token"))

    async def page(self, request: Request) -> Response:
        if await self.seat(request):
            return RedirectResponse("/staff", 303)
        return await self._form(request)

    async def sign_in(self, request: Request) -> Response:
        await self.refuse_strangers(request)
        now = self.clock()
        async with request.form(max_files=0, max_fields=8) as form:
            seat = self.seats.of(request, now)
            if seat is None or not self.owns(seat, form):
                return await self._form(request, "login.again", 403)
            name = spoken_name(field_of(form, "staff"))
            given, instead = field_of(form, "staff_token"), field_of(form, "instead") == "on"
        admitted = await self._admitted(request, name, given)
        if not isinstance(admitted, Admitted):
            return await self._form(request, *admitted, name)
        if not admitted.name:
            return await self._form(request, "login.name_missing", 400, key=given)
        response = await self.begin(request, admitted, instead=instead)
        if response is None:
            return await self._form(request, "login.taken", 409, name, key=given)
        if not admitted.account:
            self.by.used()
        return response

    async def begin(
        self, request: Request, admitted: "Admitted", *, instead: bool = False
    ) -> Response | None:
        """A session under a new id, and the way to the console; None: another browser has the name."""
        seat, now = self.seats.fresh(), self.clock()
        session = StaffSession(
            key=seat.key,
            name=admitted.name,
            role=admitted.role,
            began_at=now,
            used_at=now,
            account=admitted.account,
            sid=admitted.sid[:200],
            device=device_of(request.headers.get("user-agent", "")),
            network=network_of(request.client.host) if request.client else "",
        )
        if not await self.sessions.begin(session, instead=instead):
            return None
        theirs = Seat(seat.id, admitted.name, admitted.role, admitted.account)
        choice = "instead" if instead else ""
        await self.trail.note(request, theirs, "session.begin", choice=choice)
        response = RedirectResponse("/staff", 303)
        self.seats.keep(seat, response, request, now)
        return response

    async def sign_out(self, request: Request) -> Response:
        seat = await self.seat(request)
        async with request.form(max_files=0, max_fields=8) as form:
            if seat is None or not self.owns(seat, form):
                return RedirectResponse(LOGIN, 303)
        await self.sessions.end(seat.key, self.clock())
        await self.trail.note(request, seat, "session.end")
        response = RedirectResponse(LOGIN, 303)
        self.seats.drop(response, request)
        return response

    async def _admitted(
        self, request: Request, name: str, given: str
    ) -> "Admitted | tuple[str, int]":
        """Who may come in; or why nobody, as a key of the texts and a status."""
        address, now = request.client.host if request.client else "", self.clock()
        if self.tries.refuses(address, now):
            return "login.slow", 429
        accounts = await run_in_threadpool(self.sessions.store.accounts)
        account = named(accounts, name)
        if (found := await self._who(name, given, accounts)) is not None:
            return found
        await self.trail.note_stranger(request, account.name if account is not None else "")
        if await self.tries.failed(address, now, name):
            return "login.slow", 429
        return "login.wrong", 403

    async def _who(self, name: str, given: str, accounts: list[Account]) -> "Admitted | None":
        account = named(accounts, name)
        if account is not None:
            is_right = await self.passwords.is_right(given, account.password)
            return Admitted.of(account) if is_right else None
        if self.provider is not None or any(a.can_sign_in for a in accounts):
            await self.passwords.is_right(given, "")  # a name that nobody has takes as long
            if isinstance(self.by, OneTimeLinks):
                return None
        if self.lead_token is not None and StaffToken(self.lead_token, Role.LEAD).opens(given):
            return Admitted(name, Role.LEAD)
        return Admitted(name, self.by.role) if self.by.opens(given) else None

    async def _form(
        self,
        request: Request,
        problem: str = "",
        status: int = 200,
        name: str = "",
        *,
        key: str = "",
    ) -> Response:
        """The form; ``name`` and a link's ``key``: as they came, so that nobody writes them twice."""
        await self.refuse_strangers(request)
        has_accounts = await self._has_accounts()
        by_link = isinstance(self.by, OneTimeLinks) and not has_accounts
        if has_accounts and problem == "login.wrong":
            problem = "accounts.login.wrong"
        seat = self.seats.fresh()
        response = self.pages.render(
            request,
            "login.html",
            status,
            problem=self.pages.texts_for(request)(problem) if problem else "",
            is_taken=problem == "login.taken",
            name=name,
            open_here=self.staff_token is None and not has_accounts,
            has_accounts=has_accounts,
            has_token=self.staff_token is not None,
            provider=self.provider,
            by_link=by_link,
            key=(key or request.query_params.get("key", ""))[:100] if by_link else "",
            asks=not isinstance(self.by, OpenHere),
            token=self.token(seat),
        )
        self.seats.keep(seat, response, request, self.clock())
        return response


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who may come in, as whom, and by which account ("": by a token)."""

    name: str
    role: Role
    account: str = ""
    sid: str = ""

    @classmethod
    def of(cls, account: Account, sid: str = "") -> "Admitted":
        return cls(account.name, account.role, account.id, sid)


def field_of(form: FormData, name: str) -> str:
    """What a field holds, as it was sent; "" where it was not."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def is_by_hand(request: Request) -> bool:
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
