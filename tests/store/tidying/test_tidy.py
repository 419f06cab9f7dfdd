"""What is older than the policy allows goes, what is counted stays, and nothing that is needed goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, create_engine, select

from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.event import Baseline, Opened, Tick, TicketAnswered
from bot.model.incident import IncidentStatus, ToldNotice
from bot.model.retention import GONE, Note, Retention
from bot.model.ticket import ProposalStatus, Ticket, TicketStatus
from bot.store import connect, rows, tables
from bot.store.sql import SqlStore
from bot.store.tidying import cases
from bot.store.tidying.tidy import tidy
from tests.examples import first
from tests.store.builders import (
    NOON,
    a_conversation,
    a_message,
    a_proposal,
    a_reply,
    a_ticket,
    an_incident,
)
from tests.store.databases import a_database

DAY = timedelta(days=1)
NOW = NOON + 400 * DAY
POLICY = Retention(transcripts=180, journal=365, deliveries=90, inbox=30)
LATELY = NOW - 10 * DAY


on_both = pytest.mark.parametrize("kind", first(1, ["file", "postgresql"]))


@pytest.fixture
def kind() -> str:
    """In a file, where the dialect makes no difference."""
    return "file"


@pytest.fixture
def url(kind: str, tmp_path: Path) -> Iterator[str]:
    with a_database(kind, tmp_path) as address:
        yield address


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    opened = SqlStore.open(url, durable=False)
    yield opened
    opened.close()


def tidied(url: str, now: datetime = NOW, **more: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, count in tidy(url, POLICY, now, more.get("note_of", nobody), more.get("moot", ())):
        counts[name] = counts.get(name, 0) + count
    return {name: count for name, count in counts.items() if count}


def nobody(key: str, value: str) -> Note | None:
    return None


def everything_in(url: str) -> str:
    """All that is stored, as one text."""
    engine = create_engine(connect.address_of(url))
    with engine.begin() as connection:
        found = [
            repr(list(connection.execute(select(table)))) for table in tables.metadata.sorted_tables
        ]
    engine.dispose()
    return "\n".join(found)


def change(url: str, table: Table, **values: Any) -> None:
    engine = connect.engine_of(connect.address_of(url), durable=False)
    with connect.writer_of(engine).begin() as connection:
        connection.execute(table.update().values(values))
    engine.dispose()


def a_talk(ident: str, customer: str = "sato-taro", **changes: Any) -> Conversation:
    """A conversation with a question, an answer and a person's answer."""
    turns = (
        Turn(NOON, Speaker.CUSTOMER, "社外秘の件で開かない", "m-1", attached="secret.har"),
        Turn(NOON + timedelta(seconds=4), Speaker.DESK, "お調べします"),
    )
    whole = replace(a_conversation(ident, customer), turns=turns, thread="T/C:1")
    return replace(whole, **changes)


@on_both
def test_words_and_names_go_and_what_is_counted_stays(url: str, store: SqlStore) -> None:
    with store.work() as work:
        work.save_conversation(a_talk("C1", ticket="T1"), NOON)
        closed = replace(a_ticket("T1"), conversation="C1", customer="sato-taro", staff="suzuki")
        work.save_ticket(replace(closed, status=TicketStatus.CLOSED, cause="plugin:kumo"))
        work.save_incident(replace(an_incident("I1"), status=IncidentStatus.RESOLVED))
        work.tell("I1", [ToldNotice("sato-taro", r, NOON) for r in ("first", "recovered")])
        decided = replace(a_proposal("P1"), to=("sato-taro",), incident="I1", staff="suzuki")
        work.save_proposal(replace(decided, status=ProposalStatus.APPROVED))
        work.journal(replace(a_message(text="社外秘"), customer="sato-taro"))
        work.journal(TicketAnswered(NOON, "T1", "suzuki", "社外秘へのお返事"))
        work.journal(Tick(LATELY))
    assert tidied(url, NOON + 200 * DAY) == {
        "conversations": 1,
        "tickets": 1,
        "proposals": 1,
        "told": 2,
        "words": 2,
    }
    left = everything_in(url)
    for word in ("sato", "suzuki", "社外秘", "secret.har", "m-1", "画面"):
        assert word not in left, word
    with store.work() as work:
        bare = work.conversation("C1")
        assert bare is not None
        first, answer = bare.turns
        assert answer.at - first.at == timedelta(seconds=4)
        assert (answer.speaker, answer.text) == (Speaker.DESK, "")
        assert bare.complaint.symptoms == a_talk("C1").complaint.symptoms
        assert (bare.tenant, bare.reported_at) == ("acme", NOON)
        ticket = work.ticket("T1")
        assert ticket is not None
        assert (ticket.cause, ticket.opened_at, ticket.text) == ("plugin:kumo", NOON, "")
        assert work.latest_conversation("sato-taro") is None
        names = {bare.customer, ticket.customer, *work.told("I1", 0)}
        assert len(names) == 1, "one person has one new name within a run"
        assert bare.customer.startswith(GONE)
    assert tidied(url, NOON + 200 * DAY) == {}


