"""What is the same in every test, and was made anew by each: made once for all tests of a process.

Statements compiled for SQLite: an engine keeps its own, and every test has an engine of its own. The patterns of the
addresses of the pages: every site compiles two hundred. The code of templates, which every other set of trusted hosts
compiles again. The certificates that clients trust, read by each client. The shipped weights, which every folder of
knowledge without its own falls back on. The readers of messages, which every desk builds for the same knowledge and
the same products; they remember nothing. What a short message means to a desk, which hundreds of days begin with. A
module that is not installed, for which httpx searches the disk at every request. And a password is hashed as quickly
as Argon2id can: the true hash takes 50 ms of a core, so that nobody can guess.
"""

import sys
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
import starlette.routing
from argon2 import PasswordHasher
from httpx._transports import default
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine

from bot.desk import desk
from bot.knowledge import load
from bot.lexicon.meanings import edition, furnish
from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge
from bot.model.understanding import Understanding
from bot.model.weights import Weights
from bot.store import connect
from bot.triage.triage import Triage
from bot.web import pages, passwords

TRUE_HASHER = passwords._HASHER
STATEMENTS = 10_000  # of SQL that are kept compiled: more than all tests together have
READERS = 8  # of messages that are kept
READINGS = 2_000  # of one reader
SHORT = 200  # letters; what is longer is read to see how long it takes


def share() -> None:
    """Have everything that is made from now on use what is there already."""
    first = create_engine(f"{connect.SQLITE}://", query_cache_size=STATEMENTS)
    connect.create_engine = _sharing(first)  # type: ignore[attr-defined]
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # httpx looks for it at every request
    starlette.routing.compile_path = cache(starlette.routing.compile_path)
    default.create_ssl_context = cache(default.create_ssl_context)  # type: ignore[attr-defined]
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    pages._environment_for = _with_code_kept(pages._environment_for)  # type: ignore[assignment]
    vars(desk)["Triage"] = _built_once(Triage)
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


class _Code(jinja2.BytecodeCache):
    """The code of templates by name and text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


def _with_code_kept(
    environment_for: Callable[[frozenset[str]], jinja2.Environment],
) -> Callable[[frozenset[str]], jinja2.Environment]:
    code = _Code()

    def made(hosts: frozenset[str]) -> jinja2.Environment:
        environment = environment_for(hosts)
        environment.bytecode_cache = code
        return environment

    return made


def _built_once(build: type[Triage]) -> Callable[[Knowledge, Catalogue], Triage]:
    kept: list[Triage] = []
    furnished: tuple[Knowledge, int] | None = None  # whose lexicon it is, and its edition

    def built(knowledge: Knowledge, catalogue: Catalogue) -> Triage:
        nonlocal furnished
        if furnished is None or furnished[0] is not knowledge or furnished[1] != edition():
            furnish(knowledge.language)  # another knowledge has been read meanwhile
            furnished = knowledge, edition()
        for one in kept:
            if one.knowledge is knowledge and one.catalogue == catalogue:
                return one
        one = build(knowledge, catalogue)
        one._reader.read = _read_once(one._reader.read)  # type: ignore[method-assign]
        kept.insert(0, one)
        del kept[READERS:]
        return one

    return built


def _read_once(read: Callable[..., Understanding]) -> Callable[..., Understanding]:
    again = lru_cache(maxsize=READINGS)(read)
    return lambda text, **given: (again if len(text) <= SHORT else read)(text, **given)
