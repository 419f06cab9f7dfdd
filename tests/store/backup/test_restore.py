"""A restore checks everything first, changes nothing when something is wrong, and tells nobody twice."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.desk.staff_accounts import add, remove
from bot.model.audit import AuditEntry, AuditFilter, AuditVia
from bot.model.staff import Role
from bot.store import migrations, tables
from bot.store.backup import after_restore
from bot.store.backup.restore import restore
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.store.backup.desks import (
    LATER,
    a_backup,
    an_order,
    everything,
    fill,
    go_on,
    rows_of,
    writing,
)
from tests.store.builders import NOON
from tests.store.databases import a_database_of
from tests.subscribers import a_subscription


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A desk that has heard of something, in a file."""
    address = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    fill(address)
    return address


@pytest.mark.slow
def test_what_was_backed_up_is_there_again(url: str, tmp_path: Path) -> None:
    before = everything(url)
    made = a_backup(url, tmp_path / "kept")
    go_on(url)
    restore(made.path, url, an_order(tmp_path))
    after = everything(url)
    for name in ("conversations", "incidents", "tickets", "told", "alembic_version"):
        assert set(before.get(name, ())) <= set(after.get(name, ())), name
    store = SqlStore.open(url)
    with store.work() as work:
        assert [c.id for c in work.active_conversations(NOON)] == ["C1", "C2", "C3"]
        assert work.recall("restored") == LATER.isoformat()
    store.close()


def test_who_was_told_since_is_not_told_again(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "kept")
    go_on(url)
    done = restore(made.path, url, an_order(tmp_path))
    assert done.doubt == after_restore.Doubt(
        deliveries=0, letters=2, taken_over=2 + 1 + 1 + 1 + 2 + 1
    )
    store = SqlStore.open(url)
    with store.work() as work:
        assert work.told("I1", 0) == {
            "sato": frozenset({"first", "update"}),
            "kato": frozenset({"first"}),
        }
        assert work.told("I9", 0) == {}  # of an incident that is not known any more
    assert store.received("slack") == [("letter", "{}"), ("late", "later")]
    store.close()
    assert rows_of(url, tables.outbox, "key", "state", "provider_id") == [
        ("notice:7:0:kato", "delivered", "there"),
        ("reply:m1", "delivered", "there"),
    ]


@pytest.mark.slow
def test_who_wants_no_more_since_is_left_alone(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "kept")
    go_on(url)
    restore(made.path, url, an_order(tmp_path))
    store = SqlStore.open(url)
    with store.work() as work:
        states = {name: work.recipient(name) for name in ("mika", "ken", "yui")}
        subscribers = [one.id for _, one in work.subscriptions()]
    store.close()
    assert {n: r.state.value for n, r in states.items() if r} == {
        "mika": "active",
        "ken": "unsubscribed",
        "yui": "unsubscribed",
    }
    assert subscribers == [a_subscription("mika").id, a_subscription("ken").id]


def test_who_was_removed_since_stays_away_and_what_staff_did_since_is_known(
    url: str, tmp_path: Path
) -> None:
    store = SqlStore.open(url)
    with store.staff.hold() as accounts:
        for name in ("佐藤", "鈴木"):
            add(accounts, name, Role.AGENT, "", NOON)
    store.staff.note(AuditEntry(NOON, "account.add", "加藤", AuditVia.CONSOLE, "佐藤"))
    made = a_backup(url, tmp_path / "kept")
    with store.staff.hold() as accounts:
        remove(accounts, next(a.id for a in accounts.values() if a.name == "佐藤"))
    store.staff.note(AuditEntry(NOON, "account.remove", "加藤", AuditVia.CONSOLE, "佐藤"))
    store.close()
    restore(made.path, url, an_order(tmp_path))
    store = SqlStore.open(url)
    assert [account.name for account in store.staff.accounts()] == ["鈴木"]
    log = [entry.act for entry in store.staff.audited(AuditFilter())]
    assert log == ["account.remove", "account.add"]
    store.close()


@pytest.mark.slow
def test_numbers_given_since_are_not_given_again(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "kept")
    go_on(url)
    last = int(rows_of(url, tables.journal, "id")[-1][0])
    restore(made.path, url, an_order(tmp_path))
    store = SqlStore.open(url)
    with store.work() as work:
        assert work.number("ticket") == 7
        assert work.number("conversation") == 4
    assert store.last_event() > last
    [*_, (_, latest)] = store.events()
    assert latest.at == NOON
    store.close()


