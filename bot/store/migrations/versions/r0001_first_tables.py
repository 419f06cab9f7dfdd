"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.String(500)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table; ``tables.py`` says what they are for."""
    _journal()
    _conversations()
    _staff()
    _boxes()
    op.create_table(
        "numbers",
        sa.Column("name", WORD, primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "memories",
        sa.Column("key", WORD, primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("message_id", WORD),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("journal_by_kind", "journal", ["kind", "id"])
    op.create_index("journal_by_message", "journal", ["message_id"])


def _nouns(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("id", WORD, nullable=False, unique=True),
        *columns,
        sa.Column("body", sa.Text(), nullable=False),
    )


def _conversations() -> None:
    _nouns(
        "conversations",
        sa.Column("customer", WORD, nullable=False),
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("reported_at", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("conversations_by_customer", "conversations", ["customer", "opened_at", "seq"])
    op.create_index("conversations_by_change", "conversations", ["changed_at"])
    _nouns("feeds", sa.Column("service", WORD, nullable=False))


def _staff() -> None:
    _nouns(
        "incidents",
        sa.Column("status", WORD, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("incidents_by_status", "incidents", ["status"])
    _nouns(
        "tickets",
        sa.Column("status", WORD, nullable=False),
        sa.Column("conversation", WORD),
        sa.Column("customer", WORD),
        sa.Column("tenant", WORD),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("tickets_by_opening", "tickets", ["opened_at", "seq"])
    op.create_index("tickets_by_status", "tickets", ["status", "opened_at", "seq"])
    _nouns(
        "proposals",
        sa.Column("status", WORD, nullable=False),
        sa.Column("incident", WORD, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
    )
    op.create_index("proposals_by_status", "proposals", ["status"])


def _boxes() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", WORD, nullable=False, unique=True),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("inbox_by_state", "inbox", ["channel", "state", "id"])
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", WORD, nullable=False, unique=True),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("tried_at", MOMENT),
        sa.Column("provider_id", WORD),
        sa.Column("reason", sa.Text()),
    )
    op.create_index("outbox_by_state", "outbox", ["channel", "state", "id"])
