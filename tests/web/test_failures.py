"""Whom a notice to many did not reach: listed whole by reason, exported, sent again, on a real desk."""

import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.desk.failures import COLUMNS, kind_of
from bot.desk.ledger import DeliveryState, Settled
from bot.model.broadcast import Steering
from bot.web.failures import PAGE
from tests.desk.announcing import AOI, CALM, HERE, OTHER_TEXT, TEXT, somebody
from tests.web.forms import hidden, press, sign_in
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
FAILURES = "/staff/broadcasts/B1/failures"
LEAD = "let-a-lead-in-please"


@pytest.fixture
async def house() -> AsyncIterator[SendingHouse]:
    house = SendingHouse()
    house.lead_token = LEAD
    yield house
    house.store.close()


@pytest.fixture
async def staff(house: SendingHouse) -> AsyncIterator[httpx.AsyncClient]:
    async with house.browser() as client:
        await sign_in(client)
        yield client


@pytest.fixture
async def lead(house: SendingHouse) -> AsyncIterator[httpx.AsyncClient]:
    async with house.browser() as client:
        page = (await client.get("/staff/login")).text
        form = {"token": hidden(page, "token"), "staff": "森", "staff_token": LEAD}
        assert (await client.post("/staff/login", data=form)).status_code == 303
        yield client


def fails(house: SendingHouse, number: int, reason: str, *, maybe: bool = False) -> list[str]:
    """So many deliveries fail for good; ``{n}`` in the reason is another one in each."""
    claimed = house.desk.claims(number)
    lost = [
        Settled(o, DeliveryState.FAILED, reason=reason.format(n=o.id), may_be_there=maybe)
        for o in claimed
    ]
    house.store.ledger.settle(HERE, lost, house.clock())
    return [o.reader for o in claimed]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_failures_are_listed_whole_by_reason_and_paged(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(PAGE + 9)
    fails(house, PAGE + 3, "451 queue id 4F{n:05}A: try later")
    fails(house, 4, "550 <r{n}@x.example>: no such user")
    page = (await staff.get(FAILURES)).text
    assert page.count('<tr><th scope="row"') == PAGE
    assert f">{PAGE + 7}<" in page
    assert f'451 queue id …: try later <span class="number">{PAGE + 3}</span>' in page
    second = (await staff.get(f"{FAILURES}?page=2")).text
    assert second.count('<tr><th scope="row"') == 7
    one = (await staff.get(FAILURES, params={"why": kind_of("550 <a@b>: no such user")})).text
    assert one.count('<tr><th scope="row"') == 4
    assert "451 queue id 4F" not in one
    assert FAILURES in (await staff.get("/staff/broadcasts/B1")).text


async def test_addresses_are_shown_and_exported_to_a_lead_alone(
    house: SendingHouse, staff: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    house.desk.knows(*(somebody(n, id=f"mail:hash{n}") for n in range(2)))
    house.desk.proposes()
    house.desk.approves()
    fails(house, 2, "=no such user <r0001@1.example>")
    for path in (FAILURES, f"{FAILURES}.csv", "/staff/broadcasts/B1"):
        assert "@1.example" not in (await staff.get(path)).text
    for path in (FAILURES, f"{FAILURES}.csv"):
        assert "@1.example" in (await lead.get(path)).text
    rows = table((await staff.get(f"{FAILURES}.csv")).text)
    assert list(rows[0]) == list(COLUMNS[:-1])
    rows = table((await lead.get(f"{FAILURES}.csv")).text)
    assert {row["address"] for row in rows} == {somebody(0).address, somebody(1).address}
    assert {row["reason"] for row in rows} == {"'=no such user <r0001@1.example>"}
    async with house.browser() as stranger:
        assert (await stranger.get(f"{FAILURES}.csv")).status_code == 303
    assert (await staff.get("/staff/broadcasts/B9/failures.csv")).status_code == 404


async def test_what_surely_did_not_arrive_is_sent_again_by_reason(
    house: SendingHouse, staff: httpx.AsyncClient, lead: httpx.AsyncClient
) -> None:
    house.desk.announces(8)
    busy = fails(house, 3, "busy")
    doubtful = fails(house, 2, "busy", maybe=True)
    gone = fails(house, 1, "no such user")
    stopped = busy.pop()
    house.desk.stops(next(somebody(n) for n in range(8) if somebody(n).id == stopped))
    house.desk.delivers()
    pages = [(await who.get(FAILURES, params={"why": "busy"})).text for who in (lead, staff)]
    assert ["2件にもう一度送る" in page for page in pages] == [True, False]
    done = await press(lead, FAILURES, "/staff/broadcasts/B1/resend", text="busy")
    assert "もう一度送り始めました" in done.text
    assert house.desk.delivers() == busy
    assert house.desk.standing("B1")[DeliveryState.FAILED] == 4
    await press(lead, FAILURES, "/staff/broadcasts/B1/resend", text="")
    assert house.desk.delivers() == gone
    assert "もう一度送れる宛先はありません" in (await staff.get(FAILURES)).text
    got = house.desk.readers(TEXT)
    assert set(got.values()) == {1}
    assert not {stopped, *doubtful} & set(got)


async def test_what_no_longer_holds_is_not_sent_again(house: SendingHouse) -> None:
    house.desk.announces(3)
    fails(house, 1, "busy")
    house.desk.delivers()
    assert Steering.RESEND in house.desk.possible("B1")
    house.desk.steers("B1", Steering.CORRECT, OTHER_TEXT)
    assert Steering.RESEND in house.desk.possible("B1")
    house.desk.steers("B1", Steering.RESEND)
    house.desk.delivers()
    assert set(house.desk.readers(OTHER_TEXT).values()) == {1}
    assert len(house.desk.readers(OTHER_TEXT)) == 3
    house.desk.ends()
    assert Steering.RESEND not in house.desk.possible("B1")


async def test_who_is_told_by_it_after_all_counts_as_told(house: SendingHouse) -> None:
    house.desk.day.says(AOI, CALM, channel="web")
    house.desk.proposes(AOI, langs=())
    house.desk.approves()
    claimed = house.desk.claims(channel="web")
    lost = [Settled(o, DeliveryState.FAILED, reason="busy") for o in claimed]
    house.store.ledger.settle(HERE, lost, house.clock())
    assert house.desk.believes() == set()
    house.desk.steers("B1", Steering.RESEND)
    assert house.desk.believes() == {"first"}
    house.desk.delivers(channel="web")
    assert house.desk.got(AOI) == [TEXT]


def test_reasons_that_differ_in_one_delivery_alone_are_one_kind() -> None:
    said = "550 5.1.1 <a@b.example>: user unknown (id 4F0A99B) https://x.example/why?x=1"
    assert kind_of(said) == "550 5.1.1 …: user unknown (id …) …"
    assert kind_of(said.replace("a@b", "c@d")) == kind_of(said)
