"""What admins set in the console has a table."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Create the table; the operator's file stays as it is."""
    op.create_table(
        "staff_settings",
        sa.Column("name", sa.String(500), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(500), nullable=False),
    )
