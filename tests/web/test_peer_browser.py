"""Other desks in a real browser: readable at every size and scheme, and one is added by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from bot.model.peer import PeerContact
from bot.model.staff import Role
from tests.web.page_checks import faults_in_every_size
from tests.web.test_account_browser import accept
from tests.web.test_pages import Served, chromium, page, pytestmark, served
from tests.web.test_peer_pages import B

__all__ = ["chromium", "page", "pytestmark", "served"]


def test_a_desk_is_added_by_keyboard_on_pages_that_everybody_can_read(
    page: Page, served: Served
) -> None:
    now, work = served.house.clock(), served.house.work
    work.known_peers.append(B)
    work.contacts["b-desk"] = PeerContact(None, now, now, "no connection to b.example")
    accept(page, served, "加藤", Role.ADMIN)
    page.goto("/staff/peers")
    assert faults_in_every_size(page) == []
    page.get_by_label("短い名前").focus()
    page.keyboard.type("c-desk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="追加しました")).to_be_focused()
    expect(page.get_by_label("こちらの公開鍵")).to_have_value(re.compile("whpk_"))
    assert faults_in_every_size(page) == []
