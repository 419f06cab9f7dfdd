"""How a case ends: whose it is, what its customer is asked, and how it goes on after all."""

import html
import re
from datetime import timedelta

import pytest

from bot.desk.inbox import InboxView
from bot.model.ticket import TicketStatus
from tests.web.forms import hidden, press
from tests.web.test_inbox import Room, pytestmark, room

__all__ = ["pytestmark", "room"]


async def test_a_colleagues_case_is_closed_only_by_who_says_so(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/attendance", doing="editing", text="書きかけ")
    await press(room.other, room.page, f"{room.page}/claim")
    for of in ({}, {"of": "佐藤"}):
        refused = await press(room.one, room.page, f"{room.page}/close", **of)
        page = html.unescape(refused.text)
        assert refused.status_code == 409
        assert "鈴木さんが担当している受付です" in page
        assert 'id="close-deed" open' in page
        assert 'name="asks" value="on" checked' not in page  # as it was filled in
        assert ">書きかけ</textarea>" in page
        assert room.ticket().status is TicketStatus.CLAIMED
    await press(room.one, room.page, f"{room.page}/close", of="鈴木")
    assert room.ticket().status is TicketStatus.CLOSED


async def test_an_answer_that_closes_is_sent_and_taken_back_as_one(room: Room) -> None:
    answered = {"text": "直りました", "seen": "0", "then": "close"}
    await press(room.one, room.page, f"{room.page}/answer", **answered)
    assert (room.ticket().status, room.answers()) == (TicketStatus.CLOSED, ["直りました"])
    back = html.unescape((await press(room.one, room.page, f"{room.page}/undo")).text)
    assert ">直りました</textarea>" in back
    assert (room.ticket().status, room.answers()) == (TicketStatus.CLAIMED, [])
    await press(room.one, room.page, f"{room.page}/answer", **answered)
    room.house.clock.passes(timedelta(seconds=11))
    chat = (await room.customer.get("/chat")).text
    assert "解決しましたか" in chat.partition("直りました")[2]


@pytest.mark.slow
async def test_closing_is_held_and_can_be_taken_back(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/close", asks="on")
    assert "解決しましたか" not in (await room.customer.get("/chat")).text
    await press(room.one, room.page, f"{room.page}/undo")
    assert (room.ticket().status, room.ticket().staff) == (TicketStatus.CLAIMED, "佐藤")
    room.house.clock.passes(timedelta(minutes=1))
    assert "解決しましたか" not in (await room.customer.get("/chat")).text


@pytest.mark.slow
async def test_the_customer_says_with_one_tap_that_it_is_not_solved(room: Room) -> None:
    assert 'name="asks" value="on" checked' in (await room.one.get(room.page)).text
    await press(room.one, room.page, f"{room.page}/close", asks="on")
    room.house.clock.passes(timedelta(seconds=10))
    chat = (await room.customer.get("/chat")).text
    assert "解決しましたか" in chat
    assert re.findall(r'name="button" value="(\w+)"', chat)[:2] == ["solved", "unsolved"]
    assert "まだご回答はありません" in (await room.other.get(room.page)).text
    form = {"token": hidden(chat, "token"), "once": hidden(chat, "once"), "button": "unsolved"}
    said = {**form, "text": "印刷だけまだです"}
    after = await room.customer.post("/messages", data=said, follow_redirects=True)
    assert "担当者におつなぎしました" in after.text
    assert "担当者が対応しています" in after.text
    ticket = room.ticket()
    assert (ticket.status, ticket.staff) == (TicketStatus.CLAIMED, "佐藤")
    assert room.shown(InboxView.WAITING) == [ticket.id]
    page = html.unescape((await room.other.get(room.page)).text)
    assert "未解決との回答" in page
    assert "「印刷だけまだです」" in page


async def test_a_case_is_closed_without_a_word_where_staff_want_that(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/close")
    assert "解決しましたか" not in (await room.customer.get("/chat")).text


@pytest.mark.slow
async def test_a_closed_case_is_taken_up_again(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/close")
    assert room.shown(InboxView.RESOLVED) == [room.ticket().id]
    await press(room.other, room.page, f"{room.page}/reopen")
    ticket = room.ticket()
    assert (ticket.status, ticket.staff) == (TicketStatus.CLAIMED, "鈴木")
    with room.house.store.look() as work:
        (conversation,) = work.conversations()
    assert (conversation.ticket, conversation.taken_over_by) == (ticket.id, "鈴木")
