"""An entry of the inbox says what it is about and who follows it; who is at a case, and saved views, have tables."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the columns; entries of before are about nothing that anybody said, and nobody follows them."""
    category = sa.Column("category", sa.String(500), nullable=False, server_default="")
    op.add_column("cases", category)
    op.add_column("cases", sa.Column("followers", sa.Text(), nullable=False, server_default=""))
    op.drop_index("cases_by_wait", "cases")
    by_wait = ["stage", "waits_for", "urgency", "since", "seq", "staff"]
    op.create_index("cases_by_wait", "cases", by_wait)
    op.create_index("cases_by_category", "cases", ["category", "last_at", "seq"])
    op.create_index("cases_by_staff_last", "cases", ["staff", "last_at", "seq"])
    op.create_table(
        "case_attendance",
        sa.Column("ticket", sa.String(500), primary_key=True),
        sa.Column("staff", sa.String(500), primary_key=True),
        sa.Column("doing", sa.String(500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("question", sa.String(500), nullable=False),
    )
    op.create_table(
        "case_views",
        sa.Column("staff", sa.String(500), primary_key=True),
        sa.Column("name", sa.String(500), primary_key=True),
        sa.Column("asked", sa.Text(), nullable=False),
    )