def test_what_is_needed_stays_as_it_is(url: str, store: SqlStore) -> None:
    with store.work() as work:
        work.save_incident(an_incident("I1"))
        work.save_conversation(a_talk("C1", "one", incident="I1"), NOON)
        work.save_conversation(a_talk("C2", "two"), NOON)
        work.save_ticket(replace(a_ticket("T2"), conversation="C2", customer="two"))
        work.save_conversation(a_talk("C3", "three"), NOON)
        work.send("reply:m", "web", a_reply(), NOON, reader="three")
        work.save_conversation(a_talk("C4", "four"), LATELY)
        done = replace(a_ticket("T1"), conversation="C1", status=TicketStatus.CLOSED)
        work.save_ticket(done)
        work.tell("I1", [ToldNotice("one", "first", NOON)])
        work.save_proposal(a_proposal("P1"))
    before = everything_in(url)
    assert tidied(url) == {}
    assert everything_in(url) == before


@on_both
def test_deliveries_letters_and_old_entries_become_sums_by_day(url: str, store: SqlStore) -> None:
    with store.work() as work:
        for number in range(3):
            work.journal(replace(a_message(f"m{number}"), at=NOON + number * DAY))
            work.send(f"reply:m{number}", "web", a_reply(), NOON)
        work.journal(Tick(LATELY))
    for number in range(2):
        store.receive(f"letter{number}", "slack", "{}", NOON)
        store.handled(f"letter{number}")
    store.receive("waits", "slack", "{}", NOON)
    change(url, tables.outbox, state="delivered", tried_at=NOON, settled_at=NOON)
    change(url, tables.outbox, state="delivered")
    found = tidied(url)
    assert {n: found[n] for n in ("journal", "deliveries", "inbox")} == {
        "journal": 3,
        "deliveries": 3,
        "inbox": 2,
    }
    with store.work() as work:
        assert work.number("past:journal:2026-01-05:message") == 1 + 1
        assert work.number("past:journal:2026-01-07:message") == 1 + 1
        assert work.number("past:deliveries:2026-01-05:web:reply:delivered") == 3 + 1
        assert work.number("past:inbox:2026-01-05:slack") == 2 + 1
    assert store.received("slack") == [("waits", "{}")]


def test_the_opening_in_force_and_the_latest_number_stay(url: str, store: SqlStore) -> None:
    with store.work() as work:
        work.journal(Opened(NOON))
        opened = work.journal(Opened(NOON, baseline=Baseline(1)))
        last = [work.journal(Tick(NOON)) for _ in range(3)][-1]
    tidied(url)
    assert [number for number, _ in store.events()] == [opened, last]
    with store.work() as work:
        assert work.opened() == Opened(NOON, baseline=Baseline(1))
        assert work.journal(Tick(NOW)) == last + 1


