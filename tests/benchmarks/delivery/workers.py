"""Processes of the desk, as many as there are to be, and what the ledger says of their work."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, literal_column, select

from bot.desk.ledger import Lane
from bot.store import connect, tables
from tests.benchmarks.delivery.process import Wire

LOOK = 0.2
_O, _B = tables.outbox.c, tables.broadcasts.c
_CONVERSATIONS = tables.conversations


class Worker:
    """One process, which does as it is told."""

    def __init__(self, url: str, wire: Wire, *words: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our module
            [
                *(sys.executable, "-m", "tests.benchmarks.delivery.process"),
                *(url, json.dumps(asdict(wire)), *words),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def await_answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        said: dict[str, float] = json.loads(self._process.stdout.readline())
        return said

    def tell(self, line: str) -> None:
        """Without waiting for the answer, which comes all the same."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> dict[str, float]:
        self.tell(line)
        return self.await_answer()

    def memory(self) -> float:
        """The most that it has had, in MB."""
        return self.ask("memory")["memory"]

    def close(self) -> None:
        self._process.communicate(timeout=60)


@contextmanager
def workers(url: str, wire: Wire, number: int) -> Iterator[list[Worker]]:
    """So many processes at work, all started."""
    with ExitStack() as stack:
        found = [Worker(url, wire) for _ in range(number)]
        for worker in found:
            stack.callback(worker.close)
        for worker in found:
            worker.await_answer()
        yield found


@dataclass(frozen=True)
class Took:
    """What a broadcast took, by the ledger: from the decision to the last that was settled."""

    deliveries: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.deliveries / self.seconds


class Books:
    """Reads the ledger as another process would."""

    def __init__(self, url: str) -> None:
        self._engine = connect.engine_of(connect.address_of(url), durable=False)

    def __enter__(self) -> "Books":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextmanager
    def open(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def delivered(self) -> int:
        counting = select(func.count()).where(_O.state == "delivered")
        with self.open() as connection:
            return int(connection.scalar(counting) or 0)

    def heard(self) -> int:
        """Customers who have a conversation."""
        with self.open() as connection:
            return int(connection.scalar(select(func.count()).select_from(_CONVERSATIONS)) or 0)

    def waits(self) -> bool:
        """Whether anything waits, or is still to be written."""
        waiting = select(_O.id).where(_O.state == literal_column("'waiting'")).limit(1)
        running = select(_B.id).where(_B.status == "running").limit(1)
        with self.open() as connection:
            return any(connection.execute(query).first() for query in (waiting, running))

    def until_all_settled(self, patience: float) -> Took:
        until(lambda: not self.waits(), patience)
        times = select(func.count(), func.min(_O.decided_at), func.max(_O.settled_at))
        with self.open() as connection:
            number, began, ended = connection.execute(times.where(_O.state == "delivered")).one()
        return Took(int(number), (ended - began).total_seconds())

    def waited(self, lane: Lane) -> list[float]:
        """The seconds from decision to delivery of all that went in one lane."""
        found = select(_O.decided_at, _O.settled_at).where(_O.lane == int(lane))
        with self.open() as connection:
            rows = connection.execute(found.where(_O.state == "delivered")).all()
        return [(settled - decided).total_seconds() for decided, settled in rows]


def until(done: Callable[[], bool], patience: float) -> None:
    ends = time.monotonic() + patience
    while not done():
        if time.monotonic() > ends:
            raise SystemExit(f"not done in {patience} s")
        time.sleep(LOOK)
