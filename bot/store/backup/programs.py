"""PostgreSQL's own programs, and how they are run without a password being seen.

A password goes into a file that only we can read and that is gone afterwards; the command line,
which every user of the machine can read, names that file alone.
https://www.postgresql.org/docs/current/libpq-pgpass.html
"""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from bot.store import connect
from bot.store.errors import StoreError

LONGEST_COMPLAINT = 2000  # characters of what a program says on standard error


@contextmanager
def connection_words(address: URL, database: str | None = None) -> Iterator[str]:
    """How libpq is told where to connect to; ``database`` in place of the URL's."""
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - an extra of ours

    engine = create_engine(address)
    _, given = engine.dialect.create_connect_args(address)
    engine.dispose()
    password = given.pop("password", None)
    if database is not None:
        given["dbname"] = database
    given.setdefault("connect_timeout", int(connect.PATIENCE))
    with tempfile.TemporaryDirectory(prefix="jitabata-") as folder:
        if password is not None:
            given["passfile"] = _pass_file(Path(folder), str(password))
        told = {n: str(v) for n, v in given.items() if isinstance(v, str | int | Path)}
        yield make_conninfo("", **told)


def _pass_file(folder: Path, password: str) -> Path:
    path = folder / "pass"
    path.touch(mode=0o600)
    escaped = password.replace("\\", "\\\\").replace(":", "\\:")
    path.write_text(f"*:*:*:*:{escaped}\n", "utf-8")
    return path


@contextmanager
def running(words: Sequence[str]) -> Iterator[IO[bytes]]:
    """What a program says, while it runs; when the block ends so has it. StoreError when it failed."""
    # With a host Debian's wrapper takes the newest version that is installed; libpq heeds no empty one.
    words = [words[0], "--host=", *words[1:]]
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own programs
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
            )
        except FileNotFoundError:
            raise StoreError(
                f"{words[0]} not found: the package postgresql-client has it"
                " (apt install postgresql-client)"
            ) from None
        with process:
            try:
                yield cast("IO[bytes]", process.stdout)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            complaints.seek(0)
            said = complaints.read(100_000).decode("utf-8", "replace").strip()
            why = said[-LONGEST_COMPLAINT:] or f"it ended with {process.returncode}"
            raise StoreError(f"{words[0]} failed: {why}")


def run(words: Sequence[str]) -> None:
    """Run a program to its end; what it says is not of interest unless it fails."""
    with running(words) as said:
        while said.read(1 << 16):
            pass
