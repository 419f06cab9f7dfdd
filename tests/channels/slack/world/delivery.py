"""How Slack delivers: signed, within three seconds, again at once, after 1 and 5 minutes."""

import hashlib
import hmac
import json
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import Clock

from tests.channels.slack.world.state import Json
from tests.channels.slack.world.world import SIGNING_SECRET, World

Headers = dict[str, str]
Door = Callable[[str, Headers], Awaitable[int]]  # body and headers in, status out; 0: unreachable
ACK_WITHIN = 3.0
PAUSES = (0.0, 60.0, 300.0)
ROUNDING = 0.0001  # a moment is a float; a clock counts microseconds
INTERACTIVE = {"block_actions", "view_submission", "view_closed", "shortcut", "message_action"}


def signed(
    payload: Json, *, secret: str = SIGNING_SECRET, age: int = 0, retry: int = 0, reason: str = ""
) -> tuple[str, Headers]:
    """Body and headers as Slack sends them; Bolt compares the stamp with the real clock."""
    is_form = payload.get("type") in INTERACTIVE or "command" in payload
    if "command" in payload:
        body = urlencode(payload)
    else:
        body = urlencode({"payload": json.dumps(payload)}) if is_form else json.dumps(payload)
    stamp = str(int(Clock().now()) - age)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    kind = "application/x-www-form-urlencoded" if is_form else "application/json"
    headers = {"Content-Type": kind, "X-Slack-Signature": f"v0={digest}"}
    headers["X-Slack-Request-Timestamp"] = stamp
    if retry:
        headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
    return body, headers


def into(app: Callable[[], AsyncApp]) -> Door:
    """The door of a Bolt app in this process, without a socket between."""

    async def knock(body: str, headers: Headers) -> int:
        names: dict[str, str | Sequence[str]] = {
            name.lower(): [value] for name, value in headers.items()
        }
        return (await app().async_dispatch(AsyncBoltRequest(body=body, headers=names))).status

    return knock


@dataclass(frozen=True, slots=True)
class Chaos:
    """How deliveries go wrong, each a share: never arrives (twice at most), the answer is lost,
    arrives twice, arrives under another event id too, arrives late by up to ``latest`` seconds.
    """

    lost: float = 0.0
    unheard: float = 0.0
    twice: float = 0.0
    renamed: float = 0.0
    late: float = 0.0
    latest: float = 90.0


@dataclass(order=True)
class _Due:
    at: float
    turn: int
    payload: Json = field(compare=False)
    attempt: int = field(compare=False, default=0)
    reason: str = field(compare=False, default="")


class Delivery:
    """What waits to be delivered, in virtual time; ``deliver_due`` is called as it passes."""

    def __init__(self, world: World, door: Door, seed: int = 0, chaos: Chaos | None = None) -> None:
        self._world = world
        self._door = door
        self._dice = random.Random(f"delivery/{seed}")  # noqa: S311 - the same every time
        self._chaos = chaos or Chaos()
        self._queue: list[_Due] = []
        self.acks: list[tuple[str, int, float]] = []  # event id or type, status, seconds
        self.given_up: list[Json] = []
        self._statuses: dict[int, int] = {}

    def status_of(self, payload: Json) -> int | None:
        """What a payload was answered with last; None: it was never delivered."""
        return self._statuses.get(id(payload))

    def send(self, *payloads: Json) -> None:
        """Slack will deliver these, more or less; what is no event at once, and once."""
        dice, chaos = self._dice, self._chaos
        for payload in payloads:
            if "event_id" not in payload:
                self._put(0.0, payload)
                continue
            delay = dice.uniform(0, chaos.latest) if dice.random() < chaos.late else 0.0
            self._put(delay, payload)
            if dice.random() < chaos.twice:
                self._put(delay + dice.uniform(0, chaos.latest), payload)
            if dice.random() < chaos.renamed:
                again = {**payload, "event_id": f"Ev{self._world.number('event')}"}
                self._put(delay + dice.uniform(0, chaos.latest), again)

    def _put(self, delay: float, payload: Json, attempt: int = 0, reason: str = "") -> None:
        turn = self._world.number("delivery")
        heappush(self._queue, _Due(self._world.now + delay, turn, payload, attempt, reason))

    @property
    def next_at(self) -> float | None:
        """When the next delivery is due."""
        return self._queue[0].at if self._queue else None

    async def deliver_due(self) -> None:
        """Deliver one after the other what is due by now."""
        while self._queue and self._queue[0].at <= self._world.now + ROUNDING:
            await self._deliver(heappop(self._queue))

    async def _deliver(self, due: _Due) -> None:
        chance = self._dice.random()
        if due.attempt < 2 and chance < self._chaos.lost and "event_id" in due.payload:
            self._again(due, "connection_failed")
            return
        status = await self.deliver(due.payload, due.attempt, due.reason)
        is_event = "event_id" in due.payload
        if is_event and status == 0:
            self._again(due, "connection_failed")
        elif is_event and not 200 <= status < 300:
            self._again(due, "http_error")
        elif is_event and due.attempt < len(PAUSES) and chance > 1 - self._chaos.unheard:
            self._again(due, "http_timeout")

    async def deliver(self, payload: Json, attempt: int = 0, reason: str = "") -> int:
        """One delivery now; its status (0: nobody there). What is not acknowledged is found."""
        body, headers = signed(payload, retry=attempt, reason=reason)
        name = str(payload.get("event_id") or payload.get("type") or payload.get("command"))
        began = self._spent()
        status = await self._door(body, headers)
        seconds = self._spent() - began
        self.acks.append((name, status, seconds))
        self._statuses[id(payload)] = status
        if status == 404:
            self._world.findings.add("answered-404", name, payload.get("event"))
        elif status >= 400:
            self._world.findings.add("answered-error", name, status)
        if status and seconds > ACK_WITHIN:
            self._world.findings.add("ack-late", name, f"{seconds:.1f} s")
        return status

    def _spent(self) -> float:
        """Seconds of the world's clock and of the processor, whatever else the machine does."""
        return self._world.now + time.process_time()

    def _again(self, due: _Due, reason: str) -> None:
        if due.attempt == len(PAUSES):
            self.given_up.append(due.payload)
            return
        self._put(PAUSES[due.attempt], due.payload, due.attempt + 1, reason)
