"""Where limits that several processes share are written down: numbers by name, held for a moment."""

from collections.abc import Collection, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

MOST_KEPT = 50_000  # numbers in one process


class SharedCounters(Protocol):
    """Numbers by name. It knows neither what they mean nor when they have run out."""

    def moment(self, at: float) -> float:
        """The present moment for everybody who shares the slate, in seconds since 1970.

        ``at``: by the clock of whoever asks, which another machine's need not agree with.
        """
        ...

    def hold(
        self, owner: str, names: Collection[str]
    ) -> AbstractContextManager[MutableMapping[str, float]]:
        """The numbers that there are under these names; what is changed in them is kept.

        Nobody else holds anything of the same ``owner`` meanwhile. It may block.
        """
        ...

    def wipe(self, owner: str) -> None:
        """Forget everything of an owner."""
        ...


class OwnCounters:
    """A slate of this process alone."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, float]] = {}

    def moment(self, at: float) -> float:
        return at

    @contextmanager
    def hold(self, owner: str, names: Collection[str]) -> Iterator[MutableMapping[str, float]]:
        numbers = self._numbers.setdefault(owner, {})
        if len(numbers) > MOST_KEPT:
            for name in list(numbers)[: MOST_KEPT // 2]:
                del numbers[name]
        held = {name: numbers[name] for name in names if name in numbers}
        yield held
        for name in names:
            numbers.pop(name, None)
        numbers.update(held)

    def wipe(self, owner: str) -> None:
        self._numbers.pop(owner, None)
