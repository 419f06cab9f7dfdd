"""Whoever is handed to a person in the chat can leave an address for the answer."""

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.desk.contacts import WAITS, Contacts
from bot.desk.ledger import Claimant
from bot.desk.taking_back import HELD_FOR
from bot.running.subscribing import contact_address
from bot.web.chat_contact import OF_A_PERSON
from bot.web.site import Site
from tests.web.forms import hidden, press, sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio

ADDRESS = "mika.oda@hanamaru.example"
WANTS = "一覧が開きません。担当の方と話したいです"
SECOND = timedelta(seconds=1)


class Asking(SendingHouse):
    """Takes addresses, and sends mail (``by_mail``)."""

    by_mail = True

    def site(self) -> Site:
        kept = Contacts(contact_address, self.by_mail, lambda: 180)
        return replace(super().site(), contacts=kept)

    def mailed(self) -> list[tuple[str, str]]:
        """What goes by mail now: to whom it is said, and where it goes."""
        due = self.store.ledger.claim("mail", Claimant("here"), 9, self.clock.now)
        return [(o.reader, o.address) for o in due]

    async def answers(self, staff: httpx.AsyncClient) -> None:
        await sign_in(staff)
        with self.store.work() as work:
            (ticket,) = work.tickets()
        own = f"/staff/tickets/{ticket.id}"
        if ticket.staff is None:
            await press(staff, own, f"{own}/claim")
        await press(staff, own, f"{own}/answer", text="直しました。お確かめください。")


@pytest.fixture
def house() -> Iterator[Asking]:
    house = Asking()
    yield house
    house.store.close()


async def gives(
    browser: httpx.AsyncClient, address: str, token: str = "", **headers: str
) -> httpx.Response:
    token = token or hidden((await browser.get("/chat")).text, "token")
    form = {"token": token, "address": address}
    return await browser.post("/contact", data=form, headers=headers, follow_redirects=True)


async def test_an_address_is_asked_for_once_a_person_has_it_and_not_before(house: Asking) -> None:
    async with house.browser() as customer:
        greeted = await write(customer, "一覧が開きません")
        assert 'id="address"' not in greeted.text
        handed = await write(customer, "担当の方と話したいです")
        assert 'id="address"' in handed.text
        assert "180日以内に消します" in handed.text


async def test_an_answer_goes_to_the_address_of_who_has_left(house: Asking) -> None:
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, WANTS)
        kept = await gives(customer, f" {ADDRESS} ")
        assert "m…@hanamaru.example" in kept.text
        assert ADDRESS not in kept.text
        await house.answers(staff)
        house.clock.passes(HELD_FOR + WAITS - SECOND)
        assert house.mailed() == []
        house.clock.passes(SECOND)
        ((reader, address),) = house.mailed()
        assert (reader.partition(":web:")[0], address) == ("contact", ADDRESS)


async def test_who_writes_on_in_the_chat_gets_no_mail(house: Asking) -> None:
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, WANTS)
        await gives(customer, ADDRESS)
        await house.answers(staff)
        house.clock.passes(HELD_FOR)
        house.desk.day.now = house.clock.now
        await write(customer, "ありがとうございます")
        house.clock.passes(WAITS)
        assert house.mailed() == []


@pytest.mark.slow
async def test_an_answer_that_is_taken_back_is_not_mailed(house: Asking) -> None:
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, WANTS)
        await gives(customer, ADDRESS)
        await house.answers(staff)
        with house.store.work() as work:
            (ticket,) = work.tickets()
        own = f"/staff/tickets/{ticket.id}"
        await press(staff, own, f"{own}/undo")
        house.clock.passes(HELD_FOR + WAITS)
        assert house.mailed() == []


