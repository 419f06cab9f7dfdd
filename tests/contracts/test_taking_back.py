"""What staff hold for a moment in the outbox, on every database: it waits, and can be taken back once."""

from datetime import timedelta

from bot.desk.ledger import Claimant
from bot.model.effect import StaffReply
from bot.store.sql import SqlStore
from tests.builders import MORNING

HERE = Claimant("here")
SOON, LATER = MORNING + timedelta(days=20_000), MORNING + timedelta(days=20_001)


def held(store: SqlStore, key: str, reader: str, due: object) -> None:
    reply = StaffReply(reader, "承りました。", "hana")
    with store.work() as work:
        work.send(key, "web", reply, MORNING, reader=reader, due_at=due)  # type: ignore[arg-type]


def test_what_is_held_is_claimed_by_nobody_before_its_time(store: SqlStore) -> None:
    held(store, "a", "web:1", SOON)
    held(store, "b", "web:2", MORNING)
    claimed = store.ledger.claim("web", HERE, 9, MORNING)
    assert [o.key for o in claimed] == ["b"]


def test_what_is_held_is_taken_back_once_and_nothing_beside_it(store: SqlStore) -> None:
    held(store, "a", "web:1", SOON)
    held(store, "b", "web:1", LATER)
    held(store, "c", "web:2", SOON)
    with store.work() as work:
        assert not work.take_back("web:3", SOON)
        assert work.take_back("web:1", SOON)
        assert not work.take_back("web:1", SOON)
    assert {o.key for o in store.outgoing("web")} == {"b", "c"}


def test_what_somebody_delivers_is_not_taken_back(store: SqlStore) -> None:
    held(store, "a", "web:1", MORNING)
    assert [o.key for o in store.ledger.claim("web", HERE, 9, MORNING)] == ["a"]
    with store.work() as work:
        assert not work.take_back("web:1", MORNING)
