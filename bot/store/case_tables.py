"""The tables behind the inbox: one row for each entry, what it is marked with, and its words.

They hold nothing that conversations and tickets do not, and are written with them; see ``cases``.
What can be searched is found by pairs of letters, so that Japanese words of two letters are found as
well and PostgreSQL needs no extension, which its role may not be allowed to create. SQLite keeps the
pairs in an FTS5 table of its own, PostgreSQL in an array under a GIN index.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    DDL,
    Boolean,
    Column,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    event,
    false,
)

from bot.store.columns import Moment, Number, Word
from bot.store.tables import metadata

# Contentless: the words stand in ``case_texts``, against which what is found is checked again.
INDEX = "case_index"
CREATE_INDEX = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(pairs, content='', detail=none, tokenize='ascii')"
)

cases = Table(
    "cases",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),  # of its conversation, or else of its ticket
    Column("conversation", Word),
    Column("ticket", Word),  # the latest
    Column("ticket_at", Moment),  # when that was opened
    Column("stage", SmallInteger, nullable=False),  # see STAGES in ``cases``
    Column("state", Word, nullable=False),  # a CaseState
    Column("urgency", SmallInteger, nullable=False),  # 0 is the highest
    Column("customer", Word, nullable=False),
    Column("tenant", Word, nullable=False),
    Column("channel", Word, nullable=False),
    Column("lang", Word, nullable=False),
    Column("incident", Word),
    Column("cause", Word),
    Column("staff", Word),
    Column("opened_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("since", Moment, nullable=False),
    Column("waits_for", Word, nullable=False),  # a WaitsFor
    Column("replied", Boolean, nullable=False, server_default=false()),
    Column("spoke_at", Moment),  # when the customer did last
    Column("first_words", Text, nullable=False),
    Column("tags", Text, nullable=False),  # a line each
    Column("products", Text, nullable=False),  # a line each
    Column("category", Word, nullable=False, server_default=""),
    Column("followers", Text, nullable=False, server_default=""),  # a line each
    # With ``staff`` at its end all views are counted from it alone.
    Index("cases_by_wait", "stage", "waits_for", "urgency", "since", "seq", "staff"),
    Index("cases_by_urgency", "stage", "urgency", "since", "seq"),
    Index("cases_by_staff", "staff", "stage", "urgency", "since", "seq"),
    Index("cases_by_stage", "stage", "last_at", "seq"),
    Index("cases_by_last", "last_at", "seq"),
    Index("cases_by_tenant", "tenant", "last_at", "seq"),
    Index("cases_by_lang", "lang", "last_at", "seq"),
    Index("cases_by_incident", "incident"),
    Index("cases_by_cause", "cause"),
    Index("cases_by_category", "category", "last_at", "seq"),
    Index("cases_by_staff_last", "staff", "last_at", "seq"),
)
case_marks = Table(
    "case_marks",  # tags, products, and who follows it
    metadata,
    Column("kind", Word, primary_key=True),
    Column("value", Word, primary_key=True),
    Column("seq", Number, primary_key=True, autoincrement=False),
    Index("case_marks_by_case", "seq", "kind"),
)
case_reads = Table(
    "case_reads",  # which of the staff had which entry open, and when last
    metadata,
    Column("staff", Word, primary_key=True),
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
case_attendance = Table(
    "case_attendance",  # who of the staff is at which case, and what they have begun to write
    metadata,
    Column("ticket", Word, primary_key=True),
    Column("staff", Word, primary_key=True),
    Column("doing", Word, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reply", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("question", Word, nullable=False),
)
case_views = Table(
    "case_views",  # views of the inbox that each of the staff keeps
    metadata,
    Column("staff", Word, primary_key=True),
    Column("name", Word, primary_key=True),
    Column("asked", Text, nullable=False),  # an address
)
case_texts = Table(
    "case_texts",  # what can be searched, spelled for comparison (masked as everything is)
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("said", Text, nullable=False),  # of the conversation
    Column("noted", Text, nullable=False),  # of the ticket
    Column("pairs", ARRAY(Integer).with_variant(Text(), "sqlite")),  # NULL in SQLite
)
Index("case_texts_by_pair", case_texts.c.pairs, postgresql_using="gin").ddl_if(dialect="postgresql")
_ddl: Any = DDL  # SQLAlchemy gives it no types
event.listen(case_texts, "after_create", _ddl(CREATE_INDEX).execute_if(dialect="sqlite"))
