"""Connections of the shared engine to PostgreSQL: few, bounded in time, and cut when they must be."""

from typing import Any
from weakref import WeakSet

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.engine import make_url

CONNECTS = 3  # seconds to connect in
_BOUNDS: dict[str, Any] = {
    "application_name": "jitabata jobs",
    "connect_timeout": CONNECTS,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,  # milliseconds
}

Connection = AsyncConnection[Any]
Pool = AsyncConnectionPool[Connection]


class Connections:
    """One pool and what else is opened beside it; ``cut()`` leaves nothing waiting.

    A connection that broke is not noticed before it is used: whoever asks, asks again.

    ``url``: SQLAlchemy's, for PostgreSQL. ``patience``: seconds to wait for a free connection.
    """

    def __init__(self, url: str, patience: float) -> None:
        self._open: WeakSet[Connection] = WeakSet()
        self._patience = patience
        self.pool: Pool = AsyncConnectionPool(
            kwargs=_settings_of(url) | _BOUNDS,
            min_size=1,
            max_size=4,
            timeout=patience,
            open=False,
            configure=self.configure,
            name="jobs",
        )

    async def configure(self, connection: Connection) -> None:
        """Prepare a connection and remember it; for those beside the pool too."""
        self._open.add(connection)
        await connection.set_autocommit(True)
        await connection.execute("SET statement_timeout = '5s'")

    async def open(self) -> None:
        """Connect; psycopg's PoolTimeout when the database is away."""
        await self.pool.open()
        await self.pool.wait(self._patience + CONNECTS)

    async def cut(self) -> None:
        """Close everything at once; what waits for an answer fails."""
        for connection in list(self._open):
            await connection.close()
        await self.pool.close(timeout=1.0)


def _settings_of(url: str) -> dict[str, Any]:
    """What psycopg is told to connect as SQLAlchemy would."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    _, settings = address.get_dialect()().create_connect_args(address)
    return {name: value for name, value in settings.items() if name != "context"}
