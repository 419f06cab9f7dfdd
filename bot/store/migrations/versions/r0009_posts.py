"""What the public page shows has tables: posts, and what was measured of components day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables; nothing that was kept before is touched, and nothing is published by it."""
    op.create_table(
        "posts",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("id", sa.String(500), nullable=False, unique=True),
        sa.Column("status", sa.String(500), nullable=False),
        sa.Column("incident", sa.String(500)),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("posts_by_change", "posts", ["changed_at"])
    op.create_table(
        "component_days",
        sa.Column("component", sa.String(500), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("measured", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("slow", sa.Integer(), nullable=False),
    )
