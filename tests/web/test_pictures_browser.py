"""A screenshot in a real browser: sent from the chat, small in the case, large by click and by key."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from bot.desk.pictures import StoreShelf
from bot.model.event import TicketClaimed
from bot.uploads.read import UploadReader
from tests.builders import a_catalogue
from tests.uploads.test_pictures import a_picture
from tests.web.browsing import opened
from tests.web.page_checks import faults
from tests.web.sending import SendingHouse
from tests.web.test_case_browser import CASE
from tests.web.test_pages import Served, chromium, open_chat, pytestmark, sign_in

__all__ = ["chromium", "pytestmark"]


@pytest.fixture
def house() -> SendingHouse:
    house = SendingHouse()
    house.uploads = UploadReader(a_catalogue(), StoreShelf(house.store.work, house.clock))
    return house


@pytest.fixture
def base(house: SendingHouse) -> Iterator[str]:
    served = Served(house)
    yield served.start()
    served.stop()


@pytest.fixture
def case(chromium: Browser, base: str, house: SendingHouse) -> Iterator[Page]:
    """The page of a case whose customer sent two pictures."""
    with opened(chromium, base) as chat, opened(chromium, base) as staff:
        send_two(chat)
        house.desk.day.desk.handle(TicketClaimed(house.clock(), "T1", "佐藤"))
        sign_in(staff)
        staff.goto(CASE)
        yield staff


def send_two(chat: Page) -> None:
    """Two pictures of a customer who asks for a person."""
    open_chat(chat)
    for number in (1, 2):
        shot = FilePayload(
            name=f"画面{number}.png", mimeType="image/png", buffer=a_picture(size=(800, 600))
        )
        chat.set_input_files("#file", files=[shot])
        expect(chat.locator("#chosen")).to_contain_text("隠すことはできません")
        chat.fill("#text", "一覧が開きません。担当者と話したいです")
        chat.click("#send")
        expect(chat.locator(".from-customer .attached")).to_have_count(number)
    expect(chat.locator("#log")).to_contain_text("担当者だけが見られるように")
    assert chat.locator(".picture").count() == 0


def test_a_picture_is_shown_large_by_click_and_by_key(case: Page) -> None:
    links, dialog = case.locator("a[data-picture]"), case.locator("#picture")
    expect(links).to_have_count(2)
    for small in links.locator("img").all():
        small.scroll_into_view_if_needed()
        expect(small).to_have_js_property("naturalWidth", 320)
    assert faults(case) == []
    links.first.click()
    expect(dialog).to_be_visible()
    expect(dialog.locator("img")).to_have_js_property("naturalWidth", 800)
    expect(dialog.get_by_role("button", name="前の画像")).to_be_disabled()
    assert faults(case) == []
    case.keyboard.press("ArrowRight")
    expect(dialog.locator("img")).to_have_attribute(
        "alt", "お客様が送った画像：画面2.png（800×600）"
    )
    expect(dialog.get_by_role("button", name="次の画像")).to_be_disabled()
    case.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(links.last).to_be_focused()
    case.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    case.get_by_role("button", name="閉じる").last.click()
    expect(dialog).not_to_be_visible()


def test_a_picture_is_deleted_and_its_place_says_so(case: Page) -> None:
    case.get_by_role("button", name="「画面1.png」を削除").click()
    expect(case.locator("a[data-picture]")).to_have_count(1)
    expect(case.locator("#transcript")).to_contain_text("画像「画面1.png」は削除されました")
    assert faults(case) == []
