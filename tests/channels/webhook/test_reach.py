"""Where a post goes: over TLS, and never into a network of our own by a name that leads there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import trustme

from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.send import Posts, WebhookChannel, open_webhooks
from bot.channels.webhook.settings import WebhookSettings
from bot.model.errors import DeliveryError
from bot.net.addresses import Resolve
from bot.net.client import Polling, trusted
from bot.net.peers import PrivatePeerError
from tests.cases import each
from tests.channels.fakes import NOON, Clock
from tests.channels.webhook.posting import KEY, nobody, outgoing
from tests.channels.webhook.subscribers import subscribers
from tests.probes.servers import Authority, answer, serving

TAKEN = answer(204)
PUBLIC = WebhookSettings(keys=(KEY,))


def resolves_to(*addresses: str) -> Resolve:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


class Wire(httpx.AsyncBaseTransport):
    """A network that notes what was posted, or refuses the peer that it got."""

    def __init__(self, error: Exception | None = None) -> None:
        self.posted: list[str] = []
        self._error = error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._error is not None:
            raise self._error
        self.posted.append(str(request.url))
        return httpx.Response(204)


def post(
    posts: Posts, settings: WebhookSettings = PUBLIC, address: str = "https://hooks.example.com/x"
) -> str:
    channel = WebhookChannel(settings, posts, Clock(), nobody, subscribers(), 2.0)
    return asyncio.run(channel.deliver(replace(outgoing(), address=address)))


@each(
    "addresses",
    [
        ("127.0.0.1",),
        ("10.1.2.3",),
        ("169.254.169.254",),
        ("::1",),
        ("fd00::1",),
        ("::ffff:10.0.0.1",),
        ("8.8.8.8", "192.168.0.1"),
        ("224.0.0.1",),
        (),
    ],
)
def test_a_name_that_leads_home_is_refused_before_anything_is_sent(
    addresses: tuple[str, ...],
) -> None:
    wire = Wire()
    with pytest.raises(DeliveryError, match="private_hosts") as caught:
        post(Posts(wire, wire, resolves_to(*addresses)))
    assert not caught.value.permanent  # the operator may have it meant, and say so
    assert wire.posted == []


def test_a_name_that_changes_its_mind_is_refused_when_connected_to() -> None:
    public, home = Wire(PrivatePeerError("10.0.0.1")), Wire()
    with pytest.raises(DeliveryError, match="private network"):
        post(Posts(public, home, resolves_to("8.8.8.8")))
    assert home.posted == []


def test_the_connection_itself_is_refused_whatever_the_name_said() -> None:
    async def run() -> None:
        async with serving(TAKEN) as port, Polling() as public:
            http = Exceptions(http=frozenset({"localhost.example"}))
            posts = Posts(_Redirected(public, port), Wire(), resolves_to("8.8.8.8"))
            settings = replace(PUBLIC, exceptions=http)
            channel = WebhookChannel(settings, posts, Clock(), nobody, subscribers(), 2.0)
            said = replace(outgoing(), address="http://localhost.example/")
            with pytest.raises(DeliveryError, match="private network"):
                await channel.deliver(said)

    asyncio.run(run())


class _Redirected(httpx.AsyncBaseTransport):
    """A name server that gives this machine's address after the check."""

    def __init__(self, real: Polling, port: int) -> None:
        self._real, self._port = real, port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(host="127.0.0.1", port=self._port)
        return await self._real.handle_async_request(request)


def test_a_host_that_the_operator_names_may_be_at_home_and_no_other() -> None:
    named = replace(PUBLIC, exceptions=Exceptions(private=frozenset({"hooks.corp.example"})))
    public, home = Wire(), Wire()
    posts = Posts(public, home, resolves_to("10.0.0.1"))
    post(posts, named, "https://HOOKS.corp.example/x")
    assert (public.posted, len(home.posted)) == ([], 1)
    with pytest.raises(DeliveryError, match="private network"):
        post(posts, named, "https://other.corp.example/x")
    with pytest.raises(DeliveryError, match="not taken"):  # named, but not for http
        post(posts, named, "http://hooks.corp.example/x")


def test_no_address_at_all_means_that_nothing_was_said() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(DeliveryError, match=r"no address for hooks\.example\.com") as caught:
        post(Posts(Wire(), Wire(), nowhere))
    assert not caught.value.unknown


@contextlib.asynccontextmanager
async def over_tls(name: str, folder: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    authority, ours = Authority(), folder / "ca.pem"
    ca: trustme.CA = authority._ca
    ca.cert_pem.write_to_path(str(ours))
    patch.setenv("SSL_CERT_FILE", str(ours))
    trusted.cache_clear()
    try:
        async with serving(TAKEN, secured=authority.server(name)) as port:
            yield port
    finally:
        trusted.cache_clear()


@pytest.mark.parametrize("name", ["127.0.0.1", "hooks.example.com"])
def test_the_certificate_must_be_that_of_the_host(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Exceptions(private=frozenset({"127.0.0.1"}))

    async def run() -> str:
        async with over_tls(name, tmp_path, monkeypatch) as port:
            settings = replace(PUBLIC, exceptions=home)
            async with open_webhooks(settings, lambda: NOON, nobody, subscribers()) as channel:
                said = replace(outgoing(), address=f"https://127.0.0.1:{port}/x")
                return await channel.deliver(said)

    if name == "127.0.0.1":
        assert asyncio.run(run()).startswith("msg_")
    else:
        with pytest.raises(DeliveryError, match=r"no connection to 127\.0\.0\.1"):
            asyncio.run(run())
