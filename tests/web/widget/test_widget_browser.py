"""The chat on a foreign website in a real browser: allowed, refused, and when the desk is no help."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from bot.web.widget.script import VERSIONS, integrity_of, script, tag_of
from tests.web.conftest import House
from tests.web.page_checks import CHECKS
from tests.web.test_pages import Served
from tests.web.widget.browsing import (
    PHONE,
    chromium,
    desk,
    frame_of,
    house,
    inside,
    opened,
    own_faults,
    page,
    pytestmark,
    served,
    shop,
    tag,
    write,
)
from tests.web.widget.hosts import HostServer
from tests.web.widget.signing import SHOP

__all__ = ["chromium", "desk", "house", "page", "pytestmark", "served", "shop", "tag"]
STRICT = (
    "default-src 'none'; script-src 'self' {desk}; style-src 'self'; frame-src {desk};"
    " connect-src 'none'"
)
PINNED = STRICT.replace("script-src 'self' {desk}", "script-src 'self' '{hash}'")
TRUSTED = "; require-trusted-types-for 'script'; trusted-types 'none'"


def is_unharmed(page: Page, *, globals_left: list[str]) -> None:
    """The page does what it does, and nothing was thrown, moved or left behind."""
    page.get_by_role("button", name="Buy").click()
    assert page.evaluate("window.bought") is True
    assert page.evaluate("hurt") == []
    assert page.evaluate("shifted") == 0
    left = page.evaluate(
        "Object.getOwnPropertyNames(window).filter(n => !had.includes(n) && !/^\\d+$/.test(n))"
    )
    own = {"had", "shifted", "hurt", "bought"}
    assert sorted(set(left) - own) == globals_left


@pytest.mark.parametrize("csp", ["", STRICT, STRICT + TRUSTED, PINNED])
def test_a_message_is_written_and_answered_on_a_foreign_website(
    page: Page, shop: HostServer, house: House, desk: str, tag: str, csp: str
) -> None:
    pinned = integrity_of(script(VERSIONS[-1]))
    page.goto(shop.shows(tag, csp=csp.format(desk=desk, hash=pinned)))
    button = page.get_by_role("button", name="サポートに相談する")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="サポートへのご相談")
    expect(dialog).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    write(page, "アプリが開きません")
    frame = frame_of(page)
    expect(frame.locator(".from-customer .words")).to_have_text("アプリが開きません")
    expect(frame.locator(".from-desk")).to_contain_text("タナ一覧プラグイン")
    [message] = house.door.messages
    assert message.text == "アプリが開きません"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    is_unharmed(page, globals_left=["jitabata"])


def test_a_website_may_serve_the_script_itself(
    page: Page, shop: HostServer, house: House, desk: str, tag: str
) -> None:
    text = script(VERSIONS[-1]).decode()
    shop.answers["/copy.js"] = (200, {"Content-Type": "text/javascript; charset=utf-8"}, text)
    copied = re.sub(r'src="[^"]+"', f'src="/copy.js" data-desk="{desk}"', tag)
    csp = f"default-src 'none'; script-src 'self'; style-src 'self'; frame-src {desk}"
    page.goto(shop.shows(copied, csp=csp))
    opened(page)
    write(page, "開きません")
    expect(frame_of(page).locator(".from-desk")).to_have_count(1)
    assert len(house.door.messages) == 1


def test_the_cookie_of_the_frame_is_partitioned_by_the_website(
    page: Page, shop: HostServer, tag: str
) -> None:
    page.goto(shop.shows(tag))
    page.get_by_role("button", name="サポートに相談する").click()
    write(page, "開きません")
    expect(frame_of(page).locator(".from-desk")).to_have_count(1)
    page.reload()
    page.get_by_role("button", name="サポートに相談する").click()
    expect(frame_of(page).locator(".from-customer")).to_have_count(1)  # the session went on
    session = page.context.new_cdp_session(page)
    cookies = session.send("Network.getAllCookies")["cookies"]
    found = [c for c in cookies if c["name"].startswith("jitabata_frame")]
    assert found
    for cookie in found:
        assert cookie["partitionKey"]["topLevelSite"] == "http://localhost"
        assert cookie["sameSite"] == "None"
        assert cookie["secure"]
        assert cookie["httpOnly"]


def test_a_website_that_is_not_named_shows_no_chat(
    page: Page, house: House, tag: str, shop: HostServer
) -> None:
    with HostServer().running() as stranger:
        page.clock.install()
        page.goto(stranger.shows(tag))
        page.get_by_role("button", name="サポートに相談する").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("読み込んでいます")
        page.wait_for_timeout(300)
        page.clock.fast_forward(13_000)
        expect(dialog).to_contain_text("つながりません")
        expect(page.locator("iframe")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        is_unharmed(page, globals_left=["jitabata"])
    assert house.door.messages == []


def test_all_hosts_below_a_name_may_show_it_where_the_settings_say_so(
    page: Page, shop: HostServer, house: House
) -> None:
    below = shop.origin.replace("//", "//*.")
    house.widgets = (replace(SHOP, origins=(below,)),)
    served = Served(house)
    tag = tag_of(house.widgets[0], served.start())
    try:
        address = shop.shows(tag)
        page.goto(address.replace("//", "//aoba."))
        opened(page)
        write(page, "開きません")
        expect(frame_of(page).locator(".from-desk")).to_have_count(1)
    finally:
        served.stop()


@pytest.mark.parametrize(
    "where", ["/missing.js", "/broken.js", "/slow/1.js", "http://127.0.0.1:9/1.js"]
)
def test_without_the_script_the_page_is_as_it_was(
    page: Page, shop: HostServer, tag: str, where: str
) -> None:
    shop.answers["/broken.js"] = (500, {"Content-Type": "text/html"}, "<h1>Internal error</h1>")
    broken = re.sub(r'src="[^"]+"', f'src="{where}"', tag)
    page.goto(shop.shows(broken), wait_until="domcontentloaded")
    expect(page.get_by_role("heading", name="Shop")).to_be_visible()
    is_unharmed(page, globals_left=[])
    shop.held.set()
    expect(page.get_by_role("button", name="サポート")).to_have_count(0)


def test_another_script_than_the_one_that_was_pinned_does_not_run(
    page: Page, shop: HostServer, tag: str
) -> None:
    headers = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
    shop.answers["/widget.js"] = (200, headers, "window.stolen = true;")
    page.goto(shop.shows(re.sub(r'src="[^"]+"', 'src="/widget.js"', tag)))
    assert page.evaluate("window.stolen") is None
    is_unharmed(page, globals_left=[])


def test_a_strict_page_that_forgot_the_frame_keeps_working(
    page: Page, shop: HostServer, desk: str, tag: str
) -> None:
    page.clock.install()
    page.goto(shop.shows(tag, csp=f"script-src 'self' {desk}; frame-src 'none'"))
    page.get_by_role("button", name="サポートに相談する").click()
    page.wait_for_timeout(300)
    page.clock.fast_forward(13_000)
    expect(page.get_by_role("dialog")).to_contain_text("つながりません")
    page.get_by_role("button", name="閉じる").click()
    page.get_by_role("button", name="Buy").click()
    assert page.evaluate("window.bought") is True


def test_what_can_be_seen_has_no_faults(page: Page, shop: HostServer, tag: str) -> None:
    for lang in ("ja", "en"):
        page.goto(shop.shows(tag, lang=lang))
        opened(page, lang)
        assert inside(page).evaluate(CHECKS) == []
        assert inside(page).evaluate("document.documentElement.lang") == lang
        assert own_faults(page) == []


@pytest.mark.parametrize("colour", ["#ffcc00", "#777777", "#000000", "no colour"])
def test_words_can_be_read_on_every_colour(
    page: Page, shop: HostServer, tag: str, colour: str
) -> None:
    page.clock.install()
    page.route("**/embed/**", lambda route: route.abort())
    page.goto(shop.shows(tag.replace("data-site", f'data-colour="{colour}" data-site')))
    assert own_faults(page) == []
    page.get_by_role("button", name="サポートに相談する").click()
    assert own_faults(page) == []
    page.clock.fast_forward(13_000)
    expect(page.get_by_role("dialog")).to_contain_text("つながりません")
    assert own_faults(page) == []


def test_calls_may_come_before_the_page_has_a_body_and_after_it_lost_the_button(
    page: Page, shop: HostServer, tag: str
) -> None:
    blocking = tag.replace("<script async", "<script")
    early = "<script>(window.jitabata ||= []).push(['open'], 7, ['constructor'])</script>"
    late = (
        "<script>(window.jitabata ||= []).push(['on', 'open', () => { window.second = true; }]);"
        "jitabata.push(); jitabata.push(['push', ['nothing']]);</script>"
    )
    page.goto(shop.shows(early + blocking + late))
    expect(frame_of(page).locator("#text")).to_be_focused()
    assert page.evaluate("window.second") is None  # it came after the first
    page.keyboard.press("Escape")
    page.evaluate("document.body.replaceChildren()")
    page.evaluate("jitabata.open()")
    expect(frame_of(page).locator("#text")).to_be_focused()
    assert page.evaluate("window.second") is True


@PHONE
def test_on_a_phone_it_fills_the_screen_and_closes_with_escape(
    page: Page, shop: HostServer, tag: str
) -> None:
    page.goto(shop.shows(tag))
    page.get_by_role("button", name="サポートに相談する").click()
    dialog = page.get_by_role("dialog")
    expect(frame_of(page).locator("#text")).to_be_focused()
    box = dialog.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert page.locator("dialog:modal").count() == 1
    assert inside(page).evaluate(CHECKS) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="サポートに相談する")).to_be_focused()
