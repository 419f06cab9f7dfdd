"""The demo's playback and pages, with a sleep that does not wait."""

import asyncio
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright
from starlette.applications import Starlette

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.desk import Desk
from bot.desk.ledger import DeliveryState
from bot.desk.player import Player
from bot.knowledge.day import load_day
from bot.model.broadcast import Broadcast
from bot.model.effect import Effect
from bot.web.demo.pages import Demo
from bot.web.demo.playback import HOLD, DemoRun, Playback
from bot.web.demo.story import Story
from bot.web.hub import Hub
from bot.web.site import Site, create_app
from tests import shipped
from tests.store.databases import in_memory

CHROMIUM = Path("/usr/bin/chromium")
AT = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Cinema:
    """A running demo whose clock never waits; it remembers how long it would have.

    ``holds``: at a moment it stands still for good, so that a browser can look.
    """

    def __init__(self, *, holds: bool = False) -> None:
        self._holds = holds
        knowledge, day = shipped.knowledge(), load_day()

        def open_stage() -> DemoRun:
            store = in_memory()
            return DemoRun(Player(day, Desk(store, knowledge).handle), store, Story(day))

        self.waited: list[float] = []
        self.stopped = asyncio.Event()
        self.hub = Hub()
        self.playback = Playback(open_stage, self._changed, self._sleep)
        self.demo = Demo(self.playback, knowledge, self.hub, lambda: AT)
        self.app: Starlette = create_app(
            Site(
                staff=in_memory().staff,
                door=self.playback,
                views=self.playback,
                hub=self.hub,
                knowledge=knowledge,
                clock=lambda: self.playback.now,
                secret="a secret for tests",
                staff_token=None,
                new_id=lambda: "id-00000001",
            ),
            self.demo.routes(),
        )

    def _changed(self, effects: tuple[Effect, ...]) -> None:
        self.demo.publish(effects)
        if self.playback.is_over and not self.playback.is_playing:
            self.stopped.set()

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        await (asyncio.Event().wait() if self._holds and seconds == HOLD else asyncio.sleep(0))

    async def play_to_the_end(self) -> None:
        playing = asyncio.create_task(self.playback.run())
        self.playback.play()
        await self.stopped.wait()
        playing.cancel()

    def browser(self, lang: str = "en") -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, client=("127.0.0.1", 50_000)),
            base_url="http://localhost",
            headers={"Accept-Language": lang},
        )


@pytest.fixture
def cinema() -> Iterator[Cinema]:
    cinema = Cinema()
    yield cinema
    cinema.playback.close()


@pytest.fixture
async def browser(cinema: Cinema) -> AsyncIterator[httpx.AsyncClient]:
    async with cinema.browser() as client:
        yield client