async def test_the_agent_sees_the_address_and_that_it_proves_nothing(house: Asking) -> None:
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, WANTS)
        await gives(customer, ADDRESS)
        await sign_in(staff)
        with house.store.work() as work:
            (ticket,) = work.tickets()
            (conversation,) = work.conversations()
        page = html.unescape((await staff.get(f"/staff/tickets/{ticket.id}")).text)
        assert ADDRESS in page
        assert "本人確認はされていません" in page
        assert ADDRESS in (await staff.get(f"/staff/conversations/{conversation.id}")).text


async def test_it_is_no_recipient_that_anybody_lists(house: Asking) -> None:
    async with house.browser() as customer:
        await write(customer, WANTS)
        await gives(customer, ADDRESS)
    with house.store.work() as work:
        assert work.recipients() == []


@pytest.mark.slow
async def test_without_mail_staff_alone_have_it(house: Asking) -> None:
    house.by_mail = False
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, WANTS)
        assert "担当者に伝えました" in (await gives(customer, ADDRESS)).text
        await house.answers(staff)
        house.clock.passes(HELD_FOR + WAITS)
        assert house.mailed() == []


async def test_it_can_be_taken_back_with_what_was_to_go_there(house: Asking) -> None:
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, WANTS)
        await gives(customer, ADDRESS)
        await house.answers(staff)
        assert 'id="address"' in (await gives(customer, "")).text
        house.clock.passes(HELD_FOR + WAITS)
        assert house.mailed() == []


@pytest.mark.slow
async def test_what_is_no_address_is_refused_in_words(house: Asking) -> None:
    async with house.browser() as customer:
        await write(customer, WANTS)
        for typed in (
            "花丸",
            "a@b@c.example",
            "a@c",
            "x" * 250 + "@c.example",
            "a@c.example\nBcc: b@c",
        ):
            refused = await gives(customer, typed, Accept="application/json")
            assert refused.status_code == 400
            assert "お確かめください" in refused.json()["problem"]
        assert 'id="address"' in (await customer.get("/chat")).text


async def test_a_stranger_and_a_talk_that_nobody_has_give_none(house: Asking) -> None:
    async with house.browser() as customer, house.browser() as other:
        await write(customer, "一覧が開きません")
        assert (await gives(customer, ADDRESS)).status_code == 400
        assert (await other.post("/contact", data={"address": ADDRESS})).status_code == 403
        assert (await gives(customer, ADDRESS, token="forged")).status_code == 403


@pytest.mark.slow
async def test_it_is_taken_a_few_times_a_minute(house: Asking) -> None:
    async with house.browser() as customer:
        await write(customer, WANTS)
        answers = [(await gives(customer, ADDRESS)).status_code for _ in range(OF_A_PERSON + 1)]
        assert answers == [200] * OF_A_PERSON + [429]


async def test_where_no_address_is_taken_there_is_no_form() -> None:
    house = SendingHouse()
    async with house.browser() as customer:
        assert 'id="address"' not in (await write(customer, WANTS)).text
        assert (await gives(customer, ADDRESS)).status_code == 404


async def test_a_name_is_for_staff_alone_and_goes_with_the_address(house: Asking) -> None:
    async with house.browser() as customer, house.browser() as staff:
        await write(customer, WANTS)
        token = hidden((await customer.get("/chat")).text, "token")
        form = {"token": token, "address": ADDRESS, "name": " 小田\u202e <未来> "}
        assert (
            await customer.post("/contact", data=form, follow_redirects=True)
        ).status_code == 200
        await sign_in(staff)
        with house.store.work() as work:
            (ticket,) = work.tickets()
        case = await staff.get(f"/staff/tickets/{ticket.id}")
        assert "<dd>小田 &lt;未来&gt; " in case.text
        assert "小田" not in (await customer.get("/chat")).text
        row = f'id="case-{ticket.id}"'
        assert row in (await staff.get("/staff?show=all&q=小田")).text
        assert row not in (await staff.get("/staff?show=all&q=山本")).text
        await gives(customer, "")
        assert "小田" not in (await staff.get(f"/staff/tickets/{ticket.id}")).text
        assert row not in (await staff.get("/staff?show=all&q=小田")).text
