"""The admin's page of API tokens: which there are, what each may do, and a new one, shown once."""

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.api_tokens import LONGEST_ORGANISATION, ApiStore, TokenError, keep_token, made_token
from bot.model.api_token import OPERATORS_OWN, Scope
from bot.model.staff import spoken_name
from bot.web.session import Seat
from bot.web.signin import field_of
from bot.web.staff_pages import StaffPages

ALL = "/staff/api-tokens"
DAYS = (30, 90, 365)
SOON = timedelta(days=14)  # before its end a token is marked, so that another takes its place


class ApiTokenPages:
    """Shows tokens, makes them and revokes them."""

    def __init__(self, staff: StaffPages, store: ApiStore) -> None:
        self._staff, self._store = staff, store

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        return [
            Route(ALL, seated(self._all)),
            Route(ALL, posted(self._add), methods=["POST"]),
            Route(f"{ALL}/{{token}}/revoke", posted(self._revoke), methods=["POST"]),
        ]

    async def _all(
        self, request: Request, seat: Seat, problem: str = "", given: FormData | None = None
    ) -> Response:
        """All tokens; with what was written kept and the reason told when none could be made."""
        now = self._staff.pages.clock()
        tokens = await run_in_threadpool(self._store.tokens)
        return await self._staff.show(
            request,
            seat,
            "api_tokens.html",
            problem=self._staff.pages.texts_for(request)(problem) if problem else "",
            revoked=request.query_params.get("done") == "revoke",
            live=[token for token in tokens if token.is_live(now)],
            dead=[token for token in tokens if not token.is_live(now)],
            scopes=tuple(Scope),
            operators_own=OPERATORS_OWN,
            days=DAYS,
            soon=now + SOON,
            longest_organisation=LONGEST_ORGANISATION,
            given={
                "name": field_of(given, "name") if given else "",
                "organisation": field_of(given, "organisation") if given else "",
                "days": _days(given),
                "scopes": _scopes(given),
            },
            status=409 if problem else 200,
        )

    async def _add(self, request: Request, seat: Seat, form: FormData) -> Response:
        name, organisation = field_of(form, "name"), field_of(form, "organisation")
        request.state.about = spoken_name(name)
        now, lasts = self._staff.pages.clock(), timedelta(days=_days(form))
        try:
            token, text = made_token(name, _scopes(form), organisation, lasts, seat.staff, now)
            accounts = await run_in_threadpool(self._staff.sign_in.sessions.store.accounts)
            await run_in_threadpool(keep_token, self._store, token, accounts)
        except TokenError as why:
            return await self._all(request, seat, why.key, form)
        request.state.about = f"{token.id} {token.name}"
        return await self._staff.show(request, seat, "api_token.html", made=token, text=text)

    async def _revoke(self, request: Request, _seat: Seat, _: FormData) -> Response:
        ident, now = request.path_params["token"], self._staff.pages.clock()
        gone = await run_in_threadpool(self._store.revoke_token, ident, now)
        if gone is None and not await run_in_threadpool(self._is_known, ident):
            raise HTTPException(404)
        return RedirectResponse(f"{ALL}?done=revoke", 303)

    def _is_known(self, ident: str) -> bool:
        return any(token.id == ident for token in self._store.tokens())


def _scopes(form: FormData | None) -> tuple[Scope, ...]:
    chosen = set(form.getlist("scope")) if form is not None else set()
    return tuple(scope for scope in Scope if scope.value in chosen)


def _days(form: FormData | None) -> int:
    given = field_of(form, "days") if form is not None else ""
    return int(given) if given in map(str, DAYS) else DAYS[1]
