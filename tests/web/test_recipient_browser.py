"""Recipients and audiences in a real browser: worked by keyboard, and looked at in every size."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.model.staff import Role
from tests.web.leading import LeadHouse
from tests.web.page_checks import faults_in_every_size
from tests.web.recipients import ALL, NEW, knows, several
from tests.web.test_account_browser import accept
from tests.web.test_pages import Served, chromium, page, pytestmark

__all__ = ["chromium", "page", "pytestmark"]


@pytest.fixture
def served() -> Iterator[Served]:
    house = LeadHouse()
    house.staff = house.store.staff
    served = Served(house)
    yield served
    served.stop()
    house.store.close()


def prepare(page: Page, served: Served) -> None:
    house = served.house
    assert isinstance(house, LeadHouse)
    knows(house, *several())
    accept(page, served, "加藤", Role.ADMIN)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_is_labelled_large_enough_and_readable(
    page: Page, served: Served, lang: str
) -> None:
    prepare(page, served)
    for path in (ALL, f"{ALL}?state=unreachable", NEW, "/staff/settings/audiences"):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert faults_in_every_size(page) == [], path


def test_one_is_added_found_stopped_and_removed_by_keyboard(page: Page, served: Served) -> None:
    prepare(page, served)
    page.goto(NEW)
    page.get_by_label("宛先", exact=True).focus()
    page.keyboard.type("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("宛先", exact=True)).to_have_accessible_description(
        "メールアドレスの形になっていません。 メールアドレスを入力します。Webhookの場合は、https:// で始まるURLです。"
    )
    assert faults_in_every_size(page) == []
    page.get_by_label("宛先", exact=True).fill("it@example.com")
    page.get_by_role("button", name="追加する", exact=True).press("Enter")
    expect(page.get_by_role("status").filter(has_text="宛先を追加しました")).to_be_focused()
    assert faults_in_every_size(page) == []
    page.goto(ALL)
    page.get_by_label("組織の名前か宛先で探す").focus()
    page.keyboard.type("IT@example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1件見つかりました")).to_be_visible()
    assert "example.com" not in page.url
    assert faults_in_every_size(page) == []
    page.get_by_role("link", name="it@example.com").press("Enter")
    page.get_by_role("button", name="配信を停止する").press("Enter")
    expect(page.get_by_role("status").filter(has_text="配信を停止し")).to_be_focused()
    assert faults_in_every_size(page) == []
    page.get_by_label("この宛先を削除します").press("Space")
    page.get_by_role("button", name="削除する", exact=True).press("Enter")
    expect(
        page.get_by_role("status").filter(has_text="希望しないことは残っています")
    ).to_be_focused()
