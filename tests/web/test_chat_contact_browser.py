"""The form for a mail address in a real browser: by keyboard alone, readable everywhere, and gone where nobody answers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import opened
from tests.web.page_checks import faults_in_every_size
from tests.web.test_chat_contact import ADDRESS, WANTS, Asking
from tests.web.test_pages import Served, chromium, open_chat, pytestmark

__all__ = ["chromium", "pytestmark"]


@pytest.fixture
def chat(chromium: Browser) -> Iterator[Page]:
    """The chat of a customer, before a word was written."""
    house = Asking()
    served = Served(house)
    with opened(chromium, served.start()) as page:
        open_chat(page)
        yield page
    served.stop()
    house.store.close()


def wants_a_person(chat: Page) -> None:
    chat.fill("#text", WANTS)
    chat.click("#send")
    expect(chat.locator("form#contact")).to_be_visible()
    expect(chat.locator("#send")).not_to_have_attribute("aria-disabled", "true")  # all is sent


def writes_on(chat: Page) -> None:
    chat.fill("#text", "ほかのアプリは使えます")
    chat.click("#send")
    expect(chat.locator(".from-customer")).to_have_count(2)
    expect(chat.locator("#send")).not_to_have_attribute("aria-disabled", "true")


def test_an_address_is_given_and_taken_back_by_keyboard(chat: Page) -> None:
    expect(chat.locator("form#contact")).to_have_count(0)
    wants_a_person(chat)
    address = chat.locator("#address")
    address.focus()
    chat.keyboard.type(ADDRESS)
    chat.keyboard.press("Enter")
    kept = chat.locator("form#contact")
    expect(kept).to_contain_text("m…@hanamaru.example")
    expect(chat.locator("#log")).not_to_contain_text(ADDRESS)
    kept.get_by_role("button").focus()
    chat.keyboard.press("Enter")
    expect(address).to_be_visible()
    expect(address).to_have_value("")


def test_what_is_no_address_is_said_beside_the_field(chat: Page) -> None:
    wants_a_person(chat)
    address = chat.locator("#address")
    address.fill("mika@localhost")  # the browser takes it, mail does not
    address.press("Enter")
    expect(chat.locator("#address-problem")).not_to_be_empty()
    expect(address).to_be_focused()
    expect(address).to_have_value("mika@localhost")
    expect(address).to_have_attribute("aria-describedby", "address-why address-problem")
    writes_on(chat)
    expect(address).to_have_value("mika@localhost")
    expect(chat.locator("#address-problem")).not_to_be_empty()


def test_the_form_can_be_read_at_every_size(chat: Page) -> None:
    wants_a_person(chat)
    assert faults_in_every_size(chat) == []


def test_writing_on_keeps_what_was_typed_in_the_form(chat: Page) -> None:
    wants_a_person(chat)
    chat.fill("#address", ADDRESS)
    writes_on(chat)
    expect(chat.locator("#address")).to_have_value(ADDRESS)
