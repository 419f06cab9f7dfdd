"""Slack's side: signed events over kept connections, and a look at what stands in the threads."""

import asyncio
import time

from tests.channels.slack.world import payloads
from tests.channels.slack.world.delivery import signed
from tests.channels.slack.world.state import Json
from tests.channels.slack.world.world import World

CONNECTIONS = 8
ROOMS = 50
PATIENCE = 300.0  # seconds until the last answer
TEXTS = (
    "私だけログインできません",
    "一覧の絞り込みの方法を教えてください",
    "私のパソコンだけ添付ファイルが開けません",
    "帳票の印刷ボタンを押してもPDFが出ません",
    "アプリの権限がないと出て見られません",
)


class Connection:
    """One kept connection to the server; a request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def send(self, path: str, payload: Json) -> float:
        """Send one event; the seconds until it was acknowledged."""
        body, headers = signed(payload)
        raw = body.encode()
        lines = [f"POST {path} HTTP/1.1", "Host: desk", f"Content-Length: {len(raw)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        began = time.perf_counter()
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + raw)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        await self._reader.readexactly(length)
        seconds = time.perf_counter() - began
        status = head.partition("\r\n")[0]
        if " 200 " not in status:
            raise SystemExit(f"{path} answered {status}")
        return seconds

    def close(self) -> None:
        self._writer.close()


class Slack:
    """The world, the crowd in it and the connections over which events are sent."""

    def __init__(self, world: World, port: int) -> None:
        self._world = world
        self._connections = [Connection(port) for _ in range(CONNECTIONS)]
        self._number = 0
        self._answered: set[tuple[str, str]] = set()
        world.when_posted = lambda p: self._answered.add((p.room, str(p.thread)))

    async def open(self) -> None:
        await asyncio.gather(*(c.open() for c in self._connections))

    def events(self, count: int) -> list[Json]:
        """First posts, each of somebody else."""
        told = []
        for _ in range(count):
            self._number += 1
            room, user = f"C{self._number % ROOMS}", f"U{self._number}"
            self._world.stranger(user, f"T9{self._number}")
            text = TEXTS[self._number % len(TEXTS)]
            told += payloads.posted(self._world, self._world.says(room, user, text))
        return told

    async def at_once(self, path: str, events: list[Json]) -> list[float]:
        """All as fast as they are acknowledged; how long each took."""
        waiting = list(reversed(events))
        taken: list[float] = []

        async def run(connection: Connection) -> None:
            while waiting:
                taken.append(await connection.send(path, waiting.pop()))

        await asyncio.gather(*(run(c) for c in self._connections))
        return taken

    async def evenly(self, path: str, events: list[Json], rate: float) -> list[float]:
        """So many a second, whether earlier ones are acknowledged or not; from when each was due."""
        free: asyncio.Queue[Connection] = asyncio.Queue()
        for connection in self._connections:
            free.put_nowait(connection)
        began, taken = time.perf_counter(), [0.0] * len(events)

        async def send(number: int) -> None:
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            connection = await free.get()
            await connection.send(path, events[number])
            free.put_nowait(connection)
            taken[number] = time.perf_counter() - due

        await asyncio.gather(*(send(n) for n in range(len(events))))
        return taken

    async def until_answered(self, events: list[Json]) -> None:
        """Wait until an answer stands in the thread of each."""
        waiting = {(e["event"]["channel"], e["event"]["ts"]) for e in events}
        end = time.perf_counter() + PATIENCE
        while not waiting <= self._answered:
            if time.perf_counter() > end:
                raise SystemExit(f"{len(waiting - self._answered)} events were not answered")
            await asyncio.sleep(0.01)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
