"""An event loop whose time passes by itself whenever everybody waits.

Work for threads is done at once and in this one, so a run is the same every time. Nobody sleeps.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

Value = TypeVar("Value")


class _Jump(selectors.SelectSelector):
    """Instead of waiting it tells how long it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("everybody waits for something that never comes")
        self.passed += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)

    def time(self) -> float:
        return self._jump.passed

    def run_in_executor(  # type: ignore[override]  # a future of this loop, done already
        self, executor: Executor | None, func: Callable[..., Value], *args: Any
    ) -> "asyncio.Future[Value]":
        done: asyncio.Future[Value] = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:  # noqa: BLE001 - whoever awaits it gets it
            done.set_exception(error)
        return done


def run(main: Coroutine[Any, Any, Value]) -> Value:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
