"""The check in a real browser: a host that refuses, one that is slow, one that sends on, a dead line."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.model.browser_check import BrowserCheck, CheckTarget, CheckVerdict, Reachability
from tests.browser import CHROMIUM, OPTIONS
from tests.web.browsing import PHONE, opened
from tests.web.conftest import House
from tests.web.test_check import KINTONE, RURI, offered
from tests.web.test_pages import Served, pytestmark, served

__all__ = ["pytestmark", "served"]


@dataclass
class Hosts:
    """The vendors' hosts: how each answers, and what it was asked."""

    kintone: int = 0  # ports
    vendor: int = 0
    is_held: threading.Event = field(default_factory=threading.Event)  # the vendor may answer
    sends_on: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    hosts.is_held.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            hosts.asked.append(asked)
            sends_on = False
            if asked["host"] == RURI.host:
                hosts.is_held.wait(10)
                sends_on = hosts.sends_on
            self.send_response(302 if sends_on else 404)
            if sends_on:
                self.send_header("Location", "https://elsewhere.example/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    names = (KINTONE.host, RURI.host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(*names).configure_cert(context)
    with contextlib.ExitStack() as stack:
        for name in ("kintone", "vendor"):
            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            setattr(hosts, name, server.server_port)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield hosts


@pytest.fixture(scope="module")
def dead_port() -> Iterator[int]:
    """A port at which nobody listens, and nobody else will."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture(scope="module")
def chromium(hosts: Hosts, dead_port: int) -> Iterator[Browser]:
    rules = (
        f"MAP {KINTONE.host} 127.0.0.1:{hosts.kintone}, MAP {RURI.host} 127.0.0.1:{hosts.vendor}, "
        f"MAP refused.example 127.0.0.1:{dead_port}"
    )
    args = [*OPTIONS, "--ignore-certificate-errors"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=[*args, f"--host-resolver-rules={rules}"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, hosts: Hosts, served: Served) -> Iterator[Page]:
    with opened(chromium, served.start(), PHONE) as page:
        expect.set_options(timeout=30_000)
        hosts.asked.clear()
        yield page


def state(page: Page, host: str) -> str:
    return page.locator("li", has_text=host).locator(".state").inner_text()


def result(house: House) -> BrowserCheck:
    check = house.door.messages[-1].check
    assert check is not None
    return check


def test_a_host_that_refuses_is_told_from_the_line_and_kintone(
    page: Page, served: Served, hosts: Hosts
) -> None:
    refused = CheckTarget(RURI.place, "refused.example", "Moku Check")
    page.goto(offered(served.house, "C1", KINTONE, RURI, refused))
    page.evaluate("document.cookie = 'secret=1'")
    expect(page.get_by_role("button", name="確認する")).to_be_visible()
    assert not hosts.asked  # nothing runs before the click
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "go":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("結果を会話に送りました")
    assert state(page, KINTONE.host).startswith("つながりました（")
    assert state(page, "refused.example") == "つながりません"
    check = result(served.house)
    assert check.verdict is CheckVerdict.HOSTS_FAILING
    assert check.hosts(Reachability.FAILED) == ("refused.example",)
    assert check.browser.startswith("Chrome ")
    assert {a["host"] for a in hosts.asked} == {KINTONE.host, RURI.host}
    for asked in hosts.asked:
        assert not {"cookie", "referer", "authorization"} & asked.keys()
        assert asked["cache-control"] == "no-cache"
    page.get_by_role("button", name="もう一度確認する").click()
    expect(page.get_by_role("status")).to_contain_text("結果を会話に送りました")
    assert [m.message_id for m in served.house.door.messages] == ["check:C1:1", "check:C1:2"]


def test_a_slow_host_and_one_that_sends_on_have_answered(
    page: Page, served: Served, hosts: Hosts
) -> None:
    hosts.is_held.clear()
    hosts.sends_on = True
    page.clock.install()
    page.goto(offered(served.house, "C1"))
    page.get_by_role("button", name="確認する").click()
    expect(page.locator("li", has_text=KINTONE.host)).to_contain_text("つながりました")
    page.clock.fast_forward(4_000)
    hosts.is_held.set()
    expect(page.get_by_role("status")).to_contain_text("結果を会話に送りました")
    hosts.sends_on = False
    assert state(page, RURI.host).startswith("時間がかかりました（4.")
    check = result(served.house)
    assert check.verdict is CheckVerdict.HOSTS_SLOW
    assert check.hosts(Reachability.SLOW) == (RURI.host,)


def test_what_a_dead_line_shows_arrives_when_it_is_back(page: Page, served: Served) -> None:
    page.goto(offered(served.house, "C1"))
    page.context.set_offline(True)
    page.get_by_role("button", name="確認する").click()
    expect(page.get_by_role("status")).to_contain_text("結果をお送りできませんでした")
    assert {s.inner_text() for s in page.locator(".tries .state").all()} == {"つながりません"}
    page.context.set_offline(False)  # and the page sends it by itself
    expect(page.get_by_role("status")).to_contain_text("結果を会話に送りました")
    assert result(served.house).verdict is CheckVerdict.LINE_DOWN
