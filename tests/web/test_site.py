from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.running.web_server import WebServer
from bot.web.guard import HSTS, BoundedBody
from bot.web.hub import Hub
from bot.web.site import create_app
from tests.web.conftest import House
from tests.web.forms import sign_in, write

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "path", ["/chat", "/staff/login", "/healthz", "/nowhere", "/static/chat.js"]
)
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


@pytest.mark.parametrize("path", ["/chat", "/staff/login", "/nowhere"])
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


@pytest.mark.parametrize("path", ["/chat", "/staff"])
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


async def test_behind_https_browsers_stay_there_and_cookies_belong_to_this_host(
    house: House,
) -> None:
    async with house.browser(at="https://localhost") as browser:
        answer = await browser.get("/chat")
        assert answer.headers["strict-transport-security"] == HSTS
        name, _, rest = answer.headers["set-cookie"].partition("=")
        assert name == "__Host-jitabata"
        assert {"secure", "path=/", "httponly"} <= {
            part.strip().lower() for part in rest.split(";")
        }
        assert "domain" not in rest.lower()
        assert (await write(browser, "開きません")).status_code == 200
        await sign_in(browser)
        assert (await browser.get("/staff")).status_code == 200
        browser.cookies.set("jitabata_staff", browser.cookies.pop("__Host-jitabata_staff"))
        assert (await browser.get("/staff")).status_code == 303  # a neighbour's cookie is none


async def test_over_http_nothing_is_said_of_https(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/chat")
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["set-cookie"].startswith("jitabata=")


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        (
            {"Origin": "https://desk.example.com"},
            True,
        ),  # as a proxy that names another host hands it on
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "http://localhost.elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://[::"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://other-name.example"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
    ],
)
async def test_a_post_from_another_origin_is_refused(
    house: House, headers: dict[str, str], *, is_taken: bool
) -> None:
    site = replace(house.site(), public_urls=("https://desk.example.com",))
    transport = httpx.ASGITransport(create_app(site))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
        browser.headers.update(headers)
        answer = await write(browser, "開きません", follow=False)
    assert answer.status_code == (303 if is_taken else 403)
    assert bool(house.door.received) == is_taken


@pytest.mark.parametrize(
    "path", ["/staff/", "/static", "//elsewhere.example/staff/tickets/T-12/claim", "/messages/"]
)
async def test_no_redirect_follows_a_foreign_host(browser: httpx.AsyncClient, path: str) -> None:
    for host in ("elsewhere.example", "elsewhere.example/?", "a@elsewhere.example:99999"):
        answer = await browser.get(f"http://localhost{path}", headers={"Host": host})
        assert "elsewhere.example" not in answer.headers.get("location", "")


@pytest.mark.parametrize(
    ("peer", "seen"),
    [("10.1.1.1", ("203.0.113.7", "https")), ("192.0.2.1", ("192.0.2.1", "http"))],
)
async def test_only_a_trusted_proxy_says_who_asks(peer: str, seen: tuple[str, str]) -> None:
    async def who(scope: Scope, receive: Receive, send: Send) -> None:
        said = PlainTextResponse(f"{scope['client'][0]} {scope['scheme']}")
        await said(scope, receive, send)

    server = WebServer(who, "127.0.0.1", 0, Hub(), ("10.0.0.0/8",))
    server.config.load()
    transport = httpx.ASGITransport(server.config.loaded_app, client=(peer, 1))
    headers = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Forwarded-Proto": "https"}
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        assert tuple((await client.get("/chat", headers=headers)).text.split()) == seen


async def test_a_proxy_that_nobody_named_is_noted(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"X-Forwarded-For": "203.0.113.7"}
    async with house.browser() as proxy, house.browser(address="203.0.113.9") as stranger:
        await stranger.get("/chat", headers=headers)
        assert caplog.text == ""
        await proxy.get("/chat", headers=headers)
    assert "trusted_proxies does not name it" in caplog.text
