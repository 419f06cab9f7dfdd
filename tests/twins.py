"""The replay protocol through two desks at once, one on SQLite and one on PostgreSQL.

``python -m tests.twins --state DIR`` speaks as ``jitabata replay --jsonl`` does, so the judge can
drive it; it ends with an error at the first effect in which the two differ.
"""

import argparse
import hashlib
import io
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.channels.lines import replay
from bot.desk.desk import Desk
from bot.knowledge.load import load
from bot.model.effect import Effect
from bot.model.event import Event
from bot.store.sql import SqlStore
from tests.store.databases import POSTGRESQL

Handle = Callable[[Event], tuple[Effect, ...]]


def schema_of(state: Path) -> str:
    """The URL of the schema that belongs to a folder, made when it is not there."""
    name = "twin_" + hashlib.sha256(str(state.resolve()).encode()).hexdigest()[:24]
    engine = create_engine(POSTGRESQL)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {name}"))
    engine.dispose()
    return f"{POSTGRESQL}?options=-csearch_path%3D{name}"


def main() -> int:
    """Until the input ends; 1 when the two have differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    state: Path = parser.parse_args().state
    state.mkdir(parents=True, exist_ok=True)
    knowledge = load()
    file = SqlStore.open(f"sqlite:///{(state / 'desk.sqlite').resolve()}", durable=False)
    server = SqlStore.open(schema_of(state))
    with closing(file), closing(server):
        twins: list[Handle] = [Desk(store, knowledge).handle for store in (file, server)]
        for line in iter(sys.stdin.readline, ""):
            said = [_said(handle, line) for handle in twins]
            if said[0] != said[1]:
                sys.stderr.write(
                    f"the two differ at {line}SQLite:\n{said[0]}PostgreSQL:\n{said[1]}"
                )
                return 1
            sys.stdout.write(said[0])
            sys.stdout.flush()
    return 0


def _said(handle: Handle, line: str) -> str:
    out = io.StringIO()
    replay(handle, [line], out)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
