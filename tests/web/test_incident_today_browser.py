"""What would have been said in an incident, in a real browser and by a real desk in memory."""

from playwright.sync_api import Page, expect

from tests.web.busy_hour import fill
from tests.web.page_checks import faults_in_every_size
from tests.web.test_incident_today import TODAY, reported
from tests.web.test_pages import Served, chromium, page, pytestmark, served, sign_in

__all__ = ["chromium", "page", "pytestmark", "served"]


def test_an_incident_is_gone_through_and_its_page_is_readable(page: Page, served: Served) -> None:
    house = served.house
    fill(house.work, house.clock())
    reported(house)
    sign_in(page)
    page.goto("/staff/incidents/I-3")
    page.get_by_role("link", name="いまなら何と言ったか").press("Enter")
    page.wait_for_url(f"**{TODAY}")
    expect(page.get_by_role("heading", name="いまの知識なら").first).to_be_visible()
    assert faults_in_every_size(page) == []
    page.goto(f"{TODAY}?lang=en")
    expect(page.get_by_role("heading", name="What we would have said")).to_be_visible()
    assert faults_in_every_size(page) == []
