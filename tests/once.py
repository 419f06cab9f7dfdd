"""What is the same in every test, and was made anew by each: made once for all tests of a process.

Statements compiled for SQLite: an engine keeps its own, and every test has an engine of its own. The patterns of the
addresses of the pages: every site compiles two hundred. The certificates that clients trust, read by each client.
The shipped weights, which every folder of knowledge without its own falls back on. And a password is hashed as
quickly as Argon2id can: the true hash takes 50 ms of a core, so that nobody can guess.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import starlette.routing
from argon2 import PasswordHasher
from httpx._transports import default
from sqlalchemy import Engine, create_engine

from bot.knowledge import load
from bot.model.weights import Weights
from bot.store import connect
from bot.web import passwords

TRUE_HASHER = passwords._HASHER


def share() -> None:
    """Have everything that is made from now on use what is there already."""
    connect.create_engine = _sharing(create_engine("sqlite://"))  # type: ignore[attr-defined]
    starlette.routing.compile_path = cache(starlette.routing.compile_path)
    default.create_ssl_context = cache(default.create_ssl_context)  # type: ignore[attr-defined]
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    load.load_weights = _shipped_once(load.load_weights)  # type: ignore[attr-defined]


def _sharing(first: Engine) -> Any:
    first.connect().close()  # its dialect knows from now on whom it speaks with

    def made(*given: Any, **more: Any) -> Engine:
        engine = create_engine(*given, **more)
        if engine.dialect.name == first.dialect.name:
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        return engine

    return made


def _shipped_once(read: Callable[[Path, str], Weights | None]) -> Callable[..., Weights | None]:
    shipped, again = load.shipped(), cache(read)
    return lambda folder, name: (again if folder == shipped else read)(folder, name)
