"""Views of the inbox that each of the staff keeps, and what is done with several entries at once."""

import html
import re

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.ticket import TicketStatus
from bot.web.inbox_address import MOST_ROWS
from tests.builders import FORMS, an_incident
from tests.web.forms import press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
ASKED = "/staff/views?show=all&q=請求&category=contract"


class Room:
    """One of the staff, and customers with cases."""

    def __init__(self, house: SendingHouse) -> None:
        self.house, self.staff, self.customer = house, house.browser(), house.browser()

    async def opens(self, *said: str) -> None:
        for words in said:
            await write(self.customer, words)
        await sign_in(self.staff)

    async def together(self, what: str, *cases: str, **fields: str) -> httpx.Response:
        page = (await self.staff.get("/staff?show=all")).text
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token
        form = {"token": token[1], "do": what, "case": list(cases), **fields}
        return await self.staff.post("/staff/inbox?show=all", data=form, follow_redirects=True)

    def statuses(self) -> dict[str, TicketStatus]:
        with self.house.store.look() as work:
            return {t.id: t.status for t in work.tickets(include_closed=True)}


@pytest.fixture
def room() -> Room:
    return Room(SendingHouse())


@pytest.mark.slow
async def test_a_view_is_kept_for_whoever_saved_it_and_nobody_else(room: Room) -> None:
    await room.opens("請求書の宛名を変更したいです。担当者をお願いします")
    page = await press(room.staff, "/staff", ASKED, do="keep", name=" 請求の  相談 ")
    assert "請求の 相談" in html.unescape(page.text)
    assert "保存した表示を削除" in page.text
    assert page.url.params["category"] == "contract"
    assert page.text.count('aria-current="page"><span') == 1  # of the views, the saved one alone
    live = await room.staff.get(page.url, headers={"Sec-Fetch-Mode": "cors"})
    assert 'aria-current="page"><span' not in live.text
    again = await press(room.staff, "/staff", ASKED, do="keep", name="請求の 相談")
    assert again.text.count("請求の 相談</span>") == 1
    other = room.house.browser()
    await sign_in(other, "鈴木")
    assert "請求の 相談" not in (await other.get("/staff")).text
    gone = await press(room.staff, "/staff", ASKED, do="drop", name="請求の 相談")
    assert "請求の 相談</span>" not in gone.text


@pytest.mark.slow
async def test_only_so_many_views_are_kept_and_none_without_a_name(room: Room) -> None:
    await room.opens()
    for n in range(22):
        await press(room.staff, "/staff", ASKED, do="keep", name=f"表示{n:02}")
    page = await room.staff.get("/staff")
    assert page.text.count("<span>表示") == 20
    page = await press(room.staff, "/staff", ASKED, do="keep", name="  ")
    assert page.text.count("<span>表示") == 20


async def test_several_cases_are_linked_to_an_incident(room: Room) -> None:
    await room.opens("一覧が開きません。担当者と話したいです")
    with room.house.store.work() as work:
        work.save_incident(an_incident(ident="I7", suspects=(FORMS.cause,)))
        [talk] = work.conversations()
    page = await room.together("link", talk.id, incident="I7")
    assert "1件を処理しました。" in page.text
    with room.house.store.look() as work:
        found = work.conversation(talk.id)
    assert found is not None
    assert found.pinned == "I7"
    page = await room.together("link", talk.id, incident="I99")
    assert "0件を処理しました。 1件は、指定の内容が見つからない" in html.unescape(page.text)


@pytest.mark.slow
async def test_as_much_is_done_at_once_as_the_list_shows_and_more_is_refused(room: Room) -> None:
    await room.opens("一覧が開きません。担当者と話したいです")
    with room.house.store.look() as work:
        [talk] = work.conversations()
    gone = [f"C{n}" for n in range(1000, 1000 + MOST_ROWS)]
    page = await room.together("close", talk.id, *gone)
    assert page.status_code == 409
    assert "一度に選択できるのは250件までです。何も変更していません。" in page.text
    assert set(room.statuses().values()) == {TicketStatus.OPEN}
    page = await room.together("close", talk.id, *gone[1:])
    assert "1件を処理しました。 249件は、見つかりません" in html.unescape(page.text)
    noted = room.house.staff.audited(AuditFilter(act="case.several"))
    named = [ident for entry in noted[::-1] for ident in entry.about.split()]
    assert named == [talk.id, *gone, "T1", *gone[1:]]
    assert {entry.choice for entry in noted} == {"close"}


async def test_the_cases_of_one_customer_become_one_and_others_stay(room: Room) -> None:
    await room.opens("一覧が開きません。担当者と話したいです")
    await write(room.customer, "請求書の宛名も変えたいです")
    with room.house.store.look() as work:
        [talk] = work.conversations()
    cut = next(t.message_id for t in reversed(talk.turns) if t.message_id)
    await press(room.staff, "/staff/tickets/T1", "/staff/tickets/T1/split", **{"from": cut})
    await write(room.house.browser(), "ログインできません。担当者と話したいです")
    with room.house.store.look() as work:
        talks = [conversation.id for conversation in work.conversations()]
    page = await room.together("merge", *talks)
    assert "2件を処理しました。 1件は、まとめられる相手" in html.unescape(page.text)
    closed = [ident for ident, status in room.statuses().items() if status is TicketStatus.CLOSED]
    assert closed == ["T1"]
