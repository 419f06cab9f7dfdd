"""A file that a command is given, to be read more than once: from disk, or from standard input."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bot.model.errors import JitabataError


class _Bounded:
    """Reads no more than so many bytes of a stream, and one to tell that there was more."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self._source = source
        self._left = most + 1

    def read(self, size: int = -1) -> bytes:
        found = self._source.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(found)
        return found


@contextlib.contextmanager
def seekable(path: str, stdin: IO[bytes], most: int) -> Iterator[IO[bytes]]:
    """The file; "-" is what comes from ``stdin``, put by on disk under no name.

    Raises JitabataError when it is not there, or has more than ``most`` bytes.
    """
    with contextlib.ExitStack() as stack:
        try:
            if path == "-":
                file: IO[bytes] = stack.enter_context(tempfile.TemporaryFile())
                shutil.copyfileobj(_Bounded(stdin, most), file)
            else:
                file = stack.enter_context(Path(path).open("rb"))
        except OSError as why:
            raise JitabataError(f"cannot read {path}: {why.strerror}") from why
        if file.seek(0, 2) > most:
            raise JitabataError(f"{path} has more than {most >> 20} MB; give it in parts")
        file.seek(0)
        yield file
