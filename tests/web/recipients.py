"""Recipients that a desk knows, and the forms with which an admin looks for them and changes them."""

import html
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.model.organisation import KnownOrganisation
from bot.model.recipient import EVERYTHING, Recipient, RecipientState, recipient_id
from bot.model.staff import Role
from tests.builders import RARE
from tests.web.forms import hidden, press
from tests.web.leading import LeadHouse
from tests.web.staffing import joins

ALL, CSV = "/staff/settings/recipient", "/staff/settings/recipients"
NEW, SEARCH = f"{ALL}/new", f"{ALL}/search"
MAIL, URL = "sato@aoba.example", "https://hooks.example.com/secret-path"
SATO, HOOK = recipient_id("mail", MAIL), recipient_id("webhook", URL)
Desk = tuple[LeadHouse, httpx.AsyncClient]


@pytest.fixture
async def admin() -> AsyncIterator[Desk]:
    house = LeadHouse()
    house.staff = house.store.staff
    async with house.browser() as browser:
        await joins(house, browser, "加藤", Role.ADMIN)
        yield house, browser
    house.store.close()


def knows(house: LeadHouse, *recipients: Recipient) -> None:
    named = KnownOrganisation("aoba-inc", "青葉製作所", (), False, house.clock(), "加藤")  # noqa: FBT003 - its fields
    with house.store.work() as work:
        work.save_organisations([named])
        work.save_recipients(recipients)


def several() -> tuple[Recipient, ...]:
    """One by mail who uses something, a webhook that follows everything, and one who wants none."""
    other = recipient_id("mail", "no@example.net")
    return (
        Recipient(SATO, "mail", MAIL, "ja", "aoba-inc", (RARE.id,)),
        Recipient(HOOK, "webhook", URL, "en", "midori", (), (EVERYTHING,)),
        Recipient(other, "mail", "no@example.net", state=RecipientState.UNSUBSCRIBED),
    )


def kept(house: LeadHouse, ident: str) -> Recipient | None:
    with house.store.look() as work:
        return work.recipient(ident)


def state_of(house: LeadHouse, ident: str) -> RecipientState | None:
    found = kept(house, ident)
    return found.state if found is not None else None


def address_of(ident: str) -> str:
    return f"{ALL}?id={ident}"


def shown(page: str) -> list[str]:
    """The addresses in the list of a page."""
    listed = re.findall(r'<a class="tap breaks"[^>]*>(.+?)</a>', page)
    return [html.unescape(address) for address in listed]


async def searched(browser: httpx.AsyncClient, words: str, **fields: str) -> httpx.Response:
    token = hidden((await browser.get(ALL)).text, "token")
    return await browser.post(SEARCH, data={"token": token, "words": words, **fields})


async def adds(browser: httpx.AsyncClient, **fields: object) -> httpx.Response:
    token = hidden((await browser.get(NEW)).text, "token")
    form = {"token": token, "channel": "mail", "address": MAIL, "lang": "ja"}
    return await browser.post(NEW, data=form | fields)


async def changes(browser: httpx.AsyncClient, ident: str, **fields: object) -> httpx.Response:
    """Send the form of one as it stands, but for some fields."""
    page = (await browser.get(address_of(ident))).text
    form: dict[str, object] = {
        name: hidden(page, name) for name in ("token", "id", "seen", "address", "tenant")
    }
    chosen = dict(re.findall(r'<select id="(\w+)".*?value="(\w+)" selected', page))
    for share in ("uses", "follows"):
        form |= {share: re.findall(rf'name="{share}" value="([^"]+)" checked', page)}
    return await browser.post(ALL, data=form | chosen | fields)


async def does(browser: httpx.AsyncClient, deed: str, ident: str, **fields: str) -> httpx.Response:
    return await press(browser, address_of(ident), f"{ALL}/{deed}", id=ident, **fields)
