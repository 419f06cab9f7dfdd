"""What the desk suggests on a case that nobody has yet, with a real desk behind the pages."""

import html

import pytest

from bot.model.ticket import TicketStatus
from tests.web.forms import press, sign_in, write
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
