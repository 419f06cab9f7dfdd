"""Customers who write while a broadcast runs whose receivers are slow: how long their replies wait."""

import time

from bot.desk.ledger import Lane
from tests.benchmarks.delivery.process import Wire
from tests.benchmarks.delivery.throughput import PATIENCE, approved, typical
from tests.benchmarks.delivery.workers import until

AUDIENCE = 50_000  # more than are told meanwhile: eight at once, 5 ms each, for 20 s


def replies(kind: str, processes: int, wire: Wire, number: int, per_second: float) -> list[float]:
    """The seconds from the decision to the delivery of each reply."""
    with approved(kind, AUDIENCE, processes, wire) as (working, books):
        begin = time.monotonic()
        for n in range(number):
            time.sleep(max(0.0, begin + n / per_second - time.monotonic()))
            working[n % processes].ask(f"write {n}")
        until(lambda: len(books.waited(Lane.REPLY)) >= number, PATIENCE)
        if not books.waits():
            raise SystemExit("the broadcast was over before the last reply")
        return books.waited(Lane.REPLY)


def reply_rate(kind: str, processes: int, number: int) -> tuple[float, tuple[float, float]]:
    """Replies a second when customers write as fast as they are answered, and how long they wait."""
    wire = Wire(at_once=256)
    with approved(kind, 1, processes, wire) as (working, books):
        began = time.monotonic()
        for n in range(number):
            working[n % processes].tell(f"write {n}")
        for n in range(number):
            working[n % processes].await_answer()
        until(lambda: len(books.waited(Lane.REPLY)) >= number, PATIENCE)
        return number / (time.monotonic() - began), typical(books.waited(Lane.REPLY))
