"""What programs read of us, read back by what we read others with."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.feeds.detect import read
from bot.model.publication import Impact, PostStatus, PostUpdate
from bot.model.status import State
from tests.web.fakes import NOON
from tests.web.public.window import EDITOR, SCRIPTS, Window, a_post, failing, measured

DESK = "https://desk.example"
FIELDS = {
    "page": "id name url time_zone updated_at",
    "component": "id name status created_at updated_at position description showcase start_date"
    " group_id page_id group only_show_if_degraded",
    "incident": "id name status created_at updated_at monitoring_at resolved_at impact shortlink"
    " started_at page_id incident_updates components reminder_intervals",
    "update": "id status body incident_id created_at updated_at display_at affected_components"
    " deliver_notifications custom_tweet tweet_id",
}


@pytest.fixture
def window() -> Window:
    return Window().filled()


@pytest.fixture
async def browser(window: Window) -> AsyncIterator[httpx.AsyncClient]:
    async with window.browser() as client:
        yield client


async def fetched(browser: httpx.AsyncClient, name: str, lang: str = "en") -> dict[str, Any]:
    answer = await browser.get(f"/api/v2/{name}.json", params={"lang": lang})
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def has(kind: str, found: dict[str, Any]) -> bool:
    return set(found) == set(FIELDS[kind].split())


@pytest.mark.anyio
async def test_every_field_of_the_format_is_there_and_no_other(browser: httpx.AsyncClient) -> None:
    summary = await fetched(browser, "summary")
    assert set(summary) == {"page", "status", "components", "incidents", "scheduled_maintenances"}
    assert has("page", summary["page"])
    assert all(has("component", c) for c in summary["components"])
    (incident,) = summary["incidents"]
    assert has("incident", incident)
    (update,) = incident["incident_updates"]
    assert has("update", update)
    assert set(update["affected_components"][0]) == {"code", "name", "old_status", "new_status"}
    for name, lists in {
        "status": {"status"},
        "components": {"components"},
        "incidents": {"incidents"},
        "incidents/unresolved": {"incidents"},
        "scheduled-maintenances": {"scheduled_maintenances"},
        "scheduled-maintenances/upcoming": {"scheduled_maintenances"},
        "scheduled-maintenances/active": {"scheduled_maintenances"},
    }.items():
        assert set(await fetched(browser, name)) == {"page"} | lists, name


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("health", "impact", "means"),
    [
        (None, None, State.OPERATIONAL),
        (None, Impact.MINOR, State.DEGRADED),
        (None, Impact.MAJOR, State.PARTIAL_OUTAGE),
        ("fails", None, State.MAJOR_OUTAGE),
        ("fails", Impact.MINOR, State.MAJOR_OUTAGE),
        ("slow", None, State.DEGRADED),
    ],
)
async def test_our_reader_of_others_reads_what_was_meant(
    health: str | None, impact: Impact | None, means: State
) -> None:
    window = Window().filled()
    with window.store.store.work() as work:
        if health is not None:
            slow = measured(SCRIPTS, NOON, seconds=9.0)
            work.save_probe(failing(SCRIPTS, NOON) if health == "fails" else slow)
        over = PostUpdate(NOON, PostStatus.RESOLVED, {"ja": "終わり"})
        work.save_post(a_post(NOON, impact=impact) if impact else a_post(NOON).with_update(over))
    async with window.browser() as browser:
        answer = await browser.get("/api/v2/summary.json?lang=en")
    reading = read(answer.content, content_type=answer.headers["content-type"])
    assert reading.format == "statuspage"
    assert reading.overall is means
    assert reading.components[0].name == "form delivery"
    assert reading.components[0].state is means
    assert reading.components[1].state is State.OPERATIONAL
    assert [i.title for i in reading.incidents] == (["Forms do not open"] if impact else [])
    if impact:
        (incident,) = reading.incidents
        assert (incident.state, incident.impact) == ("identified", impact)
        assert incident.components == ("form delivery",)
        assert incident.updated_at == NOON - timedelta(minutes=20)
    assert reading.oddities == ()
    assert reading.updated_at == NOON


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["history.atom", "history.rss"])
async def test_the_feeds_say_the_same_and_escape_what_staff_wrote(
    browser: httpx.AsyncClient, window: Window, name: str
) -> None:
    answer = await browser.get(f"/{name}?lang=ja")
    assert "xml" in answer.headers["content-type"]
    assert b"&amp;lt;b&amp;gt;" in answer.content  # once as HTML, once as XML
    (incident,) = read(answer.content).incidents
    assert "フォームが開かない不具合" in incident.title
    with window.store.store.work() as work:
        over = PostUpdate(NOON, PostStatus.RESOLVED, {"ja": "収束\x08しました。"})
        work.save_post(a_post(NOON).with_update(over))
    window.clock.passes(timedelta(minutes=1))
    assert read((await browser.get(f"/{name}?lang=ja")).content).incidents == ()


@pytest.mark.anyio
async def test_what_could_not_be_measured_keeps_its_last_state_and_says_so(
    browser: httpx.AsyncClient, window: Window
) -> None:
    with window.store.store.work() as work:
        work.save_probe(replace(failing(EDITOR, NOON), at=NOON - timedelta(hours=2)))
    component = (await fetched(browser, "components"))["components"][1]
    assert component["status"] == "major_outage"
    assert component["updated_at"] == "2026-04-14T01:00:00.000Z"
    assert "Could not be measured since" in component["description"]


@pytest.mark.anyio
async def test_other_sites_may_read_it_and_nothing_is_sent_twice(
    browser: httpx.AsyncClient,
) -> None:
    first = await browser.get("/api/v2/summary.json")
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["content-type"] == "application/json; charset=utf-8"
    assert "max-age=15" in first.headers["cache-control"]
    tag = {"If-None-Match": first.headers["etag"]}
    again = await browser.get("/api/v2/summary.json", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert (await browser.get("/api/v2/summary.json?lang=en", headers=tag)).status_code == 200
    assert (await browser.get("/api/v2/other.json")).status_code == 404


@pytest.mark.anyio
async def test_each_language_s_feed_names_itself(browser: httpx.AsyncClient) -> None:
    ids = set()
    for lang, asked in (("ja", ""), ("en", "?lang=en")):
        feed = (await browser.get(f"/history.atom?lang={lang}")).text
        assert f'rel="self" type="application/atom+xml" href="{DESK}/history.atom{asked}"' in feed
        assert f'rel="alternate" type="text/html" href="{DESK}/status{asked}"' in feed
        ids.add(re.findall("<id>[^<]+</id>", feed)[0])
    assert len(ids) == 2
