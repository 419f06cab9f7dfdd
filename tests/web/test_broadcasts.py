"""What staff see and do with a notice to many, on a real desk."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.desk.ledger import DeliveryState, Settled
from bot.model.broadcast import Steering
from tests.desk.announcing import HERE, OTHER_TEXT, TEXT, somebody
from tests.examples import first_rows
from tests.web.forms import hidden, press, sign_in, write
from tests.web.sending import NIGHT, SendingHouse

pytestmark = pytest.mark.anyio
PROPOSAL = "/staff/proposals/P1"


@pytest.fixture
def house() -> SendingHouse:
    return SendingHouse(NIGHT)


@pytest.fixture
async def staff(house: SendingHouse) -> AsyncIterator[httpx.AsyncClient]:
    async with house.browser() as client:
        await sign_in(client)
        yield client
    house.store.close()


async def approve(staff: httpx.AsyncClient, **fields: object) -> httpx.Response:
    """Fill the form of the proposal in, as it is shown but for these fields."""
    page = (await staff.get(PROPOSAL)).text
    offered = re.findall(r'name="offered" value="([^"]*)"', page)
    form: dict[str, object] = {
        "token": hidden(page, "token"),
        "text": TEXT,
        "offered": offered,
        "channels": offered,
        "tenants": "",
        "quiet": "on",
        "decision": "approve",
        **fields,
    }
    return await staff.post(PROPOSAL, data=form, follow_redirects=True)


def counts(page: str) -> list[int]:
    """The four numbers of a broadcast's page: delivered, to go, failed, called off."""
    return [int(n.replace(",", "")) for n in re.findall(r"<dd>([0-9,]+)</dd></div>", page)]


