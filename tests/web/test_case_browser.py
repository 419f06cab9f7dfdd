"""A case in a real browser: an answer is taken back, closing asks, and the customer taps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.desk.taking_back import HELD_FOR
from bot.model.event import TicketClaimed
from bot.model.ticket import Ticket, TicketStatus
from bot.texts.loader import LANGUAGES, say
from tests.web.browsing import PHONE, opened
from tests.web.page_checks import faults
from tests.web.sending import SendingHouse
from tests.web.test_pages import Served, chromium, open_chat, pytestmark, sign_in

__all__ = ["chromium", "pytestmark"]
CASE = "/staff/tickets/T1"


@pytest.fixture
def house() -> SendingHouse:
    """Somebody's case, taken by 佐藤."""
    return SendingHouse()


@pytest.fixture
def served(house: SendingHouse) -> Iterator[Served]:
    served = Served(house)
    yield served
    served.stop()


@pytest.fixture
def lang() -> str:
    return "ja"


@pytest.fixture
def people(
    chromium: Browser, served: Served, house: SendingHouse, lang: str
) -> Iterator[tuple[Page, Page]]:
    """The pages of the one who has the case, in a language, and of its customer, on a telephone."""
    base = served.start()
    with opened(chromium, base, PHONE, lang) as staff, opened(chromium, base, PHONE) as customer:
        open_chat(customer)
        customer.fill("#text", "一覧が開きません。担当者と話したいです")
        customer.keyboard.press("Enter")
        expect(customer.locator(".from-desk")).to_be_visible()
        house.desk.day.desk.handle(TicketClaimed(house.clock(), "T1", "佐藤"))
        sign_in(staff)
        staff.goto(CASE)
        yield staff, customer


def ticket(house: SendingHouse) -> Ticket:
    with house.store.look() as work:
        found = work.ticket("T1")
    assert found is not None
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_is_taken_back_with_what_was_written_since(
    people: tuple[Page, Page], lang: str
) -> None:
    staff, customer = people
    staff.fill("#answer", "誤った返信です。")
    staff.get_by_role("button", name=say(lang, "web.ticket.answer.send"), exact=True).click()
    leaves = say(lang, "inbox.undo.answer", clock="#").partition("#")[2]
    expect(staff.locator("#held")).to_contain_text(leaves)
    assert faults(staff) == []
    staff.fill("#answer", "続きです。")
    staff.get_by_role("button", name=say(lang, "inbox.undo"), exact=True).click()
    expect(staff.locator("#answer")).to_have_value("誤った返信です。\n\n続きです。")
    expect(staff.locator("#held button")).to_have_count(0)
    customer.reload()
    expect(customer.locator("#log")).not_to_contain_text("誤った返信です。")


def test_the_customer_taps_that_it_is_not_solved(
    people: tuple[Page, Page], house: SendingHouse
) -> None:
    staff, customer = people
    staff.locator("#close-open").click()
    staff.locator("#close").click()
    expect(staff.locator("#held")).to_contain_text("取り消せます")
    assert ticket(house).status is TicketStatus.CLOSED
    house.clock.passes(HELD_FOR)
    customer.reload()
    expect(customer.locator("#log")).to_contain_text("解決しましたか")
    assert faults(customer) == []
    customer.fill("#comment", "印刷だけまだです")
    customer.get_by_role("button", name="いいえ、まだです").click()
    expect(customer.locator("#log")).to_contain_text("担当者におつなぎしました")
    expect(staff.locator("#ticket-title")).to_contain_text("未解決との回答")
    expect(staff.locator("#said-at-end")).to_contain_text("印刷だけまだです")
    assert ticket(house).status is TicketStatus.CLAIMED
    assert faults(staff) == []
