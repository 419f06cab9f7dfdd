"""Sessions of staff that nobody has used for long are let go, and no restore brings one back."""

from datetime import timedelta
from pathlib import Path

from bot.model.audit import AuditEntry, AuditFilter, AuditVia
from bot.model.retention import Retention
from bot.model.staff import SEEN_FOR, Role, StaffSession
from bot.store.backup.after_restore import settle
from bot.store.sql import SqlStore
from bot.store.tidying.tidy import tidy
from tests.store.builders import NOON


def used_at(store: SqlStore, name: str, at: timedelta) -> None:
    session = StaffSession(name, name, Role.AGENT, NOON - at, NOON - at)
    assert store.staff.begin_session(session, instead=False)


def test_only_what_is_unused_for_long_goes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    used_at(store, "佐藤", SEEN_FOR + timedelta(minutes=1))
    used_at(store, "鈴木", SEEN_FOR - timedelta(minutes=1))
    assert ("staff_sessions", 1) in list(tidy(url, Retention(), NOON, lambda *_: None))
    assert store.staff.seen_since(NOON - 2 * SEEN_FOR) == ["鈴木"]
    store.close()


def test_the_audit_log_is_kept_as_long_as_the_operator_wants(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    for days in (100, 99):
        at = NOON - timedelta(days=days, minutes=1)
        store.staff.note(AuditEntry(at, "case.view", f"{days}", AuditVia.CONSOLE))
    assert ("audit", 1) in list(tidy(url, Retention(audit=100), NOON, lambda *_: None))
    assert [entry.staff for entry in store.staff.audited(AuditFilter())] == ["99"]
    store.close()


def test_after_a_restore_everybody_signs_in_again(tmp_path: Path) -> None:
    store = SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}", durable=False)
    used_at(store, "佐藤", timedelta(0))
    with store._transaction(writes=True) as connection:
        settle(connection, NOON)
    assert store.staff.sessions(NOON) == []
    store.close()
