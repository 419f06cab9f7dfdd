"""What only several processes on one PostgreSQL can get wrong."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.ledger import Claimant, DeliveryState, Settled
from bot.model.rate import Rate
from bot.store.ledger.sql import SqlLedger
from bot.store.sql import SqlStore
from tests.contracts.ledgers import ME, NOON, OTHER, SECOND, Desk
from tests.store.databases import a_database


@pytest.mark.parametrize("kind", ["postgresql"])
def test_clocks_that_are_five_seconds_apart_do_no_harm(kind: str, tmp_path: Path) -> None:
    ahead, behind = NOON + 5 * SECOND, NOON - 5 * SECOND
    with a_database(kind, tmp_path) as url:
        store = SqlStore.open(url)
        desk = Desk(store)
        desk.says("一")
        desk.says("二", "ito")
        [first] = store.ledger.claim("wire", ME, 1, behind)
        assert desk.texts(store.ledger.claim("wire", OTHER, 9, ahead)) == ["二"]
        again = Settled(first, DeliveryState.WAITING, reason="busy", after=60 * SECOND)
        store.ledger.settle(ME, [again], behind)
        assert store.ledger.claim("wire", OTHER, 9, ahead) == []
        store.close()


@pytest.mark.slow
def test_on_postgresql_a_correction_misses_nobody_who_is_being_claimed(tmp_path: Path) -> None:
    with a_database("postgresql", tmp_path) as url:
        store = SqlStore.open(url)
        desk = Desk(store)
        said = desk.broadcasts("a")
        claiming, corrected = threading.Event(), threading.Event()
        found: list[str] = []

        def correct() -> None:
            claiming.wait()
            with store.work() as work:
                work.hold_claims()
                work.save_broadcast(replace(said, text="訂正後", edition=2))
                found.extend(p.reader for p in work.told_page("B1", 0, 9, 1))
            corrected.set()

        class Slow(SqlLedger):
            def _hold(self, *of_claim: Any) -> Any:
                claiming.set()
                corrected.wait(0.3)  # unless it waits for the claim, it is done by then
                return super()._hold(*of_claim)

        correcting = threading.Thread(target=correct)
        correcting.start()
        [claimed] = Slow(store._beside, "postgresql").claim("wire", ME, 1, NOON)
        correcting.join()
        assert desk.texts([claimed]) == ["お知らせ"]
        assert found == ["a"]
        store.close()


@pytest.mark.slow
def test_settles_and_claims_that_shut_destinations_do_not_deadlock(tmp_path: Path) -> None:
    failures: list[Exception] = []
    with a_database("postgresql", tmp_path) as url:
        stores = [SqlStore.open(url) for _ in range(3)]
        desk = Desk(stores[0])
        for number in range(40):
            readers = [f"r{number}-{n}" for n in range(5)]
            desk.broadcasts(*readers, ident=f"B{number}", destination=f"d{number}.example")

        def works(store: SqlStore, name: str) -> None:
            by = Claimant(name)
            try:
                for _ in range(12):
                    claimed = store.ledger.claim("wire", by, 20, NOON, rate=Rate(0.001, burst=50))
                    quiet = [
                        Settled(o, DeliveryState.WAITING, after=timedelta(), shut=True)
                        for o in reversed(claimed)
                    ]
                    store.ledger.settle(by, quiet, NOON)
            except Exception as error:  # noqa: BLE001 - the thread's, told by the test
                failures.append(error)

        threads = [
            threading.Thread(target=works, args=(store, f"p{n}")) for n, store in enumerate(stores)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for store in stores:
            store.close()
    assert failures == []
