"""One measurement: the name, the connection, the certificate, the answer, and how long it took.

Each measurement makes a connection of its own, since a kept one would prove nothing of the way
there. It sends one small GET without cookies, reads no more of the answer than it must, and follows
a redirect on the same host only. Nothing is retried here.
"""

import asyncio
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from bot.model.probe import MeasurementStep
from bot.net.addresses import Resolve, is_public, resolve
from bot.net.peers import PrivatePeerError, public_only
from bot.probes.targets import ProbeTarget

USER_AGENT = "Jitabata/0.1"
LONGEST_WAIT = 3600.0  # seconds for which a host may ask to be left alone
READ = 65_536  # bytes of an answer that must have a shape
REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class MeasurementLimits:
    """What one measurement may take, in seconds. ``allow_private``: for a server on this machine."""

    total: float = 10.0
    connect: float = 5.0
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A measurement; ``step``: where it failed, None where it answered as it should."""

    step: MeasurementStep | None
    status: int | None = None
    seconds: float | None = None
    expires_at: datetime | None = None


class NotMeasuredError(Exception):
    """The host may not be asked, or its answer says nothing of its health.

    ``wait``: for how many seconds it asks to be left alone.
    """

    def __init__(self, message: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(message)


@dataclass
class _Progress:
    """How far a measurement has come; filled while httpx reports what it does."""

    allow_private: bool
    step: MeasurementStep = MeasurementStep.DNS
    expires_at: datetime | None = None

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        if not self.allow_private:
            await public_only(event, info)
        match event:
            case "connection.connect_tcp.started":
                self.step = MeasurementStep.CONNECT
            case "connection.connect_tcp.complete":
                self.step = MeasurementStep.ANSWER
            case "connection.start_tls.started":
                self.step = MeasurementStep.TLS
            case "connection.start_tls.complete":
                self.expires_at = _expiry(info["return_value"])
                self.step = MeasurementStep.ANSWER
            case _:
                pass


class Measurer:
    """Measures targets. Raises NotMeasuredError where there is nothing to measure.

    ``contact``, an address for whom we bother, is sent along with each request.
    """

    def __init__(
        self,
        limits: MeasurementLimits | None = None,
        resolve: Resolve = resolve,
        context: ssl.SSLContext | None = None,
        seconds: Callable[[], float] = time.perf_counter,
        *,
        contact: str = "",
    ) -> None:
        self._agent = f"{USER_AGENT} (+{contact})" if contact else USER_AGENT
        self._limits = limits or MeasurementLimits()
        self._resolve = resolve
        self._context = context or ssl.create_default_context()
        self._seconds = seconds

    async def __call__(self, target: ProbeTarget) -> Taken:
        began, progress = self._seconds(), _Progress(self._limits.allow_private)
        try:
            async with asyncio.timeout(self._limits.total):
                await self._check(target)
                status, step = await self._ask(target, progress)
        except PrivatePeerError as why:
            raise NotMeasuredError(f"refused: {why}") from why
        except (TimeoutError, OSError, httpx.HTTPError, UnicodeError):
            return Taken(progress.step, expires_at=progress.expires_at)
        seconds = self._seconds() - began
        return Taken(step, status, None if step else seconds, progress.expires_at)

    async def _check(self, target: ProbeTarget) -> None:
        """Raises OSError where the name has no address."""
        if self._limits.allow_private:
            return
        addresses = await self._resolve(target.host, 443)
        if not addresses:
            raise OSError("no address")
        if not all(is_public(a) for a in addresses):
            raise NotMeasuredError(f"refused: {target.host} is not a public address")

    async def _ask(
        self, target: ProbeTarget, progress: _Progress
    ) -> tuple[int, MeasurementStep | None]:
        async with httpx.AsyncClient(verify=self._context, trust_env=False) as client:
            url, status = httpx.URL(target.url), 0
            for _ in range(REDIRECTS + 1):
                async with client.stream(
                    "GET",
                    url,
                    headers={"user-agent": self._agent, "accept": "*/*"},
                    follow_redirects=False,
                    timeout=httpx.Timeout(self._limits.total, connect=self._limits.connect),
                    extensions={"trace": progress.trace},
                ) as response:
                    status = response.status_code
                    if response.has_redirect_location:
                        onward = url.join(response.headers["location"])
                        if (onward.scheme, onward.host) == (url.scheme, url.host):
                            url = onward
                            continue
                    return status, await _verdict(response, target)
        return status, None  # it goes round in a circle, but it answers


async def _verdict(response: httpx.Response, target: ProbeTarget) -> MeasurementStep | None:
    """Where an answer fails, None when it is as it should be."""
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        said = response.headers.get("retry-after", "")
        wait = min(float(said[:9]), LONGEST_WAIT) if said.isdecimal() else None
        raise NotMeasuredError("it asks us to come less often", wait)
    if status >= 500:
        return MeasurementStep.STATUS
    if not target.keys:
        return None
    if await _has_shape(response, target.keys):
        return None
    if status == httpx.codes.NOT_FOUND:
        raise NotMeasuredError("nothing of ours is at this address")
    return MeasurementStep.SHAPE


async def _has_shape(response: httpx.Response, keys: tuple[str, ...]) -> bool:
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) > READ:
            return False
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and all(key in value for key in keys)


def _expiry(stream: Any) -> datetime | None:
    """When the certificate of a connection expires."""
    secured = stream.get_extra_info("ssl_object")
    until = (secured.getpeercert() or {}).get("notAfter") if secured else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None
