"""People with accounts, and their browsers."""

import html
import re

import httpx

from bot.desk.staff_accounts import add, changed
from bot.model.staff import Account, Role
from tests.web.conftest import House
from tests.web.forms import hidden

PASSWORD = "ゆっくり走る青い自転車です"


def invitation(house: House, name: str, role: Role) -> str:
    """The path of the link with which somebody new sets a password."""
    _, key = changed(house.staff, lambda held: add(held, name, role, "", house.clock()))
    return f"/staff/invitation?key={key}"


def account_of(house: House, name: str) -> Account:
    (found,) = (account for account in house.staff.accounts() if account.name == name)
    return found


async def accepts(
    browser: httpx.AsyncClient, link: str, password: str = PASSWORD
) -> httpx.Response:
    """Open an invitation and set a password."""
    page = (await browser.get(link)).text
    form = {name: hidden(page, name) for name in ("token", "key")}
    return await browser.post(
        "/staff/invitation", data={**form, "password": password, "again": password}
    )


async def joins(house: House, browser: httpx.AsyncClient, name: str, role: Role) -> None:
    """Somebody new, signed in."""
    answer = await accepts(browser, invitation(house, name, role))
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")


async def signs_in(
    browser: httpx.AsyncClient, name: str, password: str = PASSWORD
) -> httpx.Response:
    form = hidden((await browser.get("/staff/login")).text, "token")
    return await browser.post(
        "/staff/login", data={"token": form, "staff": name, "staff_token": password}
    )


def link_on(page: str) -> str:
    """The path of the invitation that a page shows."""
    found = re.search(r'id="link" value="http://localhost(/staff/invitation\?key=[^"]+)"', page)
    assert found, page
    return html.unescape(found[1])
