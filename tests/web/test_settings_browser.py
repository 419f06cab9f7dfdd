"""The settings in a real browser: read, changed by keyboard, and looked at in every size."""

import re

from playwright.sync_api import FilePayload, Page, expect

from bot.model.staff import Role
from tests.web.busy_hour import fill
from tests.web.channels import FAILS
from tests.web.page_checks import faults, faults_in_every_size
from tests.web.test_account_browser import accept
from tests.web.test_pages import Served, chromium, page, pytestmark, served

__all__ = ["chromium", "page", "pytestmark", "served"]
EDIT, LIST = "/staff/settings", "/staff/settings/organisations"


def prepare(served: Served) -> None:
    house = served.house
    fill(house.work, house.clock())


def test_settings_are_changed_by_keyboard_and_a_slip_is_shown_where_it_is(
    page: Page, served: Served
) -> None:
    prepare(served)
    accept(page, served, "加藤", Role.ADMIN)
    page.goto(EDIT)
    hours = page.get_by_role("group", name="時間帯1")
    for day in "月火水木金":
        hours.get_by_label(day, exact=True).press("Space")
    hours.get_by_label("開始").fill("09:00")
    page.locator("#operator-name").focus()
    page.keyboard.type("若葉商店")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(hours.get_by_label("終了")).to_have_accessible_description(
        "開始と終了の時刻を、9:00のように両方入力してください。"
    )
    assert faults_in_every_size(page) == []
    hours.get_by_label("終了").fill("12:00")
    page.get_by_text("時間帯を追加する").press("Enter")
    afternoon = page.get_by_role("group", name="時間帯2")
    afternoon.get_by_label("月", exact=True).press("Space")
    afternoon.get_by_label("開始").fill("13:00")
    afternoon.get_by_label("終了").fill("18:00")
    assert faults_in_every_size(page) == []
    page.locator("#operator-name").press("Enter")
    page.wait_for_url("**/staff/settings?done=saved")
    expect(page.get_by_role("status").filter(has_text="保存しました")).to_be_focused()
    expect(page).to_have_title("(4) 運営者・営業時間・お知らせ・保存期間 · 若葉商店")
    expect(afternoon.get_by_label("月", exact=True)).to_be_checked()
    assert faults(page) == []


def test_closed_days_and_quiet_hours_are_given_by_date_and_time(page: Page, served: Served) -> None:
    prepare(served)
    accept(page, served, "加藤", Role.ADMIN)
    page.goto(EDIT)
    page.get_by_text("休業日を追加する").press("Enter")
    span = page.get_by_role("group", name="期間1")
    span.get_by_label("初日").fill("2026-12-31")
    span.get_by_label("最終日").fill("2027-01-03")
    page.get_by_role("group", name="一斉のお知らせを控える時間帯").get_by_label("開始").fill(
        "23:00"
    )
    page.locator("#operator-name").press("Enter")
    page.wait_for_url("**/staff/settings?done=saved")
    expect(page.get_by_label("2026-12-31（木）")).to_be_checked()
    page.get_by_label("2027-01-03（日）").press("Space")
    assert faults_in_every_size(page) == []
    page.locator("#operator-name").press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_label("2027-01-02（土）")).to_be_checked()
    expect(page.get_by_label("2027-01-03（日）")).to_have_count(0)


def test_every_page_of_the_settings_is_labelled_large_enough_and_readable(
    page: Page, served: Served
) -> None:
    prepare(served)
    accept(page, served, "加藤", Role.ADMIN)
    for lang in ("ja", "en"):
        for path in ("", "/in-force", "/organisations", "/recipients", "/channels"):
            page.goto(f"/staff/settings{path}?lang={lang}")
            assert faults_in_every_size(page) == [], path


def test_a_file_is_brought_looked_at_and_taken(page: Page, served: Served) -> None:
    prepare(served)
    accept(page, served, "加藤", Role.ADMIN)
    page.goto(LIST)
    bring(page, "organisation,name,products\nmidori,緑,ない製品\n")
    expect(page.get_by_role("alert")).to_contain_text("1行")
    assert faults_in_every_size(page) == []
    bring(page, "organisation,name,products\nmidori,緑,tana_list\n")
    expect(page.get_by_role("heading", name="このファイルで変わる内容")).to_be_focused()
    assert faults_in_every_size(page) == []
    page.get_by_role("button", name="すべて取り込む").press("Enter")
    page.wait_for_url("**?added=1&changed=0")
    expect(page.get_by_role("status").filter(has_text="追加1件")).to_be_focused()
    assert faults_in_every_size(page) == []


def bring(page: Page, text: str) -> None:
    file: FilePayload = {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("CSVファイル").set_input_files(file)
    page.get_by_role("button", name="変更内容を確認する").press("Enter")


def test_a_channel_is_tried_by_keyboard_and_the_result_is_read_out(
    page: Page, served: Served
) -> None:
    prepare(served)
    accept(page, served, "加藤", Role.ADMIN)
    page.goto("/staff/settings/channels")
    page.get_by_label("ご自分のメールアドレス").fill("me@example.com")
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_be_focused()
    expect(page.locator("#result")).to_contain_text("届きました")
    assert faults(page) == []
    served.house.channels.found = (FAILS,)
    page.get_by_role("button", name="pingを送る").press("Enter")
    expect(page.locator("#result")).to_contain_text("直してください")
    assert faults(page) == []


def test_an_organisation_is_looked_up_and_its_page_is_for_everybody(
    page: Page, served: Served
) -> None:
    prepare(served)
    accept(page, served, "加藤", Role.ADMIN)
    page.goto("/staff/settings")
    page.get_by_role("link", name="組織と利用製品").click()
    assert faults_in_every_size(page) == []
    page.get_by_role("link", name="aoba-inc").click()
    expect(page.get_by_label("メモ")).to_have_value("窓口は山田様")
    expect(page.get_by_label("タナ一覧プラグイン")).to_be_checked()
    assert faults_in_every_size(page) == []


def test_a_channel_is_turned_off_and_on_by_keyboard(page: Page, served: Served) -> None:
    prepare(served)
    accept(page, served, "加藤", Role.ADMIN)
    page.goto("/staff/settings/channels")
    page.get_by_role("button", name=re.compile("送信を止める.*メール")).press("Enter")
    expect(page.get_by_role("status").filter(has_text="停止中")).to_be_focused()
    assert faults_in_every_size(page) == []
    page.get_by_role("button", name=re.compile("送信を再開する.*メール")).press("Enter")
    expect(page.get_by_role("button", name=re.compile("送信を止める.*メール"))).to_be_visible()
