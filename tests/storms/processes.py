"""Processes of the desk that are killed and begun again."""

import asyncio
import os
import random
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

READY = 200.0  # seconds to begin in
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def environment(url: str, folder: Path, hosts: tuple[str, ...]) -> dict[str, str]:
    """Settings of a desk on a database, which may post to these hosts of this machine."""
    config = folder / "jitabata.toml"
    named = str(list(hosts)).replace("'", '"')
    config.write_text(
        f"[webhook]\nper_second = 500\nprivate_hosts = {named}\nhttp_hosts = {named}\n",
        encoding="utf-8",
    )
    ours = {
        "DATABASE": url,
        "FOLDER": str(folder),
        "CONFIG": str(config),
        "SECRET": "5" * 64,
        "WEBHOOK_KEY": KEY,
    }
    return dict(os.environ) | {f"JITABATA_{name}": value for name, value in ours.items()}


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


class Pack:
    """So many processes by role; whichever dies is begun again at once."""

    def __init__(
        self, roles: tuple[str, ...], env: Mapping[str, str], board: str, log: Path, dice: int
    ) -> None:
        self.port, self.intake = free_port(), free_port()
        self.kills = 0
        self._roles, self._env, self._board, self._log = roles, env, board, log
        self._dice = random.Random(f"kills/{dice}")  # noqa: S311 - the same every time
        self._running: list[Process] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Pack"]:
        self._running = [await self._begin(role) for role in self._roles]
        try:
            await self.until_it_answers()
            yield self
        finally:
            for process in self._running:
                await self._kill(process)

    async def kill_one(self) -> None:
        """``kill -9`` of any of them, and another in its place."""
        number = self._dice.randrange(len(self._running))
        await self._kill(self._running[number])
        self.kills += 1
        self._running[number] = await self._begin(self._roles[number])

    def pause(self, mean: float) -> float:
        """Seconds until the next is killed."""
        return min(self._dice.expovariate(1 / mean), 4 * mean)

    async def until_it_answers(self) -> None:
        async with asyncio.timeout(READY), httpx.AsyncClient() as client:
            while True:
                try:
                    if (await client.get(f"http://127.0.0.1:{self.port}/healthz")).is_success:
                        return
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)

    async def _begin(self, role: str) -> Process:
        port = "0" if role == "work" else str(self.port)
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.storms.house"),
                *(role, port, str(self.intake), self._board),
                env=self._env,
                stderr=log,
                stdout=log,
            )

    @staticmethod
    async def _kill(process: Process) -> None:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()
