"""How the imitation delivers: events, retries, chaos, sockets."""

import asyncio

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from tests.channels.fakes import Clock
from tests.channels.slack.world import payloads
from tests.channels.slack.world.delivery import Chaos, Delivery, into, signed
from tests.channels.slack.world.sockets import Sockets
from tests.channels.slack.world.stage import Stage, on
from tests.channels.slack.world.world import APP_TOKEN, SIGNING_SECRET, World


def test_a_mention_is_two_events_and_a_strangers_post_names_their_company() -> None:
    async def scenario(stage: Stage) -> None:
        world = stage.world
        world.stranger("UITO", "T2")
        world.room("CEXT", "T1", "UITO", is_ext_shared=True)
        told = payloads.posted(world, world.says("CEXT", "UITO", "<@UBOTT1> 開かない"))
        assert [t["event"]["type"] for t in told] == ["message", "app_mention"]
        assert len({t["event_id"] for t in told}) == 2
        assert {(t["team_id"], t["event"]["user_team"]) for t in told} == {("T1", "T2")}
        assert (await stage.client.users_info(user="UITO"))["user"]["is_stranger"]

    on(scenario)


def test_deliveries_are_tried_again_at_once_and_after_one_and_five_minutes() -> None:
    clock = Clock()
    world = World(clock)
    world.installed("T1")
    world.room("C1", "T1", "USATO")
    heard: list[tuple[float, str]] = []

    async def refuse(body: str, headers: dict[str, str]) -> int:
        heard.append((world.now - began, headers.get("X-Slack-Retry-Num", "0")))
        return 500

    async def run() -> None:
        delivery = Delivery(world, refuse)
        delivery.send(*payloads.posted(world, world.says("C1", "USATO", "x")))
        while delivery.next_at is not None:
            clock.passes(seconds=delivery.next_at - world.now)
            await delivery.deliver_due()
        assert len(delivery.given_up) == 1

    began = world.now
    asyncio.run(run())
    assert heard == [(0, "0"), (0, "1"), (60, "2"), (360, "3")]
    assert world.findings.rules == ["answered-error"]


@pytest.mark.slow
def test_a_bolt_app_is_knocked_at_with_good_stale_and_bad_signatures() -> None:
    app = AsyncApp(signing_secret=SIGNING_SECRET, token="xoxb-x", process_before_response=True)

    async def run() -> None:
        door, asked = into(lambda: app), {"type": "url_verification", "challenge": "x"}
        assert await door(*signed(asked)) == 200
        assert await door(*signed(asked, age=301)) == 401
        assert await door(*signed(asked, secret="another")) == 401

    asyncio.run(run())


def test_chaos_loses_no_post_for_good() -> None:
    clock = Clock()
    world = World(clock)
    world.installed("T1")
    world.room("C1", "T1", "USATO")
    bodies: list[str] = []

    async def take(body: str, headers: dict[str, str]) -> int:
        bodies.append(body)
        return 200

    async def run() -> None:
        chaos = Chaos(lost=0.5, unheard=0.3, twice=0.3, renamed=0.3, late=0.5)
        delivery = Delivery(world, take, 1, chaos)
        for n in range(20):
            delivery.send(*payloads.posted(world, world.says("C1", "USATO", f"post-{n}-")))
        while delivery.next_at is not None:
            clock.passes(seconds=max(0, delivery.next_at - world.now))
            await delivery.deliver_due()
        assert delivery.given_up == []

    asyncio.run(run())
    assert all(any(f"post-{n}-" in body for body in bodies) for n in range(20))
    assert len(bodies) > 20


def test_a_socket_takes_acknowledgements_and_may_break() -> None:
    async def scenario(stage: Stage) -> None:
        sockets: Sockets = stage.doors.sockets
        url = (await stage.client.apps_connections_open(app_token=APP_TOKEN))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            ident = await sockets.send({"type": "event_callback"}, "events_api")
            assert (await socket.receive_json())["envelope_id"] == ident
            await socket.send_json({"envelope_id": ident})
            assert await sockets.acknowledged(ident)
            unheard = await sockets.send({"type": "event_callback"}, "events_api", 1, "timeout")
            assert not await sockets.acknowledged(unheard, within=0.01)
            assert (await socket.receive_json())["retry_attempt"] == 1
            await sockets.disconnect("warning")
            assert (await socket.receive_json())["reason"] == "warning"
            sockets.drop()
            assert (await socket.receive()).type is not aiohttp.WSMsgType.TEXT
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)

    assert list(on(scenario).findings) == []
