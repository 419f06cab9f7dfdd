"""One contract for all that notes which mails may have left."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.mail.in_flight import AtItError, InFlight, KeptInFlight
from bot.desk.ports import RESTORED
from bot.store.sql import SqlStore
from tests.channels.mail.in_memory import DeparturesInMemory
from tests.store.databases import ON_POSTGRESQL, a_database, in_memory

AT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(params=["twin", "memory", ON_POSTGRESQL])
def departures(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[InFlight]:
    if request.param == "twin":
        yield DeparturesInMemory()
        return
    with a_database(request.param, tmp_path) as url:
        store = SqlStore.open(url)
        yield KeptInFlight(store, lambda: AT)
        store.close()


def test_only_what_was_about_to_leave_is_in_doubt(departures: InFlight) -> None:
    assert not departures.trace("1@x", AT)
    departures.leaving("1@x")
    departures.leaving("2@x")
    assert departures.trace("1@x", AT)
    departures.stayed("1@x")
    assert not departures.trace("1@x", AT)
    assert departures.trace("2@x", AT)
    departures.leaving("1@x")
    assert departures.trace("1@x", AT)
    departures.stayed("never seen")


def test_what_the_server_took_is_known(departures: InFlight) -> None:
    departures.leaving("1@x")
    left = departures.trace("1@x", AT)
    departures.taken("1@x")
    taken = departures.trace("1@x", AT)
    assert left is not None
    assert taken is not None
    assert (left.is_taken, taken.is_taken) == (False, True)
    assert left.since == taken.since


def test_of_two_who_hand_over_the_same_mail_one_goes_on(departures: InFlight) -> None:
    departures.leaving("1@x")
    with pytest.raises(AtItError) as refused:
        departures.leaving("1@x")
    assert (refused.value.unknown, refused.value.untried) == (True, True)
    departures.stayed("1@x")
    departures.leaving("1@x")


def test_after_a_restore_the_notes_are_not_trusted_about_what_was_decided_before() -> None:
    store = in_memory()
    departures = KeptInFlight(store, lambda: AT)
    with store.work() as work:
        work.remember(RESTORED, AT.isoformat())
    assert departures.trace("1@x", AT - timedelta(seconds=1))
    assert not departures.trace("1@x", AT)
    store.close()
