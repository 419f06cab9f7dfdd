"""The crowd is that of the store: whoever looks, after whatever failed, sees the same reports."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk.desk import Desk
from bot.desk.gather import furnished
from bot.incidents.baseline_rate import BaselineRate
from bot.model.effect import Effect
from bot.model.event import Tick
from bot.model.knowledge import Knowledge
from bot.store import rows, tables
from bot.store.sql import SqlStore
from tests.builders import FORMS, POPULAR, RARE
from tests.examples import first_rows
from tests.failing import DiskFullError, FailingStore
from tests.fakes import Day, reply_in, seen_by_another, seen_by_the_desk
from tests.store.databases import in_memory

BLANK = "案件アプリの一覧が真っ白です。ほかのアプリは開きます"
NOTHING_ARRIVES = "今朝からフォームの回答がkintoneに入ってきません"
OVER = "何も操作していませんが、自然に直りました"


def a_morning(day: Day, then: Callable[[], None] = lambda: None) -> list[Effect]:
    """Two faults, an end, a relapse and much that has nothing to do with them."""
    for name, text, uses in (
        ("aoi", BLANK, RARE),
        ("calm", "ありがとうございます", POPULAR),
        ("ben", NOTHING_ARRIVES, FORMS),
        ("chie", BLANK, RARE),
        ("dai", NOTHING_ARRIVES, FORMS),
        ("emi", BLANK, RARE),
        ("fumi", "保存ボタンが見当たりません", POPULAR),
        ("gen", NOTHING_ARRIVES, FORMS),
    ):
        then()
        day.passes(3)
        day.says(name, text, uses=(uses.id,))
    for name, text in (("aoi", OVER), ("ben", OVER), ("chie", "また" + BLANK), ("aoi", BLANK)):
        then()
        day.passes(11)
        day.says(name, text)
    day.passes(11)
    return [e for _, e in day.happened]


@pytest.mark.slow
def test_a_process_that_starts_now_sees_what_one_that_ran_on_sees(
    desk: Day, knowledge: Knowledge
) -> None:
    def look() -> None:
        assert seen_by_the_desk(desk) == seen_by_another(desk, knowledge)

    desk.passes(1)  # with its first event it furnishes itself
    a_morning(desk, then=look)
    look()
    assert desk.incidents
    desk.passes(200)  # what had no incident is let go of
    look()


@pytest.mark.slow
def test_a_restart_before_every_message_changes_nothing(desk: Day, knowledge: Knowledge) -> None:
    restarted = Day(knowledge)
    restarted.opens()
    assert a_morning(restarted, then=restarted.restarts) == a_morning(desk)
    assert restarted.incidents == desk.incidents
    restarted.store.close()


@pytest.mark.slow
def test_two_processes_on_one_store_work_as_one(desk: Day, knowledge: Knowledge) -> None:
    shared = Day(knowledge)
    shared.opens()
    desks = [shared.desk, Desk(shared.store, knowledge)]

    def alternate() -> None:
        desks.reverse()
        shared.desk = desks[0]

    assert a_morning(shared, then=alternate) == a_morning(desk)
    assert shared.incidents == desk.incidents
    for each in desks:
        shared.desk = each
        assert seen_by_the_desk(shared) == seen_by_another(shared, knowledge)
    shared.store.close()


def test_what_one_process_learns_of_the_usual_every_process_reckons_with(
    desk: Day, knowledge: Knowledge
) -> None:
    other = Desk(desk.store, knowledge)
    desk.passes(1)
    desk.says("aoi", BLANK)
    desk.now += timedelta(hours=6)
    other.handle(Tick(desk.now))
    desk.passes(1)  # the other has learned the hours; this one hears of them
    assert desk.desk._room is not None
    assert other._room is not None
    everyone = [desk.desk._room.around, other._room.around, furnished(None, knowledge)]
    with desk.store.work() as work:
        for around in everyone:
            around.follow(work, desk.now)
    rhythms = [around.beliefs.usual.rhythm for around in everyone]
    assert rhythms[0] == rhythms[1] == rhythms[2] != BaselineRate()


@pytest.mark.parametrize(
    ("method", "use"),
    first_rows(2, [("save_incident", 2), ("testify", 2), ("testify", 4), ("members", 1)]),
)
def test_a_store_that_fails_while_an_incident_is_raised_leaves_none_half_raised(
    knowledge: Knowledge, method: str, use: int, caplog: pytest.LogCaptureFixture
) -> None:
    store = FailingStore(in_memory())
    day = Day(knowledge, store)
    day.opens()
    day.report("aoi", "chie", text=BLANK, uses=RARE)
    day.passes(2)
    store.chokes_on(method, use)
    assert reply_in(day.says("emi", BLANK, uses=(RARE.id,))).is_report
    assert "FlawError" in caplog.text
    assert day.incidents == []
    assert [day.incident_of(c) for c in ("aoi", "chie", "emi")] == [None] * 3
    assert seen_by_the_desk(day) == seen_by_another(day, knowledge)
    day.passes(2)
    day.says("emi", "まだ真っ白です")
    (incident,) = day.incidents
    assert day.members(incident.id) == {"aoi", "chie", "emi"}
    assert len(day.alerts("raised")) == 1
    assert seen_by_the_desk(day) == seen_by_another(day, knowledge)
    day.store.close()


@pytest.mark.slow
def test_a_message_that_is_undone_at_the_very_end_is_taken_in_at_the_next_attempt(
    desk: Day, knowledge: Knowledge
) -> None:
    store = FailingStore(in_memory())
    failing = Day(knowledge, store)
    failing.opens()
    for day in (desk, failing):
        day.report("aoi", "chie", text=BLANK, uses=RARE)
        day.passes(2)
    store.fails_at_the_end()
    with pytest.raises(DiskFullError):
        failing.says("emi", BLANK, uses=(RARE.id,), ident="e1")
    for day in (desk, failing):
        day.says("emi", BLANK, uses=(RARE.id,), ident="e1")
    assert failing.incidents == desk.incidents
    assert failing.happened == desk.happened
    assert seen_by_the_desk(failing) == seen_by_the_desk(desk)
    failing.store.close()


def everything(store: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    inner = getattr(store, "_store", store)
    with inner._transaction(writes=False) as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table))]
            for name, table in tables.metadata.tables.items()
        }


@pytest.mark.slow
def test_a_day_played_again_leaves_the_same_rows_byte_for_byte(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    kept = []
    for name in ("one", "two"):
        store = SqlStore.open(f"sqlite:///{tmp_path / name}.sqlite", durable=False)
        day = Day(knowledge, store)
        day.opens()
        a_morning(day)
        day.now += timedelta(hours=1)
        day.passes(2)
        kept.append(everything(store))
        store.close()
    assert kept[0] == kept[1]
    assert all(kept[0][t] for t in ("testimonies", "told", "incidents", "outbox"))


@pytest.mark.slow
def test_a_hundred_reports_before_it_do_not_make_a_message_dearer(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in what is asked of the store and in the values that come out of it."""
    store = FailingStore(in_memory())
    day = Day(knowledge, store)
    day.opens()
    spent: list[str] = []
    store.watched_by(spent.append)
    read = rows.value_of

    def value_of(kind: type[Any], body: str) -> Any:
        spent.append(kind.__name__)
        return read(kind, body)

    monkeypatch.setattr(rows, "value_of", value_of)

    def dearness(name: str) -> int:
        day.passes(1)
        spent.clear()
        day.says(name, BLANK, uses=(RARE.id,))
        return len(spent)

    early = [dearness(f"early{n}") for n in range(25)][-5:]  # from the twentieth on few are named
    for n in range(100):
        day.says(f"more{n}", BLANK, uses=(RARE.id,))
    late = [dearness(f"late{n}") for n in range(5)]
    assert len(day.incidents) == 1
    assert day.incidents[0].organisations == 130
    assert max(late) <= max(early) + 5
    day.store.close()
