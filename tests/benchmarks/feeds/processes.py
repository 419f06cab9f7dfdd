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

from tests.benchmarks.feeds.pages import SUMMARIES, host

ELSEWHERE = ("_proxy", "_ca_bundle")  # variables that send requests another way


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
def running(
    words: Sequence[str], folder: Path | None = None, trusted: Path | None = None
) -> Iterator[Process]:
    """A process that ends with the block: its input is closed, and then it is killed if it must."""
    env = {name: said for name, said in os.environ.items() if not name.lower().endswith(ELSEWHERE)}
    if trusted:
        env["SSL_CERT_FILE"] = str(trusted)
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
def server(which: str, certificate: Path | None = None) -> Iterator[int]:
    """The feeds, served, over TLS where there is a certificate; yields their port."""
    with socket.socket() as free:
        free.bind((host(0), 0))
        port = int(free.getsockname()[1])
    words = (sys.executable, "-m", "tests.benchmarks.feeds.server", which, str(port))
    with running((*words, str(certificate)) if certificate else words) as process:
        if process.line() != "ready":
            raise SystemExit("the server of the feeds did not start")
        yield port


@contextmanager
def ours(count: int, port: int, trusted: Path | None = None) -> Iterator[Process]:
    """Our reader over the first ``count`` feeds; over TLS where it is told whom to trust."""
    words = (sys.executable, "-m", "tests.benchmarks.feeds.ours", str(count), str(port))
    if trusted is None:
        with running(words) as process:
            yield process
    else:
        with running((*words, "https"), trusted=trusted) as process:
            yield process


def certificate(folder: Path) -> Path | None:
    """A key and its own certificate for the loopback hosts; None where openssl is not at hand."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    key, signed, both = (folder / name for name in ("key.pem", "signed.pem", "both.pem"))
    names = ",".join(f"IP:{host(number)}" for number in range(SUMMARIES))
    words = (
        *(openssl, "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=loopback"),
        *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        *("-addext", f"subjectAltName={names}", "-keyout", str(key), "-out", str(signed)),
    )
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603
    both.write_bytes(key.read_bytes() + signed.read_bytes())
    return both


def trusting(python: str, both: Path) -> Path:
    """The other's own list of authorities, with our certificate in it; both sides use it."""
    words = (python, "-c", "import certifi; print(certifi.where())")
    found = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603
    listed = Path(found.stdout.strip())
    signed = both.with_name("signed.pem").read_text("ascii")
    listed.write_text(listed.read_text("utf-8") + "\n" + signed, "utf-8")
    return listed


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
