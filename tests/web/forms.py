"""Filling in the forms of a page the way a browser without JavaScript does."""

import html
import re

import httpx

STAFF_TOKEN = "let-me-in-please"


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name} on the page"
    return html.unescape(found[1])


async def write(
    browser: httpx.AsyncClient, text: str = "", *, follow: bool = True, **fields: str
) -> httpx.Response:
    """Open the chat, fill the form in and send it."""
    page = (await browser.get("/chat")).text
    form = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": text, **fields}
    return await browser.post("/messages", data=form, follow_redirects=follow)


async def sign_in(browser: httpx.AsyncClient, name: str = "佐藤") -> None:
    page = (await browser.get("/staff/login")).text
    answer = await browser.post(
        "/staff/login",
        data={"token": hidden(page, "token"), "staff": name, "staff_token": STAFF_TOKEN},
    )
    assert answer.status_code == 303, answer.text


async def press(browser: httpx.AsyncClient, page: str, path: str, **fields: str) -> httpx.Response:
    """Send one of the console's forms with the token that its page carries."""
    token = hidden((await browser.get(page)).text, "token")
    return await browser.post(path, data={"token": token, **fields}, follow_redirects=True)
