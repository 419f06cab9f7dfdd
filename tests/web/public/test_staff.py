"""What staff write for the public page, from the form to the formats."""

import html
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.feeds.detect import read
from bot.model.status import State
from tests.cases import each
from tests.web.forms import hidden, sign_in
from tests.web.public.window import Window

NEW = "/staff/posts/new/maintenance"
WRITTEN = {
    "title_ja": "定期メンテナンス",
    "text_ja": "サーバーを入れ替えます。<i>",
    "status": "scheduled",
    "starts": "2026-04-14T13:00",
    "ends": "2026-04-14T14:00",
    "components": "editor",
    "by_clock": "on",
}


@pytest.fixture
def window() -> Window:
    return Window().filled()


@pytest.fixture
async def staff(window: Window) -> AsyncIterator[httpx.AsyncClient]:
    async with window.browser() as browser:
        await sign_in(browser)
        yield browser


async def sent(staff: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    token = hidden((await staff.get(path)).text, "token")
    return await staff.post(path, data={"token": token, **fields})


@pytest.mark.slow
@pytest.mark.anyio
async def test_planned_maintenance_is_on_the_page_and_in_the_formats(
    staff: httpx.AsyncClient, window: Window
) -> None:
    assert (await sent(staff, NEW, **WRITTEN)).status_code == 303
    window.clock.passes(timedelta(seconds=6))
    page = html.unescape((await staff.get("/status")).text)
    assert "定期メンテナンス" in page
    assert "2026-04-14 13:00 JST" in page
    upcoming = (await staff.get("/api/v2/scheduled-maintenances/upcoming.json")).json()
    (planned,) = upcoming["scheduled_maintenances"]
    assert planned["status"] == "scheduled"
    assert planned["impact"] == "maintenance"
    assert planned["scheduled_for"] == "2026-04-14T04:00:00.000Z"
    assert planned["scheduled_until"] == "2026-04-14T05:00:00.000Z"
    assert [c["name"] for c in planned["components"]] == ["エディター"]
    assert "reminder_intervals" not in planned
    reading = read((await staff.get("/api/v2/summary.json")).content)
    assert [(m.title, m.state) for m in reading.maintenances] == [("定期メンテナンス", "scheduled")]
    says = {"status": "in_progress", "text_ja": "始めました。"}
    await sent(staff, f"/staff/posts/{planned['id']}", **says)
    window.clock.passes(timedelta(seconds=6))
    active = (await staff.get("/api/v2/scheduled-maintenances/active.json")).json()
    assert active["scheduled_maintenances"][0]["incident_updates"][0]["body"] == "始めました。"
    reading = read((await staff.get("/api/v2/summary.json")).content)
    assert reading.components[1].state is State.MAINTENANCE
    listed = await staff.get("/staff/posts")
    assert "定期メンテナンス" in listed.text


@pytest.mark.anyio
@each(
    ("field", "given"),
    [
        ("title_ja", ""),
        ("title_ja", "x" * 201),
        ("text_ja", ""),
        ("starts", "soon"),
        ("ends", "2026-04-14T12:30"),
        ("status", "resolved"),
        ("impact", "huge"),
        ("impact", "maintenance"),
        ("components", "somebody-elses"),
    ],
)
async def test_what_cannot_be_published_is_said_and_kept(
    staff: httpx.AsyncClient, window: Window, field: str, given: str
) -> None:
    refused = await sent(staff, NEW, **{**WRITTEN, field: given})
    assert refused.status_code == 409
    assert 'role="alert"' in refused.text
    assert "定期メンテナンス" in refused.text or field == "title_ja"
    with window.store.store.look() as work:
        assert len(work.posts()) == 1  # the incident that was there before


@pytest.mark.anyio
async def test_only_staff_write_there(staff: httpx.AsyncClient, window: Window) -> None:
    async with window.browser() as stranger:
        assert (await stranger.get("/staff/posts")).headers["location"] == "/staff/login"
        assert (await stranger.post(NEW, data=WRITTEN)).status_code == 303
    forged = await staff.post(NEW, data={"token": "forged", **WRITTEN})
    assert forged.status_code == 403
    assert (await staff.get("/staff/posts/none")).status_code == 404
    assert (await staff.get("/staff/posts/new/other")).status_code == 404


@pytest.mark.anyio
async def test_a_form_that_is_sent_twice_publishes_once(
    staff: httpx.AsyncClient, window: Window
) -> None:
    page = (await staff.get(NEW)).text
    form = {"token": hidden(page, "token"), "key": hidden(page, "key"), **WRITTEN}
    for _ in range(2):
        assert (await staff.post(NEW, data=form)).status_code == 303
    with window.store.store.look() as work:
        (written,) = [post for post in work.posts() if post.titles == {"ja": "定期メンテナンス"}]
    more = {"token": form["token"], "status": "in_progress", "text_ja": "始めました。"}
    for _ in range(2):
        assert (await staff.post(f"/staff/posts/{written.id}", data=more)).status_code == 303
    with window.store.store.look() as work:
        found = work.post(written.id)
    assert found is not None
    assert [update.status for update in found.updates] == ["scheduled", "in_progress"]
