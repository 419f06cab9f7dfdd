"""How long every page of the console takes in a large desk.

    python -m tests.benchmarks.console [TICKETS] [sqlite] [postgresql]

Fills an SQLite database with so many tickets (100,000), ten turns in each conversation, and 500 incidents, one of them open, and 5,000 organisations, and copies it to PostgreSQL;
then each page is asked for forty times, as a browser would. It prints milliseconds of the clock and of the processor (the database's own included):
the median and 95 of 100. The bars: 100 ms a page, 200 ms a search. How soon open pages show what came: ``open_inboxes``.
100,000 tickets take some 150 s of processor to write, 30 s to copy and as long to visit: on a loaded machine a quarter of an hour, so run it in the background.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Pool, event

from bot.desk.reweighing import HOLDS
from bot.model.conversation import Speaker, Turn
from bot.model.event import TicketClaimed
from bot.model.organisation import KnownOrganisation
from bot.model.staff import Role
from bot.model.ticket import Ticket
from bot.store.sql import SqlStore
from tests.benchmarks.copying import copy
from tests.benchmarks.inbox import AT_ONCE, a_case, words
from tests.store.databases import a_schema
from tests.web.leading import REPORTERS, LeadHouse, outage
from tests.web.staffing import joins

VISITS = 40
TURNS = 10
INCIDENTS = 500
ORGANISATIONS = 5_000  # registered by name
BACKENDS = set[int]()  # processes of PostgreSQL that serve this one


def main(arguments: list[str]) -> None:
    """Fill and visit each database that is asked for."""
    tickets = int(next((a for a in arguments if a.isdecimal()), "100000"))
    asked = [a for a in arguments if not a.isdecimal()] or ["sqlite", "postgresql"]
    with tempfile.TemporaryDirectory() as folder, a_schema() as schema:
        began = time.process_time()
        filled = SqlStore.open(f"sqlite:///{Path(folder)}/desk", durable=False)
        house = LeadHouse(filled)
        incident = fill(house, tickets)
        say(
            f"{tickets:,} tickets, {tickets * TURNS:,} messages, {INCIDENTS} incidents,"
            f" filled in {time.process_time() - began:.0f} s of processor"
        )
        stores = {"sqlite": filled}
        if "postgresql" in asked:
            stores["postgresql"] = SqlStore.open(schema, durable=False)
            copy(filled, stores["postgresql"])
        for name in asked:
            say(name)
            house.store = stores[name]
            asyncio.run(measured(house, incident, tickets))
        for store in stores.values():
            store.close()


def say(line: str) -> None:
    """Write a line at once, for whoever waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def fill(house: LeadHouse, tickets: int) -> str:
    """A desk of a year: cases, an archive of incidents, and one outage that goes on; its id."""
    dice = random.Random(4)  # noqa: S311 - it makes cases up
    outage(house.day)
    for reporter in REPORTERS:
        house.day.says(reporter, "担当者と話したいです", button="human")
    house.clock.now = house.day.now
    for start in range(0, tickets, AT_ONCE):
        if start and start % 10_000 == 0:
            say(f"  {start:,} tickets")
        with house.store.work() as work:
            for n in range(start, min(start + AT_ONCE, tickets)):
                conversation, ticket = a_case(n, tickets, dice)
                turns = list(conversation.turns)
                while len(turns) < TURNS:
                    at = turns[-1].at + timedelta(minutes=1)
                    turns.append(Turn(at, dice.choice(list(Speaker)), words(dice)))
                work.save_ticket(ticket)
                work.save_conversation(replace(conversation, turns=tuple(turns)), turns[-1].at)
    known = [
        KnownOrganisation(
            f"組織{n}",
            f"登録商会{n}",
            (),
            complete=False,
            changed_at=house.day.now,
            changed_by="bench",
        )
        for n in range(ORGANISATIONS)
    ]
    with house.store.work() as work:
        work.save_organisations(known)
    incident = house.day.incidents[-1].id
    with house.store.look() as work:
        first = next(work.members(incident, limit=1))
    house.day.desk.handle(TicketClaimed(house.day.now, "", "佐藤", first.id))
    house.archive(INCIDENTS - 1)
    return incident


