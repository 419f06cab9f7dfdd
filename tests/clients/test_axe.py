"""axe looks at the pages of customers, readers and staff, and finds nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bot.model.staff import Role
from bot.web.access import READS
from tests.clients import serving
from tests.clients.serving import FOLDER, PATIENCE, needed
from tests.web.fakes import NOON
from tests.web.leading import REPORTERS, LeadHouse
from tests.web.public.test_in_browser import PAGES, SUBSCRIPTIONS
from tests.web.public.window import Window
from tests.web.staffing import PASSWORD, invitation
from tests.web.widget.browsing import (  # noqa: F401 - fixtures
    chromium,
    desk,
    house,
    opened,
    page,
    served,
    shop,
    tag,
)
from tests.web.widget.browsing import pytestmark as in_browser
from tests.web.widget.hosts import HostServer

pytestmark = [*in_browser, pytest.mark.timeout(PATIENCE), needed]
AXE = FOLDER / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(seen: Page) -> list[str]:
    """What axe finds, of the page and the frames in it; its script comes by the browser, past our policy."""
    for frame in seen.frames:
        frame.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = seen.evaluate(
        "rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in found["violations"]
    ]


@pytest.fixture
def address() -> Iterator[str]:
    window = Window(ways=("mail", "webhook")).filled()
    with window.store.store.work() as work:
        for one in SUBSCRIPTIONS:
            work.save_subscription(replace(one, requested_at=NOON))
    with serving.served(window.app()) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme", "lang"), [(360, "light", "ja"), (1200, "dark", "en")])
def test_every_page_is_clean(
    chromium: Browser,  # noqa: F811
    address: str,
    width: int,
    scheme: str,
    lang: str,
) -> None:
    context = chromium.new_context(
        base_url=address,
        locale=lang,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    visit = context.new_page()
    found: dict[str, list[str]] = {}
    for path in (*PAGES, "/chat"):
        visit.goto(path)
        for fold in visit.locator("summary").all():
            fold.click()
        found[path] = faults(visit)
    context.close()
    assert {path: seen for path, seen in found.items() if seen} == {}


def pages_of(role: Role, named: dict[str, str]) -> Iterator[str]:
    """The pages that a role may read, by what is named in their addresses."""
    for path, rule in READS.items():
        there = re.sub(r"\{\w+\}", lambda name: named.get(name[0], name[0]), path)
        is_page = "{" not in there and not there.endswith((".csv", ".txt", "/events"))
        if is_page and role.covers(rule.least):
            yield there


@contextmanager
def at_the_console(
    chromium: Browser,  # noqa: F811
    width: int,
    scheme: str,
    lang: str,
    role: Role,
) -> Iterator[tuple[Page, dict[str, str]]]:
    """A browser of somebody who has signed in, in the hour of an outage, and what is named in addresses."""
    room = LeadHouse()
    incident, room.staff = room.outage(), room.store.staff
    room.day.says(REPORTERS[0], "担当者と話したいです", button="human")
    room.clock.now = room.day.now
    with room.store.look() as work:
        case = work.tickets()[0].id
    with serving.served(room.app()) as address:
        context = chromium.new_context(
            base_url=address,
            locale=lang,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            bypass_csp=True,
        )
        visit = context.new_page()
        visit.goto(invitation(room, "佐藤", role))
        for field in ("#password", "#again"):
            visit.fill(field, PASSWORD)
        visit.press("#again", "Enter")
        visit.wait_for_url("**/staff")
        yield visit, {"{ticket}": case, "{incident}": incident, "{topic}": "agents"}
        context.close()


@pytest.mark.parametrize(
    ("width", "scheme", "lang", "role"),
    [(390, "dark", "en", Role.AGENT), (1366, "light", "ja", Role.ADMIN)],
)
def test_every_page_of_the_console_is_clean(
    chromium: Browser,  # noqa: F811
    width: int,
    scheme: str,
    lang: str,
    role: Role,
) -> None:
    found: dict[str, list[str]] = {}
    with at_the_console(chromium, width, scheme, lang, role) as (visit, named):
        for path in pages_of(role, named):
            visit.goto(path)
            found[path] = faults(visit)
    assert len(found) > 15
    assert {path: seen for path, seen in found.items() if seen} == {}


def unfolded(seen: Page) -> Iterator[str]:
    """What folds out of the page that is open, by name: cards, which may stand open together, then one after the other."""
    cards = "main details:not(.deed)"
    if seen.locator(cards).count():
        seen.eval_on_selector_all(cards, "all => all.forEach(one => { one.open = true; })")
        yield "cards"
        seen.eval_on_selector_all(cards, "all => all.forEach(one => { one.open = false; })")
    for fold in seen.locator("details.deed > summary").all():
        if fold.is_visible():
            fold.press("Enter")
            yield fold.inner_text()
            seen.keyboard.press("Escape")


def unfolded_of_the_inbox(seen: Page) -> Iterator[str]:
    """And what only the inbox has, or every page of the console alike."""
    yield from unfolded(seen)
    menu = seen.locator("#menu > summary")
    menu.press("Enter")
    yield "menu"
    seen.locator("#keys-open").press("Enter")
    yield "keys"
    seen.keyboard.press("Escape")
    seen.locator(".pick input[type=checkbox]:visible").first.check()
    if seen.locator("#deeds-open").is_visible():
        seen.locator("#deeds-open").press("Enter")
    yield "picked"
    seen.locator(".together summary").press("Enter")
    yield "picked, more"


@pytest.mark.parametrize(("width", "scheme", "lang"), [(390, "light", "ja"), (1366, "dark", "en")])
def test_what_folds_out_of_the_pages_of_daily_work_is_clean(
    chromium: Browser,  # noqa: F811
    width: int,
    scheme: str,
    lang: str,
) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    with at_the_console(chromium, width, scheme, lang, Role.LEAD) as (visit, named):
        visit.goto("/staff?show=all")
        found |= {("inbox", name): faults(visit) for name in unfolded_of_the_inbox(visit)}
        case, incident = named["{ticket}"], f"/staff/incidents/{named['{incident}']}"
        for path in (f"/staff/tickets/{case}", incident, f"{incident}/update"):
            visit.goto(path)
            found |= {(path, name): faults(visit) for name in unfolded(visit)}
    assert len(found) > 12
    assert {place: seen for place, seen in found.items() if seen} == {}


def test_the_open_chat_on_another_site_is_clean(
    page: Page,  # noqa: F811
    shop: HostServer,  # noqa: F811
    tag: str,  # noqa: F811
) -> None:
    page.goto(shop.shows(tag))
    bare = faults(page)  # what is the website's own
    opened(page)
    assert [fault for fault in faults(page) if fault not in bare] == []
