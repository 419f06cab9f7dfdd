"""What only the real database can show: threads, processes, kill -9, secrets, private files."""

import itertools
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import literal, select
from sqlalchemy.exc import StatementError

from bot.model.errors import StoreUnavailableError
from bot.model.event import Tick
from bot.store import connect
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.store.builders import NOON, a_message, a_reply
from tests.store.databases import KINDS, a_database

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from datetime import UTC, datetime
from bot.model.effect import StaffReply
from bot.model.event import SocialPost
from bot.store.sql import SqlStore

at = datetime(2026, 1, 5, tzinfo=UTC)
store = SqlStore.open(sys.argv[1], durable=False)
while True:
    with store.work() as work:
        n = work.number("post")
        work.journal(SocialPost(at, str(n)))
        work.remember("latest", str(n))
        work.send(f"post:{n}", "web", StaffReply("sato", str(n), "kato"), at)
    print(n, flush=True)
"""


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path) as address:
        yield address


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_a_killed_process_loses_nothing_that_was_committed(kind: str, tmp_path: Path) -> None:
    with a_database(kind, tmp_path) as url:
        told = told_before_the_kill(url)
        store = SqlStore.open(url)
        with store.work() as work:  # waits for a commit that the killed process had asked for
            latest, following = work.recall("latest"), work.number("post")
        kept = [getattr(event, "text", None) for _, event in store.events()]
        assert len(kept) in {told, told + 1}
        assert kept == [str(n) for n in range(1, len(kept) + 1)]
        assert [o.key for o in store.outgoing("web", limit=10_000)] == [f"post:{n}" for n in kept]
        assert latest == kept[-1]
        assert following == len(kept) + 1
        store.close()


def told_before_the_kill(url: str) -> int:
    """Let a process write until it is killed in the middle; the last number that it told."""
    writer = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WRITER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with writer:
        assert writer.stdout is not None
        lines = list(itertools.islice(writer.stdout, 100))
        writer.send_signal(signal.SIGKILL)
        lines += [line for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    return int(lines[-1])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_two_stores_on_one_database_never_give_a_number_twice(kind: str, tmp_path: Path) -> None:
    with a_database(kind, tmp_path) as url:
        stores = [SqlStore.open(url, durable=False) for _ in range(2)]
        numbers = draw_numbers([*stores, *stores], each=25)
        assert sorted(numbers) == list(range(1, 101))
        with stores[0].work() as work:
            assert work.recall("count") == "100"
        for store in stores:
            store.close()


def test_threads_share_a_store(url: str) -> None:
    store = SqlStore.open(url, durable=False)
    assert sorted(draw_numbers([store] * 4, each=10)) == list(range(1, 41))
    assert len(list(store.events())) == 40
    store.close()


def draw_numbers(stores: list[SqlStore], *, each: int) -> list[int]:
    """Every number that threads draw at once; each also reads, adds one and writes."""
    drawn: list[int] = []

    def draw(store: SqlStore) -> None:
        for _ in range(each):
            with store.work() as work:
                drawn.append(work.number("ticket"))
                work.journal(Tick(NOON))
                work.remember("count", str(int(work.recall("count") or 0) + 1))
            store.received("web")

    threads = [threading.Thread(target=draw, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return drawn


def test_readers_of_a_file_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    writing, reading = SqlStore.open(url), SqlStore.open(url)
    with writing.work() as work:
        work.journal(Tick(NOON))
        read: list[object] = []
        reader = threading.Thread(target=lambda: read.append(list(reading.events())))
        reader.start()
        reader.join(timeout=50)
        assert read == [[]]
    assert [event for _, event in reading.events()] == [Tick(NOON)]
    writing.close()
    reading.close()


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 1)])
def test_a_file_waits_for_the_disk_only_when_durable(
    tmp_path: Path, *, durable: bool, synchronous: int
) -> None:
    store = SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}", durable=durable)
    with store._reader.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", synchronous, 1, 10_000]
    store.close()


def test_readers_and_writers_keep_a_statement_compiled_once(tmp_path: Path) -> None:
    reader = connect.engine_of(
        connect.address_of(f"sqlite:///{tmp_path / 'desk.sqlite'}"), durable=False
    )
    writer, kept = connect.writer_of(reader), reader._compiled_cache
    assert kept is not None
    statement = select(literal("only this test asks it"))
    before = len(kept)
    for engine in (reader, writer, reader):
        with engine.begin() as connection:
            assert connection.scalar(statement) == "only this test asks it"
        assert len(kept) == before + 1
    reader.dispose()


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "desk.sqlite"
    store = SqlStore.open(f"sqlite:///{path}")
    with store.work() as work:
        work.journal(Tick(NOON))
    assert {p.stat().st_mode & 0o777 for p in path.parent.iterdir()} == {0o600}
    store.close()


def test_a_moment_without_a_zone_is_refused(url: str) -> None:
    store = SqlStore.open(url)
    with pytest.raises(StatementError, match="without a zone"):
        store.receive("k", "web", "payload", NOON.replace(tzinfo=None))
    store.close()


def test_a_handled_payload_is_forgotten(url: str) -> None:
    store = SqlStore.open(url)
    store.receive("k", "slack", "my password is kani", NOON)
    store.handled("k")
    with store._reader.connect() as connection:
        assert connection.exec_driver_sql("SELECT payload FROM inbox").scalars().all() == [""]
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://tako:kani@127.0.0.1:1/desk",
        "postgresql://127.0.0.1:1/desk?user=tako&password=kani",
        "mysql://tako:kani@127.0.0.1/desk",
        "tako kani",
    ],
)
def test_no_message_repeats_a_secret(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises((StoreError, StoreUnavailableError)) as refused:
        SqlStore.open(url)
    assert "kani" not in f"{refused.value}{caplog.text}"


def test_a_store_names_its_database_but_no_secret() -> None:
    store = SqlStore("postgresql://tako:kani@db.example/desk?sslpassword=kani")
    assert repr(store) == "<SqlStore PostgreSQL desk on db.example>"
    secret = SqlStore("postgresql://tako:kani@db.example/desk")
    assert "kani" not in repr(vars(secret))
    assert repr(SqlStore("sqlite://")) == "<SqlStore SQLite in memory>"


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_text("a shopping list " * 100)
    with pytest.raises(StoreError, match=r"desk\.sqlite cannot be opened: file is not a database"):
        SqlStore.open(f"sqlite:///{path}")
    assert path.read_text() == "a shopping list " * 100


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    with pytest.raises(StoreError, match=r"a-file/desk\.sqlite cannot be opened"):
        SqlStore.open(f"sqlite:///{tmp_path / 'a-file' / 'desk.sqlite'}")


def test_a_store_that_was_closed_and_opened_again_has_everything(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new folder' / 'desk.sqlite'}"
    first = SqlStore.open(url)
    with first.work() as work:
        work.journal(a_message())
        work.send("k", "web", a_reply(), NOON)
    first.close()
    again = SqlStore.open(url)
    assert [event for _, event in again.events()] == [a_message()]
    assert [o.effect for o in again.outgoing("web")] == [a_reply()]
    again.close()


def test_what_is_too_large_is_refused_and_nothing_of_it_kept(url: str) -> None:
    store = SqlStore.open(url)
    with pytest.raises(StoreError, match=r"1,000,0\d\d bytes; 1,000,000 are the most"):
        store.receive("k", "web", "x" * 1_000_001, NOON)
    with pytest.raises(StoreError, match="MessageReceived has"), store.work() as work:
        work.journal(a_message(text="開" * 400_000))
    with pytest.raises(StoreError, match="501 characters"), store.work() as work:
        work.send("k" * 501, "web", a_reply(), NOON)
    with pytest.raises(StoreError, match=r"MessageReceived.message_id"), store.work() as work:
        work.journal(a_message(ident="m" * 501))
    assert list(store.events()) == []
    assert store.receive("k", "web", "x" * 1_000_000, NOON)
    store.close()


def test_text_that_no_database_could_keep_is_refused_clearly(url: str) -> None:
    store = SqlStore.open(url)
    with pytest.raises(StoreError, match="U\\+0000"):
        store.receive("k", "web", "a\0b", NOON)
    with pytest.raises(StoreError, match="not Unicode"):
        store.receive("k", "web", "\ud800", NOON)
    with pytest.raises(StoreError, match="a MessageReceived cannot be kept"), store.work() as work:
        work.journal(a_message(text="\ud800"))
    store.close()
