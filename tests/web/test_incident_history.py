"""What was said of an incident, to whom: as it was sent, and what became of it."""

import html
import re
from dataclasses import replace

import httpx
import pytest

from bot.desk.ledger import Claimant, DeliveryState, Settled
from bot.model.event import Approved
from tests.web.forms import press
from tests.web.leading import LeadHouse, lead

__all__ = ["lead"]
pytestmark = pytest.mark.anyio
PAGE = "/staff/incidents/I1?part=notices"
UPDATE = "/staff/incidents/I1/update"
TEXT = "引き続き確認しています。"
HERE = Claimant("here")


def lines(page: httpx.Response) -> list[str]:
    """The notices of the history, each in its words."""
    found = re.findall(r'<details id="said-\d+">(.*?)</details>', page.text, re.S)
    return [" ".join(html.unescape(re.sub("<[^>]+>", " ", one)).split()) for one in found]


def delivers(house: LeadHouse, *fails: str) -> None:
    """Whatever waits is handed over; to some it cannot be."""
    ledger = house.store.ledger
    for channel in ledger.due(house.day.now):
        while claimed := ledger.claim(channel, HERE, 50, house.day.now):
            states = {True: DeliveryState.FAILED, False: DeliveryState.DELIVERED}
            done = [Settled(o, states[o.reader in fails]) for o in claimed]
            ledger.settle(HERE, done, house.day.now)


async def test_each_notice_opens_its_words_and_who_got_them(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    delivers(house, "kawara")
    [workaround] = lines(await browser.get(PAGE))
    assert workaround.startswith("回避策 09:")
    assert "報告した方へ：" in workaround
    assert "一時的に「無効」にすると" in workaround
    assert re.search(r"aoba-inc .*?届いた", workaround)
    assert re.search(r"kawara-inc [^届]*届かなかった", workaround)
    with house.store.look() as work:
        talk = next(c for c in work.members("I1") if c.customer == "aoba")
    href = f"/staff/tickets/{talk.ticket}" if talk.ticket else f"/staff/conversations/{talk.id}"
    assert f'<a class="tap" href="{href}">aoba-inc</a>' in (await browser.get(PAGE)).text


async def test_a_notice_to_many_says_who_approved_it_and_stands_there_once(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    before = lines(await browser.get(PAGE))
    await press(browser, UPDATE, UPDATE, **{"to": "all", "text-ja": TEXT, "key": "u"})
    house.day.desk.handle(Approved(house.day.now, "P-I1-u1", "鈴木"))
    delivers(house)
    *others, many = lines(await browser.get(PAGE))
    assert len(others) == len(before)
    assert "承認：鈴木さん" in many
    assert "一斉のお知らせ：6名" in many
    assert TEXT in many
    assert "届いた 6" in many
    assert "aoba-inc" in many


async def test_what_the_update_page_counts_agrees_with_who_was_told(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    [workaround] = lines(await browser.get(PAGE))
    told = int(re.findall(r"報告した方へ：(\d+)名", workaround)[0])
    page = (await browser.get(UPDATE)).text
    assert f"これまでにお知らせしたのは{told}名です（報告した方{told}名" in page
    with house.store.work() as work:
        talk = next(c for c in work.members("I1") if c.customer == "aoba")
        work.save_conversation(replace(talk, incident=None), house.day.now)
    assert "今回は届かない方1名" in (await browser.get(UPDATE)).text
