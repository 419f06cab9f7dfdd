"""The database: whether it can be reached, written to and relied on."""

import asyncio
from collections.abc import Iterator

from bot.doctor.premises import Premises
from bot.doctor.words import say
from bot.model.checkup import Checkup
from bot.store import condition, migrations
from bot.store.condition import Condition
from bot.store.errors import StoreError

FEWEST_FREE = 20  # connections; a process takes up to 15, and its jobs a few more
OLDEST_POSTGRESQL = 13


async def examine(premises: Premises) -> list[Checkup]:
    """Looks at the database of the settings. It makes no file where none is."""
    url = premises.settings.database_url
    file = condition.file_of(url)
    if file is not None and not file.is_file():
        return [say("no_database", "database", file=file)]
    if condition.is_memory(url):
        return []  # the configuration's examiner has said what there is to say
    try:
        found = await asyncio.to_thread(condition.condition, url)
    except StoreError as why:
        return [say("unreachable", "database", why=why)]
    return list(_told(found))


def _told(found: Condition) -> Iterator[Checkup]:
    name = "database"
    yield say("reached", name, name=found.name, server=found.server)
    yield from _tables(found)
    if found.refusal:
        yield say("read_only", name, why=found.refusal)
    for damage in found.damage:
        yield say("damaged", name, why=damage)
    if not found.checked:
        yield say("unchecked", name, seconds=int(condition.CHECKED_FOR))
    yield from _settings(found)
    if found.free is not None and found.free < FEWEST_FREE:
        key = "no_connections" if found.free < 1 else "few_connections"
        yield say(key, name, free=found.free)


def _tables(found: Condition) -> Iterator[Checkup]:
    newest = migrations.REVISIONS[-1]
    if found.tables is None:
        yield say("no_tables", "database")
    elif found.tables in migrations.REVISIONS[:-1]:
        yield say("older", "database", found=found.tables, newest=newest)
    elif found.tables != newest:
        yield say("newer", "database", found=found.tables, newest=newest)
    else:
        yield say("tables_ok", "database", found=found.tables)


def _settings(found: Condition) -> Iterator[Checkup]:
    settings = found.settings
    if settings.get("journal_mode", "wal") != "wal":
        yield say("no_wal", "database", mode=settings["journal_mode"])
    for setting in ("fsync", "full_page_writes"):
        if settings.get(setting, "on") == "off":
            yield say("torn", "database", setting=setting)
    if settings.get("synchronous_commit") == "off":
        yield say("hasty", "database")
    encoding = settings.get("server_encoding", "UTF8")
    if encoding != "UTF8":
        yield say("not_utf8", "database", encoding=encoding)
    kind, _, version = found.server.partition(" ")
    if kind == "PostgreSQL" and int(version.partition(".")[0] or 0) < OLDEST_POSTGRESQL:
        yield say("old_server", "database", server=found.server, oldest=OLDEST_POSTGRESQL)
