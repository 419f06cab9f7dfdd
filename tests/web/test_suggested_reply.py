"""What the desk suggests on a case that nobody has yet, with a real desk behind the pages."""

import html
import re

import pytest

from bot.model.ticket import TicketStatus
from tests.web.forms import press, sign_in, write
from tests.web.leading import LeadHouse, outage
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
CASE = "/staff/tickets/T1"


async def test_before_anybody_takes_over_the_desk_suggests_what_it_knows() -> None:
    house = SendingHouse()
    customer, staff = house.browser(), house.browser()
    await write(customer, "一覧の画面が開きません")
    await write(customer, "担当者と話したいです")
    await sign_in(staff)
    with house.store.look() as work:
        (conversation,) = work.conversations()
    assert conversation.taken_over_by is None
    assert conversation.suggested
    assert "自動応答の返信案" in (await staff.get(CASE)).text
    drafted = html.unescape((await staff.get(f"{CASE}?draft=suggested")).text)
    assert f">{conversation.suggested}</textarea>" in drafted
    await press(staff, CASE, f"{CASE}/answer", text=conversation.suggested, seen="0")
    with house.store.look() as work:
        taken = work.ticket("T1")
    assert taken is not None
    assert (taken.status, taken.staff) == (TicketStatus.CLAIMED, "佐藤")


@pytest.mark.slow
async def test_whoever_opens_a_case_reads_what_is_believed_now() -> None:
    house = LeadHouse()
    house.day.says("first", "一覧画面が真っ白です")
    house.day.says("first", "担当者と話したいです")
    house.passes(1)
    staff = house.browser()
    await sign_in(staff)
    before = html.unescape((await staff.get(CASE)).text)
    assert "Ruri Grid" not in _leading(before)
    outage(house.day)
    house.passes(1)
    with house.store.look() as work:
        kept = work.ticket("T1")
    page = html.unescape((await staff.get(CASE)).text)
    with house.store.look() as work:
        assert work.ticket("T1") == kept
    assert "Ruri Grid" in _leading(page)
    assert re.search(r"時点の見立てです.*の書き込みの時点では「まだ不明」", page)
    drafted = html.unescape((await staff.get(f"{CASE}?draft=suggested")).text)
    assert (
        "ほかの複数の会社からも" in drafted.partition('id="answer"')[2].partition("</textarea>")[0]
    )
    ruled = await press(staff, CASE, f"{CASE}/rule_out", cause="plugin:ruri_grid")
    shown = html.unescape(ruled.text).partition("担当者が除外した原因：")[2]
    assert "Ruri Grid" in shown[:200]
    house.store.close()


def _leading(page: str) -> str:
    """The likeliest cause on the page of a case."""
    found = re.search(
        r'<p class="brief-head"><span class="cause">(.*?)</span>', html.unescape(page)
    )
    return found[1] if found else ""