@pytest.fixture
def served_demo() -> Iterator[Callable[[], str]]:
    """The demo on a loopback port, in a loop of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    cinema = Cinema(holds=True)
    server = uvicorn.Server(
        uvicorn.Config(
            cinema.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
    )

    async def serve() -> None:
        playing = asyncio.create_task(cinema.playback.run())
        await server.serve(sockets=[listening])
        playing.cancel()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)

    def start() -> str:
        thread.start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    server.should_exit = True
    thread.join(10)
    cinema.playback.close()


def clock(cinema: Cinema) -> str:
    return f"{cinema.playback.now:%H:%M}"


@pytest.mark.anyio
async def test_what_the_desk_sends_in_the_demo_arrives_at_once(cinema: Cinema) -> None:
    await cinema.playback.jump()
    assert cinema.playback.ledger.due(cinema.playback.now) == []
    with cinema.playback.look() as work:
        sent = Broadcast("B1", "I1", "first", "お知らせ", "ja", "plugin:kumo", AT, "suzuki")
        work.save_broadcast(sent)
        work.spread(sent, [DeliveryPlace("web:sato", "web")], cinema.playback.now)
    await cinema.playback.jump()
    assert dict(cinema.playback.ledger.standing("B1")) == {DeliveryState.DELIVERED: 1}


@pytest.mark.anyio
async def test_the_day_stands_still_until_it_is_started(cinema: Cinema) -> None:
    playing = asyncio.create_task(cinema.playback.run())
    await asyncio.sleep(0.02)
    playing.cancel()
    assert clock(cinema) == "12:50"
    assert cinema.waited == []


@pytest.mark.slow
@pytest.mark.anyio
async def test_the_waits_of_a_day_add_up_to_its_length_at_the_speed(cinema: Cinema) -> None:
    cinema.playback.at_speed(120)
    await cinema.play_to_the_end()
    assert cinema.playback.is_over
    between = sum(s for s in cinema.waited if s != HOLD)
    assert between == pytest.approx(230 * 60 / 120)


@pytest.mark.slow
@pytest.mark.anyio
async def test_a_jump_stops_at_the_next_moment_and_waits_for_nothing(cinema: Cinema) -> None:
    await cinema.playback.jump()
    assert clock(cinema) == "13:03"
    assert cinema.waited == []
    assert not cinema.playback.is_playing


@pytest.mark.anyio
async def test_starting_over_forgets_everything(cinema: Cinema) -> None:
    await cinema.playback.jump()
    await cinema.playback.restart()
    assert clock(cinema) == "12:50"
    assert cinema.playback.stage.story.chats == {}


@pytest.mark.slow
@pytest.mark.anyio
async def test_what_the_reports_say_is_shown_and_forgotten_with_the_day(
    cinema: Cinema, browser: httpx.AsyncClient
) -> None:
    while clock(cinema) < "13:10":
        await cinema.playback.jump()
    page = (await browser.get("/demo/board")).text
    suspects = page[page.index('id="belief-list"') :].partition("</section>")[0]
    assert "Hirari Grid" in suspects
    await cinema.playback.restart()
    assert 'id="belief-list"' not in (await browser.get("/demo/board")).text


@pytest.mark.slow
@pytest.mark.anyio
@pytest.mark.parametrize(
    ("lang", "words"), [("ja", "この日のまとめ"), ("en", "The day in figures")]
)
async def test_the_page_shows_the_whole_day_in_both_languages(
    cinema: Cinema, lang: str, words: str
) -> None:
    while not cinema.playback.is_over:
        await cinema.playback.jump()
    async with cinema.browser(lang) as client:
        page = await client.get("/demo")
    assert page.status_code == 200
    assert words in page.text
    assert "Hirari Grid" in page.text
    assert "16:12" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]


@pytest.mark.slow
@pytest.mark.anyio
async def test_controls_work_as_plain_forms(cinema: Cinema, browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/demo/control", data={"do": "jump", "speed": "600"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/demo")
    assert cinema.playback.speed == 600
    page = await browser.get("/demo")
    assert "Hoshimi Foods" in page.text
    assert "First report" in page.text


@pytest.mark.anyio
async def test_a_speed_that_is_not_offered_changes_nothing(
    cinema: Cinema, browser: httpx.AsyncClient
) -> None:
    for speed in ("1e9", "-1", "0", "61", "٦٠"):
        answer = await browser.post(
            "/demo/control", data={"speed": speed}, headers={"Accept": "application/json"}
        )
        assert answer.json()["speed"] == 60


@pytest.mark.anyio
async def test_who_writes_to_the_running_demo_is_answered_and_shown_escaped(
    cinema: Cinema, browser: httpx.AsyncClient
) -> None:
    home = await browser.get("/chat")
    token = home.text.split('name="token" value="')[1].split('"')[0]
    sent = await browser.post(
        "/messages",
        data={"token": token, "once": "0123456789abcdef", "text": "<b>kintone does not open</b>"},
    )
    assert sent.status_code in (200, 303)
    board = (await browser.get("/demo/board")).text
    assert "&lt;b&gt;kintone does not open&lt;/b&gt;" in board
    assert "<b>kintone" not in board


@pytest.mark.slow
@pytest.mark.skipif(
    not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"no browser at {CHROMIUM}"
)
def test_in_a_browser_the_day_goes_on_by_itself_and_stops_by_keyboard(
    served_demo: Callable[[], str],
) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = chromium.new_page(base_url=served_demo(), locale="en-GB")
        page.set_default_timeout(30_000)
        expect.set_options(timeout=30_000)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.goto("/demo")
        page.get_by_role("button", name="600 times as fast").click()
        page.locator("#play").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#chat-hoshimi")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#play")).to_have_text("Play")
        while page.locator("#jump").is_enabled():
            shown = page.locator("#clock").inner_text()
            page.locator("#jump").click()
            expect(page.locator("#clock")).not_to_have_text(shown)
        expect(page.locator("#summary")).to_contain_text("The day in figures")
        chromium.close()
    assert problems == []
