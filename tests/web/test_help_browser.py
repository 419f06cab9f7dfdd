"""The handbook in a real browser: labelled, large enough and readable in every window."""

from playwright.sync_api import Page, expect

from tests.web.page_checks import faults_in_every_size
from tests.web.test_pages import Served, chromium, page, pytestmark, served, sign_in

__all__ = ["chromium", "page", "pytestmark", "served"]


def test_pages_of_help_are_labelled_large_enough_and_readable(page: Page, served: Served) -> None:
    sign_in(page)
    for path in ("/staff/help", "/staff/help/agents", "/staff/help/settings?lang=en"):
        page.goto(path)
        assert faults_in_every_size(page) == [], path


def test_a_section_is_reached_from_the_list(page: Page, served: Served) -> None:
    sign_in(page)
    page.locator("#menu summary").click()
    page.locator("#menu").get_by_role("link", name="ヘルプ").click()
    page.get_by_role("link", name="受付への対応").click()
    page.locator(".help-sections").get_by_role("link", name="定型文").click()
    expect(page.get_by_role("heading", name="定型文")).to_be_in_viewport()
