"""Our own measurements have a table: one row for each probe and vantage."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table; nothing that was kept before is touched."""
    op.create_table(
        "probes",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("id", sa.String(500), nullable=False, unique=True),
        sa.Column("service", sa.String(500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
