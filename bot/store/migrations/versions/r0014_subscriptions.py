"""Those who follow the public page by an address of their own have a table."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the table; nobody who was known before is in it."""
    op.create_table(
        "subscriptions",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("id", sa.String(500), nullable=False, unique=True),
        sa.Column("key", sa.String(500), nullable=False, unique=True),
        sa.Column("channel", sa.String(500), nullable=False),
        sa.Column("address", sa.String(2_000), nullable=False),
        sa.Column("destination", sa.String(500), nullable=False),
        sa.Column("lang", sa.String(500), nullable=False),
        sa.Column("state", sa.String(500), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
    )
    op.create_index("subscriptions_by_state", "subscriptions", ["state", "lang", "seq"])
