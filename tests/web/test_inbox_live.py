"""What the inbox is brought by its stream: the page that shows what happened, made once for all who see the same."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from bot.model.errors import StoreUnavailableError
from bot.web import inbox_live
from bot.web.hub import STAFF
from bot.web.staff_sessions import BELIEVED_FOR, NOTED_EVERY
from bot.web.stream import AT_ONCE, data_of
from tests.web.conftest import House
from tests.web.forms import sign_in
from tests.web.samples import a_ticket

pytestmark = pytest.mark.anyio
NUDGE = b"data: changed\n\n"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for what may come a moment later."""
    monkeypatch.setattr(inbox_live, "PACE", AT_ONCE)


class Listener:
    """A browser that listens to the stream of an inbox; ``parts``: what it is sent."""

    def __init__(self, app: Starlette, cookie: str, query: str = "", lang: str = "ja") -> None:
        self.parts: asyncio.Queue[bytes] = asyncio.Queue()
        headers = {
            "host": "localhost",
            "cookie": f"{cookie}; lang={lang}",
        }
        self._scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/staff/inbox/events",
            "raw_path": b"/staff/inbox/events",
            "root_path": "",
            "query_string": query.encode(),
            "state": {},
            "server": ("localhost", 80),
            "client": ("127.0.0.1", 50_000),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        self._app = app

    async def run(self) -> None:
        async def receive() -> Message:
            await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        async def send(part: Message) -> None:
            if body := part.get("body"):
                self.parts.put_nowait(body)

        await self._app(self._scope, receive, send)

    async def next(self) -> bytes:
        """The data of the next event."""
        part = await asyncio.wait_for(self.parts.get(), 30)
        return part.partition(b"\n")[2]


@asynccontextmanager
async def listening(house: House, *queries: str, lang: str = "ja") -> AsyncIterator[list[Listener]]:
    """Colleagues who each listen to a list of their own."""
    app = house.app()
    listeners = []
    for number, query in enumerate(queries):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            await sign_in(browser, f"担当{number}")
            cookie = "; ".join(f"{key}={value}" for key, value in browser.cookies.items())
        listeners.append(Listener(app, cookie, query, lang))
    runs = [asyncio.create_task(one.run()) for one in listeners]
    for one in listeners:
        assert await asyncio.wait_for(one.parts.get(), 30) == b"retry: 3000\n\n"
    yield listeners
    for run in runs:
        run.cancel()
    await asyncio.gather(*runs, return_exceptions=True)


async def test_a_page_is_brought_and_is_the_same_bytes_for_all_who_see_the_same(
    house: House,
) -> None:
    async with listening(house, "", "show=waiting", "show=urgent") as (one, other, urgent):
        house.work.save_ticket(a_ticket(house.clock()))
        house.hub.publish(STAFF)
        brought, too, apart = await one.next(), await other.next(), await urgent.next()
    assert "/staff/tickets/T-12" in brought.decode()
    assert brought.startswith(b"data: <!doctype html>\ndata: <title>")
    assert too == brought
    assert apart != brought


async def test_what_happens_before_a_page_listens_is_brought_as_soon_as_it_does(
    house: House,
) -> None:
    written_after = house.hub.latest
    house.work.save_ticket(a_ticket(house.clock()))
    house.hub.publish(STAFF)
    async with listening(house, f"since={written_after}", f"since={house.hub.latest}") as pages:
        late, in_time = pages
        assert "/staff/tickets/T-12" in (await late.next()).decode()
        assert in_time.parts.empty()


async def test_what_a_page_shows_already_is_not_brought_again(house: House) -> None:
    async with listening(house, "") as (one,):
        house.hub.publish(STAFF)
        await one.next()
        house.hub.publish(STAFF)
        house.work.save_ticket(a_ticket(house.clock()))
        house.hub.publish(STAFF)
        assert "/staff/tickets/T-12" in (await one.next()).decode()


async def test_each_reads_their_own_language(house: House) -> None:
    async with listening(house, "", lang="en") as (one,):
        house.hub.publish(STAFF)
        assert b"Inbox" in await one.next()


async def test_whose_session_has_ended_is_brought_nothing(house: House) -> None:
    async with listening(house, "") as (one,):
        for session in house.staff.sessions(house.clock()):
            house.staff.end_session(session.key, house.clock())
        house.clock.passes(BELIEVED_FOR)
        house.hub.publish(STAFF)
        assert await one.next() == NUDGE


async def test_a_page_that_only_listens_keeps_no_session_alive(house: House) -> None:
    async with listening(house, "") as (one,):
        (before,) = house.staff.sessions(house.clock())
        house.clock.passes(2 * NOTED_EVERY)
        house.hub.publish(STAFF)
        assert await one.next() != NUDGE
        assert house.staff.sessions(house.clock()) == [before]


@contextmanager
def away(*_: object) -> Iterator[object]:
    raise StoreUnavailableError("away")
    yield


async def test_while_the_database_is_away_pages_are_told_to_ask(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(house, "") as (one,):
        monkeypatch.setattr(house.views, "look", away)
        house.hub.publish(STAFF)
        assert await one.next() == NUDGE


async def test_there_is_no_stream_of_a_view_that_there_is_not(
    house: House, staff: httpx.AsyncClient
) -> None:
    assert (await staff.get("/staff/inbox/events?show=nonsense")).status_code == 404


def test_no_line_of_a_text_ends_an_event() -> None:
    assert data_of("a\n\nid: 7\r\rretry: 1\r\n") == (
        b"data: a\ndata: \ndata: id: 7\ndata: \ndata: retry: 1\ndata: \n\n"
    )
