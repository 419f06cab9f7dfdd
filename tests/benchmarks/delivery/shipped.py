"""The processes that ship, as an operator starts them, and the most memory that each has had.

One on SQLite (``serve``); on PostgreSQL one that takes in (``serve --web``) and one that works
(``worker``). Customers have written by the chat and by mail when a notice goes to many, to readers
of transcripts, which takes no time. The peak is ``VmHWM``: ``ru_maxrss`` would also know what the
process that started ours had.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bot.desk.desk import Desk
from bot.knowledge.load import load
from bot.start import now
from bot.store.sql import SqlStore
from tests.benchmarks.delivery.setting import approval, recipients, settle_in
from tests.benchmarks.delivery.throughput import PATIENCE
from tests.benchmarks.delivery.workers import Books, until
from tests.benchmarks.slack.sending import TEXTS
from tests.store.databases import a_database

CHANNEL = "web"  # its deliveries are read in the transcript, and so cost nothing
DELIVERIES = 50_000  # at most
CHATS, MAILS = 8, 8  # customers who write; one address may send ten messages a minute
TOKEN = "t" * 24
SETTINGS = '[mail.incoming]\naddresses = ["desk@example.jp"]\n'
PROCESSES = {"file": (("serve",),), "postgresql": (("serve", "--web"), ("worker",))}
MAIL = """From: {n}@customer-{n}.example
To: desk@example.jp
Subject: kintone
Message-ID: <{n}@customer-{n}.example>
Content-Type: text/plain; charset=utf-8

{text}
"""


class Shipped:
    """One process of the command ``jitabata``; nothing in it is ours."""

    def __init__(self, words: Sequence[str], url: str, folder: Path) -> None:
        self.name = " ".join(words)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        config = folder / "jitabata.toml"
        config.write_text(SETTINGS, encoding="utf-8")
        port = self.address.rpartition(":")[2]
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our command
            [
                *(sys.executable, "-m", "bot", *words),
                *("--offline", "--port", port, "--config", str(config)),
            ],
            env={
                **os.environ,
                "JITABATA_DATABASE": url,
                "JITABATA_FOLDER": str(folder),
                "JITABATA_SECRET": "5" * 64,
                "JITABATA_MAIL_WEBHOOK_TOKEN": TOKEN,
            },
            stderr=subprocess.DEVNULL,
        )

    def is_ready(self) -> bool:
        if self._process.poll() is not None:
            raise SystemExit(f"{self.name} has ended")
        try:
            return httpx.get(f"{self.address}/readyz", timeout=10).is_success
        except httpx.TransportError:
            return False

    def peak(self) -> float:
        """The most that it has had, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(60)


@contextmanager
def shipped(kind: str, url: str) -> Iterator[tuple[Shipped, ...]]:
    """The processes of one set-up, all ready; the first takes in."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        found = tuple(Shipped(words, url, Path(folder)) for words in PROCESSES[kind])
        for process in found:
            stack.callback(process.close)
        for process in found:
            until(process.is_ready, 60)
        yield found


def peaks(kind: str, number: int) -> dict[str, float]:
    """What each process had at most, until so many readers (50,000 at most) had been told."""
    with TemporaryDirectory() as folder, a_database(kind, Path(folder), empty=True) as url:
        settle_in(url, recipients(number, channel=CHANNEL))
        with shipped(kind, url) as processes, Books(url) as books:
            for n in range(CHATS):
                _chat(processes[0].address, TEXTS[n % len(TEXTS)])
            for n in range(MAILS):
                _mail(processes[0].address, n, TEXTS[n % len(TEXTS)])
            until(lambda: books.heard() >= CHATS + MAILS, 60)
            _approve(url)
            until(lambda: books.delivered() >= min(number, DELIVERIES), PATIENCE)
            time.sleep(2)  # the pages of a broadcast go on beside
            return {process.name: process.peak() for process in processes}


def _chat(address: str, text: str) -> None:
    """A customer who has never written before writes in the browser."""
    with httpx.Client(base_url=address, timeout=30) as browser:
        page = browser.get("/chat").text
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token is not None
        form = {"text": text, "token": token[1]}
        browser.post(
            "/messages", data=form, headers={"accept": "application/json"}
        ).raise_for_status()


def _mail(address: str, number: int, text: str) -> None:
    """A customer's mail is posted by a provider."""
    httpx.post(
        f"{address}/mail/incoming",
        content=MAIL.format(n=number, text=text).encode(),
        headers={"authorization": f"Bearer {TOKEN}"},
        timeout=30,
    ).raise_for_status()


def _approve(url: str) -> None:
    """Staff decide, in a process of their own."""
    with closing(SqlStore.open(url)) as store:
        Desk(store, load(None)).handle(approval(now()))
