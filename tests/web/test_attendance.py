"""Who is at a case, and what they have begun to write there, with a real desk behind the pages."""

import html
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.desk.attendance import FRESH, Attendance, Doing, is_news
from bot.model.audit import AuditFilter
from bot.web.hub import STAFF, case_topic
from tests.web.forms import hidden, press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
CASE = "/staff/tickets/T1"


class Room:
    """Two of the staff at one case, which the first has."""

    def __init__(self, house: SendingHouse) -> None:
        self.house = house
        self.sato, self.suzuki = house.browser(), house.browser()

    async def opens(self) -> None:
        await write(self.house.browser(), "一覧が開きません。担当者と話したいです")
        await sign_in(self.sato)
        await sign_in(self.suzuki, "鈴木")
        await press(self.sato, CASE, f"{CASE}/claim")

    async def tells(self, who: httpx.AsyncClient, doing: str, **written: str) -> None:
        answer = await press(who, CASE, f"{CASE}/attendance", doing=doing, **written)
        assert answer.status_code == 204

    async def sees(self, who: httpx.AsyncClient) -> str:
        return html.unescape((await who.get(CASE)).text)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = Room(SendingHouse())
    await room.opens()
    yield room
    room.house.store.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("doing", "said"),
    [
        ("viewing", "鈴木さんもこの受付を見ています。"),
        ("editing", "鈴木さんが返信かメモを書いています。"),
        ("away", "鈴木さんがこの受付を開いたまま"),
    ],
)
async def test_who_is_at_a_case_is_seen_by_others_and_not_by_themselves(
    room: Room, doing: str, said: str
) -> None:
    await room.tells(room.suzuki, doing)
    assert said in await room.sees(room.sato)
    assert said not in await room.sees(room.suzuki)
    room.house.clock.passes(FRESH + timedelta(seconds=1))
    assert said not in await room.sees(room.sato)


@pytest.mark.slow
async def test_who_leaves_is_there_no_more(room: Room) -> None:
    await room.tells(room.suzuki, "viewing")
    await room.tells(room.suzuki, "left")
    assert "鈴木さん" not in await room.sees(room.sato)


async def test_a_draft_is_found_again_in_another_browser_and_masked(room: Room) -> None:
    await room.tells(room.sato, "editing", text="確認します。080-1234-5678", note="折り返し")
    other = room.house.browser()
    page = (await other.get("/staff/login")).text
    form = {"token": hidden(page, "token"), "staff": "佐藤", "instead": "on"}
    await other.post("/staff/login", data={**form, "staff_token": room.house.staff_token or ""})
    shown = await room.sees(other)
    assert "書きかけの下書き（" in shown
    assert "確認します。" in shown
    assert "080-1234-5678" not in shown
    assert ">折り返し</textarea>" in shown
    assert "確認します。" not in await room.sees(room.suzuki)


@pytest.mark.slow
async def test_what_was_sent_is_no_draft_any_more(room: Room) -> None:
    await room.tells(room.sato, "editing", text="確認します。", note="折り返し")
    await press(room.sato, CASE, f"{CASE}/answer", text="確認します。", seen="0")
    assert "下書きを戻しました" not in await room.sees(room.sato)
    assert ">折り返し</textarea>" in await room.sees(room.sato)
    await press(room.sato, CASE, f"{CASE}/note", note="折り返し")
    assert ">折り返し</textarea>" not in await room.sees(room.sato)


@pytest.mark.slow
async def test_who_only_looks_loses_no_draft(room: Room) -> None:
    await room.tells(room.sato, "editing", text="確認します。")
    await room.tells(room.sato, "viewing")
    assert "確認します。" in await room.sees(room.sato)


@pytest.mark.slow
async def test_nothing_is_noted_of_what_is_not_there(room: Room) -> None:
    await press(room.sato, CASE, "/staff/tickets/T99/attendance", doing="viewing")
    await press(room.sato, CASE, f"{CASE}/attendance", doing="dancing")
    with room.house.store.look() as work:
        assert work.attendance("T99", "佐藤") is None
        assert work.attendances("T1", room.house.clock() - FRESH) == []


async def test_the_pages_of_a_case_hear_who_comes_and_not_that_they_stay(room: Room) -> None:
    with room.house.hub.subscribe([case_topic("T1")]) as heard:
        await room.tells(room.suzuki, "viewing")
        await room.tells(room.suzuki, "viewing")
        assert await heard.next(5) is not None
        assert await heard.next(0) is None


def test_somebody_is_news_when_they_come_back_or_do_something_else() -> None:
    at = SendingHouse().clock()
    here = Attendance("T1", "佐藤", Doing.VIEWING, at)
    assert is_news(None, here)
    assert not is_news(here, Attendance("T1", "佐藤", Doing.VIEWING, at + FRESH))
    assert is_news(here, Attendance("T1", "佐藤", Doing.EDITING, at))
    assert is_news(here, Attendance("T1", "佐藤", Doing.VIEWING, at + 2 * FRESH))


@pytest.mark.slow
async def test_the_audit_log_says_once_that_somebody_was_at_a_case(room: Room) -> None:
    for doing in ("viewing", "editing", "viewing"):
        token = hidden((await room.suzuki.get(CASE)).text, "token")
        form = {"token": token, "doing": doing}
        headers = {"Sec-Fetch-Mode": "cors"}
        await room.suzuki.post(f"{CASE}/attendance", data=form, headers=headers)
    told = room.house.staff.audited(AuditFilter(act="case.attend"))
    assert [(entry.staff, entry.about) for entry in told] == [("鈴木", "T1")]


@pytest.mark.slow
async def test_who_is_served_by_another_process_is_seen_at_once_as_well(room: Room) -> None:
    """Each process has a hub of its own; what one is told, it tells the others."""
    other = SendingHouse()
    other.store, other.clock, other.staff = room.house.store, room.house.clock, room.house.staff
    other.hub.echo, room.house.hub.echo = room.house.hub.hear, other.hub.hear
    elsewhere = other.browser()
    await sign_in(elsewhere, "高橋")
    with room.house.hub.subscribe([case_topic("T1")]) as page:
        await room.tells(elsewhere, "editing", text="承り")
        heard = await page.next(0.01)
        assert heard is not None
        assert heard.topic == case_topic("T1")
    assert "高橋さんが返信かメモを書いています。" in await room.sees(room.sato)
    with other.hub.subscribe([STAFF]) as page:
        await press(room.sato, CASE, f"{CASE}/note", note="社内の話")  # no effect comes of it
        assert await page.next(0.01) is not None
