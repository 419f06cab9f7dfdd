"""Lets programs in by their token, at their pace, to what they may do; and writes down what they did."""

from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from bot.desk.api_tokens import SHAPE, ApiStore
from bot.desk.shared_counters import SharedCounters
from bot.desk.staff_accounts import digest_of
from bot.model.api_token import ApiToken
from bot.model.recent import RecentValues
from bot.web.api.operations import Operation
from bot.web.api.pace import Left, TokenPaces
from bot.web.api.problems import ProblemError
from bot.web.audit_trail import AGAIN, AuditTrail
from bot.web.connections import group_of
from bot.web.limit import Limiter
from bot.web.session import Seat

NOTED_EVERY = timedelta(minutes=1)
TRIES = 60  # of one address in a minute, with what was not known to be a good token
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="jitabata"'}
_KNOWN = 1_000  # tokens that were good lately


class Gate:
    """Who may pass. What cannot be written down is not answered."""

    def __init__(self, store: ApiStore, trail: AuditTrail, counters: SharedCounters) -> None:
        """``counters``: of the requests of each token, in all processes."""
        self._store, self._trail = store, trail
        self._paces, self._tries = TokenPaces(counters), Limiter(TRIES)
        self._good = RecentValues[str, None](_KNOWN)  # digests

    async def token(self, request: Request, now: datetime) -> tuple[ApiToken, Left]:
        """The token that a request shows, and what it has left. Raises ProblemError."""
        token = await self._shown(request, now)
        left = await self._paces.spend(token.id, now)
        if left.requests < 0:
            raise ProblemError("too_fast", left.headers)
        if token.used_at is None or now - token.used_at >= NOTED_EVERY:
            await run_in_threadpool(self._store.use_token, token.id, now)
        return token, left

    async def admit(self, request: Request, token: ApiToken, operation: Operation) -> None:
        """Let a token do an operation. Raises ProblemError where its scopes do not."""
        if operation.scope is None or operation.scope in token.scopes:
            return
        about = f"{operation.method} {operation.path}"
        await self._trail.note(request, _seat(token), "refused", about, refused=True, again=AGAIN)
        raise ProblemError("forbidden", {"X-Required-Scope": operation.scope.value})

    async def note(
        self, request: Request, token: ApiToken, operation: Operation, about: str
    ) -> None:
        """Write down what a token did; the same look now and then."""
        if operation.act:
            again = AGAIN if operation.method == "GET" else None
            await self._trail.note(request, _seat(token), operation.act, about, again=again)

    async def _shown(self, request: Request, now: datetime) -> ApiToken:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        digest = digest_of(given)
        address = group_of(request.client.host) if request.client else ""
        if scheme.lower() == "bearer" and SHAPE.fullmatch(given):
            if digest not in self._good and not self._tries.allows(address, now):
                raise ProblemError("too_fast", {"Retry-After": "60"})
            token = await run_in_threadpool(self._store.token, digest)
            if token is not None and token.is_live(now):
                self._good[digest] = None
                return token
            self._good.pop(digest, None)
        raise ProblemError("unauthorized", _CHALLENGE)


def _seat(token: ApiToken) -> Seat:
    return Seat(token.id, token.name, account=token.id)
