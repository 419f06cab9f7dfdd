"""What the metrics read, on every kind of database that several processes can share."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.desk.ledger import DeliveryState, Lane
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.event import FeedRead, Opened, Tick
from bot.model.figures import Figures, Spread, Tables, Waiting
from bot.model.incident import IncidentStatus
from bot.model.status import FeedRef, FeedState, FetchOutcome
from bot.model.ticket import ProposedNotice, Ticket, TicketStatus
from bot.model.understanding import Urgency
from bot.store import connect, delivery_counts, migrations, rows, tables
from bot.store.columns import Moment
from bot.store.delivery_counts import STRIP
from bot.store.gauges import SqlGauges
from bot.store.sql import SqlStore
from tests.builders import MINUTE, MORNING, an_incident
from tests.store.databases import ON_POSTGRESQL, a_database


class House:
    """A store, somebody who reads its gauges, and rows written past everything else."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.store = SqlStore.open(url, durable=False)
        self.gauges = SqlGauges(url)
        self._engine = connect.writer_of(connect.engine_of(connect.address_of(url), durable=False))
        self._next = 1

    @property
    def figures(self) -> Figures:
        return self.gauges.figures()

    def write(self, table: Any, *given: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(table.insert(), list(given))

    def run(self, statement: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(statement), values)

    def deliveries(self, count: int, **changes: Any) -> range:
        """So many deliveries alike; answers their numbers."""
        numbers = range(self._next, self._next + count)
        self._next += count
        row = {
            "channel": "slack",
            "lane": int(Lane.REPLY),
            "state": DeliveryState.WAITING.value,
            "kind": "reply",
            "body": "{}",
            "decided_at": MORNING,
            "attempts": 0,
            "due_at": None,
            "settled_at": None,
        } | changes
        self.write(tables.outbox, *({**row, "id": n, "key": f"k{n}"} for n in numbers))
        return numbers

    def arrive(self, numbers: range, after: float) -> None:
        self.run(
            "UPDATE outbox SET state = 'delivered', settled_at = :at WHERE id BETWEEN :a AND :b",
            at=self._moment(MORNING + timedelta(seconds=after)),
            a=numbers[0],
            b=numbers[-1],
        )

    def empty(self) -> None:
        """Everything gone, and the tables as they were."""
        with self._engine.begin() as connection:
            for table in tables.metadata.sorted_tables:
                connection.execute(table.delete())
        self.run("CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) NOT NULL)")
        self.run("DELETE FROM alembic_version")
        self.run("INSERT INTO alembic_version VALUES (:now)", now=migrations.REVISIONS[-1])

    def _moment(self, at: datetime) -> Any:
        return Moment().process_bind_param(at, self._engine.dialect)

    def close(self) -> None:
        self.gauges.close()
        self.store.close()
        self._engine.dispose()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One schema for all tests here: making one takes a while."""
    with a_database("postgresql", tmp_path_factory.mktemp("none")) as url:
        SqlStore.open(url).close()
        yield url


@pytest.fixture(params=["file", ON_POSTGRESQL])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """On both databases, where the questions themselves are at stake."""
    if request.param == "postgresql":
        made = House(request.getfixturevalue("server"))
        yield made
        made.empty()
        made.close()
        return
    with a_database("file", tmp_path) as url:
        made = House(url)
        yield made
        made.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[House]:
    with a_database("file", tmp_path) as url:
        made = House(url)
        yield made
        made.close()


def test_an_empty_house_has_figures(house: House) -> None:
    assert house.gauges.tables() is Tables.CURRENT
    assert house.figures == Figures(
        broadcasts={"running": 0, "paused": 0},
        incidents={"confirmed": 0, "monitoring": 0, "suspected": 0},
        tickets={"claimed": 0, "open": 0},
    )


def test_the_inbox_counts_what_waits_by_channel(house: House) -> None:
    for number, channel in enumerate(("slack", "slack", "mail", "slack")):
        house.store.receive(f"k{number}", channel, "{}", MORNING + number * MINUTE)
    house.store.handled("k0")
    house.store.handled("k2")
    assert house.figures.inbox == {
        "mail": Waiting(0, None),
        "slack": Waiting(2, MORNING + MINUTE),
    }


def test_deliveries_that_wait_are_counted_by_channel_and_lane(house: House) -> None:
    house.deliveries(2)
    house.deliveries(1, decided_at=MORNING - MINUTE, state="delivered", settled_at=MORNING)
    house.deliveries(3, channel="mail", lane=3, kind="notice", decided_at=MORNING - MINUTE)
    house.deliveries(1, lane=2, kind="notice")
    house.deliveries(1, lane=2, kind="edit", decided_at=MORNING - 90 * MINUTE, due_at=MORNING)
    assert house.figures.deliveries == {
        ("slack", "reply"): Waiting(2, MORNING),
        ("mail", "broadcast"): Waiting(3, MORNING - MINUTE),
        ("slack", "notice"): Waiting(1, MORNING),
        ("slack", "edit"): Waiting(1, MORNING),
    }


def test_incidents_tickets_proposals_and_ticks_are_found(house: House) -> None:
    with house.store.work() as work:
        work.save_incident(an_incident(status=IncidentStatus.CONFIRMED))
        work.save_incident(an_incident(ident="I2", status=IncidentStatus.RESOLVED))
        for ident, status in (("T1", TicketStatus.OPEN), ("T2", TicketStatus.CLOSED)):
            work.save_ticket(Ticket(ident, MORNING, MORNING, "", Urgency.NORMAL, status))
        work.save_proposal(ProposedNotice("P1", "I1", (), "first", "", "ja", "c", MORNING))
        work.journal(Opened(MORNING))
        work.journal(Tick(MORNING + MINUTE))
        work.journal(Tick(MORNING + 2 * MINUTE))
    found = house.figures
    assert found.incidents == {"confirmed": 1, "monitoring": 0, "suspected": 0}
    assert found.tickets == {"claimed": 0, "open": 1}
    assert found.proposals == Waiting(1, MORNING)
    assert (found.opened_at, found.ticked_at) == (MORNING, MORNING + 2 * MINUTE)


def test_only_feeds_in_force_count(embedded: House) -> None:
    with embedded.store.work() as work:
        work.journal(Opened(MORNING, feeds=(FeedRef("now", "a"), FeedRef("never", "b"))))
        for ident in ("now", "gone"):
            read = FeedRead(MORNING, ident, "a", FetchOutcome.OK)
            work.save_feed(FeedState(read.feed, read.service, read.outcome, read.at))
    found = embedded.figures
    assert [feed.feed for feed in found.feeds] == ["now"]
    assert found.unread_feeds == ("never",)


def test_broadcasts_under_way_are_counted_with_their_recipients(house: House) -> None:
    for number, status in enumerate(BroadcastStatus):
        broadcast = Broadcast(
            *(f"B{number}", "I1", "first", "text", "ja", "c", MORNING, "hana"),
            status=status,
            total=100,
        )
        row = {"id": broadcast.id, "status": status.value, "incident": "I1"}
        body = {"started_at": MORNING, "body": rows.body_of(broadcast)}
        house.write(tables.broadcasts, row | body)
    assert house.figures.broadcasts == {"running": 1, "paused": 1}
    assert house.figures.recipients == 200


def test_what_ended_is_counted_once_however_often_one_looks(house: House) -> None:
    first = house.deliveries(3)
    house.deliveries(1, channel="mail", lane=3, kind="notice", state="failed", settled_at=MORNING)
    assert house.gauges.ended().settled == {("mail", "broadcast", "failed"): 1}
    house.arrive(first, after=1.5)
    for _ in range(3):
        ended = house.gauges.ended()
        assert ended.settled == {
            ("mail", "broadcast", "failed"): 1,
            ("slack", "reply", "delivered"): 3,
        }
        assert ended.answers == {"slack": Spread.of([1.5, 1.5, 1.5])}


def test_a_strip_that_is_settled_is_not_looked_at_again(embedded: House) -> None:
    early = embedded.deliveries(STRIP)
    embedded.deliveries(STRIP, state="delivered", settled_at=MORNING)
    embedded.gauges.ended()
    embedded.arrive(early, after=2)
    before = embedded.gauges.ended()
    embedded.run("DELETE FROM outbox WHERE id < :id", id=STRIP)  # what is too old goes
    assert before.settled == {("slack", "reply", "delivered"): 2 * STRIP}
    assert embedded.gauges.ended() == before
    asked = statements_of(embedded)
    assert embedded.gauges.ended() == before
    assert len(asked) <= 5


def statements_of(house: House) -> list[str]:
    asked: list[str] = []
    event.listen(
        house.gauges._reader, "before_cursor_execute", lambda *given: asked.append(given[2])
    )
    return asked


def test_one_delivery_that_never_ends_does_not_make_one_look_at_everything(
    embedded: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_counts, "STRIP", 10)
    monkeypatch.setattr(delivery_counts, "MOST", 3)
    embedded.deliveries(1)
    for _ in range(8):
        embedded.deliveries(10, state="delivered", settled_at=MORNING)
        embedded.gauges.ended()
    assert embedded.gauges.ended().settled == {("slack", "reply", "delivered"): 80}
    assert list(embedded.gauges._strips._open) == [8]


def test_an_edit_that_is_asked_for_anew_takes_nothing_back(embedded: House) -> None:
    edit = embedded.deliveries(1, lane=2, kind="edit")
    embedded.arrive(edit, after=1)
    counted = embedded.gauges.ended().settled
    assert counted == {("slack", "notice", "delivered"): 1}
    embedded.run("UPDATE outbox SET state = 'waiting', settled_at = NULL")
    assert embedded.gauges.ended().settled == counted


def test_a_process_that_starts_late_begins_where_something_waits(embedded: House) -> None:
    embedded.deliveries(3 * STRIP, state="delivered", settled_at=MORNING)
    embedded.deliveries(2)
    assert sum(embedded.gauges.ended().settled.values()) < STRIP


@pytest.mark.parametrize(
    ("revision", "says"), [("0001", Tables.OLDER), ("9999", Tables.NEWER), (None, Tables.NONE)]
)
def test_the_version_of_the_tables_is_told(
    house: House, revision: str | None, says: Tables
) -> None:
    if revision is None:
        house.run("DROP TABLE alembic_version")
    else:
        house.run("UPDATE alembic_version SET version_num = :to", to=revision)
    assert house.gauges.tables() is says
    assert house.gauges.tables() is says


def test_no_question_goes_through_a_whole_table_that_grows(embedded: House) -> None:
    embedded.deliveries(STRIP + 5)
    asked = statements_of(embedded)
    assert embedded.figures.deliveries
    grow = ("outbox", "inbox", "journal", "tickets", "proposals")
    with embedded.gauges._reader.connect() as connection:
        for statement in {a for a in asked if a.startswith("SELECT")}:
            marks = (None,) * statement.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", marks)
            for *_, step in plan:
                whole = step.startswith("SCAN") and step.split()[1] in grow
                assert not whole or "outbox_" in step, (statement, step)
