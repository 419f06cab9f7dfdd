"""Desks as processes of their own, each with its database: two that tell each other, one that is alone."""

import asyncio
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.desk.api_tokens import keep_token, made_token
from bot.desk.desk import Desk
from bot.desk.peer_ports import Way
from bot.model.api_token import Scope
from bot.model.catalogue import ProductKind
from bot.model.event import MessageReceived, Opened, Tick
from bot.model.incident import Incident
from bot.store.sql import SqlStore
from tests import shipped
from tests.running.test_processes import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
PRODUCT = "krewsheet"
TEXT = "レコードの一覧画面がとても重いです"
FILE = '[webhook]\nhttp_hosts = ["127.0.0.1"]\nprivate_hosts = ["127.0.0.1"]\n'
AGO = (70, 35)  # minutes before the present at which each desk heard of it, from one organisation


class RealDesk:
    """One desk by the real commands, on a database of its own, its customers and its operator."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        folder.mkdir()
        (folder / "jitabata.toml").write_text(FILE, encoding="ascii")
        self._given = {
            **os.environ,
            "JITABATA_FOLDER": str(folder),
            "JITABATA_DATABASE": f"sqlite:///{folder}/desk.sqlite",
            "JITABATA_CONFIG": str(folder / "jitabata.toml"),
            "JITABATA_STAFF_TOKEN": "let-me-in-please",
        }
        self.store = SqlStore.open(self._given["JITABATA_DATABASE"])
        now = datetime.now(UTC)  # noqa: TID251 - the processes read the real clock
        made, self._token = made_token("CRM", Scope, "", timedelta(days=1), "加藤", now)
        keep_token(self.store.api, made)
        self._remembers(now)
        self._process: subprocess.Popen[bytes] | None = None

    def _remembers(self, now: datetime) -> None:
        """What it heard in the last hour or so: too little, and too slowly, for an incident."""
        desk = Desk(self.store, shipped.knowledge())
        desk.handle(Opened(now - timedelta(minutes=80)))
        for minutes in AGO:
            at, who = now - timedelta(minutes=minutes), f"{self.name}{minutes}"
            told = at, who, who, f"{who}社", "chat", TEXT
            desk.handle(MessageReceived(*told, installed_plugins=(PRODUCT,)))
        desk.handle(Tick(now - timedelta(minutes=1)))

    def peers(self, *words: str) -> list[str]:
        """What ``jitabata peers`` prints, line by line."""
        command = [sys.executable, "-m", "bot", "peers", *words]
        done = subprocess.run(command, env=self._given, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
        return done.stdout.splitlines()

    def adds(self, other: "RealDesk", key: str = "") -> str:
        """Know another desk; answers the key by which it hears us. It is told where we hear it."""
        words = [
            "--key",
            key,
            "--url",
            f"{other.url}/api/v1/peers/{self.name}/sightings",
            "--early",
        ]
        printed = self.peers("add", other.name, *(words if key else []))
        return printed[1].removeprefix("--key ").split()[0]

    async def start(self) -> None:
        words = ["serve", "--offline", "--port", str(self.port)]
        command = [sys.executable, "-m", "bot", *words]
        self._process = subprocess.Popen(command, env=self._given)  # noqa: ASYNC220, S603 - our own command, begun at once

        async def is_ready() -> bool:
            try:
                async with httpx.AsyncClient() as browser:
                    return (await browser.get(f"{self.url}/readyz")).status_code == 200
            except httpx.TransportError:
                return False

        await until(is_ready)

    async def hears_of_it(self) -> None:
        """One organisation more reports it, now."""
        said: dict[str, Any] = {"reporter": "user", "text": TEXT, "products": [PRODUCT]}
        said |= {"organisation": f"{self.name}三社", "identity": "verified", "complete": True}
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": "once"}
        async with httpx.AsyncClient(timeout=50) as crm:
            answer = await crm.post(f"{self.url}/api/v1/cases", json=said, headers=headers)
        assert answer.status_code == 201, answer.text

    @property
    def incidents(self) -> list[Incident]:
        with self.store.look() as work:
            return work.incidents()

    @property
    def heard(self) -> list[str]:
        with self.store.look() as work:
            return [f"{k.peer}:{k.sighting.product}" for k in work.sightings(Way.HEARD)]

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self.store.close()


def test_two_desks_see_an_outage_that_neither_sees_alone(tmp_path: Path) -> None:
    product = shipped.knowledge().catalogue.get(PRODUCT)
    assert product is not None
    assert product.kind is ProductKind.PLUGIN
    desks = [RealDesk(name, tmp_path / name) for name in ("one", "other", "alone")]
    one, other, alone = desks
    one.adds(other, key=other.adds(one, key=one.adds(other)))

    async def scenario() -> None:
        await asyncio.gather(*(desk.start() for desk in desks))
        await asyncio.gather(*(desk.hears_of_it() for desk in desks))

        async def both_know() -> bool:
            return bool(one.incidents and other.incidents)

        await until(both_know, within=3 * 60)  # a desk tells others once a minute

    try:
        asyncio.run(scenario())
        assert [i.cause for i in (*one.incidents, *other.incidents)] == [product.cause] * 2
        assert (one.heard, other.heard) == ([f"other:{PRODUCT}"], [f"one:{PRODUCT}"])
        assert alone.incidents == []
    finally:
        for desk in desks:
            desk.close()
