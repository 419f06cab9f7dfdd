"""The admin's pages: who has an account, what each may do, and who is signed in where."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.staff_accounts import (
    AccountError,
    Accounts,
    Change,
    add,
    changed,
    connect_slack,
    give_role,
    invite,
    remove,
)
from bot.model.staff import Account, Role, spoken_name
from bot.web.own_account import INVITATION
from bot.web.session import Seat
from bot.web.signin import field_of
from bot.web.staff_pages import StaffPages

ALL = "/staff/accounts"
DONE = frozenset({"role", "slack", "sessions", "remove"})


class AccountPages:
    """Shows accounts and sessions, and changes them."""

    def __init__(self, staff: StaffPages, public_url: str) -> None:
        """``public_url``: what links for others begin with; "": as the admin reaches the pages."""
        self._staff, self._public_url = staff, public_url
        self._sessions = staff.sign_in.sessions

    def routes(self) -> list[BaseRoute]:
        seated, posted, one = self._staff.seated, self._staff.posted, f"{ALL}/{{account}}"
        changes = {
            "role": self._give_role,
            "slack": self._connect,
            "link": self._invite,
            "sessions": self._end_theirs,
            "remove": self._remove,
        }
        return [
            Route(ALL, seated(self._all)),
            Route(ALL, posted(self._add), methods=["POST"]),
            Route(one, seated(self._one)),
            *(
                Route(f"{one}/{name}", posted(change), methods=["GET", "POST"])
                for name, change in changes.items()
            ),
            Route("/staff/sessions", posted(self._end), methods=["POST"]),
        ]

    # Pages

    async def _all(
        self, request: Request, seat: Seat, problem: str = "", given: FormData | None = None
    ) -> Response:
        """Everybody; with what was written kept and the reason told when it could not be done."""
        now, store = self._staff.sign_in.clock(), self._sessions.store
        return await self._show(
            request,
            seat,
            "accounts.html",
            problem,
            accounts=await run_in_threadpool(store.accounts),
            sessions=await run_in_threadpool(store.sessions, now),
            name=field_of(given, "name") if given else "",
            chosen=_role(field_of(given, "role")) if given else Role.AGENT,
            slack=field_of(given, "slack") if given else "",
        )

    async def _one(self, request: Request, seat: Seat, problem: str = "") -> Response:
        account, now = await self._account(request), self._staff.sign_in.clock()
        sessions = await run_in_threadpool(self._sessions.store.sessions, now, account.id)
        return await self._show(
            request, seat, "account_one.html", problem, account=account, sessions=sessions
        )

    async def _link(self, request: Request, seat: Seat, account: Account, key: str) -> Response:
        """A link, shown once: it is kept nowhere."""
        begin = self._public_url or f"{request.url.scheme}://{request.url.netloc}"
        link = f"{begin}{INVITATION}?{urlencode({'key': key})}"
        return await self._show(request, seat, "account_link.html", "", account=account, link=link)

    async def _show(
        self, request: Request, seat: Seat, template: str, problem: str, **values: Any
    ) -> Response:
        done = request.query_params.get("done", "")
        return await self._staff.show(
            request,
            seat,
            template,
            roles=tuple(Role),
            own=seat.key,
            by=self._staff.sign_in.unnamed_by,
            problem=self._staff.pages.texts_for(request)(problem) if problem else "",
            done=done if done in DONE else "",
            **values,
            status=409 if problem else 200,
        )

    # Changes

    async def _add(self, request: Request, seat: Seat, form: FormData) -> Response:
        name, slack = field_of(form, "name"), field_of(form, "slack").strip()
        request.state.about = spoken_name(name)
        role, now = _role(field_of(form, "role")), self._staff.sign_in.clock()
        try:
            account, key = await self._changed(lambda held: add(held, name, role, slack, now))
        except AccountError as why:
            return await self._all(request, seat, why.key, form)
        return await self._link(request, seat, account, key)

    async def _give_role(self, request: Request, seat: Seat, form: FormData) -> Response:
        ident, role = (await self._account(request)).id, _role(field_of(form, "role"))
        return await self._do(request, seat, lambda held: give_role(held, ident, role))

    async def _connect(self, request: Request, seat: Seat, form: FormData) -> Response:
        ident, slack = (await self._account(request)).id, field_of(form, "slack").strip()
        return await self._do(request, seat, lambda held: connect_slack(held, ident, slack))

    async def _invite(self, request: Request, seat: Seat, _: FormData) -> Response:
        ident, now = (await self._account(request)).id, self._staff.sign_in.clock()
        account, key = await self._changed(lambda held: invite(held, ident, now))
        return await self._link(request, seat, account, key)

    async def _end_theirs(self, request: Request, seat: Seat, _: FormData) -> Response:
        ident, now = (await self._account(request)).id, self._staff.sign_in.clock()
        await run_in_threadpool(self._sessions.store.end_sessions, ident, now, seat.key)
        self._sessions.forget()
        return RedirectResponse(f"{ALL}/{ident}?done=sessions", 303)

    async def _remove(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Only with a tick that they are sure."""
        if field_of(form, "sure") != "on":
            return await self._one(request, seat, "accounts.problem.sure")
        ident = (await self._account(request)).id
        return await self._do(request, seat, lambda held: remove(held, ident), then=ALL)

    async def _end(self, request: Request, _: Seat, form: FormData) -> Response:
        """End any session."""
        key, now = field_of(form, "session"), self._staff.sign_in.clock()
        session = await self._sessions.live(key, now, in_use=False)
        request.state.about = session.name if session is not None else ""
        await self._sessions.end(key, now)
        return RedirectResponse(f"{ALL}?done=sessions", 303)

    async def _do(
        self,
        request: Request,
        seat: Seat,
        change: Callable[[Accounts], Account],
        then: str = "",
    ) -> Response:
        """Carry out a change of one account, and lead to what it is like now."""
        page, _, what = request.scope["path"].rpartition("/")
        try:
            await self._changed(change)
        except AccountError as why:
            return await self._one(request, seat, why.key)
        return RedirectResponse(f"{then or page}?done={what}", 303)

    async def _changed(self, change: Callable[[Accounts], Change]) -> Change:
        done = await run_in_threadpool(changed, self._sessions.store, change)
        self._sessions.forget()
        return done

    async def _account(self, request: Request) -> Account:
        ident = request.path_params["account"]
        accounts = await run_in_threadpool(self._sessions.store.accounts)
        found = next((account for account in accounts if account.id == ident), None)
        if found is None:
            raise HTTPException(404)
        request.state.about = found.name  # in the audit log, also of one that is gone later
        return found


def _role(given: str) -> Role:
    """The role of a form; the least where it names none."""
    return Role(given) if given in set(Role) else Role.VIEWER
