"""What staff said and did among themselves goes with the rest, wherever it stands."""

from dataclasses import fields, replace

import pytest
from sqlalchemy import create_engine

from bot.model.case_events import (
    CasesMerged,
    CaseSplit,
    SendingTakenBack,
    TicketCategorised,
    TicketFollowed,
    TicketHandedBack,
    TicketNoted,
    TicketReopened,
    TicketSnoozed,
    TicketTagged,
)
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.event import EVENT_NAMES, Event, Paused
from bot.model.incident import IncidentStatus
from bot.model.ticket import StaffNote, TicketStatus
from bot.model.timeline import TimelineEntry, TimelineKind
from bot.store import connect, tables
from bot.store.sql import SqlStore
from bot.store.tidying.journal_words import WORDY
from bot.store.tidying.tidy import tidy
from bot.texts.loader import LANGUAGES, say
from tests.store.builders import NOON, a_ticket, an_incident
from tests.store.tidying.test_tidy import (
    DAY,
    NOW,
    POLICY,
    everything_in,
    kind,
    nobody,
    on_both,
    store,
    tidied,
    url,
)

__all__ = ["kind", "store", "url"]

OF_PERSONS = {"staff", "text", "customer", "sender", "thread", "mentions"}
PUBLIC = {"feed_read"}  # the words of a status page


def test_every_event_that_may_name_a_person_is_handled() -> None:
    named = {n for n, k in EVENT_NAMES.items() if OF_PERSONS & {f.name for f in fields(k)}}
    assert named - PUBLIC == set(WORDY)


@on_both
def test_what_staff_did_with_a_case_goes_from_the_journal(url: str, store: SqlStore) -> None:
    own = IncidentDecided(NOON, "I1", "suzuki", IncidentDecision.OWN, about="tanaka")
    done: tuple[Event, ...] = (
        TicketNoted(NOON, "T1", "suzuki", "社外秘", ("tanaka",)),
        TicketTagged(NOON, "T1", "suzuki", ("tanaka様",)),
        TicketReopened(NOON, "T1", "suzuki"),
        TicketSnoozed(NOON, "T1", "suzuki", incident="I1"),
        SendingTakenBack(NOON, "T1", "suzuki"),
        TicketHandedBack(NOON, "T1", "suzuki"),
        TicketFollowed(NOON, "T1", "suzuki"),
        TicketCategorised(NOON, "T1", "suzuki", "use"),
        CaseSplit(NOON, "T1", "suzuki", "T/C:1"),
        CasesMerged(NOON, "T1", "suzuki", "T2"),
        Paused(NOON, "sato-taro", "T/C:1"),
        own,
        replace(own, what=IncidentDecision.RULE_OUT, about="plugin:kumo"),
    )
    with store.work() as work:
        for event in done:
            work.journal(event)
    assert tidied(url, NOON + 200 * DAY) == {"words": len(done)}
    left = everything_in(url)
    for word in ("suzuki", "tanaka", "社外秘", "sato", "T/C:1"):
        assert word not in left, word
    assert "plugin:kumo" in left
    assert tidied(url, NOON + 200 * DAY) == {}


def test_entries_that_an_older_version_passed_over_are_tidied_as_well(
    url: str, store: SqlStore
) -> None:
    with store.work() as work:
        number = work.journal(TicketNoted(NOON, "T1", "suzuki", "社外秘"))
        work.remember("tidied:journal", str(number + 1))
    assert tidied(url, NOON + 200 * DAY) == {"words": 1}


@pytest.mark.slow
@on_both
def test_to_whom_an_incident_was_handed_over_goes_from_its_timeline(
    url: str, store: SqlStore
) -> None:
    entry = TimelineEntry("I1", NOON, TimelineKind.DECISION, "own", "tanaka", "suzuki")
    with store.work() as work:
        work.save_incident(replace(an_incident("I1"), status=IncidentStatus.RESOLVED))
        work.log(entry)
        work.log(replace(entry, staff=""))  # as an older version left it
        work.log(replace(entry, what="rule_out", about="plugin:hoshi"))
    assert tidied(url, NOON + 200 * DAY) == {"timeline": 3}
    left = everything_in(url)
    assert "tanaka" not in left
    assert "plugin:hoshi" in left
    assert tidied(url, NOON + 200 * DAY) == {}


@pytest.mark.slow
@on_both
def test_notes_and_tags_of_closed_tickets_of_nobody_go(url: str, store: SqlStore) -> None:
    note = StaffNote(NOON, "suzuki", "社外秘", ("tanaka",))
    worked_on = replace(a_ticket("T1"), staff="suzuki", notes=(note,), tags=("tanaka様",))
    closed = replace(worked_on, customer=None, tenant=None, status=TicketStatus.CLOSED)
    with store.work() as work:
        work.save_ticket(closed)
        work.save_ticket(replace(closed, id="T2", status=TicketStatus.OPEN, staff="ito", notes=()))
        work.save_ticket(replace(closed, id="T3", customer="expired:1"))
    assert tidied(url, NOON + 200 * DAY) == {"tickets": 2}
    left = everything_in(url)
    for word in ("suzuki", "社外秘"):
        assert word not in left, word
    with store.look() as work:
        kept, waits = work.ticket("T1"), work.ticket("T2")
        assert kept is not None
        assert waits is not None
        assert (kept.text, kept.tags, waits.tags) == (closed.text, (), ("tanaka様",))
        line = work.case("T1")
        assert line is not None
        assert (line.staff, line.tags) == (None, ())
        assert work.case_staff() == ("ito",)
    assert tidied(url, NOON + 200 * DAY) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_that_counts_has_a_sentence(lang: str, url: str, store: SqlStore) -> None:
    names = {name for name, _ in tidy(url, POLICY, NOW, nobody, ("posting:",))}
    for name in names - {"search"}:  # it merges what is gone already, and counts nothing
        assert "3" in say(lang, f"upkeep.tidy.{name}", count=3)


@on_both
def test_what_is_only_deleted_is_counted(url: str, store: SqlStore) -> None:
    engine = create_engine(connect.address_of(url))
    with engine.begin() as connection:
        day = {"measured": 1, "failed": 0, "slow": 0}
        for number in range(3):
            row = {"component": f"c{number}", "day": "2020-01-01", **day}
            connection.execute(tables.component_days.insert().values(row))
    engine.dispose()
    with store.work() as work:
        work.save_ticket(a_ticket("T1"))
        for staff in ("suzuki", "ito"):
            work.case_seen("T1", staff, NOON)
    assert tidied(url) == {"component_days": 3, "reads": 2}
