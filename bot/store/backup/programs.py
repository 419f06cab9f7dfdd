"""PostgreSQL's own programs: where they are, and how they are run without a password being seen.

A password goes into a file that only we can read and that is gone afterwards; the command line,
which every user of the machine can read, names that file alone.
https://www.postgresql.org/docs/current/libpq-pgpass.html
"""

import re
import shutil
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

DEBIAN = Path("/usr/lib/postgresql")  # one folder a version
NAMES = ("pg_dump", "pg_restore", "psql")
LONGEST_COMPLAINT = 2000  # characters of what a program says on standard error


def programs_for(server: int, places: Path = DEBIAN, path: str | None = None) -> dict[str, str]:
    """The programs by name, of the server's major version or the next later one.

    ``path``: where else to look; None: as the shell does. StoreError with what to install.
    """
    found = [
        (int(folder.parent.name), folder)
        for folder in places.glob("*/bin")
        if folder.parent.name.isdecimal() and all((folder / name).is_file() for name in NAMES)
    ]
    for version, folder in sorted(found):
        if version >= server:
            return {name: str(folder / name) for name in NAMES}
    named = {name: shutil.which(name, path=path) for name in NAMES}
    here = {name: where for name, where in named.items() if where is not None}
    if len(here) < len(NAMES):
        missing = ", ".join(sorted(set(NAMES) - set(here)))
        raise StoreError(
            f"{missing} not found: the package postgresql-client-{server} has it"
            f" (apt install postgresql-client-{server})"
        )
    if (version := _version(here["pg_dump"])) < server:
        raise StoreError(
            f"pg_dump {version} cannot copy a PostgreSQL {server}: install the package"
            f" postgresql-client-{server}"
        )
    return here


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's own program
    number = re.search(r"(\d+)(?:\.\d+)*", said.stdout)
    return int(number[1]) if number else 0


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
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own programs
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
        )
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
            raise StoreError(f"{Path(words[0]).name} failed: {why}")


def run(words: Sequence[str]) -> None:
    """Run a program to its end; what it says is not of interest unless it fails."""
    with running(words) as said:
        while said.read(1 << 16):
            pass
