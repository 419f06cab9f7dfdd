"""The inbox and a case as staff use them, with a real desk behind the pages."""

import html
import re
from datetime import timedelta

import pytest

from bot.desk.inbox import InboxView
from bot.model.conversation import Speaker
from bot.model.japan import JST
from bot.model.ticket import Ticket, TicketStatus
from bot.web.hub import customer_topic
from tests.store.databases import asking
from tests.web.forms import hidden, press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio


class Room:
    """Two of the staff, and a customer whose conversation the first has taken."""

    def __init__(self, house: SendingHouse) -> None:
        self.house = house
        self.one, self.other, self.customer = (house.browser() for _ in range(3))

    def ticket(self) -> Ticket:
        with self.house.store.look() as work:
            return work.tickets(include_closed=True)[0]

    def answers(self) -> list[str]:
        of = self.ticket().conversation or ""
        with self.house.store.look() as work:
            found = work.conversation(of)
        assert found is not None
        return [t.text for t in found.turns if t.speaker is Speaker.STAFF]

    def shown(self, view: InboxView) -> list[str]:
        with self.house.store.look() as work:
            found = work.cases(view, "佐藤", self.house.clock()).lines
        return [line.ticket or line.id for line in found]

    @property
    def page(self) -> str:
        return f"/staff/tickets/{self.ticket().id}"


@pytest.fixture
async def room() -> Room:
    house = SendingHouse()
    room = Room(house)
    await write(room.customer, "一覧の画面が開きません")
    await sign_in(room.one)
    await sign_in(room.other, "鈴木")
    with house.store.look() as work:
        (conversation,) = work.conversations()
    talk = f"/staff/conversations/{conversation.id}"
    await press(room.one, talk, f"{talk}/claim")
    return room


