"""The database: whether it can be reached, written to and relied on."""

import asyncio
from collections.abc import Iterator

from bot.channels.checkups import checkup
from bot.doctor.check_context import CheckContext
from bot.model.checkup import Checkup
from bot.store import health, migrations
from bot.store.errors import StoreError
from bot.store.health import DatabaseHealth

FEWEST_FREE = 20  # connections; a process takes up to 15, and its jobs a few more
OLDEST_POSTGRESQL = 13


async def examine(premises: CheckContext) -> list[Checkup]:
    """Looks at the database of the settings. It makes no file where none is."""
    url = premises.settings.database_url
    file = health.file_of(url)
    if file is not None and not file.is_file():
        return [checkup("doctor.note.no_database", "database", file=file)]
    if health.is_memory(url):
        return []  # the configuration's examiner has said what there is to say
    try:
        found = await asyncio.to_thread(health.condition, url)
    except StoreError as why:
        return [checkup("doctor.wrong.unreachable", "database", why=why)]
    return list(_told(found))


def _told(found: DatabaseHealth) -> Iterator[Checkup]:
    name = "database"
    yield checkup("doctor.ok.reached", name, name=found.name, server=found.server)
    yield from _tables(found)
    if found.refusal:
        yield checkup("doctor.wrong.read_only", name, why=found.refusal)
    for damage in found.damage:
        yield checkup("doctor.wrong.damaged", name, why=damage)
    if not found.checked:
        yield checkup("doctor.note.unchecked", name, seconds=int(health.CHECKED_FOR))
    yield from _settings(found)
    if found.free is not None and found.free < FEWEST_FREE:
        key = "doctor.wrong.no_connections" if found.free < 1 else "doctor.warning.few_connections"
        yield checkup(key, name, free=found.free)


def _tables(found: DatabaseHealth) -> Iterator[Checkup]:
    newest = migrations.REVISIONS[-1]
    if found.tables is None:
        yield checkup("doctor.wrong.no_tables", "database")
    elif found.tables in migrations.REVISIONS[:-1]:
        yield checkup("doctor.wrong.older", "database", found=found.tables, newest=newest)
    elif found.tables != newest:
        yield checkup("doctor.wrong.newer", "database", found=found.tables, newest=newest)
    else:
        yield checkup("doctor.ok.tables_ok", "database", found=found.tables)


def _settings(found: DatabaseHealth) -> Iterator[Checkup]:
    settings = found.settings
    if settings.get("journal_mode", "wal") != "wal":
        yield checkup("doctor.wrong.no_wal", "database", mode=settings["journal_mode"])
    for setting in ("fsync", "full_page_writes"):
        if settings.get(setting, "on") == "off":
            yield checkup("doctor.wrong.torn", "database", setting=setting)
    if settings.get("synchronous_commit") == "off":
        yield checkup("doctor.warning.hasty", "database")
    encoding = settings.get("server_encoding", "UTF8")
    if encoding != "UTF8":
        yield checkup("doctor.wrong.not_utf8", "database", encoding=encoding)
    kind, _, version = found.server.partition(" ")
    if kind == "PostgreSQL" and int(version.partition(".")[0] or 0) < OLDEST_POSTGRESQL:
        yield checkup(
            "doctor.warning.old_server", "database", server=found.server, oldest=OLDEST_POSTGRESQL
        )
