"""In which language somebody reads, and words for their eyes alone."""

import asyncio
from typing import Any

from aiohttp import web

from bot.channels.slack.api import people
from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.people import People
from bot.channels.slack.api.places import PersonPlace
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.outgoing.whispers import Whispers
from bot.channels.slack.settings import SlackSettings
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.channels.slack.world.faults import Fault


def people_of(lobby: Lobby) -> tuple[Calls, People]:
    settings = SlackSettings(lobby.world.teams["T1"].token, api_url=lobby.world.url)
    calls = Calls(OneWorkspace(settings))
    return calls, People(calls, lobby.clock)


def test_a_locale_is_asked_for_now_and_then() -> None:
    async def scenario(lobby: Lobby) -> None:
        _, known = people_of(lobby)
        lobby.world.people["USATO"].locale = "fr-FR"
        assert [await known.language("T1", "USATO") for _ in range(3)] == ["en"] * 3
        lobby.world.people["USATO"].locale = "ja-JP"
        lobby.clock.passes(hours=7)
        assert await known.language("T1", "USATO") == "ja"
        assert len(lobby.world.called("users.info")) == 2

    assert nothing_wrong(visit(scenario))


def test_strangers_and_people_of_whom_slack_tells_nothing_read_japanese() -> None:
    async def scenario(lobby: Lobby) -> None:
        _, known = people_of(lobby)
        lobby.world.stranger("UITO", "T9").locale = "en-US"
        lobby.world.room("C8", "T1", "UITO", is_ext_shared=True)
        assert await known.language("T1", "UITO") == "ja"
        assert await known.language("T1", "UNOBODY") == "ja"
        lobby.world.people["USATO"].locale = "en-US"
        lobby.world.faults.next("users.info", Fault.ERROR_BEFORE)
        assert await known.language("T1", "USATO") == "ja"
        assert await known.language("T1", "USATO") == "en"  # what failed is not remembered

    visit(scenario)


def test_strangers_are_spoken_to_in_the_language_that_they_write() -> None:
    async def scenario(lobby: Lobby) -> None:
        calls, _ = people_of(lobby)
        written = {"slack:T9:UITO": "en", "slack:T9:UKIM": "ko"}
        known = People(calls, lobby.clock, lambda customer: written.get(customer, ""))
        for user in ("UITO", "UKIM"):
            lobby.world.stranger(user, "T9")
        lobby.world.room("C8", "T1", "UITO", "UKIM", is_ext_shared=True)
        assert [await known.language("T1", u) for u in ("UITO", "UKIM")] == ["en", "en"]
        written["slack:T9:UITO"] = "ja"  # it is looked up each time, the profile is not
        assert await known.language("T1", "UITO") == "ja"
        assert len(lobby.world.called("users.info")) == 2

    assert nothing_wrong(visit(scenario))


def test_no_more_people_are_remembered_than_fit(monkeypatch: Any) -> None:
    monkeypatch.setattr(people, "MOST_KNOWN", 2)

    async def scenario(lobby: Lobby) -> None:
        _, known = people_of(lobby)
        for user in ("USATO", "UABE", "UAGENT", "USATO"):
            await known.language("T1", user)
        assert len(lobby.world.called("users.info")) == 4

    visit(scenario)


def test_where_we_are_no_member_slacks_own_address_is_answered() -> None:
    told: list[dict[str, Any]] = []

    async def hear(request: web.Request) -> web.Response:
        assert "Authorization" not in request.headers
        told.append(await request.json())
        return web.Response(text="ok")

    async def scenario(lobby: Lobby) -> None:
        app = web.Application()
        app.router.add_post("/answer", hear)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        calls, known = people_of(lobby)
        place = PersonPlace("T1", "C3", "USATO")
        await Whispers(calls, known).say(
            place, "slack.case.foreign", f"http://{host}:{port}/answer"
        )
        await asyncio.wait_for(runner.cleanup(), 50)
        assert lobby.whispers() == []

    assert nothing_wrong(visit(scenario))
    [answer] = told
    assert answer["response_type"] == "ephemeral"
    assert "受け付けられません" in answer["text"]
