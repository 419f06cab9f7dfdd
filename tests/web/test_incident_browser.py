"""The incident lead's pages in a real browser."""

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.model.incident import IncidentStatus
from bot.model.status import Shows
from bot.texts.loader import LANGUAGES, say
from bot.web.incidents import PARTS
from tests.web.browsing import opened
from tests.web.leading import LeadHouse
from tests.web.page_checks import faults_in_every_size
from tests.web.test_pages import Served, chromium, pytestmark, sign_in

__all__ = ["chromium", "pytestmark"]
PAGE = "/staff/incidents/I1"


@pytest.fixture
def house() -> Iterator[LeadHouse]:
    house = LeadHouse()
    house.outage()
    house.archive(30)
    house.reads(Shows.INVESTIGATING)
    yield house
    house.store.close()


@pytest.fixture
def served(house: LeadHouse) -> Iterator[Served]:
    served = Served(house)
    yield served
    served.stop()


@pytest.fixture
def lang() -> str:
    return "ja"


@pytest.fixture
def page(chromium: Browser, served: Served, lang: str) -> Iterator[Page]:
    with opened(chromium, served.start(), lang=lang) as page:
        yield page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lead_takes_confirms_and_resolves_an_incident_by_keyboard(
    page: Page, house: LeadHouse, lang: str
) -> None:
    says = partial(say, lang)
    sign_in(page)
    page.goto("/staff/incidents")
    page.get_by_role("link", name="Hama Hosting").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}")
    page.get_by_role("button", name=says("incident_pages.do.own")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text(says("incident_pages.done.own"))
    for summary, button in (
        # the vendor's page has confirmed it already
        ("incident_pages.do.settle", "incident_pages.sure.settle"),
        ("web.incident.end", "web.incident.end.sure"),
    ):
        page.locator("summary", has_text=says(summary)).focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name=says(button), exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**done=*")
    expect(page.locator("#standing")).to_contain_text(says("web.incident.status.resolved"))
    (incident,) = [i for i in house.day.incidents if i.id == "I1"]
    assert (incident.status, incident.owner) == (IncidentStatus.RESOLVED, "佐藤")
    page.goto("/staff/incidents?state=over")
    expect(page.get_by_role("link", name="Hama Hosting").first).to_be_visible()


def test_one_key_leads_to_what_settles_the_cause_and_one_to_an_update(page: Page) -> None:
    sign_in(page)
    page.goto(PAGE)
    page.keyboard.press("c")
    expect(page.locator("#sure-confirm")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#sure-end")).to_be_focused()
    page.keyboard.press("r")
    page.wait_for_url(f"**{PAGE}/update")
    page.keyboard.press("r")
    expect(page.locator("#text-ja")).to_be_focused()


def test_every_page_is_named_labelled_large_enough_and_readable(page: Page, served: Served) -> None:
    sign_in(page)
    for path in (
        "",
        "?state=over",
        "/new",
        *(f"/I1?part={part}" for part in PARTS),
        "/I1/why",
        "/I1/update",
    ):
        page.goto(f"/staff/incidents{path}")
        assert faults_in_every_size(page) == [], path
    for part in PARTS:
        page.goto(f"{PAGE}?part={part}")
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert faults_in_every_size(page) == [], part


@pytest.mark.slow
def test_what_is_written_stays_while_the_page_keeps_itself_fresh(
    page: Page, house: LeadHouse, served: Served
) -> None:
    sign_in(page)
    page.goto(PAGE)
    page.get_by_role("textbox", name="メモ").fill("書きかけ")
    with page.expect_response(f"**{PAGE}"):
        house.reads(Shows.RESOLVED)
        served.publish("staff")
    expect(page.locator("#suspects")).to_contain_text("解消")
    expect(page.get_by_role("textbox", name="メモ")).to_have_value("書きかけ")


@pytest.mark.slow
def test_what_happens_before_the_page_listens_is_shown_as_soon_as_it_does(
    page: Page, house: LeadHouse, served: Served
) -> None:
    sign_in(page)

    def happens_meanwhile(stream: Route) -> None:
        house.reads(Shows.RESOLVED)
        served.publish("staff")
        stream.continue_()

    page.route("**/staff/events*", happens_meanwhile, times=1)
    page.goto(PAGE)
    expect(page.locator("#suspects")).to_contain_text("解消")


def test_what_is_ticked_stays_while_the_reports_keep_themselves_fresh(
    page: Page, house: LeadHouse, served: Served
) -> None:
    sign_in(page)
    page.goto(f"{PAGE}?part=reports")
    page.locator(".report input").first.check()
    before = page.locator("#report-counts").inner_text()
    with page.expect_response(f"**{PAGE}?part=reports"):
        house.day.says("aoba", "担当者と話したいです", button="human")
        served.publish("staff")
    expect(page.locator("#report-counts")).not_to_have_text(before)
    assert page.locator(".report input:checked").count() == 1


def test_the_parts_of_an_incident_are_links_that_need_no_script(
    chromium: Browser, served: Served
) -> None:
    context = chromium.new_context(
        base_url=served.start(), locale="ja-JP", java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page)
    page.goto(PAGE)
    parts = page.get_by_role("navigation", name="インシデントの各画面")
    for name, heading in (("報告", "報告と受付"), ("お知らせ", "誰に何をお伝えしたか")):
        parts.get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(parts.locator("[aria-current=page]")).to_contain_text(name)
        expect(page.get_by_role("heading", name="疑わしい原因")).to_have_count(0)
    context.close()
