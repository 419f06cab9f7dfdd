"""What is done with several entries at once: why some are left, and ten seconds in which closing is taken back."""

import html
import re
from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest

from bot.desk.taking_back import HELD_FOR
from bot.model.ticket import TicketStatus
from bot.web.inbox_outcome import outcome_of, told
from bot.web.several_cases import Left, Outcome
from tests.web.fakes import NOON
from tests.web.forms import hidden, press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
ASKS = "一覧が開きません。担当者と話したいです"


class Room:
    """One of the staff before an inbox with three customers' cases and one conversation without."""

    def __init__(self, house: SendingHouse) -> None:
        self.house, self.staff, self.other = house, house.browser(), house.browser()
        self.customer = house.browser()

    async def opens(self) -> None:
        await write(self.customer, ASKS)
        for words in (ASKS, ASKS, "こんにちは"):
            await write(self.house.browser(), words)
        await sign_in(self.staff)
        await sign_in(self.other, "鈴木")

    def entries(self) -> list[str]:
        with self.house.store.look() as work:
            return [talk.id for talk in work.conversations()]

    def statuses(self) -> Mapping[str, TicketStatus]:
        with self.house.store.look() as work:
            return {t.id: t.status for t in work.tickets(include_closed=True)}

    async def together(self, what: str, **fields: str) -> httpx.Response:
        page = (await self.staff.get("/staff?show=all")).text
        form = {"token": hidden(page, "token"), "do": what, "case": self.entries(), **fields}
        return await self.staff.post("/staff/inbox?show=all", data=form, follow_redirects=True)


@pytest.fixture
async def room() -> Room:
    room = Room(SendingHouse())
    await room.opens()
    return room


def banner(page: httpx.Response) -> str:
    found = re.search(r'class="banner done"[^>]*>(.*?)</p>', html.unescape(page.text), re.S)
    assert found, page.text
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


async def test_what_is_left_is_told_with_its_reason(room: Room) -> None:
    await press(room.other, "/staff/tickets/T2", "/staff/tickets/T2/claim")
    await press(room.staff, "/staff/tickets/T3", "/staff/tickets/T3/close")
    page = await room.together("close")
    assert banner(page) == (
        "1件を処理しました。 1件は、すでに完了しています。"
        " 1件は、ほかの担当者が担当しているため、完了にしていません。"
        " 1件は、自動応答だけが対応していて受付がありません。"
    )
    assert room.statuses()["T2"] is TicketStatus.CLAIMED
    assert banner(await room.together("merge")) == (
        "0件を処理しました。 1件は、自動応答だけが対応していて受付がありません。"
        " 3件は、まとめられる相手（同じお客様の、ほかの受付）がないため、まとめていません。"
    )
    await room.together("close", of="others")
    assert set(room.statuses().values()) == {TicketStatus.CLOSED}


@pytest.mark.slow
async def test_what_was_closed_together_is_taken_back_together(room: Room) -> None:
    page = await room.together("close")
    assert banner(page).startswith("3件を処理しました。")
    assert "お客様には09:00:10に知らせます" in page.text
    form = {
        "do": "undo",
        "token": hidden(page.text, "token"),
        "closed": hidden(page.text, "closed"),
    }
    room.house.clock.passes(timedelta(seconds=9))
    undone = await room.staff.post("/staff/inbox?show=all", data=form, follow_redirects=True)
    assert banner(undone) == "3件の完了を取り消しました。お客様には送っていません。"
    assert set(room.statuses().values()) == {TicketStatus.OPEN}
    room.house.clock.passes(HELD_FOR)
    assert "解決しましたか" not in (await room.customer.get("/chat")).text


async def test_what_was_told_is_not_taken_back(room: Room) -> None:
    page = await room.together("close")
    form = {
        "do": "undo",
        "token": hidden(page.text, "token"),
        "closed": hidden(page.text, "closed"),
    }
    room.house.clock.passes(HELD_FOR)
    assert "undo-all" not in (await room.staff.get(page.url)).text
    for closed in (form["closed"], "", "x", "9" * 30):
        late = await room.staff.post(
            "/staff/inbox?show=all", data={**form, "closed": closed}, follow_redirects=True
        )
        assert "取り消せませんでした" in late.text
    assert set(room.statuses().values()) == {TicketStatus.CLOSED}


def test_an_address_tells_an_outcome_and_nothing_that_makes_no_sense() -> None:
    outcome = Outcome(2, {Left.CLOSED: 3, Left.GONE: 1}, NOON)
    address = told(outcome)
    assert outcome_of(address, NOON) == outcome
    assert outcome_of(address, NOON + HELD_FOR) == Outcome(2, outcome.left)
    assert outcome_of({**address, "closed": "-1", "left.gone": "many"}, NOON) == Outcome(
        2, {Left.CLOSED: 3}
    )
    for done in ("", "x", "1234", "²"):
        assert outcome_of({**address, "done": done}, NOON) is None
