"""Which engine does the jobs: the one of this process beside SQLite, or the one of PostgreSQL.

Part of the composition root.
"""

from functools import partial

from bot.jobs.embedded import EmbeddedJobs
from bot.jobs.pace import JobPace
from bot.jobs.port import Jobs
from bot.store import connect
from bot.store.errors import told_as_away
from bot.store.locks import Locks

# A round of deliveries takes up to a minute, and each channel and each broadcast may have one; after an
# outage nothing may rest for long.
PACE = JobPace(hands=16, longest_pause=5.0)


def jobs_of(database_url: str, part: str = "") -> Jobs:
    """The engine for a database whose tables are up to date.

    ``part``: of the work, where a process does no other; beside SQLite one process does each.
    """
    address = connect.address_of(database_url)
    if address.get_backend_name() == "postgresql":
        from bot.jobs.procrastinate import ProcrastinateJobs  # noqa: PLC0415 - only PostgreSQL's

        return ProcrastinateJobs(database_url, PACE)
    turn = partial(Locks(database_url).take, f"jobs-{part}" if part else "jobs")
    return EmbeddedJobs(turn, PACE)


def bring_up_to_date(database_url: str) -> None:
    """The engine's own tables, where it has some. StoreUnavailableError where the database is away."""
    address = connect.address_of(database_url)
    if address.get_backend_name() != "postgresql":
        return
    from bot.jobs import schema  # noqa: PLC0415 - only PostgreSQL's

    engine = connect.engine_of(address, durable=True)
    try:
        with told_as_away(), engine.begin() as connection:
            if not schema.lacks(connection):
                return
        with told_as_away(), connect.writer_of(engine).begin() as connection:
            connect.hold_writing_right(connection)
            schema.bring_up_to_date(connection)
    finally:
        engine.dispose()
