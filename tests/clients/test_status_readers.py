"""Programs that were written for Statuspage read our page, every state of it, and know no difference."""

import http.server
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.model.publication import Impact, Post, PostKind, PostStatus, PostUpdate
from tests.clients.serving import FOLDER, PATIENCE, needed, served
from tests.web.fakes import NOON
from tests.web.public.window import Window, a_post
from tests.web.test_pages import chromium  # noqa: F401 - a fixture
from tests.web.test_pages import pytestmark as in_browser

pytestmark = [*in_browser, pytest.mark.timeout(PATIENCE), needed]
SEES = {  # in the words of statuscheck
    "none": "No issues",
    "minor": "Minor incident",
    "major": "Major outage",
    "critical": "Critical incident",
    "maintenance": "Maintenance",
}
TROUBLED = ("minor", "major", "critical")
PARTS = ["フォームの配信", "エディター"]
STATUSCHECK = """
import json, sys
from statuscheck.services.bases._statuspageio import BaseStatusPageAPI
class Desk(BaseStatusPageAPI):
    def _get_base_url(self): return sys.argv[1] + "/api/v2/"
seen = Desk().get_summary()
print(json.dumps({
    "status": [seen.status.code, seen.status.name, seen.status.is_ok],
    "components": {c.name: c.status for c in seen.components},
    "incidents": [[i.name, i.status, [c.name for c in i.components]] for i in seen.incidents],
}))
"""
STATUSPAGE_IO = """
const { Statuspage } = require("statuspage.io");
const page = new Statuspage("desk");
page.setApiUrl(process.argv[1]);
const { api } = page;
(async () => console.log(JSON.stringify({
    summary: await api.getSummary(), status: await api.getStatus(), components: await api.getComponents(),
    all: await api.incidents.getAll(), unresolved: await api.incidents.getUnresolved(),
    upcoming: await api.scheduledMaintenances.getUpcoming(),
})))();
"""
WIDGET = '<!doctype html><meta charset="utf-8"><statuspage-widget src="{}"></statuspage-widget><script src="index.js"></script>'


def planned(now: datetime, ident: str, status: PostStatus) -> Post:
    """A maintenance of the page's own components, at one of its stages."""
    hours = {PostStatus.SCHEDULED: (20, 22), PostStatus.IN_PROGRESS: (-1, 1)}[status]
    starts, ends = (now + timedelta(hours=h) for h in hours)
    titles = {"ja": "サーバーの入れ替え", "en": "Servers are replaced"}
    post = Post(ident, PostKind.MAINTENANCE, PostStatus.SCHEDULED, titles, starts, now, now)
    post = replace(post, impact=Impact.MAINTENANCE, components=("editor",))
    post = replace(post, starts_at=starts, ends_at=ends)
    return post.with_update(
        PostUpdate(now, status, {"ja": "予定どおりです。", "en": "As planned."})
    )


def filled(*posts: Post) -> Window:
    """A page with these posts beside an incident that is over."""
    window = Window().filled()
    over = PostUpdate(NOON, PostStatus.RESOLVED, {"ja": "終わりました。"})
    with window.store.store.work() as work:
        work.save_post(a_post(NOON).with_update(over))
        for post in posts:
            work.save_post(post)
    return window


OPEN = {
    "none": (),
    "minor": (a_post(NOON, id="minor0minor0", impact=Impact.MINOR),),
    "major": (a_post(NOON, id="major0major0"),),
    "critical": (a_post(NOON, id="critical0cri", impact=Impact.CRITICAL),),
    "maintenance": (
        planned(NOON, "running0work", PostStatus.IN_PROGRESS),
        planned(NOON, "coming00work", PostStatus.SCHEDULED),
    ),
}
SORTS = ("incident", "maintenance")


