"""A conversation without a ticket can be taken by a person of staff."""

import html

import pytest

from bot.desk.taking_back import HELD_FOR
from bot.model.conversation import Speaker
from tests.web.forms import hidden, press, sign_in, write
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


async def test_a_reply_takes_a_conversation_that_nobody_has() -> None:
    house = SendingHouse()
    async with house.browser() as customer, house.browser() as one, house.browser() as other:
        await write(customer, "こんにちは")
        for agent, name in ((one, "佐藤"), (other, "鈴木")):
            await sign_in(agent, name)
        with house.store.work() as work:
            (conversation,) = work.conversations()
        page = f"/staff/conversations/{conversation.id}"
        forms = []
        for agent in (one, other):
            shown = (await agent.get(page)).text
            forms.append({"token": hidden(shown, "token"), "seen": hidden(shown, "seen")})
        empty = await one.post(f"{page}/answer", data={**forms[0], "text": " "})
        assert (empty.status_code, "返信の本文を入力してください" in empty.text) == (409, True)
        sent = await one.post(f"{page}/answer", data={**forms[0], "text": "一通目です"})
        late = await other.post(f"{page}/answer", data={**forms[1], "text": "二通目です"})
        with house.store.work() as work:
            (ticket,) = work.tickets()
            (talk,) = work.conversations()
    assert sent.headers["location"] == f"/staff/tickets/{ticket.id}"
    assert (ticket.staff, talk.taken_over_by) == ("佐藤", "佐藤")
    assert (late.status_code, "二通目です" in late.text) == (409, True)
    assert "先にほかの担当者が対応しました" in late.text
    assert [t.text for t in talk.turns if t.speaker is Speaker.STAFF] == ["一通目です"]


async def test_a_conversation_that_there_is_not_cannot_be_taken() -> None:
    house = SendingHouse()
    async with house.browser() as staff:
        await sign_in(staff)
        refused = await press(staff, "/staff", "/staff/conversations/C99/claim")
        assert refused.status_code == 404
