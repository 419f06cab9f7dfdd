"""The page of components in a real browser: everything on it can be read, named and tapped."""

import pytest
from playwright.sync_api import Page

from bot.model.staff import Role
from tests.web.page_checks import faults
from tests.web.test_account_browser import accept
from tests.web.test_pages import Served, chromium, page, pytestmark, served

__all__ = ["chromium", "page", "pytestmark", "served"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_component_has_a_fault(page: Page, served: Served, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    accept(page, served, "管理", Role.ADMIN)
    page.goto("/staff/styleguide")
    assert faults(page) == []
