"""Accounts and the audit log in a real browser: from the invitation on, at every size and scheme."""

import re

from playwright.sync_api import Page, expect

from bot.model.staff import Role
from tests.web.page_checks import faults_in_every_size
from tests.web.staffing import PASSWORD, account_of, invitation
from tests.web.test_pages import Served, chromium, page, pytestmark, served

LINK = re.compile(r"http://.+/staff/invitation\?key=[\w-]{43}")
__all__ = ["chromium", "page", "pytestmark", "served"]


def accept(page: Page, served: Served, name: str, role: Role) -> None:
    """Set a password by keyboard alone."""
    page.goto(invitation(served.house, name, role))
    page.locator("#password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff")


def test_every_page_of_accounts_is_named_labelled_large_enough_and_readable(
    page: Page, served: Served
) -> None:
    page.goto(invitation(served.house, "佐藤", Role.AGENT))
    assert faults_in_every_size(page) == []
    accept(page, served, "加藤", Role.ADMIN)
    one = f"/accounts/{account_of(served.house, '佐藤').id}"
    for path in ("/account", "/accounts", one, "/audit", "/settings"):
        page.goto(f"/staff{path}")
        assert faults_in_every_size(page) == [], path
    page.goto(f"/staff{one}")
    page.get_by_role("button", name="新しいリンクを作る").click()
    expect(page.get_by_label("招待リンク", exact=True)).to_have_value(LINK)
    assert faults_in_every_size(page) == []
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="コピー").click()
    expect(page.locator("#link-copied")).to_have_text("コピーしました。")
    assert LINK.fullmatch(page.evaluate("navigator.clipboard.readText()"))


def test_what_a_viewer_may_not_do_is_not_there(page: Page, served: Served) -> None:
    accept(page, served, "見学", Role.VIEWER)
    page.locator("#menu summary").click()
    expect(page.get_by_role("link", name="自分のアカウント")).to_be_visible()
    for name in ("監査ログ", "アカウント"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
