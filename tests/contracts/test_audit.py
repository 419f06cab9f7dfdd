"""The audit log on every database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.ports import Store
from bot.model.audit import AuditEntry, AuditFilter, AuditVia
from tests.builders import MORNING

HOUR = timedelta(hours=1)
ENTRIES = (
    AuditEntry(MORNING, "session.begin", "佐藤", AuditVia.CONSOLE, network="192.0.2.0/24"),
    AuditEntry(MORNING + HOUR, "case.view", "佐 藤", AuditVia.CONSOLE, "T1", account="a1"),
    AuditEntry(MORNING + 2 * HOUR, "case.answer", "鈴木", AuditVia.SLACK, "T12", refused=True),
    AuditEntry(MORNING + 3 * HOUR, "casework", "鈴木", AuditVia.COMMAND, "T1 T2", "close"),
)


@pytest.fixture
def written(store: Store) -> Store:
    for entry in ENTRIES:
        store.staff.note(entry)
    return store


def test_entries_come_back_as_they_were_the_newest_first(written: Store) -> None:
    found = written.staff.audited(AuditFilter())
    assert [replace(entry, id=0) for entry in found] == list(reversed(ENTRIES))


@pytest.mark.parametrize(
    ("which", "numbers"),
    [
        (AuditFilter(staff="佐藤"), {0, 1}),
        (AuditFilter(act="case"), {1, 2}),
        (AuditFilter(act="case.view"), {1}),
        (AuditFilter(about="T1"), {1, 2, 3}),
        (AuditFilter(about="%"), set()),
        (AuditFilter(among=("case.view",)), {1}),
        (AuditFilter(act="case", but=("case.view",)), {2}),
        (AuditFilter(since=MORNING + HOUR, until=MORNING + 3 * HOUR), {1, 2}),
        (AuditFilter(staff="鈴木", act="session"), set()),
    ],
)
def test_entries_are_found_by_who_what_and_when(
    written: Store, which: AuditFilter, numbers: set[int]
) -> None:
    found = {replace(entry, id=0) for entry in written.staff.audited(which)}
    assert found == {ENTRIES[n] for n in numbers}


def test_a_page_begins_after_the_last_entry_of_the_one_before(written: Store) -> None:
    first = written.staff.audited(AuditFilter(), limit=3)
    written.staff.note(ENTRIES[0])  # meanwhile
    rest = written.staff.audited(AuditFilter(), before=first[-1].id, limit=3)
    assert [replace(entry, id=0) for entry in (*first, *rest)] == list(reversed(ENTRIES))
