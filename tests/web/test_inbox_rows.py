"""The rows of the inbox: how long customers have waited, and what a page gets that asks again."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.inbox import CaseLine, CaseRow, CaseState, WaitsFor
from bot.model.incident import IncidentMatter
from bot.model.japan import JST
from bot.model.operator import BusinessHours, OfficeHours, Operator
from bot.model.understanding import Urgency
from bot.web.inbox_rows import InboxRows
from bot.web.pages import Pages
from bot.web.wording import PageWording, Texts
from tests.web.fakes import NOON
from tests.web.forms import sign_in, write
from tests.web.samples import a_knowledge
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio


@pytest.fixture
async def house() -> SendingHouse:
    """A customer waits for a person."""
    house = SendingHouse()
    await write(house.browser(), "一覧の画面が開きません。担当者と話したいです")
    return house


async def test_a_wait_counts_the_hours_in_which_somebody_answers(house: SendingHouse) -> None:
    early = house.clock.now.astimezone(JST)
    hours = OfficeHours(frozenset(range(7)), early.time(), (early + timedelta(hours=1)).time())
    house.knowledge = replace(house.knowledge, operator=Operator(hours=BusinessHours((hours,))))
    house.operator = house.knowledge.operator
    house.clock.passes(timedelta(hours=5))
    one = house.browser()
    await sign_in(one, "田中")
    page = html.unescape((await one.get("/staff?show=all")).text)
    assert "待ち（営業時間）" in page
    assert re.search(r'class="late-long"[^>]*>60分</time>', page)


async def test_outside_office_hours_a_wait_says_so_until_it_counts(house: SendingHouse) -> None:
    opens = house.clock.now.astimezone(JST) + timedelta(hours=2)
    hours = OfficeHours(frozenset(range(7)), opens.time(), (opens + timedelta(hours=1)).time())
    house.knowledge = replace(house.knowledge, operator=Operator(hours=BusinessHours((hours,))))
    house.operator = house.knowledge.operator
    one = house.browser()
    await sign_in(one, "田中")
    for minutes, shown, on_case in (
        (60, ">営業時間外</time>", "営業時間外"),
        (70, '>10分</time> <span class="wait-kind">初回</span>', "10分"),
    ):
        house.clock.passes(timedelta(minutes=minutes))
        page = html.unescape((await one.get("/staff?show=all")).text)
        assert shown in page
        (address,) = re.findall(r'href="(/staff/tickets/[^"]+)"', page)
        case = html.unescape((await one.get(address)).text)
        assert re.search(f"初回の返信待ち：<span[^>]*>{on_case}</span>", case)


async def test_a_page_that_refreshes_itself_gets_its_rows_and_no_form_anew(
    house: SendingHouse,
) -> None:
    one = house.browser()
    await sign_in(one)
    live = await one.get("/staff?show=all", headers={"Sec-Fetch-Mode": "cors"})
    whole = await one.get("/staff?show=all")
    assert 'id="rows"' in live.text
    assert 'id="views"' in live.text
    assert 'id="narrowing"' in whole.text
    assert 'id="narrowing"' not in live.text


def a_line(**changes: object) -> CaseLine:
    line = CaseLine(
        *(1, "C1", "C1", "T1", CaseState.OPEN, Urgency.NORMAL, "aoi", "web:1", "web", "ja"),
        *(NOON - timedelta(hours=2), NOON - timedelta(hours=1), NOON - timedelta(minutes=20)),
        waits_for=WaitsFor.US,
        first_words="一覧が開きません",
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def test_a_row_is_written_once_for_all_who_see_the_same_until_what_it_says_changes() -> None:
    pages = Pages(a_knowledge(), lambda: NOON)
    rows, tokyo = InboxRows(pages), ZoneInfo("Asia/Tokyo")

    def row(
        line: CaseLine,
        seconds: float = 0,
        lang: str = "ja",
        zone: ZoneInfo = tokyo,
        *,
        picks: bool = True,
    ) -> str:
        now = NOON + timedelta(seconds=seconds)
        wording = PageWording(Texts(lang), pages.knowledge, zone, now)
        return rows.writer(wording, picks=picks)(CaseRow(line, ""), {}, {})

    first = row(a_line())
    assert 'class="late-some"' in first
    assert 'type="checkbox"' in first
    assert row(a_line(), 29) is first  # lengths are rounded to minutes
    others = [
        row(a_line(is_unread=True)),
        row(a_line(), lang="en"),
        row(a_line(), zone=ZoneInfo("UTC")),
        row(a_line(), picks=False),
    ]
    assert len({first, *others}) == 5
    assert 'type="checkbox"' not in others[-1]
    assert row(a_line(), 31) != first
    pages.know(replace(pages.knowledge))
    assert row(a_line()) is not first
    assert 'class="late-long"' in row(a_line(), 2_400)
    assert 'class="late-short"' in row(a_line(since=NOON), 899)
    assert "1分未満</time>" in row(a_line(since=NOON), 59)
    assert "1分</time>" in row(a_line(since=NOON), 60)
    assert "&lt; 1 min</time>" in row(a_line(since=NOON), 59, lang="en")


def test_a_row_has_its_number_and_says_what_explains_it_in_short() -> None:
    pages = Pages(a_knowledge(), lambda: NOON)
    wording = PageWording(Texts("ja"), pages.knowledge, ZoneInfo("Asia/Tokyo"), NOON)
    writes = InboxRows(pages).writer(wording, picks=True)

    def cell(line: CaseLine, causes: dict[str, IncidentMatter]) -> str:
        row = html.unescape(writes(CaseRow(line, ""), causes, {}))
        assert '<td class="number-of id">T1</td>' in row
        found: list[str] = re.findall(r'<td class="cause"(.*?)</td>', row, re.S)
        return found[0]

    cause = "plugin:tana_list"
    assert cell(a_line(), {}) == ">未判定"
    assert cell(a_line(conversation=None), {}) == ">"  # a note to staff
    named = cell(a_line(cause=cause), {})
    assert wording.cause(cause) in named.partition(">")[0]  # the whole name is there to be read
    assert named.partition(">")[2] == wording.names.cause_in_short(cause)
    known = {"I1": IncidentMatter(cause)}
    explained = cell(a_line(cause="network", incident="I1"), known)
    assert "I1" not in explained.partition(">")[2]
    assert wording.names.cause_in_short(cause) in explained.partition(">")[2]
    assert cell(a_line(incident="I1"), known) != cell(a_line(incident="I1"), {})


def test_a_row_says_what_fails_as_long_as_its_incident_has_no_cause() -> None:
    pages = Pages(a_knowledge(), lambda: NOON)
    wording = PageWording(Texts("ja"), pages.knowledge, ZoneInfo("Asia/Tokyo"), NOON)
    writes, row = InboxRows(pages).writer(wording, picks=True), CaseRow(a_line(incident="I1"), "")
    three, four = (IncidentMatter("unknown", "wont_open", n) for n in (3, 4))
    assert "kintoneが開かない（3社）" in writes(row, {"I1": three}, {})
    assert "kintoneが開かない（4社）" in writes(row, {"I1": four}, {})
    assert "</span> kintoneが開かない</span>" in writes(row, {"I1": four}, {})