def ran(*command: str | Path, cwd: Path = FOLDER, **environment: str) -> str:
    done = subprocess.run(  # noqa: S603 - what .ci/clients brought
        [str(part) for part in command],
        cwd=cwd,
        env=environment or None,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(params=OPEN)
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(state: str) -> Iterator[str]:
    with served(filled(*OPEN[state]).app()) as address:
        yield address


def test_statuscheck_reads_every_state(desk: str, state: str) -> None:
    seen = json.loads(ran(FOLDER / "readers/bin/python", "-c", STATUSCHECK, desk))
    assert seen["status"] == [state, SEES[state], state == "none"]
    assert list(seen["components"]) == PARTS
    assert len(seen["incidents"]) == {"none": 0, "maintenance": 2}.get(state, 1)
    assert all(parts for _, _, parts in seen["incidents"])


def test_the_prometheus_exporter_counts_what_is_open(desk: str, state: str, tmp_path: Path) -> None:
    service = {"url": f"{desk}/api/v2/summary.json", "name": "desk"}
    (tmp_path / "services.json").write_text(json.dumps({"desk": service}), "utf-8")
    written = tmp_path / "seen.prom"
    ran(
        FOLDER / "readers/bin/statuspage-prometheus-exporter",
        cwd=tmp_path,
        RUN_MODE="once",
        METRICS_TEXTFILE_PATH=str(written),
    )
    lines = written.read_text("utf-8").splitlines()

    def found(sort: str) -> list[str]:
        """The lines of a sort that count something."""
        said = [line for line in lines if line.startswith(f"statuspage_{sort}{{")]
        return [line for line in said if line.endswith(" 1.0")]

    assert len(found("probe_check")) == 1
    assert len(found("service_status")) == int(state == "none")
    assert len(found("component_status")) == (2 if state == "none" else 1)
    ids = {s: re.findall(r'_id="(\w+)"', "".join(found(f"{s}_info"))) for s in SORTS}
    open_posts = [post.id for post in OPEN[state]]
    assert sorted(ids["incident"] + ids["maintenance"]) == sorted(open_posts)
    assert bool(ids["incident"]) is (state in TROUBLED)
    addresses = {f"https://desk.example/status/incidents/{ident}" for ident in open_posts}
    assert addresses == set(re.findall(r'shortlink="(https[^"]+)"', "".join(lines)))


def test_the_statuspage_io_client_finds_every_document(desk: str, state: str) -> None:
    seen: dict[str, Any] = json.loads(ran("node", "-e", STATUSPAGE_IO, desk))
    assert seen["status"]["status"]["indicator"] == state
    assert seen["summary"]["status"] == seen["status"]["status"]
    assert [c["name"] for c in seen["components"]["components"]] == PARTS
    is_incident = state in TROUBLED
    assert len(seen["unresolved"]["incidents"]) == int(is_incident)
    assert len(seen["all"]["incidents"]) == 1 + int(is_incident)
    upcoming = [m["id"] for m in seen["upcoming"]["scheduled_maintenances"]]
    assert upcoming == (["coming00work"] if state == "maintenance" else [])


def test_the_status_widget_shows_it_on_another_site(
    chromium: Browser,  # noqa: F811
    desk: str,
    state: str,
    tmp_path: Path,
) -> None:
    script = FOLDER / "node_modules/@statuspage/status-widget/dist/index.js"
    (tmp_path / "index.js").write_bytes(script.read_bytes())
    (tmp_path / "index.html").write_text(WIDGET.format(desk), "utf-8")
    files = partial(QuietFiles, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), files) as other_site:
        threading.Thread(target=other_site.serve_forever, daemon=True).start()
        page = chromium.new_page(base_url=f"http://localhost:{other_site.server_port}")
        page.goto("/index.html")
        status = page.locator("statuspage-widget .status-indicator")
        expect(status).to_have_class(f"status-indicator {state}")
        expect(page.locator("statuspage-widget .status-text")).not_to_be_empty()
        page.close()
        other_site.shutdown()


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, without a word about it."""

    def log_message(self, *_: object) -> None:
        pass