async def measured(house: LeadHouse, incident: str, tickets: int) -> None:
    """Visit every page."""
    async with house.browser() as browser:
        house.staff = house.store.staff
        await joins(house, browser, "佐藤", Role.ADMIN)
        with house.store.look() as work:
            open_ones = [t for t in work.tickets(limit=400) if t.conversation]
        for name, address in pages(incident, open_ones, tickets):
            await visit(browser, name, address)
        with house.store.look() as work:
            weighed = next(work.members(incident, limit=1))

        def passes() -> None:
            house.clock.now += HOLDS  # what was weighed a moment ago is shown again

        await visit(browser, "case, weighed anew", f"/staff/tickets/{weighed.ticket}", passes)


def pages(incident: str, open_ones: list[Ticket], tickets: int) -> Iterator[tuple[str, str]]:
    """What is asked for, by name."""
    for view in ("waiting", "unassigned", "mine", "urgent", "all", "resolved"):
        yield f"inbox {view}", f"/staff?show={view}"
    for view, sort in (
        ("waiting", "wait"),
        ("waiting", "latest"),
        ("urgent", "oldest"),
        ("all", "oldest"),
    ):
        yield f"inbox {view} by {sort}", f"/staff?show={view}&sort={sort}"
    for asked in (
        "帳票が開かない",
        "error 503",
        "組織4711",
        "登録商会4711",
        "なし言葉",
        "C77777",
        "遅い",
    ):
        yield f"search {asked}", f"/staff?show=all&q={asked}"
    yield "inbox by tag", "/staff?show=all&tag=請求"
    yield "inbox by product", "/staff?show=all&product=product7"
    yield "inbox by incident", "/staff?show=all&incident=I250"
    yield "case", f"/staff/tickets/{open_ones[0].id}"
    yield "case, closed", f"/staff/tickets/T{tickets // 2}"
    yield "case today", f"/staff/tickets/{open_ones[0].id}/today"
    yield "conversation", f"/staff/conversations/C{tickets // 2}"
    yield "transcript", f"/staff/tickets/T{tickets // 2}/transcript.csv"
    yield "incidents", "/staff/incidents"
    yield "incidents, all", "/staff/incidents?show=all"
    yield "incident", f"/staff/incidents/{incident}"
    yield "incident, reports", f"/staff/incidents/{incident}?part=reports"
    yield "incident, timeline", f"/staff/incidents/{incident}?part=timeline"
    yield "incident, why", f"/staff/incidents/{incident}/why"
    yield "incident, over", "/staff/incidents/A5"
    for name in (
        *("broadcasts", "posts", "questions", "macros", "tags", "feeds", "account"),
        *("accounts", "settings", "audit", "help"),
    ):
        yield name, f"/staff/{name}"


async def visit(
    browser: httpx.AsyncClient,
    name: str,
    address: str,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Ask for one page again and again, and say how long it took; ``between``: what happens before each time."""
    clock, processor = [], []
    answer = await browser.get(address)  # templates and statements are read once
    for _ in range(VISITS):
        between()
        began, spent = time.perf_counter(), processor_time()
        answer = await browser.get(address, headers={"Sec-Fetch-Mode": "navigate"})
        clock.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (processor_time() - spent))
    middle, late = sorted(clock)[VISITS // 2], sorted(clock)[VISITS * 95 // 100]
    cpu, cpu_late = sorted(processor)[VISITS // 2], sorted(processor)[VISITS * 95 // 100]
    say(
        f"  clock {middle:5.0f} {late:5.0f}   processor {cpu:5.0f} {cpu_late:5.0f}"
        f"   {name} ({answer.status_code}, {len(answer.content) // 1000} KB)"
    )


def processor_time() -> float:
    """Seconds of the processor: of this process, and of PostgreSQL's processes that serve it (on this machine)."""
    ran = (Path(f"/proc/{pid}/schedstat") for pid in BACKENDS)
    return time.process_time() + sum(
        int(told.read_text().split()[0]) / 1e9 for told in ran if told.exists()
    )


@event.listens_for(Pool, "checkout")
def note_backend(raw: Any, *_: object) -> None:
    """Keep which process of PostgreSQL serves a connection; SQLite has none."""
    if info := getattr(raw, "info", None):
        BACKENDS.add(info.backend_pid)


if __name__ == "__main__":
    main(sys.argv[1:])
