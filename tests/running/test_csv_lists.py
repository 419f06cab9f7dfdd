"""Lists as files on every database: all of a file or nothing of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.webhook.address import Exceptions
from bot.desk.imported_lists import ImportedList, ListMovedError
from bot.desk.inventories import keep
from bot.desk.ports import UnitOfWork
from bot.model.organisation import KnownOrganisation
from bot.running import csv_lists as lists
from bot.store.sql import SqlStore
from tests.store.databases import KINDS, a_database
from tests.web.samples import a_knowledge

NOON = datetime(2026, 4, 14, 3, tzinfo=UTC)
FILES = {
    "organisations": b"organisation,name\nmidori,Midori\naoba,=1+1\n",
    "recipients": b"channel,address\nmail,a@example.com\nmail,b@example.com\n",
}


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    with a_database(request.param, tmp_path) as url:
        opened = SqlStore.open(url)
        yield opened
        opened.close()


@pytest.fixture(params=list(FILES))
def kept(request: pytest.FixtureRequest, store: SqlStore) -> tuple[ImportedList, bytes]:
    name = request.param
    return lists.csv_lists(store, a_knowledge(), Exceptions()).files[name], FILES[name]


def test_a_file_is_taken_once_and_changes_nothing_after_that(
    kept: tuple[ImportedList, bytes],
) -> None:
    one, file = kept
    plan = one.plan(file, "en")
    assert (plan.added, plan.same, plan.bad) == (2, 0, ())
    assert one.take(file, plan.digest, NOON, "加藤") == plan
    again = one.plan(file, "en")
    assert (again.changes, again.same) == ((), 2)
    assert len(list(one.rows())) == 3


def test_what_staff_noted_of_an_organisation_stays(store: SqlStore) -> None:
    known = lists.csv_lists(store, a_knowledge(), Exceptions())
    one, file = known.files["organisations"], FILES
    noted = KnownOrganisation("midori", "緑", (), False, NOON, "佐藤", "覚え書き")  # noqa: FBT003 - its fields
    with store.work() as work:
        work.save_organisations([noted])
    given = file["organisations"]
    one.take(given, one.plan(given, "en").digest, NOON, "加藤")
    with store.look() as work:
        found = work.organisation("midori")
    assert found is not None
    assert (found.name, found.note) == ("Midori", "覚え書き")


def test_what_was_not_shown_is_not_taken(kept: tuple[ImportedList, bytes]) -> None:
    one, file = kept
    seen = one.plan(file, "en").digest
    with pytest.raises(ListMovedError):
        one.take(file + file.splitlines()[-1].replace(b"b@", b"c@") + b"\n", seen, NOON, "加藤")
    assert len(list(one.rows())) == 1


def test_a_failure_half_way_leaves_nothing(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, file = lists.OrganisationsList(store, a_knowledge().catalogue), FILES["organisations"]

    def fails_then(organisations: list[KnownOrganisation], work: UnitOfWork) -> None:
        keep(organisations[:1], work)
        raise OSError("the disk is full")

    monkeypatch.setattr(lists, "keep", fails_then)
    with pytest.raises(OSError, match="full"):
        one.take(file, one.plan(file, "en").digest, NOON, "加藤")
    assert len(list(one.rows())) == 1


def test_pages_of_a_long_list_are_all_read(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    one = lists.OrganisationsList(store, a_knowledge().catalogue)
    file = b"organisation\n" + b"".join(b"o%d\n" % n for n in range(5))
    one.take(file, one.plan(file, "en").digest, NOON, "加藤")
    assert [row[0] for row in one.rows()] == ["organisation", *(f"o{n}" for n in range(5))]
