"""Staff have accounts, and their sessions a table, so that they can be listed and ended."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

WORD = sa.String(500)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables. Who is signed in signs in again."""
    op.create_table(
        "staff_accounts",
        sa.Column("id", WORD, primary_key=True),
        sa.Column("name", WORD, nullable=False),
        sa.Column("alike", WORD, nullable=False, unique=True),
        sa.Column("role", WORD, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("slack", WORD, nullable=False),
        sa.Column("invitation", WORD, nullable=False),
        sa.Column("invited_until", MOMENT),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("key", WORD, primary_key=True),
        sa.Column("account", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("alike", WORD, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
        sa.Column("network", WORD, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_index("staff_sessions_by_account", "staff_sessions", ["account", "used_at"])
    op.create_index("staff_sessions_by_use", "staff_sessions", ["used_at"])
