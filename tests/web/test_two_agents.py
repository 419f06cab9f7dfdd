"""Two of the staff at one case: two answers are never sent."""

import pytest

from bot.model.ticket import TicketStatus
from tests.web.forms import hidden, press
from tests.web.test_inbox import Room, pytestmark, room

__all__ = ["pytestmark", "room"]


@pytest.mark.slow
async def test_two_agents_at_one_case_never_send_two_answers(room: Room) -> None:
    """The second had the page open before the first one's answer went out."""
    path = f"{room.page}/answer"
    before = (await room.one.get(room.page)).text
    form = {"token": hidden(before, "token"), "seen": hidden(before, "seen")}
    await room.one.post(path, data={**form, "text": "一通目"})
    again = await room.one.post(path, data={**form, "text": "二通目"})  # from another tab
    assert again.status_code == 409
    assert "二通目" in again.text
    assert "ほかの担当者がすでに返信しています" in again.text
    refused = await press(room.other, room.page, path, text="三通目", seen="1")
    assert refused.status_code == 409
    assert room.answers() == ["一通目"]


@pytest.mark.slow
async def test_whoever_replies_first_has_the_case_and_the_other_sends_nothing(room: Room) -> None:
    """Nobody had it when both began to write."""
    await press(room.one, room.page, f"{room.page}/hand_back")
    path, pages = f"{room.page}/answer", []
    for agent in (room.one, room.other):
        page = (await agent.get(room.page)).text
        pages.append({"token": hidden(page, "token"), "seen": hidden(page, "seen")})
    sent = await room.other.post(path, data={**pages[1], "text": "一通目"})
    assert sent.status_code == 303
    assert (room.ticket().staff, room.ticket().status) == ("鈴木", TicketStatus.CLAIMED)
    refused = await room.one.post(path, data={**pages[0], "text": "二通目"})
    assert (refused.status_code, "二通目" in refused.text) == (409, True)
    assert "鈴木さんが担当しています" in refused.text
    assert room.answers() == ["一通目"]


@pytest.mark.slow
async def test_who_lost_the_case_while_writing_sends_nothing(room: Room) -> None:
    before = (await room.one.get(room.page)).text
    form = {"token": hidden(before, "token"), "seen": hidden(before, "seen"), "text": "遅い返信"}
    await press(room.other, room.page, f"{room.page}/claim")
    refused = await room.one.post(f"{room.page}/answer", data=form)
    assert (refused.status_code, "鈴木さんが担当しています" in refused.text) == (409, True)
    assert room.answers() == []
