"""How long the pages of a large incident take, from the request to their HTML, on both databases.

    python -m tests.benchmarks.incident_page [REPORTS]

A few organisations report a plug-in and ask for a person, and their conversations and tickets are
copied for so many organisations (1,500 unless told otherwise): one in ten has an open case. Then its
lead opens the page, and the one on which updates are written, again and again. It prints the median
and the 95th of 100 of each; the bar is 100 ms.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx

from bot.model.ticket import TicketStatus
from bot.store.sql import SqlStore
from tests.store.databases import a_schema
from tests.web.forms import sign_in
from tests.web.leading import REPORTERS, LeadHouse, outage

VISITS = 100
PAGES = ("", "/update")  # of an incident
OPEN_CASES = 10  # one in so many reports


def main(arguments: list[str]) -> None:
    """Fill both databases and visit the pages in each."""
    reports = int(next((a for a in arguments if a.isdecimal()), "1500"))
    with tempfile.TemporaryDirectory() as folder, a_schema() as schema:
        for name, url in (("SQLite", f"sqlite:///{Path(folder)}/desk"), ("PostgreSQL", schema)):
            store = SqlStore.open(url, durable=False)
            house = LeadHouse(store)
            outage(house.day)
            house.passes(0)
            incident = house.day.incidents[-1].id
            for reporter in REPORTERS:
                house.day.says(reporter, "担当者と話したいです", button="human")
            copy(house, incident, reports)
            for path, took in asyncio.run(visits(house, incident)).items():
                middle, late = took[len(took) // 2], took[len(took) * 95 // 100]
                sys.stdout.write(
                    f"{name}: {path or 'itself'}, {reports:,} reports,"
                    f" median {middle:.0f} ms, 95th of 100 {late:.0f} ms\n"
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


async def visits(house: LeadHouse, incident: str) -> dict[str, list[float]]:
    """Milliseconds of each visit of each page, sorted."""
    async with house.browser() as browser:
        await sign_in(browser)
        return {page: await each(browser, f"/staff/incidents/{incident}{page}") for page in PAGES}


async def each(browser: httpx.AsyncClient, path: str) -> list[float]:
    """Milliseconds of each visit of one page, sorted."""
    took = []
    for _ in range(VISITS):
        began = time.perf_counter()
        page = await browser.get(path)
        took.append(1000 * (time.perf_counter() - began))
        assert page.status_code == 200
    return sorted(took)


if __name__ == "__main__":
    main(sys.argv[1:])
