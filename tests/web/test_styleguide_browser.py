"""The page of components in a real browser: everything on it can be read, named and tapped."""

from playwright.sync_api import Page

from bot.model.staff import Role
from tests.web.page_checks import faults_in_every_size
from tests.web.test_account_browser import accept
from tests.web.test_pages import Served, chromium, page, pytestmark, served

__all__ = ["chromium", "page", "pytestmark", "served"]


def test_no_component_has_a_fault(page: Page, served: Served) -> None:
    accept(page, served, "管理", Role.ADMIN)
    page.goto("/staff/styleguide")
    assert faults_in_every_size(page) == []
    page.get_by_text("自動応答の返信案", exact=True).click()
    assert faults_in_every_size(page) == []
