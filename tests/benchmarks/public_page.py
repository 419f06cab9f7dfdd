"""How fast the public page is beside a page that does nothing, on the same server, in one run.

    python -m tests.benchmarks.public_page [SECONDS]

The bar: 60 of 100. The addresses take turns, so that whatever else the machine does meets all of them.
"""

import asyncio
import multiprocessing
import socket
import sys
import time
from collections import Counter

import uvicorn

from tests.web.public.window import Window

NOTHING = "/healthz"
MEASURED = ("/api/v2/summary.json", "/status", "/history.atom")
CONNECTIONS, ROUNDS = 16, 5
BAR = 0.6


def serve(taken: socket.socket) -> None:
    """The real application over a real database in memory."""
    window = Window().filled()
    config = uvicorn.Config(window.app(), log_level="critical", lifespan="off")
    asyncio.run(uvicorn.Server(config).serve([taken]))


async def ask(path: str, port: int, until: float) -> int:
    """Ask again and again over one connection; how many answers there were."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    count = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head[:80].decode())
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count


async def measure(path: str, port: int, seconds: float) -> float:
    """Answers a second."""
    until = time.monotonic() + seconds
    counts = await asyncio.gather(*(ask(path, port, until) for _ in range(CONNECTIONS)))
    return sum(counts) / seconds


def main(seconds: float = 2.0) -> int:
    """Measure, print a line for each address, and answer 1 where one is below the bar."""
    taken = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = multiprocessing.get_context("fork").Process(target=serve, args=(taken,), daemon=True)
    server.start()
    port, rates = taken.getsockname()[1], Counter[str]()
    try:
        time.sleep(2)
        for _ in range(ROUNDS):
            for path in (NOTHING, *MEASURED):
                rates[path] += round(asyncio.run(measure(path, port, seconds)))
    finally:
        server.terminate()
        server.join()
    slowest = 1.0
    for path in (NOTHING, *MEASURED):
        share = rates[path] / rates[NOTHING]
        slowest = min(slowest, share)
        sys.stdout.write(f"{path:24} {rates[path] / ROUNDS:8.0f} a second {100 * share:5.0f} %\n")
    return 0 if slowest >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
