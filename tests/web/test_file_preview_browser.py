"""The first lines of a customer's file on the case, in a real browser."""

from dataclasses import replace

from playwright.sync_api import Page, expect

from bot.model.upload import Sort, Upload
from tests.web.busy_hour import fill
from tests.web.page_checks import faults_in_every_size
from tests.web.test_pages import Served, chromium, page, pytestmark, served, sign_in

__all__ = ["chromium", "page", "pytestmark", "served"]
LINES = "503 app.rurigrid.example/…/grid.js 0.1 s\n<b>200</b> aoi.cybozu.com " + "長い" * 100


def test_the_first_lines_are_folded_and_read_by_keyboard(page: Page, served: Served) -> None:
    work = served.house.work
    fill(work, served.house.clock())
    ticket = next(t for t in work.tickets() if t.conversation)
    talk = work.conversation(ticket.conversation or "")
    assert talk is not None
    upload = Upload("kintone.har", Sort.HAR, preview=LINES)
    work.save_conversation(replace(talk, uploads=(upload,)), talk.opened_at)
    sign_in(page)
    page.goto(f"/staff/tickets/{ticket.id}")
    lines = page.get_by_label("最初の数行（伏せ字済み）：kintone.har").and_(page.locator("pre"))
    expect(lines).to_be_hidden()
    page.locator(".file-lines > summary").press("Enter")
    expect(lines).to_contain_text("<b>200</b> aoi.cybozu.com")
    lines.focus()
    assert faults_in_every_size(page) == []
