"""Where other desks tell what is reported there: signed by a key that the operator knows, taken once.

There is no token. A request is let in by its signature and its age; sent again under a later
timestamp it is answered and changes nothing, sent again as it was it is refused. A ``ping`` that is signed is
answered and changes nothing either.
"""

import hashlib
import re
from datetime import datetime, timedelta

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.desk.api_tokens import ApiStore, KeyState
from bot.model.errors import StoreUnavailableError
from bot.model.peer import MOST_COUNTED, Peer, PeerTold, Sighting, SightingState
from bot.web.api.operations import Answer, ApiHouse, Call, Operation
from bot.web.api.problems import InvalidPart, ProblemError, invalid, response_of
from bot.web.api.resource import AGAIN_AFTER, JSON
from bot.web.api.signatures import is_signed
from bot.web.api.webhooks import PingData, SightingData, WebhookBody
from bot.web.connections import group_of
from bot.web.hub import STAFF
from bot.web.limit import Limiter
from bot.web.views import read

SKEW = timedelta(minutes=5)  # of clocks; older requests are refused
TOLD_FOR = timedelta(minutes=90)  # older words are worth nothing
LONGEST_SINCE = timedelta(days=30)
LONGEST = 4_096  # bytes
OF_ADDRESS, OF_PEER = 120, 60  # requests in a minute
BEGIN = "sighting."
_PEER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_IDENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOMENT = re.compile(r"[0-9]{1,12}")
_CHALLENGE = {"WWW-Authenticate": 'Signature realm="jitabata"'}
Body, Ping = WebhookBody[SightingData], WebhookBody[PingData]


async def _by_signature(_: Call) -> Answer:
    """No token opens this; ``PeerDoor`` answers it."""
    raise ProblemError("unauthorized", _CHALLENGE)


TELL = Operation(
    "tellDesk",
    "POST",
    "/peers/{peer}/sightings",
    None,
    _by_signature,
    None,
    (204,),
    body=Body,
    signed=True,
)


class PeerDoor:
    """The one address at which peers tell. An ASGI application, so that it sees every method."""

    def __init__(self, house: ApiHouse, store: ApiStore) -> None:
        self._house, self._store = house, store
        self._addresses, self._peers = Limiter(OF_ADDRESS), Limiter(OF_PEER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._taken(Request(scope, receive))
        except ProblemError as error:
            response = response_of(scope, error)
        except StoreUnavailableError:
            response = response_of(scope, ProblemError("away", {"Retry-After": "10"}))
        await response(scope, receive, send)

    async def _taken(self, request: Request) -> Response:
        if request.method != "POST":
            raise ProblemError("not_allowed", {"Allow": "POST"})
        now = self._house.clock()
        address = group_of(request.client.host) if request.client else ""
        if not self._addresses.allows(address, now):
            raise ProblemError("too_fast", {"Retry-After": "60"})
        body = await request.body()
        if len(body) > LONGEST:
            raise ProblemError("too_large")
        peer = await self._peer(request, body, now)
        if not self._peers.allows(peer.id, now):
            raise ProblemError("too_fast", {"Retry-After": "60"})
        _must_be_json(request)
        if not _is_ping(body):
            await self._once(request, body, self._read(body, peer, now))
        return Response(status_code=204)

    async def _peer(self, request: Request, body: bytes, now: datetime) -> Peer:
        """The peer who signed a request. Raises ProblemError, the same whatever is wrong."""
        ident, sent_at = (request.headers.get(f"webhook-{n}", "") for n in ("id", "timestamp"))
        name = str(request.path_params["peer"])
        in_shape = _PEER.fullmatch(name) and _IDENT.fullmatch(ident) and _MOMENT.fullmatch(sent_at)
        if in_shape and abs(now.timestamp() - int(sent_at)) <= SKEW.total_seconds():
            peer = await read(self._house.views, lambda work: work.peer(name))
            said = f"{ident}.{sent_at}.".encode() + body
            signatures = request.headers.get("webhook-signature", "")
            if peer is not None and is_signed(said, signatures, peer.keys):
                return peer
        raise ProblemError("unauthorized", _CHALLENGE)

    def _read(self, body: bytes, peer: Peer, now: datetime) -> PeerTold:
        """What it says. Raises ProblemError for what no sighting can be."""
        try:
            said = Body.model_validate_json(body, strict=True)
        except ValidationError as why:
            raise invalid(why, "/") from None
        state, told_at, data = said.type.removeprefix(BEGIN), said.timestamp, said.data
        wrong = {
            "/type": not said.type.startswith(BEGIN) or state not in set(SightingState),
            "/timestamp": not now - TOLD_FOR <= told_at <= now + SKEW,
            "/data/product": self._house.knowledge.catalogue.get(data.product) is None,
            "/data/since": not now - LONGEST_SINCE <= data.since <= now + SKEW,
        }
        if any(wrong.values()):
            parts = [InvalidPart(pointer=p, message="not taken") for p, is_ in wrong.items() if is_]
            raise ProblemError("invalid", errors=parts)
        number = min(data.organisations, MOST_COUNTED)
        sighting = Sighting(data.product, SightingState(state), min(data.since, now), number)
        return PeerTold(now, peer.id, sighting, told_at)

    async def _once(self, request: Request, body: bytes, told: PeerTold) -> None:
        """Hand it in, unless it was before. Raises ProblemError for a request that is played again."""
        sent_at = int(request.headers["webhook-timestamp"])
        key = f"peer:{told.peer}:{_digest(request.headers['webhook-id'].encode())}"
        kept = await run_in_threadpool(
            self._store.take_key, key, _digest(body), told.at, AGAIN_AFTER
        )
        if kept.state is KeyState.OTHER:
            raise ProblemError("key_reused")
        if kept.state is KeyState.RUNNING:
            raise ProblemError("key_running", {"Retry-After": "5"})
        if kept.state is KeyState.DONE and sent_at <= int(kept.body):
            raise ProblemError("replayed")
        if kept.state is KeyState.FRESH:
            await self._house.door.handle(told)
            self._house.hub.publish(STAFF)
        await run_in_threadpool(self._store.keep_answer, key, 204, str(sent_at))


def _must_be_json(request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise ProblemError("not_json")


def _is_ping(body: bytes) -> bool:
    """Whether an operator only tries out that this desk hears theirs."""
    try:
        return Ping.model_validate_json(body).type == "ping"
    except ValidationError:
        return False


def _digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()
