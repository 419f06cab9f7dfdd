"""The pages of notices to many in a real browser."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.desk.ledger import DeliveryState, Settled
from bot.web.hub import STAFF
from tests.desk.announcing import HERE, somebody
from tests.web.browsing import opened
from tests.web.page_checks import faults_in_every_size
from tests.web.sending import NIGHT, SendingHouse
from tests.web.test_pages import Served, chromium, pytestmark, sign_in

__all__ = ["chromium", "pytestmark"]


@pytest.fixture
def served() -> Iterator[Served]:
    house = SendingHouse(NIGHT)
    served = Served(house)
    yield served
    served.stop()
    house.store.close()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    with opened(chromium, served.start()) as page:
        yield page


def house_of(served: Served) -> SendingHouse:
    assert isinstance(served.house, SendingHouse)
    return served.house


def busy(house: SendingHouse) -> None:
    """A notice that waits, and one on its way of which something failed."""
    house.desk.knows(somebody(900, channel="webhook"), somebody(901, lang="en"))
    house.desk.announces(150)
    house.desk.day.now = house.clock.now = house.clock.now + timedelta(minutes=1)
    house.desk.delivers(40)
    failed = [Settled(o, DeliveryState.FAILED, reason="550 no") for o in house.desk.claims(3)]
    house.store.ledger.settle(HERE, failed, house.clock())
    house.desk.proposes(ident="P2", langs=("en",))


def test_every_page_is_named_labelled_large_enough_and_readable(page: Page, served: Served) -> None:
    busy(house_of(served))
    sign_in(page)
    for path in ("proposals/P2", "broadcasts", "broadcasts/B1", "broadcasts/B1/retract"):
        page.goto(f"/staff/{path}")
        assert faults_in_every_size(page) == [], path
    page.goto("/staff/broadcasts/B1")
    page.get_by_text("本文を訂正する").click()
    assert faults_in_every_size(page) == []


def after_polls(page: Page, progress: str) -> None:
    """Let the page ask once more by its own clock, which goes on meanwhile, and see what it shows then."""
    page.clock.run_for(3_100)
    bar = page.get_by_role("progressbar", name="進行状況")
    expect(bar).to_have_attribute("aria-valuetext", progress)


def test_progress_moves_by_itself_and_is_told_to_a_screen_reader(
    page: Page, served: Served
) -> None:
    house = house_of(served)
    house.desk.announces(20)
    page.clock.install()
    sign_in(page)
    page.goto("/staff/broadcasts/B1")
    bar = page.get_by_role("progressbar", name="進行状況")
    expect(bar).to_have_attribute("aria-valuetext", "20名のうち0名が完了")
    house.desk.delivers(5)
    after_polls(page, "20名のうち5名が完了")
    page.get_by_text("本文を訂正する").click()
    page.get_by_label("訂正後の本文").fill("書きかけの訂正")
    house.desk.delivers()
    after_polls(page, "20名のうち20名が完了")
    expect(page.locator("#stage").get_by_text("送信済み")).to_be_visible()
    expect(page.get_by_role("status").and_(page.locator("#said"))).to_have_text("送信済み")
    expect(page.get_by_label("訂正後の本文")).to_have_value("書きかけの訂正")


def test_on_a_phone_progress_comes_first_and_the_keyboard_goes_the_way_that_is_seen(
    page: Page, served: Served
) -> None:
    busy(house_of(served))
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page)
    page.goto("/staff/broadcasts/B1")
    tops = {
        name: page.get_by_role("region", name=name).evaluate("e => e.getBoundingClientRect().top")
        for name in ("進行状況", "操作", "本文", "届かなかった宛先")
    }
    assert sorted(tops, key=lambda name: tops[name]) == list(tops)
    page.get_by_role("link", name="お知らせの配信").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="一時停止する")).to_be_focused()


def test_on_a_phone_the_page_s_own_tab_is_in_sight(page: Page, served: Served) -> None:
    busy(house_of(served))
    page.set_viewport_size({"width": 320, "height": 700})
    sign_in(page)
    page.goto("/staff/feeds")
    expect(page.locator("#tabs [aria-current]")).to_be_in_viewport(ratio=1)


def test_a_refusal_takes_the_focus(page: Page, served: Served) -> None:
    busy(house_of(served))
    sign_in(page)
    page.goto("/staff/broadcasts/B1")
    page.get_by_text("本文を訂正する").click()
    page.get_by_role("button", name="訂正を送る").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("本文が前と同じです")


def test_many_nudges_are_one_look_a_second(page: Page, served: Served) -> None:
    house_of(served).desk.announces(3)
    page.clock.install()
    sign_in(page)
    with page.expect_response("**/staff/events*"):
        page.goto("/staff/broadcasts")
    looks: list[str] = []
    page.on("request", lambda request: looks.append(request.url))
    for _ in range(50):
        served.publish(STAFF)
    with page.expect_response("**/staff/broadcasts"):
        page.clock.run_for(1_500)
    assert len([url for url in looks if url.endswith("/staff/broadcasts")]) <= 2


def test_a_notice_is_edited_narrowed_and_approved_by_keyboard(page: Page, served: Served) -> None:
    house = house_of(served)
    house.desk.knows(*(somebody(n) for n in range(120)), somebody(900, channel="webhook"))
    house.desk.proposes()
    sign_in(page)
    page.goto("/staff/incidents")
    page.get_by_role("link", name="宛先と本文を確認する").press("Enter")
    page.get_by_role("textbox", name="本文").fill("書き直した文です。")
    page.get_by_role("checkbox", name="Webhook").press("Space")
    page.get_by_role("button", name="承認して送る").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("120名に送ります")
    expect(page.get_by_role("textbox", name="本文")).to_have_value("書き直した文です。")
    page.get_by_role("button", name="120名に送る").press("Enter")
    page.wait_for_url(re.compile("/staff/broadcasts/B1"))
    expect(page.get_by_role("status").filter(has_text="承認しました")).to_be_visible()
    assert len(house.desk.delivers()) == 120
    assert house.desk.delivers(channel="webhook") == []
    assert house.desk.readers("書き直した文です。").total() == 120
