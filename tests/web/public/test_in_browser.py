"""The public page in a real browser: names, sizes, contrast, and no script."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import uvicorn
from playwright.sync_api import Browser, Route, expect

from bot.model.operator import Operator
from bot.model.subscription import SubscriptionState
from tests.subscribers import a_subscription
from tests.web.page_checks import faults
from tests.web.public.test_subscribing import LINKS
from tests.web.public.window import Window
from tests.web.test_pages import chromium, pytestmark  # noqa: F401 - a fixture

LONG = {"ja": "とても長い名前の" * 6 + "会社", "en": "A company with a very long name " * 2}
REQUESTED, OFF = SubscriptionState.REQUESTED, SubscriptionState.OFF
SUBSCRIPTIONS = (
    a_subscription("hook", channel="webhook", address="https://hooks.example/x"),
    a_subscription("asked", state=REQUESTED),
    a_subscription("off", state=OFF),
)
PAGES = (
    *("/status", "/status/history", "/status/incidents/k3x9q2m7w1ab", "/subscribe"),
    *("/subscribe/sent", *(LINKS.of(one.id) for one in SUBSCRIPTIONS)),
)


@pytest.fixture
def address() -> Iterator[str]:
    window = Window(
        operator=Operator(LONG, colour="#f2c14e", contact="help@minato.example"),
        ways=("mail", "webhook"),
    ).filled()
    with window.store.store.work() as work:
        for one in SUBSCRIPTIONS:
            work.save_subscription(replace(one, requested_at=window.clock()))
    window.clock.passes(timedelta(seconds=1))
    taken = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(window.app(), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([taken])), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize(("width", "scheme", "lang"), [(320, "light", "ja"), (1200, "dark", "en")])
def test_every_public_page_is_named_large_enough_and_readable(
    chromium: Browser,  # noqa: F811
    address: str,
    width: int,
    scheme: str,
    lang: str,
) -> None:
    context = chromium.new_context(
        base_url=address,
        locale=lang,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    for path in PAGES:
        page.goto(path)
        for fold in page.locator("summary").all():
            fold.click()
        assert faults(page) == [], path
    page.goto("/status")
    expect(page.get_by_role("heading", level=1)).to_contain_text("一部" if lang == "ja" else "Some")
    bar = page.get_by_role("img", name="フォームの配信" if lang == "ja" else "form delivery")
    expect(bar).to_be_visible()
    assert refused == []
    context.close()


SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
  .observe({ type: "layout-shift", buffered: true });
"""
# What moved after a moment, in milliseconds of the page.
SHIFTED = """(since) => window.shifts.filter((entry) => entry.startTime > since)
  .flatMap((entry) => entry.sources.map((one) => one.node?.outerHTML ?? one.node?.textContent))"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
PICTURES_ARE_IN = "() => [...document.images].every((one) => one.complete)"


@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_jumps_while_a_page_comes_in(
    chromium: Browser,  # noqa: F811
    address: str,
    width: int,
) -> None:
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 844})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate(PAINTED)
        assert page.evaluate(SHIFTED, 0) == [], path
    context.close()


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_jumps_when_pictures_come_in_late(
    chromium: Browser,  # noqa: F811
    address: str,
    width: int,
    path: str,
) -> None:
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 844})
    context.add_init_script(SHIFTS)
    page, held = context.new_page(), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*.svg", hold)
    page.goto(path, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    without = page.evaluate("performance.now()")
    while not page.evaluate(PICTURES_ARE_IN):
        while held:
            held.pop().continue_()
    page.evaluate(PAINTED)
    assert page.evaluate(SHIFTED, without) == []
    context.close()


def test_on_paper_stands_what_happened_and_nothing_to_click(
    chromium: Browser,  # noqa: F811
    address: str,
) -> None:
    page = chromium.new_page(base_url=address, locale="ja")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/status/incidents/k3x9q2m7w1ab")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("https://desk.example/status/incidents/k3x9q2m7w1ab")).to_be_visible()
    for gone in (".button", ".tools", ".ask", "footer"):
        expect(page.locator(gone).first).to_be_hidden()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"  # also who reads in the dark prints black on white
    page.close()
