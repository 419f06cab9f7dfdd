"""A statement is compiled once for all databases of SQLite in a process.

An engine keeps what it has compiled, and every test has an engine of its own: a tenth of all time went into compiling.
"""

from typing import Any

from sqlalchemy import Engine, create_engine

from bot.store import connect


def share() -> None:
    """Have the engines of all stores keep what they compile in one place."""
    first = create_engine("sqlite://")
    first.connect().close()  # its dialect knows from now on whom it speaks with

    def sharing(*given: Any, **more: Any) -> Engine:
        engine = create_engine(*given, **more)
        if engine.dialect.name == first.dialect.name:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        return engine

    connect.create_engine = sharing  # type: ignore[attr-defined]
