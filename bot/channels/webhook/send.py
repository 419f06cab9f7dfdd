"""Posts what is said to the receiver's URL, signed; once, and nothing is retried here.

A repeat is safe: it carries the same ``webhook-id``, by which the receiver knows what it has. So
nothing is looked up first when an earlier attempt may have arrived. No redirect is followed, and a
host must have a public address unless the operator names it: before the request and when it is
connected to. It knows no proxy.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

import httpx

from bot.channels.webhook.address import Exceptions, may_be_private, problem_with
from bot.channels.webhook.answers import ReceiverGoneError, failure, of_a_peer
from bot.channels.webhook.payload import body_of, ident_of, ping_at
from bot.channels.webhook.settings import ENDPOINT, KEY, WebhookSettings
from bot.channels.webhook.subscribers import NAME, SubscriberContext, SubscriberPosts, is_subscriber
from bot.desk.ledger import Outgoing
from bot.model.errors import DeliveryError
from bot.model.peer import PeerSighting
from bot.net.addresses import Resolve, is_public, resolve
from bot.net.client import Polling
from bot.net.peers import PrivatePeerError

if TYPE_CHECKING:
    from bot.channels.webhook.signing import WebhookSigner

USER_AGENT = "Jitabata/0.1"
TOTAL, CONNECT = 10.0, 5.0  # seconds for an attempt, and of them for the connection
READ = 1_024  # bytes of an answer that are read, so that its connection can be used again
READ_FOR = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Posts:
    """What speaks to the network: to hosts with ``public`` addresses, and to those named ``private``."""

    public: httpx.AsyncBaseTransport
    private: httpx.AsyncBaseTransport
    resolve: Resolve = resolve


class WebhookChannel:
    """Tells recipients and the operator's own endpoints.

    ``unreachable`` is awaited with the reader's id when a receiver says that it is gone for good.
    ``subscribers``: what is known of those who follow the public page.
    """

    def __init__(
        self,
        settings: WebhookSettings,
        posts: Posts,
        clock: Callable[[], datetime],
        unreachable: Callable[[str], Awaitable[object]],
        subscribers: SubscriberContext,
        total: float = TOTAL,
    ) -> None:
        self._settings = settings
        self._posts = posts
        self._clock = clock
        self._unreachable = unreachable
        self._total = total
        self._subscribers = SubscriberPosts(subscribers, lambda: self._signer)

    @cached_property
    def _signer(self) -> "WebhookSigner | None":
        """Made for the first post, for it takes 7 MB; None when there is no key to sign with."""
        return self._settings.signer() if self._settings.keys else None

    async def deliver(self, outgoing: Outgoing) -> str:
        """Post it and answer its ``webhook-id``. Raises DeliveryError, which names the host alone."""
        ident = ident_of(outgoing)
        if not is_subscriber(outgoing):
            await self._taken(outgoing, self._signed(outgoing, ident, {}))
            return ident
        request = self._signed(outgoing, ident, self._subscribers.more(outgoing, ident))
        try:
            answer = await self._taken(outgoing, request)
        except DeliveryError as error:
            raise await self._subscribers.failed(outgoing, error) from error
        await self._subscribers.took(outgoing, ident, answer)
        return ident

    async def ping(self, url: str, reader: str) -> int:
        """Post a signed ``ping`` once, and answer the status. Raises DeliveryError, as ``deliver``."""
        exceptions, now = self._settings.exceptions, self._clock()
        if (problem := problem_with(url, exceptions)) is not None:
            raise DeliveryError(f"the address is not taken ({problem})", permanent=True)
        ident = f"ping_{int(now.timestamp() * 1000)}"
        request = self._request(url, ident, ping_at(now), reader, now)
        status, _, _ = await self._post(request.url.host, request, exceptions)
        return status

    def _signed(self, outgoing: Outgoing, ident: str, more: Mapping[str, str]) -> httpx.Request:
        url, body = self._address(outgoing), body_of(outgoing, more)
        return self._request(url, ident, body, outgoing.reader, self._clock())

    async def _taken(self, outgoing: Outgoing, request: httpx.Request) -> bytes:
        """Post it; answers how an answer of 2xx begins."""
        host = NAME if is_subscriber(outgoing) else request.url.host
        exceptions = self._exceptions(outgoing)
        status, headers, answer = await self._post(host, request, exceptions)
        if 200 <= status < 300:
            return answer
        age = self._clock() - outgoing.decided_at
        error = failure(host, status, headers, outgoing.attempts + 1, age)
        if isinstance(outgoing.effect, PeerSighting):
            raise of_a_peer(error, status, age)
        if isinstance(error, ReceiverGoneError) and not outgoing.reader.startswith(ENDPOINT):
            await self._unreachable(outgoing.reader)
        raise error

    def _exceptions(self, outgoing: Outgoing) -> Exceptions:
        if is_subscriber(outgoing):
            return self._subscribers.exceptions
        return self._settings.exceptions

    def _address(self, outgoing: Outgoing) -> str:
        """The URL; of an operator's own receiver the one in the settings of today."""
        url = outgoing.address
        if outgoing.reader.startswith(ENDPOINT):
            endpoint = self._settings.endpoint(outgoing.reader)
            url = endpoint.url if endpoint is not None else ""
        if not url:
            raise DeliveryError(f"{outgoing.reader} has no address any more", permanent=True)
        if (problem := problem_with(url, self._exceptions(outgoing))) is not None:
            raise DeliveryError(f"the address is not taken ({problem})", permanent=True)
        return url

    def _request(
        self, url: str, ident: str, body: bytes, reader: str, now: datetime
    ) -> httpx.Request:
        if self._signer is None:
            raise DeliveryError(f"{KEY.name} is not set, so nothing can be signed")
        at = int(now.timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": USER_AGENT,
            "webhook-id": ident,
            "webhook-timestamp": str(at),
            "webhook-signature": self._signer.signature(ident, at, body, reader),
        }
        timeout = {"connect": CONNECT, "read": self._total}
        return httpx.Request(
            "POST", url, headers=headers, content=body, extensions={"timeout": timeout}
        )

    async def _post(
        self, host: str, request: httpx.Request, exceptions: Exceptions
    ) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and beginning of the answer; what the network raises becomes ours.

        ``host``: as it is called in an error.
        """
        try:
            async with asyncio.timeout(self._total):
                transport = await self._way_to(host, request, exceptions)
                response = await transport.handle_async_request(request)
        except PrivatePeerError:
            raise _private(host) from None
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise DeliveryError(f"no connection to {host}") from None
        except (TimeoutError, httpx.TimeoutException):
            said = f"no answer from {host} in {self._total:g} s"
            raise DeliveryError(said, unknown=True) from None
        except (httpx.HTTPError, OSError):
            raise DeliveryError(f"the connection to {host} broke off", unknown=True) from None
        try:
            answer = await _read_a_little(response)
        finally:
            await response.aclose()
        return response.status_code, response.headers, answer

    async def _way_to(
        self, host: str, request: httpx.Request, exceptions: Exceptions
    ) -> httpx.AsyncBaseTransport:
        if may_be_private(str(request.url), exceptions):
            return self._posts.private
        try:
            addresses = await self._posts.resolve(request.url.host, request.url.port or 443)
        except (OSError, UnicodeError):
            raise DeliveryError(f"there is no address for {host}") from None
        if not addresses or not all(is_public(a) for a in addresses):
            raise _private(host)
        return self._posts.public


def _private(host: str) -> DeliveryError:
    said = f"{host} has an address of a private network"
    hint = "; if it is meant, put it into private_hosts under [webhook]"
    return DeliveryError(said if host == NAME else f"{said}{hint}")


async def _read_a_little(response: httpx.Response) -> bytes:
    """The beginning of an answer, so far as it comes soon; what becomes of the rest changes nothing."""
    read = b""
    with contextlib.suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(READ_FOR):
            async for part in cast("AsyncIterable[bytes]", response.stream):
                read += part
                if len(read) >= READ:
                    break
    return read[:READ]


@asynccontextmanager
async def open_webhooks(
    settings: WebhookSettings,
    clock: Callable[[], datetime],
    unreachable: Callable[[str], Awaitable[object]],
    subscribers: SubscriberContext,
) -> AsyncIterator[WebhookChannel]:
    """The channel, with its connections for as long as it is open."""
    async with Polling() as public, Polling(allow_private=True) as private:
        yield WebhookChannel(settings, Posts(public, private), clock, unreachable, subscribers)
