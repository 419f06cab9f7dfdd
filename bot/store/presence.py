"""Whether anybody works on a PostgreSQL database: each process of a desk is present while it runs.

Presence is a session's shared advisory lock, so the server takes it back when a process dies; who
needs the database to itself asks for the same lock alone. SQLite needs nothing of the kind: its
file is locked by whoever has it open.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.engine import URL

from bot.store import connect
from bot.store.errors import StoreError

_KEY = "hashtextextended('jitabata runs ' || current_schema(), 0)"
_OF_ONE = "hashtextextended('jitabata process ' || current_schema() || ' ' || {}, 0)"
PRESENT = f"SELECT pg_advisory_lock_shared({_KEY})"  # waits while somebody is alone
NAMED = f"SELECT pg_advisory_lock({_OF_ONE.format('%s::text')})"  # while a process runs, its own
LIVES = text(  # false while the process runs; until the end of a transaction nobody takes its name
    f"SELECT pg_try_advisory_xact_lock_shared({_OF_ONE.format('CAST(:process AS text)')})"
)
_ALONE = text(f"SELECT pg_try_advisory_lock({_KEY})")


@contextmanager
def alone(address: URL) -> Iterator[None]:
    """Have a PostgreSQL database to oneself until the block ends.

    StoreError when a process is present. It does not keep away who asks nobody: stopped processes
    and other programs.
    """
    with connect.session_of(address) as session:
        if not session.execute(_ALONE).scalar_one():
            raise StoreError(
                f"a desk is running on {connect.name_of(address)}: stop it, and every worker,"
                " and try again"
            )
        yield
