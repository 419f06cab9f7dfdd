"""Audiences as admins see them: what each is for, and how many are told, by channel and language."""

import html
import re
from datetime import timedelta

import pytest

from bot.model.recipient import EVERYTHING, Recipient, RecipientState, recipient_id
from bot.model.staff import Role
from bot.web.audience_counts import HOLDS
from tests.builders import FORMS, RARE
from tests.web.forms import press
from tests.web.recipients import ALL, Desk, admin, kept, knows, several, shown
from tests.web.staffing import joins

__all__ = ["admin"]  # a fixture
pytestmark = pytest.mark.anyio
AUDIENCES = "/staff/settings/audiences"


async def test_without_recipients_the_page_says_how_audiences_come_about(admin: Desk) -> None:
    _, browser = admin
    assert "配信グループはまだありません" in (await browser.get(AUDIENCES)).text


async def test_each_audience_is_counted_by_channel_and_language_and_leads_to_its_members(
    admin: Desk,
) -> None:
    house, browser = admin
    both = recipient_id("mail", "both@example.com")
    away = recipient_id("mail", "away@example.com")
    knows(
        house,
        *several(),
        Recipient(both, "mail", "both@example.com", "en", uses=(RARE.id,), follows=(RARE.id,)),
        Recipient(
            away, "mail", "away@example.com", uses=(RARE.id,), state=RecipientState.UNREACHABLE
        ),
    )
    page = (await browser.get(AUDIENCES)).text
    body = page.partition("<tbody>")[2]
    first, second = (row for row in body.split("</tr>") if "<th" in row)
    assert "すべての製品" in first
    plain = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", second)).split())
    assert plain.startswith("Ruri Grid Ruri Gridの障害のお知らせ")
    assert plain.endswith("2 メール · 英語：1 メール · 日本語：1 1")
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', second)]
    assert links[0] == f"{ALL}?audience={RARE.id}"
    assert shown((await browser.get(links[1])).text) == ["both@example.com"]
    assert "@" not in body


async def test_what_is_changed_here_is_counted_at_once_and_elsewhere_within_a_minute(
    admin: Desk,
) -> None:
    house, browser = admin
    knows(house, *several())
    await browser.get(AUDIENCES)
    other = recipient_id("mail", "it@example.com")
    knows(house, Recipient(other, "mail", "it@example.com", follows=(FORMS.id,)))
    assert "Hoshi Form" not in (await browser.get(AUDIENCES)).text
    house.clock.passes(HOLDS + timedelta(seconds=1))
    assert "Hoshi Form" in (await browser.get(AUDIENCES)).text
    await press(browser, f"{ALL}?id={other}", f"{ALL}/remove", id=other, sure="on")
    assert kept(house, other) is None
    assert "Hoshi Form" not in (await browser.get(AUDIENCES)).text


async def test_who_follows_everything_is_counted_apart(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    page = (await browser.get(AUDIENCES)).text
    assert f'href="{ALL}?audience={EVERYTHING.replace("*", "%2A")}"' in page


async def test_the_numbers_are_for_admins(admin: Desk) -> None:
    house, _ = admin
    async with house.browser() as lead:
        await joins(house, lead, "佐藤", Role.LEAD)
        assert (await lead.get(AUDIENCES)).status_code == 403
