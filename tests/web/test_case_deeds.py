"""Handing back, following, sorting, linking and ruling out on the page of a case, with a real desk."""

import html
import re
from dataclasses import replace

import httpx
import pytest

from bot.model.ticket import Category, Ticket
from bot.web import staff_pages
from tests.builders import FORMS, an_incident
from tests.web.forms import hidden, press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
CASE = "/staff/tickets/T1"


class Room:
    """One of the staff who has a case, and its customer."""

    def __init__(self, house: SendingHouse) -> None:
        self.house, self.staff, self.customer = house, house.browser(), house.browser()

    async def opens(self) -> None:
        await write(self.customer, "一覧の画面が真っ白で開きません。担当者と話したいです")
        await sign_in(self.staff)
        await press(self.staff, CASE, f"{CASE}/claim")

    async def does(self, deed: str, **fields: str) -> httpx.Response:
        return await press(self.staff, CASE, f"{CASE}/{deed}", **fields)

    async def page(self, asked: str = "") -> str:
        return html.unescape((await self.staff.get(CASE + asked)).text)

    def ticket(self) -> Ticket:
        return self.house.desk.day.ticket()


@pytest.fixture
async def room() -> Room:
    room = Room(SendingHouse())
    await room.opens()
    return room


@pytest.mark.slow
async def test_a_case_that_is_handed_back_is_nobodys(room: Room) -> None:
    assert "自動応答に戻す" in await room.page()
    page = await room.does("hand_back")
    assert room.ticket().staff is None
    assert f'action="{CASE}/hand_back"' not in page.text
    assert f'action="{CASE}/claim"' in page.text


@pytest.mark.slow
async def test_who_follows_a_case_finds_it_in_a_view_of_their_own(room: Room) -> None:
    page = await room.does("follow", what="follow")
    assert "フォロー中：佐藤" in html.unescape(page.text)
    inbox = await room.staff.get("/staff?show=followed")
    assert 'href="/staff/tickets/T1"' in inbox.text
    await room.does("follow", what="unfollow")
    assert room.ticket().followers == ()


async def test_a_case_that_nobody_has_names_nobody_as_who_has_it(room: Room) -> None:
    assert "<option selected>佐藤</option>" in await room.page()
    await room.does("hand_back")
    chosen = re.findall(r'<select id="to"[^>]*>(.*?)</select>', await room.page(), re.S)
    assert re.findall(r"<option[^>]* selected[^>]*>([^<]*)<", chosen[0]) == ["未定"]


@pytest.mark.slow
async def test_who_has_a_case_is_named_however_many_colleagues_there_are(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_pages, "MOST_COLLEAGUES", 0)
    other = room.house.browser()
    await sign_in(other, "鈴木")
    page = html.unescape((await other.get(CASE)).text)
    assert "<option>鈴木</option><option selected>佐藤</option>" in page
    await press(other, CASE, f"{CASE}/assign", to="佐藤")
    assert room.ticket().staff == "佐藤"
    await press(other, CASE, f"{CASE}/assign", to="鈴木")
    assert room.ticket().staff == "鈴木"


async def test_whom_a_note_names_follows_the_case(room: Room) -> None:
    await room.does("note", note="@佐藤 あとで見る")
    assert room.ticket().followers == ("佐藤",)


@pytest.mark.slow
async def test_a_category_that_staff_choose_narrows_the_inbox(room: Room) -> None:
    assert room.ticket().category is Category.FAULT
    page = await room.does("category", category="contract")
    assert "契約・請求" in html.unescape(page.text)
    found = await room.staff.get("/staff?show=all&category=contract")
    assert 'href="/staff/tickets/T1"' in found.text
    none = await room.staff.get("/staff?show=all&category=use")
    assert 'href="/staff/tickets/T1"' not in none.text


@pytest.mark.slow
async def test_a_case_is_linked_to_an_open_incident_and_to_no_other(room: Room) -> None:
    with room.house.store.work() as work:
        work.save_incident(an_incident(ident="I7", suspects=(FORMS.cause,)))
    await room.does("link", incident="I99")
    assert room.house.desk.day.conversation(room.ticket().customer or "").pinned is None
    page = await room.does("link", incident="I7")
    assert 'href="/staff/incidents/I7"' in page.text
    assert room.house.desk.day.conversation(room.ticket().customer or "").pinned == "I7"


@pytest.mark.slow
async def test_a_cause_that_staff_rule_out_is_told_as_such(room: Room) -> None:
    shown = await room.page()
    cause = re.search(r'name="cause" value="([^"]+)"', shown)
    assert cause
    page = html.unescape((await room.does("rule_out", cause=cause[1])).text)
    assert "担当者が除外した原因：" in page
    assert room.house.desk.day.conversation(room.ticket().customer or "").ruled_out == (cause[1],)
    await room.does("rule_out", cause="plugin:nothing-of-the-sort")
    assert len(room.house.desk.day.conversation(room.ticket().customer or "").ruled_out) == 1


async def test_a_question_that_the_desk_would_ask_goes_into_the_reply(room: Room) -> None:
    offered = re.search(r'href="\?ask=([a-z_]+)"[^>]* data-text="([^"]+)"', await room.page())
    assert offered
    page = await room.page(f"?ask={offered[1]}")
    assert f">{offered[2]}</textarea>" in page
    assert hidden(page, "question") == offered[1]
    await room.does("answer", text=offered[2], seen="0", question=offered[1])
    talk = room.house.desk.day.conversation(room.ticket().customer or "")
    assert (talk.open_questions[-1], talk.turns[-1].question) == (offered[1], offered[1])


@pytest.mark.slow
async def test_a_question_that_there_is_not_begins_no_reply(room: Room) -> None:
    assert hidden(await room.page("?ask=nothing"), "question") == ""


@pytest.mark.slow
async def test_a_note_to_staff_is_about_no_customer(room: Room) -> None:
    note = replace(room.ticket(), id="T9", customer=None, conversation=None, diagnosis=None)
    with room.house.store.work() as work:
        work.save_ticket(note)
    for deed in ("hand_back", "link", "rule_out"):
        await press(room.staff, "/staff/tickets/T9", f"/staff/tickets/T9/{deed}", cause="x")
    with room.house.store.look() as work:
        assert work.ticket("T9") == note
