"""Recipients as admins look for them, with a real desk behind the pages."""

import html
import logging
import re

import pytest

from bot.model.audit import AuditFilter
from bot.model.recipient import CONTACT, Recipient, RecipientState, recipient_id
from bot.model.staff import Role
from bot.web import recipients as pages
from tests.builders import RARE
from tests.cases import each
from tests.web.forms import press
from tests.web.recipients import (
    ALL,
    CSV,
    MAIL,
    NEW,
    SATO,
    URL,
    Desk,
    address_of,
    adds,
    admin,
    changes,
    knows,
    searched,
    several,
    shown,
    state_of,
)
from tests.web.samples import XSS
from tests.web.staffing import joins

__all__ = ["admin"]  # a fixture
pytestmark = pytest.mark.anyio


async def test_a_list_without_anybody_leads_on(admin: Desk) -> None:
    _, browser = admin
    page = (await browser.get(ALL)).text
    assert "宛先はまだありません" in page
    assert "配信中：0" in page
    assert f'href="{NEW}"' in page


@each(
    ("narrowed", "found"),
    [
        ("", {MAIL, URL, "no@example.net"}),
        ("channel=webhook", {URL}),
        ("speaks=ja", {MAIL, "no@example.net"}),
        ("state=unsubscribed", {"no@example.net"}),
        (f"audience={RARE.id}", {MAIL}),
        ("audience=*", {URL}),
        ("audience=-", {"no@example.net"}),
        ("organisation=midori", {URL}),
        ("audience=nothing-of-ours", set()),
        ("channel=post&speaks=fr&state=odd&audience=%3Cb%3E", {MAIL, URL, "no@example.net"}),
    ],
)
async def test_the_list_is_narrowed(admin: Desk, narrowed: str, found: set[str]) -> None:
    house, browser = admin
    knows(house, *several())
    assert set(shown((await browser.get(f"{ALL}?{narrowed}")).text)) == found


async def test_their_language_is_not_that_of_the_page(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    page = (await browser.get(f"{ALL}?speaks=en")).text
    assert shown(page) == [URL]
    assert '<html lang="ja"' in page
    assert shown((await browser.get(f"{ALL}?speaks=ja&lang=en")).text) == ["no@example.net", MAIL]


@each(
    ("words", "found"),
    [("青葉", {MAIL}), ("MIDORI", {URL}), ("sato@", {MAIL}), ("secret-path", {URL}), ("%", set())],
)
async def test_they_are_searched_by_name_organisation_and_address(
    admin: Desk, words: str, found: set[str]
) -> None:
    house, browser = admin
    knows(house, *several())
    answer = await searched(browser, words)
    assert set(shown(answer.text)) == found
    assert (f"{len(found)}件見つかりました" in answer.text) == bool(found)


async def test_an_address_that_is_searched_is_in_no_url_log_or_audit(
    admin: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    house, browser = admin
    knows(house, *several())
    caplog.set_level(logging.DEBUG)
    page = (await searched(browser, MAIL, channel="mail")).text
    await changes(browser, SATO, address="suzuki@aoba.example")
    await adds(browser, channel="webhook", address="nonsense.example/key")
    urls = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert urls
    assert not any("sato" in html.unescape(url) for url in urls)
    logged = [record.getMessage() for record in caplog.records if record.name != "sqlite"]
    noted = [entry.about for entry in house.staff.audited(AuditFilter(act="recipients"))]
    assert "mail" in noted
    assert not any(
        "sato@" in said or "suzuki@" in said or "key" in said for said in (*logged, *noted)
    )
    assert (await searched(browser, "", channel="mail")).headers[
        "location"
    ] == f"{ALL}?channel=mail"


async def test_pages_follow_each_other_with_and_without_words(
    admin: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, browser = admin
    monkeypatch.setattr(pages, "PAGE", 2)
    monkeypatch.setattr(pages, "MOST_COUNTED", 4)
    addresses = [f"u{n}@example.com" for n in range(5)]
    knows(house, *(Recipient(recipient_id("mail", a), "mail", a) for a in addresses))
    seen, path = list[str](), f"{ALL}?speaks=ja"
    while path:
        page = (await browser.get(path)).text
        seen += shown(page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = html.unescape(following[1]) if following else ""
    assert seen == addresses[::-1]
    page = (await searched(browser, "example.com")).text
    assert "4件を超えています" in page
    behind = re.findall(r'name="before" value="(\d+)"', page)
    rest = (await searched(browser, "example.com", before=behind[0])).text
    assert shown(rest) == addresses[2:0:-1]


async def test_nothing_that_is_shown_can_be_markup(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    for answer in (await searched(browser, XSS), await adds(browser, address=XSS, tenant=XSS)):
        assert XSS not in answer.text


async def test_an_address_from_the_chat_is_in_no_list_and_cannot_be_changed(admin: Desk) -> None:
    house, browser = admin
    ident = f"{CONTACT}web:1"
    knows(house, Recipient(ident, "mail", "chat@example.com"))
    assert shown((await browser.get(ALL)).text) == []
    assert shown((await searched(browser, "chat@")).text) == []
    assert (await browser.get(address_of(ident))).status_code == 404
    for deed in ("stop", "start", "remove"):
        assert (await press(browser, ALL, f"{ALL}/{deed}", id=ident, sure="on")).status_code == 404
    assert state_of(house, ident) is RecipientState.ACTIVE


async def test_a_lead_sees_neither_addresses_nor_a_way_to_them(admin: Desk) -> None:
    house, _ = admin
    knows(house, *several())
    async with house.browser() as lead:
        await joins(house, lead, "佐藤", Role.LEAD)
        for path in (ALL, NEW, CSV, "/staff/settings/audiences", address_of(SATO)):
            answer = await lead.get(path)
            assert answer.status_code == 403
            assert MAIL not in answer.text
        assert ALL not in (await lead.get("/staff/tags")).text
