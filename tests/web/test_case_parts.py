"""Splitting and merging on the page of a case, with a real desk behind it."""

import html
import re

import httpx
import pytest

from tests.web.forms import press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio


class Room:
    """One of the staff, and a customer who told of two matters."""

    def __init__(self, house: SendingHouse) -> None:
        self.house, self.staff, self.customer = house, house.browser(), house.browser()

    async def opens(self) -> str:
        """The page of the case, taken."""
        await write(self.customer, "一覧の画面が開きません")
        await write(self.customer, "請求書の宛名も変えたいです")
        await sign_in(self.staff)
        with self.house.store.look() as work:
            [conversation] = work.conversations()
        talk = f"/staff/conversations/{conversation.id}"
        await press(self.staff, talk, f"{talk}/claim")
        return "/staff/tickets/T1"


@pytest.fixture
def room() -> Room:
    return Room(SendingHouse())


@pytest.mark.slow
async def test_a_case_is_split_and_merged_again(room: Room) -> None:
    page = await room.opens()
    shown = html.unescape((await room.staff.get(page)).text)
    chosen = re.search(r'<option value="([^"]+)">[0-9:]+ 請求書の宛名', shown)
    assert chosen
    part = await press(room.staff, page, f"{page}/split", **{"from": chosen[1]})
    assert str(part.url).endswith("/staff/tickets/T2")
    assert "「請求書の宛名も変えたいです」" in html.unescape(part.text)
    assert "一覧の画面が開きません" not in _talk(part)
    chat = (await room.customer.get("/chat")).text
    assert chat.index("一覧の画面が開きません") < chat.index("請求書の宛名も変えたいです")
    whole = await press(room.staff, page, f"{page}/merge", other="T2")
    assert str(whole.url).endswith("/staff/tickets/T2")
    assert "一覧の画面が開きません" in _talk(whole)
    assert "統合したT1の見立て：" in html.unescape(whole.text)
    old = html.unescape((await room.staff.get(page)).text)
    assert "T2にまとめました" in old
    assert 'action="/staff/tickets/T1/reopen"' not in old
    assert (
        "この受付にお客様の書き込みはありません。" in (await room.staff.get(f"{page}/today")).text
    )


def _talk(page: httpx.Response) -> str:
    """The transcript of a case's page."""
    return page.text.partition('id="transcript"')[2].partition('id="held"')[0]


@pytest.mark.slow
async def test_what_cannot_be_split_or_merged_says_why(room: Room) -> None:
    page = await room.opens()
    await write(room.house.browser(), "担当者と話したいです")
    for deed, fields, why in (
        ("split", {"from": "nothing"}, "このメッセージからは分けられません"),
        ("merge", {"other": "T2"}, "同じお客様の受付だけ"),
        ("merge", {"other": "T99"}, "同じお客様の受付だけ"),
    ):
        refused = await press(room.staff, page, f"{page}/{deed}", **fields)
        assert refused.status_code == 409
        assert why in refused.text
