"""Questions of many open pages that are answered together.

When something happens every open page asks anew within a moment. Those that ask while a reading is under way are
answered by the next one, all together, and nobody is told what was read before they asked.
"""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class Batching(Generic[Question, Answer]):
    """Has one function answer many questions at once, in a worker thread. Call it from the event loop only.

    ``answers`` gets questions of which no two are alike, and answers each of them.
    """

    def __init__(
        self, answers: Callable[[tuple[Question, ...]], Mapping[Question, Answer]]
    ) -> None:
        self._answers = answers
        self._asked: dict[Question, asyncio.Future[Answer]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """The answer as of now, or of a moment later. Raises what the reading raises."""
        if question not in self._asked:
            self._asked[question] = asyncio.get_running_loop().create_future()
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return await asyncio.shield(self._asked[question])  # others may wait for the same

    async def _read(self) -> None:
        """Answer whoever asked, again and again until nobody has asked meanwhile."""
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                found = await run_in_threadpool(self._answers, tuple(asked))
            except Exception as error:  # noqa: BLE001 - each of them raises it
                for waiting in asked.values():
                    waiting.set_exception(error)
                    waiting.exception()  # somebody who has gone hears of nothing
            else:
                for question, waiting in asked.items():
                    waiting.set_result(found[question])
        self._reading = None
