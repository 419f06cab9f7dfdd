"""API tokens in a real browser: readable at every size and scheme, and made by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.model.staff import Role
from tests.web.busy_hour import SIZES
from tests.web.page_checks import faults
from tests.web.test_account_browser import accept
from tests.web.test_pages import Served, chromium, page, pytestmark, served

__all__ = ["chromium", "page", "pytestmark", "served"]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_a_token_is_made_by_keyboard_on_pages_that_everybody_can_read(
    page: Page, served: Served, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 844})
    accept(page, served, "加藤", Role.ADMIN)
    page.goto("/staff/api-tokens")
    assert faults(page) == []
    page.locator("#name").focus()
    page.keyboard.type("CRM 連携")
    page.get_by_label("お問い合わせを読む").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value(re.compile(r"jbt_[\w-]{43}"))
    assert faults(page) == []
    page.goto("/staff/api-tokens")
    expect(page.get_by_role("row", name="CRM 連携")).to_contain_text("cases:read")
    assert faults(page) == []
