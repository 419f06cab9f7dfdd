"""What only several processes on one PostgreSQL can get wrong."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.desk.ledger import DeliveryState, Settled
from bot.store.ledger import SqlLedger
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
