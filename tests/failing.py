"""A store that fails when told to, and what it fails with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.desk.ports import Store, UnitOfWork
from bot.model.errors import StoreUnavailableError


class DiskFullError(StoreUnavailableError):
    """What a store raises when it was told to fail: it may pass."""


class FlawError(Exception):
    """What a store raises when it was told to choke: a fault of ours, which does not pass."""


class FailingStore:
    """A store that fails when told to, once, and can tell which methods a transaction uses."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._method = ""
        self._uses = 0
        self._error: type[Exception] = DiskFullError
        self._tell: Callable[[str], None] = lambda _: None

    def fails_on(self, method: str, use: int = 1) -> None:
        """Fail at the n-th use of one method of a transaction."""
        self._method, self._uses, self._error = method, use, DiskFullError

    def chokes_on(self, method: str, use: int = 1) -> None:
        """The same with a fault of ours."""
        self._method, self._uses, self._error = method, use, FlawError

    def fails_at_the_end(self) -> None:
        """Fail when the next transaction is about to be committed."""
        self._method = "commit"

    def watched_by(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    @contextmanager
    def work(self) -> Iterator[Any]:
        with self._store.work() as work:
            yield _FailingWork(work, self._checked)
            if self._method == "commit":
                self._method = ""
                raise DiskFullError("commit")

    def _checked(self, method: str) -> None:
        self._tell(method)
        if method == self._method:
            self._uses -= 1
            if self._uses == 0:
                self._method = ""
                raise self._error(method)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class _FailingWork:
    def __init__(self, work: UnitOfWork, check: Callable[[str], None]) -> None:
        self._work, self._check = work, check

    def __getattr__(self, name: str) -> Any:
        self._check(name)
        return getattr(self._work, name)
