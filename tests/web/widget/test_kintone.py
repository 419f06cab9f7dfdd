"""*Report a problem* on a page like kintone's: late, guarded, and nothing is told that was not seen first."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.web.widget.script import kintone_of
from tests.web.conftest import House
from tests.web.page_checks import CHECKS
from tests.web.widget.browsing import (
    PHONE,
    chromium,
    desk,
    frame_of,
    house,
    inside,
    page,
    pytestmark,
    served,
    shop,
    tag,
)
from tests.web.widget.hosts import HostServer

__all__ = ["chromium", "desk", "house", "page", "pytestmark", "served", "shop", "tag"]
SCRIPT = "text/javascript"
KINTONE = """window.kintone = {
  app: {getId: () => 42}, getLoginUser: () => ({language: "ja", name: "佐藤"}),
  events: {on: () => { throw new Error("nobody may listen"); }},
};"""


@pytest.fixture
def kintone(shop: HostServer, house: House, desk: str) -> HostServer:
    """A website that behaves like kintone with one plug-in that fails, and one whose host is gone."""
    ours = kintone_of(house.widgets[0], desk)
    broken = "setTimeout(() => { throw new TypeError('rows is undefined, of the page'); });"
    shop.answers |= {
        path: (200, {"Content-Type": SCRIPT}, text)
        for path, text in (("/kintone.js", KINTONE), ("/ours.js", ours), ("/plugin.js", broken))
    }
    scripts = ("kintone.js", "ours.js", "plugin.js", "gone.js?token=secret")
    body = "".join(f'<script src="/{name}"></script>' for name in scripts)
    shop.shows(body=body, path="/k/42/")
    return shop


def report(page: Page, kintone: HostServer) -> None:
    """Open the page, and press *Report a problem* when it has come."""
    page.goto(f"{kintone.origin}/k/42/")
    expect(page.locator("button", has_text="問題を報告")).to_be_visible()
    page.locator("button", has_text="問題を報告").click()


def test_nothing_of_the_desk_is_asked_for_before_somebody_wants_help(
    page: Page, kintone: HostServer, desk: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    report(page, kintone)
    expect(page.get_by_role("dialog", name="問題を報告")).to_be_visible()
    assert not [url for url in asked if url.startswith(desk)]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="問題を報告")).to_be_focused()


@pytest.mark.parametrize("allows", ["script-src 'self' {0}; frame-src {0}", "script-src 'self'"])
def test_under_a_strict_policy_it_works_or_says_that_it_cannot_and_harms_nothing(
    page: Page, kintone: HostServer, desk: str, allows: str
) -> None:
    policy = f"default-src 'none'; style-src 'self'; {allows.format(desk)}"
    status, headers, body = kintone.answers["/k/42/"]
    kintone.answers["/k/42/"] = (status, headers | {"Content-Security-Policy": policy}, body)
    report(page, kintone)
    page.get_by_role("button", name="チャットを開く").click()
    if "frame-src" in allows:
        expect(frame_of(page).locator("#text")).to_be_focused()
    else:
        expect(page.get_by_role("alert")).to_contain_text("つながりません")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Buy").click()
    assert page.evaluate("window.bought") is True


def test_what_is_told_is_seen_first_and_errors_only_with_consent(
    page: Page, kintone: HostServer, house: House
) -> None:
    report(page, kintone)
    seen = page.get_by_role("region", name="書き込む内容")
    expect(seen).to_have_text("ドメイン: localhost\nアプリ番号: 42\n言語: ja")
    consent = page.get_by_role("checkbox", name="この画面で最近起きたエラーを添える（2件）")
    expect(consent).not_to_be_checked()
    consent.check()
    expect(seen).to_contain_text("TypeError: rows is undefined, of the page")
    expect(seen).to_contain_text(f"Failed to load resource: {kintone.origin}/gone.js")
    expect(seen).not_to_contain_text("secret")
    shown = seen.inner_text()
    page.get_by_role("button", name="チャットを開く").click()
    box = frame_of(page).locator("#text")
    expect(box).to_be_focused()
    assert box.input_value().strip() == shown
    assert house.door.messages == []  # the person sends it, or does not
    page.keyboard.type("画面が白いままです")
    page.keyboard.press("Enter")
    expect(frame_of(page).locator(".from-desk")).to_have_count(1)
    [message] = house.door.messages
    assert message.text.startswith("画面が白いままです\n\nドメイン: localhost\n")
    assert message.tenant == "localhost"
    assert message.text.count("rows is undefined") == 1


def test_without_consent_no_error_leaves_the_page(page: Page, kintone: HostServer) -> None:
    report(page, kintone)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="やめる").click()
    page.get_by_role("button", name="問題を報告").click()
    expect(page.get_by_role("checkbox")).not_to_be_checked()  # consent is for once
    page.get_by_role("button", name="チャットを開く").click()
    expect(frame_of(page).locator("#text")).to_have_value(re.compile("アプリ番号: 42"))
    assert "rows" not in frame_of(page).locator("#text").input_value()


def test_what_is_kept_of_errors_is_bounded(page: Page, kintone: HostServer) -> None:
    many = "for (let n = 0; n < 50; n++) setTimeout(() => { throw new Error(`${n} of the page ${'x'.repeat(9999)}`); });"
    kintone.answers["/plugin.js"] = (200, {"Content-Type": SCRIPT}, many)
    report(page, kintone)
    page.get_by_role("checkbox", name="10件").check()
    seen = page.get_by_role("region", name="書き込む内容").inner_text()
    assert len(seen) < 3_500
    assert "49 of the page" in seen
    assert "39 of the page" not in seen


def test_an_absent_desk_is_said_in_the_report(page: Page, kintone: HostServer, desk: str) -> None:
    page.route(f"{desk}/widget/**", lambda route: route.abort())
    report(page, kintone)
    page.get_by_role("button", name="チャットを開く").click()
    expect(page.get_by_role("alert")).to_contain_text("つながりません")
    expect(page.get_by_role("link", name="稼働状況を見る")).to_be_visible()
    page.unroute(f"{desk}/widget/**")
    page.get_by_role("button", name="チャットを開く").click()
    expect(frame_of(page).locator("#text")).to_have_value(re.compile("アプリ番号: 42"))


@pytest.mark.parametrize(
    "api", ["", "window.kintone = null;", "window.kintone = {app: {getId() { throw 'x'; }}};"]
)
def test_without_kintone_s_answers_it_reports_all_the_same(
    page: Page, kintone: HostServer, api: str
) -> None:
    kintone.answers["/kintone.js"] = (200, {"Content-Type": SCRIPT}, api or " ")
    report(page, kintone)
    seen = page.get_by_role("region", name="書き込む内容")
    expect(seen).to_have_text("ドメイン: localhost\n言語: ja")


def test_twice_on_one_page_is_one_button_and_no_global(page: Page, kintone: HostServer) -> None:
    ours = '<script src="/ours.js"></script>' * 2
    kintone.shows(body=f'<script src="/kintone.js"></script>{ours}', path="/k/42/")
    report(page, kintone)
    expect(page.locator("[data-jitabata-report]")).to_have_count(1)
    left = page.evaluate("Object.getOwnPropertyNames(window).filter((n) => !had.includes(n))")
    assert set(left) <= {"had", "shifted", "hurt", "kintone"}
    assert page.evaluate("[hurt.length, shifted]") == [0, 0]


@PHONE
def test_the_report_fits_a_phone_and_the_chat_in_it_has_no_faults(
    page: Page, kintone: HostServer
) -> None:
    report(page, kintone)
    page.get_by_role("checkbox").check()
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.get_by_role("button", name="チャットを開く").click()
    expect(frame_of(page).locator("#text")).to_have_value(re.compile("アプリ番号: 42"))
    assert inside(page).evaluate(CHECKS) == []
