"""What a lead sees and decides on the page of an incident, with a real desk behind it."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.model.incident import Incident, IncidentStatus
from bot.model.status import Shows
from bot.web.incidents import PARTS
from tests.builders import FORMS, RARE
from tests.store.databases import asking
from tests.web.forms import hidden, press, sign_in
from tests.web.leading import REPORTERS, LeadHouse

pytestmark = pytest.mark.anyio
PAGE = "/staff/incidents/I1"

REPORTS = f"{PAGE}?part=reports"


@pytest.fixture
async def lead() -> AsyncIterator[tuple[LeadHouse, httpx.AsyncClient]]:
    house = LeadHouse()
    house.outage()
    async with house.browser() as browser:
        await sign_in(browser)
        yield house, browser
    house.store.close()


def known(house: LeadHouse, ident: str = "I1") -> Incident:
    return next(i for i in house.day.incidents if i.id == ident)


@pytest.mark.slow
async def test_the_page_shows_what_is_known_now_and_no_false_evidence(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    house.reads(Shows.INVESTIGATING)
    parts = [(await browser.get(f"{PAGE}?lang=en&part={part}")).text for part in PARTS]
    page = "".join(parts)
    assert len(re.findall(r'class="report-link"', page)) == len(REPORTERS)
    for said in (
        "6 of 6 known",
        "off helped",
        "The page of Hama Hosting shows: investigating",
        "kita-inc reported it",
        "suspected here",
        "Likeliest cause now: Ruri Grid",
        "open cases",
    ):
        assert said in page
    assert "No plug-in" not in page
    bars = re.findall(r'<rect class="bar"[^>]*><title>\S+ (\d+)</title>', page)
    assert sum(map(int, bars)) == len(REPORTERS)


@pytest.mark.slow
async def test_cases_beyond_the_first_reports_are_read_with_one_question(
    lead: tuple[LeadHouse, httpx.AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, browser = lead
    for reporter in REPORTERS:
        house.day.says(reporter, "担当者と話したいです", button="human")
    monkeypatch.setattr("bot.web.incident_page.MOST_MEMBERS", 1)
    with asking() as asked:
        page = (await browser.get(REPORTS)).text
    assert len(re.findall(r'class="report-link"', page)) == len(REPORTERS)
    assert f"要返信：{len(REPORTERS)}件" in page
    assert sum("FROM conversations" in each for each in asked) < 4
    assert sum("JOIN conversations" in each for each in asked) == 1


async def test_who_waits_for_an_answer_stands_first_and_on_the_first_part_of_the_page(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    for reporter in ("sora", "nami"):
        house.day.says(reporter, "担当者と話したいです", button="human")
        house.day.passes(1)
    found = r'class="report-link" href="/staff/(?:tickets|conversations)/[^"]+">(\w+)-inc<'
    page = (await browser.get(PAGE)).text
    assert re.findall(found, page) == ["nami", "sora"]  # as they reported
    assert "すべての報告を見る" not in page
    page = (await browser.get(REPORTS)).text
    assert re.findall(found, page) == ["nami", "sora", "aoba", "kawara", "kita", "minami"]


@pytest.mark.slow
async def test_every_decision_is_carried_out_once_and_written_down(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead

    async def decides(what: str, **fields: str) -> str:
        answer = await press(browser, PAGE, f"{PAGE}/decide", what=what, **fields)
        assert answer.status_code == 200, answer.text
        return answer.text

    await decides("own")
    await decides("promise", about="30")
    await decides("rule_out", about="infra:hama_hosting")
    await decides("confirm")
    assert known(house).status is IncidentStatus.CONFIRMED
    assert known(house).owner == "佐藤"
    await decides("note", text="先方に電話した", key="k")
    page = await decides("note", text="先方に電話した", key="k")
    assert page.count("先方に電話した") == 1
    assert "「Hama Hosting（配信・ホスティング）」を候補から外した" in page
    again = await press(browser, PAGE, f"{PAGE}/decide", what="confirm")
    assert again.status_code == 409
    await decides("withdraw")
    assert known(house).status is IncidentStatus.WITHDRAWN
    reopened = await decides("reopen")
    assert known(house).status is IncidentStatus.CONFIRMED
    assert "再開した" in reopened
    assert (await press(browser, PAGE, f"{PAGE}/decide", what="start")).status_code == 404
    assert (await press(browser, PAGE, f"{PAGE}/decide", what="unlink")).status_code == 409
    nobody = await press(browser, PAGE, f"{PAGE}/decide", what="link", case="T99")
    assert nobody.status_code == 409


async def test_nothing_is_decided_about_what_the_page_does_not_offer(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    before = known(house)
    chosen = re.findall(r'name="conversations" value="([^"]+)"', (await browser.get(REPORTS)).text)[
        0
    ]
    for what, about in (
        ("change_cause", "plugin:nothing"),
        ("change_cause", ""),
        ("rule_out", "plugin:nothing"),
        ("split", "plugin:nothing"),
        ("merge", "../broadcasts"),
        ("merge", "I1"),
    ):
        form = {"what": what, "about": about, "conversations": chosen}
        answer = await press(browser, PAGE, f"{PAGE}/decide", **form)
        assert answer.status_code == 409, (what, about)
    assert house.day.incidents == [before]


@pytest.mark.slow
async def test_an_update_is_drafted_previewed_and_sent_once_approved(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    form = f"{PAGE}/update"
    empty = await press(browser, form, form, **{"text-ja": "", "text-en": ""})
    assert empty.status_code == 409
    text = "いま修正を配っています。<b>"
    preview = await press(browser, form, form, **{"text-ja": text, "text-en": "", "key": "u"})
    assert preview.url.path == "/staff/proposals/P-I1-u1"
    assert "いま修正を配っています。&lt;b&gt;" in preview.text
    assert "6名" in preview.text
    path = preview.url.path
    await press(browser, path, path, decision="approve", offered="chat", channels="chat", text=text)
    with house.store.look() as work:
        sent = work.broadcasts(incident="I1", under_way_only=False)
        assert [(b.reason, b.text, b.total) for b in sent] == [("progress", text, 6)]
    assert "経過" in (await browser.get(PAGE)).text


@pytest.mark.slow
async def test_cases_are_split_off_and_incidents_started_and_merged_by_hand(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    page = (await browser.get(REPORTS)).text
    chosen = re.findall(r'name="conversations" value="([^"]+)"', page)[:2]
    token = hidden(page, "token")
    form = {"token": token, "what": "split", "about": "", "conversations": chosen}
    await browser.post(f"{PAGE}/decide", data=form)
    assert known(house).organisations == 4
    assert known(house, "I2").organisations == 2
    new = "/staff/incidents/new"
    started = await press(browser, new, new, about=FORMS.cause, text="電話で2社", key="s")
    assert started.url.path == "/staff/incidents/I3"
    same = await press(browser, new, new, about=FORMS.cause)
    assert same.status_code == 409
    nothing = await press(browser, new, new, about="plugin:nothing", text="書きかけ")
    assert nothing.status_code == 409
    assert "「plugin:nothing」に当てはまる原因がありません" in nothing.text
    assert ">書きかけ</textarea>" in nothing.text
    other = "/staff/incidents/I2"
    merged = await press(browser, other, f"{other}/decide", what="merge", about="I1")
    assert merged.url.path == PAGE
    assert known(house, "I2").status is IncidentStatus.MERGED
    assert known(house).organisations == 6
    archive = (await browser.get("/staff/incidents?state=over&lang=en")).text
    assert "/staff/incidents/I2" in archive
    assert RARE.name in (await browser.get(other)).text
