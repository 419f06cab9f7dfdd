"""One's own account: password, open sessions; and the link with which somebody new begins."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.staff_accounts import AccountError, accept, changed, invited, set_password
from bot.model.staff import Account, StaffSession
from bot.web.passwords import LONGEST, SHORTEST, problem_of
from bot.web.session import Seat
from bot.web.signin import Admitted, field_of
from bot.web.staff_pages import StaffPages

INVITATION = "/staff/invitation"
OWN = "/staff/account"


class OwnAccount:
    """Shows staff where they are signed in, and lets them change their password."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff, self._sign_in = staff, staff.sign_in
        self._store = staff.sign_in.sessions.store

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        both = ["GET", "POST"]
        return [
            Route(OWN, seated(self._page)),
            Route(f"{OWN}/password", posted(self._password), methods=both),
            Route(f"{OWN}/sessions", posted(self._sessions), methods=both),
            Route(INVITATION, self._invited),
            Route(INVITATION, self._begin, methods=["POST"]),
        ]

    async def _page(self, request: Request, seat: Seat, problem: str = "") -> Response:
        sessions, accounts = await self._own_sessions(seat), await self._accounts()
        done = request.query_params.get("done", "")
        return await self._staff.show(
            request,
            seat,
            "account.html",
            sessions=sessions,
            has_password=any(a.id == seat.account and a.password for a in accounts),
            own=seat.key,
            by=self._sign_in.unnamed_by,
            problem=self._says(request, problem),
            done=done if done in ("password", "sessions") else "",
            shortest=SHORTEST,
            longest=LONGEST,
            status=400 if problem else 200,
        )

    async def _accounts(self) -> list[Account]:
        return await run_in_threadpool(self._store.accounts)

    async def _own_sessions(self, seat: Seat) -> list[StaffSession]:
        """Those of the account; of who came by a token, this one."""
        now = self._staff.sign_in.clock()
        found = await run_in_threadpool(self._store.sessions, now, seat.account)
        return [s for s in found if seat.account or s.key == seat.key]

    async def _password(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Another password, for who knows the present one; all other sessions of theirs end."""
        now, client = self._staff.sign_in.clock(), request.client
        account = next((a for a in await self._accounts() if a.id == seat.account), None)
        if account is None or not account.password:
            raise HTTPException(403)
        address, tries = client.host if client else "", self._sign_in.tries
        if tries.refuses(address, now):
            return await self._page(request, seat, "login.slow")
        present, fresh = field_of(form, "present"), field_of(form, "password")
        if not await self._sign_in.passwords.is_right(present, account.password):
            slow = await tries.failed(address, now, account.name)
            problem = "login.slow" if slow else "accounts.problem.present"
            return await self._page(request, seat, problem)
        if problem := problem_of(fresh, field_of(form, "again"), account.name):
            return await self._page(request, seat, problem)
        hashed = await self._sign_in.passwords.hashed(fresh)
        await run_in_threadpool(
            changed, self._store, lambda held: set_password(held, account.id, hashed)
        )
        await self._end_others(seat)
        return RedirectResponse(f"{OWN}?done=password", 303)

    async def _sessions(self, _: Request, seat: Seat, form: FormData) -> Response:
        """End one of one's own sessions, or all others."""
        key, now = field_of(form, "session"), self._staff.sign_in.clock()
        if key == "others":
            await self._end_others(seat)
        elif key in {session.key for session in await self._own_sessions(seat)}:
            await self._sign_in.sessions.end(key, now)
        return RedirectResponse(f"{OWN}?done=sessions", 303)

    async def _end_others(self, seat: Seat) -> None:
        if seat.account:
            now = self._staff.sign_in.clock()
            await run_in_threadpool(self._store.end_sessions, seat.account, now, seat.key)
            self._sign_in.sessions.forget()

    # Invitations

    async def _invited(self, request: Request) -> Response:
        """The form behind a link; to look at it uses nothing up."""
        key = request.query_params.get("key", "")
        account = await self._whose(key)
        if account is None:
            return await self._refused(request)
        return self._form(request, key, account)

    async def _begin(self, request: Request) -> Response:
        """Set the password of who was invited, and let them in."""
        sign_in, now = self._sign_in, self._sign_in.clock()
        async with request.form(max_files=0, max_fields=8) as form:
            seat = sign_in.seats.of(request, now)
            key, fresh = field_of(form, "key"), field_of(form, "password")
            again, is_ours = field_of(form, "again"), seat is not None and sign_in.owns(seat, form)
        account = await self._whose(key)
        if account is None:
            return await self._refused(request)
        problem = problem_of(fresh, again, account.name) if is_ours else "login.again"
        if problem:
            return self._form(request, key, account, problem)
        hashed = await sign_in.passwords.hashed(fresh)
        try:
            account = await run_in_threadpool(
                changed, self._store, lambda held: accept(held, key, hashed, now)
            )
        except AccountError:
            return await self._refused(request)
        await run_in_threadpool(self._store.end_sessions, account.id, now)
        sign_in.sessions.forget()
        theirs = Seat("", account.name, account.role, account.id)
        await sign_in.trail.note(request, theirs, "account.password")
        return await sign_in.begin(request, Admitted.of(account)) or RedirectResponse("/staff", 303)

    async def _whose(self, key: str) -> Account | None:
        return invited(await self._accounts(), key, self._staff.sign_in.clock())

    async def _refused(self, request: Request) -> Response:
        """A link that opens nothing; who tries many waits longer and longer."""
        address = request.client.host if request.client else ""
        now, tries = self._staff.sign_in.clock(), self._sign_in.tries
        await self._sign_in.trail.note_stranger(request, "")
        if tries.refuses(address, now) or await tries.failed(address, now):
            return self._staff.pages.error(request, 429)
        why = self._says(request, "accounts.problem.invitation")
        return self._staff.pages.error(request, 403, why)

    def _form(self, request: Request, key: str, account: Account, problem: str = "") -> Response:
        sign_in, pages = self._sign_in, self._staff.pages
        seat = sign_in.seats.fresh()
        response = pages.render(
            request,
            "invitation.html",
            400 if problem else 200,
            name=account.name,
            key=key,
            problem=self._says(request, problem),
            shortest=SHORTEST,
            longest=LONGEST,
            token=sign_in.token(seat),
        )
        sign_in.seats.keep(seat, response, request, sign_in.clock())
        return response

    def _says(self, request: Request, key: str) -> str:
        values = {"fewest": SHORTEST, "most": LONGEST}
        return self._staff.pages.texts_for(request)(key, **values) if key else ""
