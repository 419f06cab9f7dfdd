"""Processes of the benchmark: they answer line by line and end with the block that started them."""

import json
import os
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.feeds.pages import host


class Process:
    """A process that answers each line with a line of JSON."""

    def __init__(self, running: "subprocess.Popen[str]") -> None:
        self._running = running

    def line(self) -> str:
        assert self._running.stdout is not None
        return self._running.stdout.readline().strip()

    def ask(self, command: str) -> Any:
        assert self._running.stdin is not None
        self._running.stdin.write(f"{command}\n")
        self._running.stdin.flush()
        said = self.line()
        if not said:
            raise SystemExit(f"the process ended at {command!r}")
        return json.loads(said)


@contextmanager
def running(words: Sequence[str], folder: Path | None = None) -> Iterator[Process]:
    """A process that ends with the block: its input is closed, and then it is killed if it must."""
    env = {name: said for name, said in os.environ.items() if not name.lower().endswith("_proxy")}
    started = subprocess.Popen(  # noqa: S603
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder, env=env
    )
    assert started.stdin is not None
    try:
        yield Process(started)
    finally:
        started.stdin.close()
        try:
            started.wait(5)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
        assert started.stdout is not None
        started.stdout.close()


@contextmanager
def server(which: str) -> Iterator[int]:
    """The feeds, served; yields their port."""
    with socket.socket() as free:
        free.bind((host(0), 0))
        port = int(free.getsockname()[1])
    words = (sys.executable, "-m", "tests.benchmarks.feeds.server", which, str(port))
    with running(words) as process:
        if process.line() != "ready":
            raise SystemExit("the server of the feeds did not start")
        yield port


@contextmanager
def ours(count: int, port: int) -> Iterator[Process]:
    """Our reader over the first ``count`` feeds."""
    words = (sys.executable, "-m", "tests.benchmarks.feeds.ours", str(count), str(port))
    with running(words) as process:
        yield process


def installed(folder: Path, package: str) -> str:
    """A new virtual environment with the package in it; its interpreter."""
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv" / "bin" / "python")
    words = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package)
    subprocess.run(words, check=True, timeout=300)  # noqa: S603
    return python


@contextmanager
def theirs(python: str, folder: Path, addresses: Sequence[str]) -> Iterator[Process]:
    """The other reader over these feeds, with empty caches."""
    place = folder / "run"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    script = str(Path(__file__).with_name("theirs.py"))
    with running((python, script, *addresses), place) as process:
        yield process
