"""Customers who write while processes die, and remember what was acknowledged."""

import asyncio
import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from tests.web.forms import hidden

TEXTS = (
    "一覧の絞り込みの方法を教えてください",
    "私だけ添付ファイルが開けません",
    "帳票の余白を変える方法を教えてください",
)
AGAIN = 0.1  # seconds until somebody who got no answer tries again


@dataclass
class Customers:
    """Each is somebody else of another company, with a mark of letters in the text.

    ``acknowledged``: marks by the way in. Who got no answer sends the same again.
    """

    seed: int
    chat: str
    intake: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._dice = random.Random(f"customers/{self.seed}")  # noqa: S311 - the same every time

    async def write(self, way: str, per_second: float, is_over: Callable[[], bool]) -> None:
        """New customers, until it is over and everybody has got an answer."""
        async with asyncio.TaskGroup() as group:
            while not is_over():
                mark = "".join(self._dice.choices(string.ascii_lowercase, k=10))
                self.written.add(mark)
                group.create_task(self._insist(way, mark))
                await asyncio.sleep(self._dice.expovariate(per_second))

    async def _insist(self, way: str, mark: str) -> None:
        text = f"{self._dice.choice(TEXTS)} ({mark})"
        twice = self._dice.random() < 0.2
        if way == "chat":
            await self._chat(mark, text)
        else:
            await self._report(mark, text)
            if twice:
                await self._report(mark, text)

    async def _report(self, mark: str, text: str) -> None:
        said = {"id": f"m-{mark}", "customer": f"board:{mark}", "tenant": mark, "text": text}
        async with httpx.AsyncClient(timeout=20.0) as client:
            while True:
                try:
                    answer = await client.post(self.intake, json=said)
                except httpx.HTTPError:
                    await asyncio.sleep(AGAIN)
                    continue
                if answer.is_success:
                    self.acknowledged[mark] = "board"
                    return
                await asyncio.sleep(AGAIN)

    async def _chat(self, mark: str, text: str) -> None:
        async with httpx.AsyncClient(base_url=self.chat, timeout=20.0) as browser:
            form: dict[str, str] = {}
            while True:
                try:
                    if not form:
                        page = (await browser.get("/chat")).raise_for_status().text
                        form = {name: hidden(page, name) for name in ("token", "once")}
                        form |= {"text": text, "organisation": f"{mark}.example"}
                    answer = await browser.post(
                        "/messages", data=form, headers={"accept": "application/json"}
                    )
                except httpx.HTTPError:
                    await asyncio.sleep(AGAIN)
                    continue
                if answer.is_success:
                    self.acknowledged[mark] = "web"
                    return
                await asyncio.sleep(1.0 if answer.status_code == 429 else AGAIN)
