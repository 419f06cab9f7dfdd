"""The demo's playback and pages, with a sleep that does not wait."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import expect

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.ledger import DeliveryState
from bot.model.broadcast import Broadcast
from tests.browser import CHROMIUM, MISSING, SharedBrowser
from tests.web.cinema import AT, Cinema
from tests.web.forms import hidden


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


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


@pytest.mark.slow
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
async def test_the_day_is_told_within_two_minutes(cinema: Cinema) -> None:
    await cinema.play_to_the_end()
    assert cinema.playback.is_over
    assert 90 <= sum(cinema.waited) <= 120


@pytest.mark.slow
@pytest.mark.anyio
async def test_while_nobody_writes_the_clock_goes_ten_times_as_fast(cinema: Cinema) -> None:
    await cinema.play_to_the_end()
    opening, quiet = cinema.waited[:2]
    assert opening == cinema.playback.stage.story.narrator.moments[0].hold
    assert quiet == pytest.approx(60 / 120 / 10)  # nobody writes before 13:03
    assert 60 / 120 in cinema.waited  # and then they do


@pytest.mark.anyio
async def test_the_day_begins_by_itself_once(cinema: Cinema, browser: httpx.AsyncClient) -> None:
    async def ask(what: str) -> bool:
        answer = await browser.post(
            "/demo/control", data={"do": what}, headers={"Accept": "application/json"}
        )
        return bool(answer.json()["playing"])

    assert await ask("begin")
    assert not await ask("pause")
    assert not await ask("begin")  # a page that is opened later leaves a day that stands still
    assert await ask("restart")  # a new day begins by itself as well


@pytest.mark.slow
@pytest.mark.anyio
async def test_a_jump_stops_at_the_next_moment_and_waits_for_nothing(cinema: Cinema) -> None:
    await cinema.playback.jump()
    assert clock(cinema) == "13:03"
    assert cinema.waited == []
    assert not cinema.playback.is_playing


@pytest.mark.slow
@pytest.mark.anyio
async def test_starting_over_forgets_everything(cinema: Cinema) -> None:
    await cinema.playback.jump()
    await cinema.playback.restart()
    assert clock(cinema) == "12:50"
    assert cinema.playback.stage.story.chats == {}


@pytest.mark.slow
@pytest.mark.anyio
async def test_staff_stay_signed_in_while_the_day_goes_fast_and_begins_again(
    cinema: Cinema, browser: httpx.AsyncClient
) -> None:
    async def comes_in() -> int:
        token = hidden((await browser.get("/staff/login")).text, "token")
        given = {"token": token, "staff": "Tanaka"}
        return (await browser.post("/staff/login", data=given)).status_code

    assert await comes_in() == 303
    await cinema.play_to_the_end()
    token = hidden((page := await browser.get("/staff")).text, "token")
    assert page.status_code == 200
    await cinema.playback.restart()
    assert (await browser.get("/staff")).status_code == 200
    await browser.post("/staff/logout", data={"token": token})
    assert await comes_in() == 303  # under the same name


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
    ("lang", "words"),
    [
        (
            "ja",
            (
                "この日に守れたもの",
                "16 <span>時間",
                "Hirari GridからYukishiro Rental Serverに変わります",
            ),
        ),
        ("en", ("What was saved", "16 <span>hours", "from Hirari Grid to Yukishiro Rental Server")),
    ],
)
async def test_the_page_tells_the_whole_day_in_both_languages(
    cinema: Cinema, lang: str, words: tuple[str, ...]
) -> None:
    while not cinema.playback.is_over:
        await cinema.playback.jump()
    async with cinema.browser(lang) as client:
        page = await client.get("/demo")
    assert page.status_code == 200
    assert [w for w in words if w not in page.text] == []
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
    assert "The first report" in page.text


@pytest.mark.anyio
async def test_a_speed_that_is_not_offered_changes_nothing(
    cinema: Cinema, browser: httpx.AsyncClient
) -> None:
    for speed in ("1e9", "-1", "0", "61", "٦٠"):
        answer = await browser.post(
            "/demo/control", data={"speed": speed}, headers={"Accept": "application/json"}
        )
        assert answer.json()["speed"] == 120


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
@pytest.mark.skipif(MISSING, reason=f"no browser: {CHROMIUM}")
def test_in_a_browser_the_day_goes_on_by_itself_and_stops_by_keyboard(
    browser_of_all: SharedBrowser, served_demo: Callable[[], str]
) -> None:
    with browser_of_all.lent() as chromium:
        page = chromium.new_page(base_url=served_demo(), locale="en-GB")
        page.set_default_timeout(30_000)
        expect.set_options(timeout=30_000)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.goto("/demo")
        expect(page.locator("#play")).to_have_text("Pause")
        page.locator("#play").click()  # at once, and meant for "Start the day"
        page.clock.resume()
        expect(page.locator("#play")).to_have_text("Pause")
        page.get_by_role("button", name="600 times as fast").click()
        expect(page.locator("#chat-hoshimi")).to_be_visible()
        page.locator("#play").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#play")).to_have_text("Play")
        while page.locator("#jump").is_enabled():
            shown = page.locator("#clock").inner_text()
            page.locator("#jump").click()
            expect(page.locator("#clock")).not_to_have_text(shown)
        expect(page.locator("#summary")).to_contain_text("What was saved")
    assert problems == []
