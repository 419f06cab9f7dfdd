"""One process at a time works on one SQLite database: the one that holds a file beside it."""

import fcntl
import os
from pathlib import Path

LOOK = 1.0  # seconds until who stands by asks again


class Alone:
    """The lock of a file, which the system takes back the moment its holder dies.

    ``beside``: the database; None when it lives in this process alone. OSError when the file
    cannot be opened.
    """

    def __init__(self, beside: Path | None) -> None:
        self._path = None if beside is None else beside.with_name(f"{beside.name}.jobs.lead")
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Whether this is the one that works, from now until ``release()``."""
        if self._path is None or self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let another one work."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
