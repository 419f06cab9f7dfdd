"""How long the page of a large incident takes, from the request to its HTML, on both databases.

    python -m tests.benchmarks.incident_page [REPORTS]

A few organisations report a plug-in and ask for a person, and their conversations and tickets are
copied for so many organisations (1,500 unless told otherwise): one in ten has an open case. Then its
lead opens the page again and again. It prints the median and the 95th of 100; the bar is 100 ms.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.model.ticket import TicketStatus
from bot.store.sql import SqlStore
from tests.store.databases import a_schema
from tests.web.forms import sign_in
from tests.web.leading import REPORTERS, LeadHouse

VISITS = 100
OPEN_CASES = 10  # one in so many reports


def main(arguments: list[str]) -> None:
    """Fill both databases and visit the page in each."""
    reports = int(next((a for a in arguments if a.isdecimal()), "1500"))
    with tempfile.TemporaryDirectory() as folder, a_schema() as schema:
        for name, url in (("SQLite", f"sqlite:///{Path(folder)}/desk"), ("PostgreSQL", schema)):
            store = SqlStore.open(url, durable=False)
            house = LeadHouse(store)
            incident = house.outage()
            for reporter in REPORTERS:
                house.day.says(reporter, "担当者と話したいです", button="human")
            copy(house, incident, reports)
            took = sorted(asyncio.run(visits(house, incident)))
            middle, late = took[len(took) // 2], took[len(took) * 95 // 100]
            sys.stdout.write(
                f"{name}: {reports:,} reports, median {middle:.0f} ms, 95th of 100 {late:.0f} ms\n"
            )
            store.close()


def copy(house: LeadHouse, incident: str, reports: int) -> None:
    """The first reports once more, each of another organisation, over two hours."""
    with house.store.work() as work:
        known = work.incident(incident)
        assert known is not None
        first = list(work.members(incident))
        for n in range(len(first), reports):
            said = first[n % len(first)]
            ticket = work.ticket(said.ticket or "")
            assert ticket is not None
            at = known.raised_at + timedelta(hours=2) * n / reports
            is_open = n % OPEN_CASES == 0
            customer, tenant = f"user{n}", f"tenant{n}"
            copied = replace(ticket, id=f"T-{n}", conversation=f"C-{n}", opened_at=at)
            status = ticket.status if is_open else TicketStatus.CLOSED
            work.save_ticket(replace(copied, customer=customer, tenant=tenant, status=status))
            turns = tuple(replace(turn, at=at) for turn in said.turns)
            moved = replace(said, id=f"C-{n}", turns=turns, ticket=copied.id, opened_at=at)
            moved = replace(moved, customer=customer, tenant=tenant, reported_at=at)
            work.save_conversation(replace(moved, last_report_at=at), at)
        work.save_incident(replace(known, organisations=reports, verified=reports))


async def visits(house: LeadHouse, incident: str) -> list[float]:
    """Milliseconds of each visit of the page."""
    async with house.browser() as browser:
        await sign_in(browser)
        took = []
        for _ in range(VISITS):
            began = time.perf_counter()
            page = await browser.get(f"/staff/incidents/{incident}")
            took.append(1000 * (time.perf_counter() - began))
            assert page.status_code == 200
        return took


if __name__ == "__main__":
    main(sys.argv[1:])
