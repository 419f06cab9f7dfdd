"""PostgreSQL is put back by the handbook's commands, and then nobody is told twice either."""

import os
import re
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.__main__ import main
from bot.handbook.pages import FOLDER
from bot.model.event import Tick
from bot.store import connect, presence, tables
from bot.store.backup import after_restore
from bot.store.backup.postgresql import settle_postgresql
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.store.backup.desks import LATER, a_backup, everything, fill, go_on, rows_of
from tests.store.databases import POSTGRESQL, a_database

pytestmark = pytest.mark.slow


def commands(lang: str) -> list[str]:
    """Those of the handbook: one that backs up, two that put back, and the desk's own."""
    page = (FOLDER / lang / "running.md").read_text("utf-8").partition("### PostgreSQL")[2]
    return re.findall(r"^\$ (.+)$", page, re.M)[:4]


def run(command: str, url: str, folder: Path) -> int:
    """What a command of the handbook answers where ``$DATABASE`` is what it says."""
    address = make_url(url).set(drivername="postgresql").render_as_string()
    done = subprocess.run(  # noqa: S602 - our own page
        command, shell=True, cwd=folder, env=os.environ | {"DATABASE": address}, check=False
    )
    return done.returncode


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A desk that has heard of something, in a database of its own."""
    name = f"put_back_{uuid.uuid4().hex[:12]}"
    with a_database("postgresql", tmp_path, empty=True):  # skipped where there is no server
        engine = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
            address = make_url(POSTGRESQL).set(database=name).render_as_string()
            try:
                fill(address)
                yield address
            finally:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def test_both_languages_have_the_same_commands() -> None:
    assert commands("ja") == commands("en")
    assert commands("en")[3] == "jitabata restore --before before"


def test_what_was_dumped_is_there_again_and_nobody_is_told_twice(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dump, to_sql, put_back, _ = commands("en")
    assert run(dump, url, tmp_path) == 0
    go_on(url)
    last = int(rows_of(url, tables.journal, "id")[-1][0])
    were_told = rows_of(url, tables.told, "customer", "incident")
    assert run(to_sql, url, tmp_path) == 0
    assert run(put_back, url, tmp_path) == 0
    with pytest.raises(StoreError, match="a restore of the database was not finished"):
        SqlStore.open(url)
    with connect.session_of(connect.address_of(url)) as session:  # as a running desk has
        session.execute(text(presence.PRESENT))
        with pytest.raises(StoreError, match="a desk is running"):
            settle_postgresql(url, LATER, "before")
    doubt = after_restore.Doubt(deliveries=0, letters=2, taken_over=8)
    assert settle_postgresql(url, LATER, "before") == doubt
    with SqlStore.open(url) as store, store.work() as work:
        assert work.told("I1", 0)["kato"] == frozenset({"first"})
        assert work.number("ticket") == 7
        assert work.journal(Tick(LATER)) > last + 1
    engine = create_engine(url)
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT customer, incident FROM before.told"))
        assert sorted(tuple(row) for row in kept) == were_told
    engine.dispose()
    monkeypatch.setenv("JITABATA_DATABASE", url)
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    assert main(["restore", "--before", "before", "--lang", "en"]) == 0  # once more does no harm
    assert "What pg_restore put back is ready for the desk" in capsys.readouterr().out


def test_without_what_was_there_all_that_waited_is_uncertain(url: str) -> None:
    doubt = settle_postgresql(url, LATER, "nowhere")
    assert doubt == after_restore.Doubt(deliveries=1, letters=1)
    with SqlStore.open(url) as store:
        with store.work() as work:
            assert work.number("ticket") == 2 + after_restore.LEAP
        assert store.last_event() == 3 + after_restore.JOURNAL_LEAP


def test_what_the_server_refuses_changes_nothing(url: str, tmp_path: Path) -> None:
    dump, to_sql, put_back, _ = commands("en")
    assert run(dump, url, tmp_path) == 0
    assert run(to_sql, url, tmp_path) == 0
    with (tmp_path / "desk.sql").open("a") as script:
        script.write("INSERT INTO public.recipes VALUES (1);\n")
    before = everything(url)
    assert run(put_back, url, tmp_path) != 0
    assert everything(url) == before


def test_our_own_commands_lead_to_the_handbook(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"pg_dump.*jitabata help running"):
        a_backup(url, tmp_path)
    with pytest.raises(StoreError, match="backup to restore is missing"):
        settle_postgresql(f"sqlite:///{tmp_path / 'desk.sqlite'}", LATER, None)
