"""The disk, the backups, the limits and the clock of the machine."""

import asyncio
import resource
import shutil
from collections.abc import Callable
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot.doctor import clock, machine
from bot.model.checkup import Checkup
from bot.store.sql import SqlStore
from tests.builders import MORNING
from tests.cases import each
from tests.doctor.check_context import keys, some_premises

NOW = MORNING.astimezone(UTC)


def found(folder: Path, **changes: Any) -> list[str]:
    return keys(asyncio.run(machine.examine(some_premises(folder, **changes))))


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A machine with room on its disk and in its tables of files."""

    def has(*, left: float = 1e12, files: int = 65_536) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=int(left)))
        monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))

    has()
    return has


@pytest.mark.parametrize(
    ("has", "says"),
    [
        ({}, ["room_ok"]),
        ({"left": 1e9}, ["filling"]),
        ({"left": 1e8}, ["full"]),
        ({"files": 1024}, ["room_ok", "few_files"]),
        ({"files": 256}, ["room_ok", "no_files"]),
        ({"files": -1}, ["room_ok"]),  # no limit at all
    ],
)
def test_room_for_files_is_looked_at(
    tmp_path: Path, roomy: Callable[..., None], has: dict[str, Any], says: list[str]
) -> None:
    roomy(**has)
    assert found(tmp_path) == says


def test_a_folder_that_is_not_there_yet_will_be_on_its_parents_disk(tmp_path: Path) -> None:
    premises = some_premises(tmp_path)
    assert machine._room(premises.settings.folder / "not" / "yet").subject.endswith("yet")


@pytest.mark.parametrize(
    ("hours", "settings", "says"),
    [
        (None, {}, "no_backup"),
        (1, {}, "backup_ok"),
        (14, {}, "backup_old"),  # two of every six hours were missed
        (14, {"backup_hours": 0}, "backup_ok"),  # somebody else's timer
        (27, {"backup_hours": 0}, "backup_old"),
    ],
)
def test_the_latest_backup_is_judged_by_how_often_one_is_made(
    tmp_path: Path, hours: int | None, settings: dict[str, Any], says: str
) -> None:
    SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}").close()
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "somebody-elses.tar.gz").touch()
    for age in () if hours is None else (hours, hours + 90):
        moment = NOW - timedelta(hours=age)
        (folder / f"jitabata-{moment:%Y%m%dT%H%M%SZ}.tar.gz").touch()
    assert found(tmp_path, **settings)[1] == says


def test_a_server_may_be_backed_up_elsewhere(tmp_path: Path) -> None:
    assert found(tmp_path, database="postgresql://db/desk")[1] == "no_backup_shared"


class Page:
    """Status pages whose clocks are ahead by so many seconds, or that do not say."""

    def __init__(self, *ahead: float | None, age: str | None = None) -> None:
        self._ahead = list(ahead)
        self._age = age
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        ahead = self._ahead.pop(0)
        if ahead is None:
            raise httpx.ConnectError("no route")
        moment = (NOW + timedelta(seconds=ahead)).replace(microsecond=0)
        headers = {"Date": format_datetime(moment, usegmt=True)}
        return httpx.Response(404, headers=headers | ({"Age": self._age} if self._age else {}))


def middle(page: Callable[[httpx.Request], httpx.Response], count: int = 3) -> float | None:
    async def ask() -> float | None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(page)) as client:
            pages = [f"https://status{n}.example/" for n in range(count)]
            return await clock.middle(client, pages, lambda: NOW)

    return asyncio.run(ask())


def said(page: Callable[[httpx.Request], httpx.Response]) -> list[Checkup]:
    ahead = middle(page)
    return [] if ahead is None else [clock.told("clock_pages", ahead)]


@each(
    ("ahead", "says"),
    [
        ((0, 0, 0), ["clock_pages_ok"]),
        ((-1, 1, 1), ["clock_pages_ok"]),
        ((0, 0, 3600), ["clock_pages_ok"]),  # one of theirs is wrong
        ((30, 30, None), ["clock_pages_off"]),
        ((-9, -9, -9), ["clock_pages_off"]),
        ((None, None, None), []),
    ],
)
def test_the_middle_of_three_clocks_counts(
    ahead: tuple[float | None, ...], says: list[str]
) -> None:
    assert keys(said(Page(*ahead))) == says


def test_an_answer_out_of_a_cache_says_nothing_of_now() -> None:
    assert middle(Page(-500, -500, -500, age="500")) is None


def test_pages_are_asked_for_nothing_but_the_time() -> None:
    page = Page(0, 0, 0)
    middle(page)
    assert {(r.method, r.content) for r in page.asked} == {("HEAD", b"")}


@each("date", ["", "yesterday", "Mon, 05 Jan 2026 00:00:00 -0000"])
def test_a_date_that_cannot_be_read_is_none(date: str) -> None:
    assert middle(lambda _: httpx.Response(200, headers={"Date": date}), 1) is None


def test_the_pages_are_of_different_vendors_who_mean_them_for_programs(tmp_path: Path) -> None:
    pages = clock.pages_of(some_premises(tmp_path))
    assert len({httpx.URL(page).host for page in pages}) == len(pages) == clock.PAGES


def test_offline_no_page_is_asked(tmp_path: Path) -> None:
    assert asyncio.run(clock.examine(some_premises(tmp_path))) == []


def test_the_difference_is_said_with_its_direction() -> None:
    assert "2.5 s (theirs less ours: -2.5)" in clock.told("clock_database", -2.5).said.en
