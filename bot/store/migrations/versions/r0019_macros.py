"""Macros, the replies that staff save, have a table."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the table; nothing that was kept before is touched."""
    op.create_table(
        "macros",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("id", sa.String(500), nullable=False, unique=True),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
