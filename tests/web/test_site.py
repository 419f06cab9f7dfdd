import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.guard import BoundedBody
from tests.web.conftest import House
from tests.web.forms import write

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("path", ["/", "/staff/login", "/healthz", "/nowhere", "/static/chat.js"])
async def test_every_answer_carries_the_guarding_headers(
    browser: httpx.AsyncClient, path: str
) -> None:
    headers = (await browser.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/staff/login", "/nowhere"])
async def test_pages_hold_no_inline_script_or_style_and_nothing_from_elsewhere(
    browser: httpx.AsyncClient, path: str
) -> None:
    page = (await browser.get(path)).text
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script>" not in page
    assert 'src="http' not in page
    assert "//" not in page.replace("https://status.", "")


async def test_it_says_that_it_is_alive(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


async def test_a_crash_is_a_polite_page_without_a_trace(
    house: House, browser: httpx.AsyncClient
) -> None:
    house.door.breaks()
    answer = await write(browser, "開きません")
    assert answer.status_code == 500
    assert "こちらの問題で" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/staff"])
async def test_a_page_says_that_the_desk_cannot_look_anything_up_now(
    house: House, staff: httpx.AsyncClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    house.views.is_away = True
    answer = await staff.get(path)
    assert answer.status_code == 503
    assert "もう一度" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["retry-after"]
    assert "away" in caplog.text


async def test_a_page_that_is_not_there_is_a_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/nowhere", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "Page not found" in answer.text


async def test_a_wrong_method_is_refused(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/messages")).status_code == 405


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/events-in", 90_000, 200), ("/events-in", 110_000, 413), ("/a-form", 70_000, 413)],
)
async def test_what_programs_post_has_a_bound_of_its_own(path: str, size: int, status: int) -> None:
    async def take(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    app = Starlette(
        routes=[Route(p, take, methods=["POST"]) for p in ("/events-in", "/a-form")],
        middleware=[Middleware(BoundedBody, bounds={"/events-in": 100_000})],
    )
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as program:
        answer = await program.post(path, content=b"x" * size)
    assert answer.status_code == status
    assert answer.text in {str(size), "too large"}
