"""A conversation without a ticket can be taken by a person of staff."""

import html

import pytest

from bot.desk.taking_back import HELD_FOR
from tests.web.forms import press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio


async def test_who_takes_a_conversation_has_a_ticket_and_can_answer() -> None:
    house = SendingHouse()
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, "こんにちは")
        await sign_in(staff)
        with house.store.work() as work:
            (conversation,) = work.conversations()
        page = f"/staff/conversations/{conversation.id}"
        assert (await press(staff, page, f"{page}/claim")).status_code == 200
        with house.store.work() as work:
            (ticket,) = work.tickets()
            (conversation,) = work.conversations()
        assert (ticket.staff, ticket.conversation) == (conversation.taken_over_by, conversation.id)
        assert f"/staff/tickets/{ticket.id}" in (await staff.get(page)).text
        own = f"/staff/tickets/{ticket.id}"
        await press(staff, own, f"{own}/answer", text="担当の者です。ご用件をお知らせください")
        house.clock.passes(HELD_FOR)
        seen = html.unescape((await customer.get("/chat")).text)
        assert "担当の者です" in seen


async def test_a_conversation_that_there_is_not_cannot_be_taken() -> None:
    house = SendingHouse()
    async with house.browser() as staff:
        await sign_in(staff)
        refused = await press(staff, "/staff", "/staff/conversations/C99/claim")
        assert refused.status_code == 404
