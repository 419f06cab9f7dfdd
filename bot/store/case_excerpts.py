"""Entries that a search found, with where its words stand in their conversations."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from bot.desk.case_excerpt import excerpt_of
from bot.desk.inbox import CasePage
from bot.model.conversation import Conversation
from bot.store import tables
from bot.store.bulk import among
from bot.store.rows import value_of

_C = tables.conversations.c


def with_excerpts(connection: Connection, page: CasePage, terms: Sequence[str]) -> CasePage:
    """The same page; all its conversations are read with one statement."""
    idents = [line.conversation for line in page.lines if line.conversation]
    if not idents or not terms:
        return page
    wanted = among(_C.id, "idents", connection.dialect.name, idents)
    bodies = connection.scalars(select(_C.body).where(wanted))
    talks = [value_of(Conversation, body) for body in bodies]
    found = {talk.id: excerpt_of(talk, terms) for talk in talks}
    rows = (
        replace(row, line=replace(row.line, found=found.get(row.line.conversation or "")))
        for row in page.rows
    )
    return replace(page, rows=tuple(rows))
