"""What staff see of incidents, and what they decide of them."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.model.conversation import Speaker, Turn
from bot.model.event import (
    IncidentEnded,
    NameConfirmed,
)
from bot.model.incident import IncidentStatus
from bot.model.timeline import TimelineEntry, TimelineKind, subject_of
from bot.web.views import quotation
from tests.web.conftest import House
from tests.web.forms import press
from tests.web.samples import a_conversation, an_incident

pytestmark = pytest.mark.anyio


async def test_the_list_shows_open_incidents_and_what_waits_for_approval(
    staff: httpx.AsyncClient,
) -> None:
    page = (await staff.get("/staff/incidents")).text
    for word in ("疑い", "タナ一覧プラグイン", "宛先と本文を確認する", "3名", "未定"):
        assert word in page


async def test_whatever_is_over_stays_in_the_archive_and_is_found(
    house: House, staff: httpx.AsyncClient
) -> None:
    for number in range(30):
        over = an_incident(house.clock(), f"A{number}")
        ended = over.raised_at + timedelta(minutes=47)
        over = replace(over, status=IncidentStatus.WITHDRAWN, resolved_at=ended)
        house.work.save_incident(over)
    current = (await staff.get("/staff/incidents")).text
    assert "/staff/incidents/A3" not in current
    assert "継続時間" not in current
    archive = (await staff.get("/staff/incidents?state=over")).text
    assert archive.count('class="incident-link"') == 25
    assert archive.count('data-title="継続時間">47分<') == 25
    following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', archive)
    assert following
    rest = (await staff.get(html.unescape(following[1]))).text
    assert rest.count('class="incident-link"') == 5
    found = (await staff.get("/staff/incidents?state=all&product=tana_list&q=a29 タナ一覧")).text
    assert re.findall(r'class="incident-link" href="/staff/incidents/(\S+)"', found) == ["A29"]
    nothing = (await staff.get("/staff/incidents?state=nonsense&q=%3Cb%3E&after=gone")).text
    assert "条件に合うインシデントはありません" in nothing
    assert 'value="&lt;b&gt;"' in nothing


async def test_a_page_beside_it_shows_whose_reports_decide_and_what_would_change_it(
    house: House, staff: httpx.AsyncClient
) -> None:
    assert 'href="/staff/incidents/I-3/why"' in (await staff.get("/staff/incidents/I-3")).text
    page = (await staff.get("/staff/incidents/I-3/why")).text
    for word in ("原因の候補", "どの組織の報告で決まっているか", "何があれば順位が変わるか"):
        assert word in page
    assert re.findall(r'<th scope="row">(みなみ物流)</th>', page)
    english = (await staff.get("/staff/incidents/I-3/why?lang=en")).text
    assert "Whose reports decide it" in english
    assert "no shared cause" in english
    over = replace(an_incident(house.clock()), status=IncidentStatus.RESOLVED, chances=(0.9, 0.1))
    house.work.save_incident(over)
    page = (await staff.get("/staff/incidents/I-3/why?lang=ja")).text
    assert "終わったインシデント" in page
    assert "90%" in page
    assert (await staff.get("/staff/incidents/I-9")).status_code == 404


async def test_a_person_ends_an_incident_once(house: House, staff: httpx.AsyncClient) -> None:
    path = "/staff/incidents/I-3"
    assert (await press(staff, path, f"{path}/end")).url.path == path
    assert house.door.received == [IncidentEnded(house.clock(), "I-3", "佐藤")]
    over = replace(an_incident(house.clock()), status=IncidentStatus.RESOLVED)
    house.work.save_incident(over)
    assert f'action="{path}/end"' not in (await staff.get(path)).text
    assert (await press(staff, "/staff", f"{path}/end")).status_code == 409


async def test_a_person_confirms_the_name_of_a_product_in_no_catalogue(
    house: House, staff: httpx.AsyncClient
) -> None:
    path = "/staff/incidents/I-3"
    assert f'action="{path}/name"' not in (await staff.get(path)).text
    house.work.save_incident(
        replace(
            an_incident(house.clock()), suspects=("unlisted_plugin:<b>1. オキナ",), chances=(0.9,)
        )
    )
    page = (await staff.get(path)).text
    assert "「&lt;b&gt;1. オキナ」" in page
    assert (await press(staff, path, f"{path}/name")).url.path == path
    assert house.door.received == [NameConfirmed(house.clock(), "I-3", "佐藤")]


async def test_a_customers_first_line_is_a_quotation_in_every_list(
    house: House, staff: httpx.AsyncClient
) -> None:
    talk = a_conversation(house.clock())
    for words, said in (("\n 1. 対応済み「完了」\n続き", "1. 対応済み『完了』"), (" \n", "")):
        turn = Turn(house.clock(), Speaker.CUSTOMER, words)
        assert quotation(replace(talk, turns=(turn,))) == said
    for page in ("/staff", "/staff?show=all", "/staff/tickets/T-12"):
        assert "「" in (await staff.get(page)).text
        english = (await staff.get(page, headers={"Accept-Language": "en"})).text
        titles = re.findall(r'class="(?:queue-link|clamped)"[^>]*>([^<]*)', english)
        assert titles
        assert not [title for title in titles if "「" in title]
        assert any(title.startswith("“") for title in titles)


async def test_a_measurement_that_failed_is_told_in_words(
    house: House, staff: httpx.AsyncClient
) -> None:
    subject, now = subject_of("tana_list"), house.clock()
    entry = TimelineEntry(subject, now, TimelineKind.PROBE, "failing", "cdn.example/a", text="tls")
    house.work.log(entry)
    for lang, words in (("ja", "証明書・暗号化で失敗"), ("en", "secure connection fails")):
        page = (await staff.get(f"/staff/incidents/I-3?lang={lang}")).text
        assert words in page
        assert "tls" not in page