async def test_colleagues_see_who_answered_and_customers_do_not(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/answer", text="確認します", seen="0")
    told = '<span class="who">{}</span>'.format
    assert told("佐藤") in (await room.other.get(room.page)).text
    room.house.clock.passes(timedelta(minutes=1))  # it cannot be taken back any more
    theirs = (await room.customer.get("/chat")).text
    assert told("担当者") in theirs
    assert "佐藤" not in theirs


async def test_what_narrows_the_inbox_stays_chosen_where_it_is_none_of_the_choices(
    room: Room,
) -> None:
    asked = {"show": "all", "staff": "高橋", "speaks": "ko", "incident": "I-9", "tag": "急ぎ"}
    page = html.unescape((await room.one.get("/staff", params=asked)).text)
    chosen = re.findall(r'<option value="([^"]+)" selected>', page)
    assert set(chosen) == {"高橋", "ko", "I-9", "急ぎ"}
    for name in ("state", "urgency", "category"):
        answer = await room.one.get(f"/staff?show=all&{name}=yonder")
        assert (answer.status_code, 'class="narrowed"' in answer.text) == (200, False)


@pytest.mark.slow
async def test_a_case_is_given_to_a_colleague_tagged_and_noted(room: Room) -> None:
    page = (await room.one.get(room.page)).text
    assert re.findall(r"<option[^>]*>(佐藤|鈴木)</option>", page) == ["佐藤", "鈴木"]
    await press(room.one, room.page, f"{room.page}/tags", tags="請求、 #急ぎ 請求")
    await press(
        room.one, room.page, f"{room.page}/note", note="@鈴木 契約は tanaka@aoi.example まで"
    )
    await press(room.one, room.page, f"{room.page}/assign", to="だれか")
    assert room.ticket().staff == "佐藤"
    await press(room.one, room.page, f"{room.page}/assign", to="鈴木")
    ticket = room.ticket()
    assert (ticket.staff, ticket.tags) == ("鈴木", ("請求", "急ぎ"))
    [note] = ticket.notes
    assert (note.staff, note.mentions) == ("佐藤", ("鈴木",))
    assert "tanaka@aoi.example" not in note.text  # masked, as everything that is kept
    seen = html.unescape((await room.other.get("/staff?show=mine&tag=請求&q=契約は")).text)
    assert ticket.id in seen


@pytest.mark.slow
async def test_what_is_put_off_comes_back_in_time_or_when_the_customer_writes(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/snooze", **{"for": "1h"})
    assert room.shown(InboxView.SNOOZED) == [room.ticket().id]
    assert room.shown(InboxView.MINE) == []
    await press(room.one, room.page, f"{room.page}/snooze", **{"for": "off"})
    assert room.shown(InboxView.MINE) == [room.ticket().id]
    for at in ("2020-01-01T09:00", "2999-01-01T09:00", "soon"):
        refused = await press(room.one, room.page, f"{room.page}/snooze", at=at)
        assert (refused.status_code, "1年以内の日時" in refused.text) == (409, True)
    at = f"{(room.house.clock.now + timedelta(hours=3)).astimezone(JST):%Y-%m-%dT%H:%M}"
    await press(room.one, room.page, f"{room.page}/snooze", at=at)
    until = room.ticket().snoozed_until
    assert until is not None
    assert f"{until.astimezone(JST):%Y-%m-%dT%H:%M}" == at
    await press(room.one, room.page, f"{room.page}/snooze", **{"for": "off"})
    await press(room.one, room.page, f"{room.page}/snooze", **{"for": "incident"})  # there is none
    assert room.shown(InboxView.SNOOZED) == []


@pytest.mark.slow
async def test_what_the_desk_would_have_answered_is_a_draft_for_whoever_has_the_case(
    room: Room,
) -> None:
    assert "自動応答の返信案" not in (await room.one.get(room.page)).text
    await write(room.customer, "ほかのアプリは開きます。いつ直りますか？")
    page = html.unescape((await room.one.get(room.page)).text)
    assert "自動応答の返信案" in page
    with room.house.store.look() as work:
        (conversation,) = work.conversations()
    assert conversation.suggested
    assert [t.text for t in conversation.turns if t.text == conversation.suggested] == []
    drafted = html.unescape((await room.one.get(f"{room.page}?draft=suggested")).text)
    assert f">{conversation.suggested}</textarea>" in drafted
    await press(room.one, room.page, f"{room.page}/answer", text="確認しております。", seen="0")
    assert "自動応答の返信案" not in (await room.one.get(room.page)).text


@pytest.mark.slow
async def test_an_answer_is_held_for_ten_seconds_and_can_be_taken_back(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/answer", text="誤った返信", seen="0")
    page = (await room.one.get(room.page)).text
    assert f'formaction="{room.page}/undo"' in page
    assert "09:00:10に送信されます" in page
    assert "誤った返信" not in (await room.customer.get("/chat")).text
    room.house.clock.passes(timedelta(seconds=9))
    back = html.unescape((await press(room.one, room.page, f"{room.page}/undo", text="続き")).text)
    assert ">誤った返信\n\n続き</textarea>" in back
    assert "お客様には送っていません" in back
    room.house.clock.passes(timedelta(minutes=1))
    assert "誤った返信" not in (await room.customer.get("/chat")).text
    assert room.answers() == []


@pytest.mark.slow
async def test_what_was_sent_is_not_taken_back_and_what_is_written_stays(room: Room) -> None:
    await press(room.one, room.page, f"{room.page}/answer", text="送った返信", seen="0")
    room.house.clock.passes(timedelta(seconds=10))
    assert "送った返信" in (await room.customer.get("/chat")).text
    late = await press(room.one, room.page, f"{room.page}/undo", text="続き")
    assert late.status_code == 409
    assert "すでに送信されたため" in late.text
    assert "続き</textarea>" in late.text
    assert room.answers() == ["送った返信"]


@pytest.mark.slow
async def test_several_are_assigned_tagged_and_closed_at_once(room: Room) -> None:
    await write(room.house.browser(), "帳票が印刷できません")
    with room.house.store.look() as work:
        ids = [c.id for c in work.conversations()]
    page = ""
    closes = {"do": "close", "of": "others"}
    for fields in ({"do": "assign", "to": "鈴木"}, {"do": "tag", "tag": "束"}, closes):
        page = (await room.one.get("/staff?show=all")).text
        form = {"token": hidden(page, "token"), "case": ids, **fields}
        done = await room.one.post("/staff/inbox?show=all", data=form, follow_redirects=True)
        assert "2件を処理しました" in done.text, fields
    with room.house.store.look() as work:
        tickets = work.tickets(include_closed=True)
    assert {(t.staff, t.tags, t.status) for t in tickets} == {
        ("佐藤", ("束",), TicketStatus.CLOSED)
    }
    again = await room.one.post(
        "/staff/inbox?show=all",
        data={"token": hidden(page, "token"), "case": [*ids, "gone"], "do": "close"},
        follow_redirects=True,
    )
    assert "0件を処理しました。 2件は、すでに完了しています。 1件は、見つかりません" in again.text


@pytest.mark.slow
async def test_the_other_organisations_cases_are_not_in_the_history(room: Room) -> None:
    for organisation, words in (("aoi", "青い話"), ("midori", "緑の話")):
        await write(room.house.browser(), words, organisation=organisation)
    with room.house.store.look() as work:
        first = next(c for c in work.conversations() if "aoi" in c.tenant)
    await write(room.house.browser(), "青い話その二", organisation="aoi")
    talk = f"/staff/conversations/{first.id}"
    page = (await press(room.one, talk, f"{talk}/claim")).text
    assert "緑の話" not in page
    assert "青い話その二" not in page  # who types a name is not known to be of that organisation
    assert "このお客様のこれまで" in page


async def test_a_case_is_read_by_who_opens_it_and_not_by_a_page_that_refreshes(room: Room) -> None:
    def is_unread() -> bool:
        with room.house.store.look() as work:
            [line] = work.cases(InboxView.ALL, "鈴木", room.house.clock()).lines
        return line.is_unread

    await room.other.get(room.page, headers={"Sec-Fetch-Mode": "cors"})
    assert is_unread()
    await room.other.get(room.page)
    assert not is_unread()


@pytest.mark.slow
async def test_what_staff_do_among_themselves_moves_no_page_of_the_customer(room: Room) -> None:
    hub, customer = room.house.hub, room.ticket().customer
    with hub.subscribe([customer_topic(str(customer))]) as listening:
        for deed, fields in (("note", {"note": "社内の話"}), ("tags", {"tags": "請求"})):
            await press(room.one, room.page, f"{room.page}/{deed}", **fields)
        await press(room.one, room.page, f"{room.page}/snooze", **{"for": "1h"})
        page = (await room.one.get("/staff?show=all")).text
        ids = re.findall(r'name="case" value="([^"]+)"', page)
        form = {"token": hidden(page, "token"), "case": ids, "do": "tag", "tag": "束"}
        assert (
            "1件を処理しました"
            in (await room.one.post("/staff/inbox", data=form, follow_redirects=True)).text
        )
        assert await listening.next(0) is None
        await press(room.one, room.page, f"{room.page}/close")
        assert await listening.next(0) is not None


@pytest.mark.slow
async def test_the_inbox_asks_the_database_for_each_thing_once(room: Room) -> None:
    for _ in range(3):
        await write(room.house.browser(), "帳票が印刷できません")
    with asking() as asked:
        await room.one.get("/staff?show=all")
    assert len(asked) > 5
    asked = [each for each in asked if not each.startswith("BEGIN")]
    assert [each for each in set(asked) if asked.count(each) > 1] == []
    with asking() as asked:
        await room.one.get("/staff?show=waiting")
    wholes = [a for a in asked if a.startswith("SELECT count(*)") and "\nFROM cases" in a]
    assert wholes == []  # the number beside the view tells how long its list is