def test_a_broadcast_that_is_over_forgets_whom_it_named(url: str, store: SqlStore) -> None:
    sent = Broadcast(
        "B1", "I1", "first", "お知らせ", "ja", "plugin:kumo", NOON, "suzuki", named=("sato",)
    )
    engine = connect.engine_of(connect.address_of(url), durable=False)
    with connect.writer_of(engine).begin() as connection:
        for ident, status in (("B1", BroadcastStatus.COMPLETE), ("B2", BroadcastStatus.PAUSED)):
            body = rows.body_of(replace(sent, id=ident, status=status))
            values = {"status": status.value, "incident": "I1", "started_at": NOON, "body": body}
            connection.execute(tables.broadcasts.insert().values(id=ident, **values))
    engine.dispose()
    assert tidied(url) == {"broadcasts": 1}
    assert tidied(url) == {}


@on_both
def test_notes_go_with_their_conversation(url: str, store: SqlStore) -> None:
    def note_of(key: str, value: str) -> Note | None:
        if not key.startswith("post:"):
            return None
        case = value if value[:1] in "TI" else None
        return Note(
            NOON,
            (key.removeprefix("post:"),),
            ticket=case if case and case[0] == "T" else None,
            incident=case if case and case[0] == "I" else None,
        )

    with store.work() as work:
        work.save_conversation(a_talk("C1", "old"), NOON)
        work.save_conversation(a_talk("C2", "new"), LATELY)
        work.save_ticket(a_ticket("T1"))
        work.save_incident(an_incident("I1"))
        for thread, ident in (("a", "C1"), ("b", "C2"), ("c", "C9")):
            work.remember(f"thread:{thread}", ident)
        for key in ("post:a", "post:b", "post:d", "other:a"):
            work.remember(key, "yes")
        work.remember("post:e", "T1")
        work.remember("post:f", "I1")
        work.remember("flood:acme", f"{NOON.timestamp():.3f} {NOON.timestamp():.3f}")
        work.remember("flood:bolt", f"{NOON.timestamp():.3f} {NOW.timestamp():.3f}")
        work.remember("clock", "kept")
    assert tidied(url, note_of=note_of)["notes"] == 1 + 2 + 2
    with store.work() as work:
        kept = ("thread:b", "post:b", "post:e", "post:f", "other:a", "flood:bolt", "clock")
        assert all(work.recall(key) is not None for key in kept)
        gone = ("thread:a", "thread:c", "post:a", "post:d", "flood:acme")
        assert [key for key in gone if work.recall(key) is not None] == []


def test_notes_on_attempts_go_only_when_nothing_waits(url: str, store: SqlStore) -> None:
    with store.work() as work:
        work.remember("posting:1", "yes")
        work.send("reply:m1", "web", a_reply(), NOON)
    assert tidied(url, NOON + DAY, moot=("posting:",)) == {}
    change(url, tables.outbox, state="delivered")
    assert tidied(url, NOON + DAY, moot=("posting:",)) == {"notes": 1}


def test_it_goes_by_small_steps_and_others_write_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "CHUNK", 3)
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    with store.work() as work:
        for number in range(8):
            work.save_conversation(a_talk(f"C{number}", f"c{number}"), NOON)
    steps: list[int] = []
    for name, count in tidy(url, POLICY, NOW, nobody):
        with store.work() as work:
            work.save_conversation(a_talk(f"N{len(steps)}", "new"), NOW)
        if name == "conversations":
            steps.append(count)
    store.close()
    assert steps == [3, 3, 2, 0]


def test_of_a_file_nothing_is_left_in_free_pages(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    store = SqlStore.open(f"sqlite:///{path}", durable=False)
    with store.work() as work:
        work.save_conversation(a_talk("C1"), NOON)
        work.journal(replace(a_message(text="kept-nowhere"), at=NOON))
        work.journal(Tick(NOW))
    store.close()
    assert "社外秘".encode() in path.read_bytes()
    tidied(f"sqlite:///{path}")
    left = path.read_bytes()
    assert b"kept-nowhere" not in left
    assert "社外秘".encode() not in left


def test_a_database_in_memory_is_left_alone() -> None:
    assert list(tidy("sqlite://", POLICY, NOW, nobody)) == []


def test_tickets_of_nobody_stay(url: str, store: SqlStore) -> None:
    note: Ticket = replace(a_ticket("T1"), customer=None, tenant=None, status=TicketStatus.CLOSED)
    with store.work() as work:
        work.save_ticket(note)
    assert tidied(url) == {}
