"""API tokens in a real browser: readable at every size and scheme, and made by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from bot.model.staff import Role
from tests.web.page_checks import faults_in_every_size
from tests.web.test_account_browser import accept
from tests.web.test_pages import Served, chromium, page, pytestmark, served

__all__ = ["chromium", "page", "pytestmark", "served"]


def test_a_token_is_made_by_keyboard_on_pages_that_everybody_can_read(
    page: Page, served: Served
) -> None:
    accept(page, served, "加藤", Role.ADMIN)
    page.goto("/staff/api-tokens")
    assert faults_in_every_size(page) == []
    page.locator("#name").focus()
    page.keyboard.type("CRM 連携")
    page.get_by_label("お問い合わせを読む").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value(re.compile(r"jbt_[\w-]{43}"))
    assert faults_in_every_size(page) == []
    page.goto("/staff/api-tokens")
    expect(page.get_by_role("row", name="CRM 連携")).to_contain_text("cases:read")
    assert faults_in_every_size(page) == []