async def test_a_customer_reads_a_notice_once_it_has_arrived_and_staff_too(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    async with house.browser() as customer:
        await write(customer, "担当の方をお願いします", button="human")
        with house.store.work() as work:
            (ticket,) = work.tickets()
        house.desk.proposes(ticket.customer or "", langs=())
        house.desk.steers(house.desk.approves(), Steering.PAUSE)
        places = [(customer, "/transcript"), (staff, f"/staff/tickets/{ticket.id}")]
        for browser, path in places:
            assert TEXT not in (await browser.get(path)).text
        house.desk.steers("B1", Steering.CORRECT, OTHER_TEXT)
        house.desk.steers("B1", Steering.RESUME)
        house.desk.delivers(channel="web")
        for browser, path in places:
            page = (await browser.get(path)).text
            assert OTHER_TEXT in page
            assert TEXT not in page


async def test_the_proposal_says_who_will_be_told_and_who_will_not(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.knows(*(somebody(n) for n in range(30)), somebody(99, lang="en"))
    house.desk.stops(somebody(3))
    house.desk.proposes()
    assert PROPOSAL in (await staff.get("/staff/incidents")).text
    page = (await staff.get(PROPOSAL)).text
    for words in (
        "29名",
        "メール",
        "対象の製品を利用中",
        "配信停止を希望",
        "別の言語",
        "22:00〜7:00",
    ):
        assert words in page


async def test_what_is_approved_is_what_was_shown(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.knows_many(30)
    house.desk.proposes()
    answer = await approve(staff, text=OTHER_TEXT, tenants="t1\r\n t2 \n\nt2")
    assert str(answer.url).endswith("/staff/broadcasts/B1?done=approve")
    assert "承認しました" in answer.text
    assert house.desk.delivers() == [somebody(1).id, somebody(2).id]
    assert house.desk.readers(OTHER_TEXT).total() == 2
    said = house.desk.broadcast("B1")
    assert (said.staff, said.quiet) == ("佐藤", NIGHT)


async def test_counting_anew_keeps_what_was_written_and_sends_nothing(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.knows(*(somebody(n) for n in range(3)), somebody(7, channel="webhook"))
    house.desk.proposes()
    answer = await approve(staff, decision="look", text="書きかけ", channels=["webhook"], quiet="")
    assert answer.status_code == 200
    assert '<p class="big-number">1名</p>' in answer.text
    assert "書きかけ" in answer.text
    assert re.findall(r'name="channels" value="(\w+)"( checked)?', answer.text) == [
        ("mail", ""),
        ("webhook", " checked"),
    ]
    assert 'name="quiet" value="on" aria' in answer.text
    assert house.desk.all() == []


async def test_before_more_than_a_hundred_are_told_it_is_asked_once_more(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.knows_many(101)
    house.desk.proposes()
    asked = await approve(staff)
    assert "101名に送ります" in asked.text
    assert house.desk.all() == []
    house.desk.knows(somebody(500))
    more = await approve(staff, sure=hidden(asked.text, "sure"))
    assert "102名に送ります" in more.text
    assert house.desk.all() == []
    sent = await approve(staff, sure=hidden(more.text, "sure"))
    assert "102名のうち0名が完了" in sent.text


@pytest.mark.parametrize(
    ("fields", "said"),
    first_rows(
        2,
        [
            ({"text": " "}, "本文が空です"),
            ({"text": "あ" * 4_001}, "4,000文字以内"),
            ({"channels": []}, "届け方を1つ以上"),
            ({"tenants": "nobody"}, "届けられる宛先がありません"),
        ],
    ),
)
async def test_what_cannot_be_sent_is_told_and_kept(
    house: SendingHouse, staff: httpx.AsyncClient, fields: dict[str, object], said: str
) -> None:
    house.desk.knows_many(101)
    house.desk.proposes()
    answer = await approve(staff, **fields)
    assert answer.status_code == 409
    assert said in answer.text
    assert "よろしいですか" not in answer.text
    assert house.desk.all() == []


async def test_what_is_over_or_decided_cannot_be_approved(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.knows_many(2)
    house.desk.proposes()
    house.desk.ends()
    assert 'value="approve"' not in (await staff.get(PROPOSAL)).text
    assert (await approve(staff)).status_code == 409
    await press(staff, "/staff", PROPOSAL, decision="reject")
    assert (await staff.get(PROPOSAL)).status_code == 409
    assert house.desk.all() == []


async def test_at_night_it_waits_unless_somebody_says_that_it_cannot(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.clock.now = house.desk.day.now = house.clock.now.replace(hour=23)
    await sign_in(staff)
    house.desk.knows_many(2)
    house.desk.proposes()
    assert "いまは夜間です" in (await staff.get(PROPOSAL)).text
    waiting = await approve(staff)
    assert "夜間のため待機中" in waiting.text
    assert "夜間が終わりしだい送り始めます" in waiting.text
    assert "送り始めています" not in waiting.text
    assert house.desk.delivers() == []
    house.desk.proposes(ident="P2", langs=("ja",))
    await press(staff, "/staff/broadcasts/B1", "/staff/broadcasts/B1/retract", sure="yes")
    page = (await staff.get("/staff/proposals/P2")).text
    form = {"token": hidden(page, "token"), "text": TEXT, "offered": "mail", "channels": "mail"}
    await staff.post("/staff/proposals/P2", data={**form, "decision": "approve"})
    assert len(house.desk.delivers()) == 2


async def test_the_list_shows_the_newest_first_and_how_many_are_under_way(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    empty = (await staff.get("/staff/broadcasts")).text
    assert 'class="empty"' in empty
    house.desk.announces(600)
    house.desk.delivers(200)
    page = (await staff.get("/staff/broadcasts")).text
    assert "600名のうち200名が完了" in page
    assert '<progress max="600" value="200"' in page
    assert re.search(r'配信 <span class="number">1</span>', page)
    house.desk.steers("B1", "correct", OTHER_TEXT)  # type: ignore[arg-type]
    page = (await staff.get("/staff/broadcasts?lang=en")).text
    assert re.findall(r'id="broadcast-(B\d)"', page) == ["B2", "B1"]
    assert "200 of 600 done" in page
    assert "only those who received B1" in page
    assert page.count("<span>corrected</span>") == 1
    house.desk.steers("B1", "retract")  # type: ignore[arg-type]
    page = (await staff.get("/staff/broadcasts?lang=ja")).text
    assert page.count("取り下げ済み") == 1


async def test_the_page_counts_what_arrived_what_is_left_and_what_failed_and_why(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(600)
    house.desk.day.now = house.clock.now = house.clock.now + timedelta(seconds=30)
    house.desk.delivers(150)
    failed = [
        Settled(o, DeliveryState.FAILED, reason=f"550 <no> {'x' * 400}")
        for o in house.desk.claims(25)
    ]
    house.store.ledger.settle(HERE, failed, house.clock())
    page = (await staff.get("/staff/broadcasts/B1")).text
    assert counts(page) == [150, 425, 25, 0]
    assert "1分あたり300名" in page
    assert "25件のうち、新しい20件" in page
    assert page.count("550 &lt;no&gt;") == 20
    assert "x" * 250 not in page
    assert "data-poll" in page


async def test_a_channel_may_have_other_words_and_each_is_shown_as_it_is_read(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.knows(somebody(1), somebody(7, channel="webhook"))
    house.desk.proposes()
    own = {"own.mail": "メールだけの文面", "own.webhook": "", "own.public": TEXT}
    page = (await approve(staff, decision="look", public="on", **own)).text
    mail, _, rest = page.partition("Webhookで届く形")
    assert "メールだけの文面" in mail.rpartition('class="letter"')[2]
    assert "メールだけの文面" not in rest.partition("</details>")[0]
    assert "公開ページに載る形" in page
    assert house.desk.all() == []
    await approve(staff, **own)
    assert house.desk.broadcast("B1").own == {"mail": "メールだけの文面"}
    assert "メールだけの文面" in (await staff.get("/staff/broadcasts/B1")).text


async def test_words_of_the_page_are_not_kept_where_it_shows_nothing(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.knows(somebody(1))
    house.desk.proposes()
    assert "4,000文字以内" in (await approve(staff, **{"own.mail": "あ" * 4_001})).text
    await approve(staff, **{"own.public": "ページだけの文面"})
    assert house.desk.broadcast("B1").own == {}
