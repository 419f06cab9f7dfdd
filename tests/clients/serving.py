"""Where the programs are that ``.ci/clients`` brings, and how our pages are served to them."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from tests.web.fakes import FakeClock

FOLDER = Path(__file__).parents[2] / ".clients"
PATIENCE = 300  # seconds for a test: other people's programs take their time on a busy machine
needed = pytest.mark.skipif(
    not (FOLDER / ".ready").exists(),
    reason="other people's programs are not installed: .ci/clients brings them",
)


class MovingClock(FakeClock):
    """Goes on with every look, so that a program that asks quickly is never too quick for our limits."""

    def __call__(self) -> datetime:
        self.passes(timedelta(seconds=1))
        return self.now


@contextlib.contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The address of an application that answers on a loopback port, in a thread of its own."""
    taken = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([taken])), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
