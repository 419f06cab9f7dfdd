"""An audience told through a channel that takes no time, from approval to all settled."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bot.desk.ledger import Lane
from tests.benchmarks.delivery.process import Wire
from tests.benchmarks.delivery.setting import recipients, settle_in
from tests.benchmarks.delivery.workers import Books, Took, Worker, workers
from tests.store.databases import a_database

PATIENCE = 1_800.0


@dataclass(frozen=True)
class Told:
    """``waited``: the median and the 99th percentile of the seconds from decision to delivery."""

    took: Took
    waited: tuple[float, float]
    memory: float  # MB, the most that any process had


@contextmanager
def approved(
    kind: str, number: int, processes: int, wire: Wire, hosts: int = 1
) -> Iterator[tuple[list[Worker], Books]]:
    """Processes that tell an audience with addresses at so many hosts, begun just now."""
    with TemporaryDirectory() as folder, a_database(kind, Path(folder), empty=True) as url:
        settle_in(url, recipients(number, lambda n: f"host-{n % hosts}.example"))
        with workers(url, wire, processes) as working, Books(url) as books:
            working[0].ask("approve")
            time.sleep(0.5)
            yield working, books


def told(kind: str, number: int, processes: int, wire: Wire, hosts: int = 1) -> Told:
    """All of them."""
    with approved(kind, number, processes, wire, hosts) as (working, books):
        took = books.until_all_settled(PATIENCE)
        if took.deliveries != number:
            raise SystemExit(f"{took.deliveries} of {number} were told")
        memory = max(worker.memory() for worker in working)
        return Told(took, typical(books.waited(Lane.BROADCAST)), memory)


def typical(seconds: list[float]) -> tuple[float, float]:
    return median(seconds), quantiles(seconds, n=100)[98]