def test_without_what_was_there_all_that_waited_is_uncertain(tmp_path: Path) -> None:
    url, other = (f"sqlite:///{tmp_path / name}" for name in ("desk.sqlite", "new.sqlite"))
    fill(url)
    made = a_backup(url, tmp_path / "kept")
    done = restore(made.path, other, an_order(tmp_path, replaces=False))
    assert (done.doubt, done.before) == (after_restore.Doubt(deliveries=1, letters=1), "")
    assert rows_of(other, tables.outbox, "state", "attempts", "unsure") == [("waiting", 1, True)]
    store = SqlStore.open(other)
    with store.work() as work:
        assert work.number("ticket") == 2 + after_restore.LEAP
    assert store.last_event() == 3 + after_restore.JOURNAL_LEAP
    store.close()
    assert (tmp_path / "new.sqlite").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_what_holds_something_is_replaced_only_when_told_so(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "kept")
    go_on(url)
    before = everything(url)
    with pytest.raises(StoreError, match="say --yes to replace it"):
        restore(made.path, url, an_order(tmp_path, replaces=False))
    assert everything(url) == before


@pytest.mark.slow
def test_what_was_there_is_kept_beside_it(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "kept")
    go_on(url)
    before = everything(url)
    done = restore(made.path, url, an_order(tmp_path))
    assert Path(done.before).stat().st_mode & 0o777 == 0o600
    assert everything(f"sqlite:///{done.before}") == before


def test_who_has_the_file_open_is_noticed_though_it_does_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_backup(url, tmp_path / "kept")
    store = SqlStore.open(url)
    store.last_event()
    before = everything(url)
    monkeypatch.setattr("bot.store.backup.sqlite_file.PATIENCE", 0.05)
    with pytest.raises(StoreError, match="is in use: a desk or another command"):
        restore(made.path, url, an_order(tmp_path))
    assert everything(url) == before
    store.close()


@pytest.mark.slow
def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    old, new = (f"sqlite:///{tmp_path / name}" for name in ("old.sqlite", "desk.sqlite"))
    a_database_of("0003", old)
    with sqlite3.connect(tmp_path / "old.sqlite") as connection:
        connection.execute(
            "INSERT INTO outbox (key, channel, state, kind, body, decided_at, attempts) VALUES"
            " ('reply:m1', 'web', 'waiting', 'reply', '{}', '2026-01-05 12:00:00.000000', 0)"
        )
    connection.close()
    made = a_backup(old, tmp_path / "kept")
    assert made.manifest.revision == "0003"
    done = restore(made.path, new, an_order(tmp_path, replaces=False))
    assert done.doubt.deliveries == 1
    assert migrations.standing(new) == migrations.REVISIONS[-1]


def test_a_damaged_database_is_put_aside_with_its_log(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    fill(f"sqlite:///{path}")
    made = a_backup(f"sqlite:///{path}", tmp_path / "kept")
    path.write_bytes(b"\xa5" * 50_000)
    Path(f"{path}-wal").write_bytes(b"what was not written back")
    with pytest.raises(StoreError, match=r"cannot be read: .*say --yes"):
        restore(made.path, f"sqlite:///{path}", an_order(tmp_path, replaces=False))
    done = restore(made.path, f"sqlite:///{path}", an_order(tmp_path))
    assert Path(done.before).read_bytes() == b"\xa5" * 50_000
    assert Path(f"{done.before}-wal").exists()
    assert len(rows_of(f"sqlite:///{path}", tables.tickets, "id")) == 1


def test_secrets_come_back_and_what_differs_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    fill(url)
    for name in ("secret", "slack-key"):
        (tmp_path / name).write_text(f"{name} of then")
    secrets = {name: tmp_path / name for name in ("secret", "slack-key")}
    made = a_backup(url, tmp_path / "kept", secrets=secrets)
    (tmp_path / "secret").write_text("another one")
    done = restore(made.path, url, an_order(tmp_path))
    assert done.secrets == ("secret",)
    assert (tmp_path / "secret").read_text() == "secret of then"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    (kept,) = tmp_path.glob("secret.before-*")
    assert kept.read_text() == "another one"


def test_a_restore_that_was_killed_midway_lets_no_desk_begin(url: str) -> None:
    with writing(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'restoring'"))
    with pytest.raises(StoreError, match="a restore of the database was not finished"):
        SqlStore.open(url)


@pytest.mark.slow
def test_restoring_twice_is_as_good_as_once(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "kept")
    go_on(url)
    first = restore(made.path, url, an_order(tmp_path))
    again = restore(made.path, url, an_order(tmp_path, at=LATER + timedelta(seconds=1)))
    assert again.doubt == first.doubt
