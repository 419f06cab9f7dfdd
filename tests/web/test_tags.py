"""The page of tags: renamed, merged and taken off everywhere, by who may, and written down."""

from dataclasses import replace

import httpx
import pytest

from bot.desk.casework import tags_of
from bot.desk.saved_views import SavedView
from bot.model.audit import AuditFilter
from bot.model.staff import Role
from bot.texts.loader import say
from bot.web import tags
from tests.examples import first
from tests.store.builders import a_ticket
from tests.web.forms import press
from tests.web.sending import SendingHouse
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
PAGE = "/staff/tags"


@pytest.fixture
async def lead() -> tuple[SendingHouse, httpx.AsyncClient]:
    """A lead, and cases with tags."""
    house = SendingHouse()
    browser = house.browser()
    await joins(house, browser, "佐藤", Role.LEAD)
    with house.store.work() as work:
        for number, given in enumerate(("請求 重要", "請求", "せいきゅう 請求", "要望")):
            work.save_ticket(replace(a_ticket(f"T{number}"), tags=tags_of(given.split())))
    return house, browser


def shown(house: SendingHouse) -> list[tuple[str, ...]]:
    with house.store.look() as work:
        found = (work.ticket(f"T{number}") for number in range(4))
        return [ticket.tags for ticket in found if ticket is not None]


def test_a_press_takes_five_seconds_at_most() -> None:
    assert tags.WITHIN == 5.0


async def test_a_tag_is_renamed_everywhere(lead: tuple[SendingHouse, httpx.AsyncClient]) -> None:
    house, browser = lead
    assert "請求書" not in (await browser.get(PAGE)).text
    after = await press(browser, PAGE, PAGE, tag="請求", to=" 請求書 ", do="rename")
    assert say("ja", "tags.done", n=3) in after.text
    assert shown(house) == [("請求書", "重要"), ("請求書",), ("せいきゅう", "請求書"), ("要望",)]
    assert house.desk.day.store.last_event() > 0
    noted = house.staff.audited(AuditFilter(act="tag.change"), None, 9)
    assert [(e.staff, e.about, e.choice, e.refused) for e in noted] == [
        ("佐藤", "請求 → 請求書", "rename", False)
    ]


async def test_two_are_merged_only_with_a_tick(
    lead: tuple[SendingHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    before = shown(house)
    asked = {"tag": "せいきゅう", "to": "請求", "do": "rename"}
    refused = await press(browser, PAGE, PAGE, **asked)
    assert refused.status_code == 409
    assert say("ja", "tags.fault.sure.merge", to="請求") in refused.text
    assert shown(house) == before
    await press(browser, PAGE, PAGE, sure="on", **asked)
    assert shown(house)[2] == ("請求",)


async def test_one_is_taken_off_everywhere_only_with_a_tick(
    lead: tuple[SendingHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    refused = await press(browser, PAGE, PAGE, tag="請求", to="x", do="remove")
    assert say("ja", "tags.fault.sure.remove") in refused.text
    after = await press(browser, PAGE, PAGE, tag="請求", to="x", do="remove", sure="on")
    assert shown(house) == [("重要",), (), ("せいきゅう",), ("要望",)]
    assert ">請求<" not in after.text


@pytest.mark.parametrize("to", first(1, ["", " ", "請求"]))
async def test_a_name_that_is_none_or_the_same_changes_nothing(
    lead: tuple[SendingHouse, httpx.AsyncClient], to: str
) -> None:
    house, browser = lead
    before = shown(house)
    refused = await press(browser, PAGE, PAGE, tag="請求", to=to, do="rename", sure="on")
    assert (refused.status_code, shown(house)) == (409, before)
    assert say("ja", "tags.fault.name") in refused.text


async def test_saved_views_ask_for_the_new_name(
    lead: tuple[SendingHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    asked = "/staff?show=all&tag=%E8%AB%8B%E6%B1%82"
    with house.store.work() as work:
        work.save_view(SavedView("鈴木", "請求", asked))
        work.save_view(SavedView("鈴木", "別", asked + "x"))
    await press(browser, PAGE, PAGE, tag="請求", to="B&C", do="rename")
    with house.store.look() as work:
        known = {view.name: view.asked for view in work.saved_views("鈴木")}
    assert known == {"請求": "/staff?show=all&tag=B%26C", "別": asked + "x"}
    await press(browser, PAGE, PAGE, tag="B&C", do="remove", sure="on")
    with house.store.look() as work:
        assert work.saved_views("鈴木")[1].asked == "/staff?show=all"


async def test_what_takes_too_long_goes_on_with_another_press(
    lead: tuple[SendingHouse, httpx.AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, browser = lead
    monkeypatch.setattr(tags, "WITHIN", 0.0)
    after = await press(browser, PAGE, PAGE, tag="請求", to="請求書", do="rename")
    assert say("ja", "tags.done", n=0) in after.text
    assert say("ja", "tags.left", n=3) in after.text
    assert shown(house)[1] == ("請求",)


async def test_who_works_on_cases_reads_them_and_changes_none(
    lead: tuple[SendingHouse, httpx.AsyncClient],
) -> None:
    house, _ = lead
    agent = house.browser()
    await joins(house, agent, "鈴木", Role.AGENT)
    page = (await agent.get(PAGE)).text
    assert "/staff?show=all&amp;tag=" in page
    assert 'name="to"' not in page
    assert (await press(agent, PAGE, PAGE, tag="請求", to="x", do="rename")).status_code == 403
    assert shown(house)[1] == ("請求",)
