"""Accounts may belong to somebody whom an identity provider vouches for, and sessions to its sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the columns; who has an account by now signs in by a password."""
    for table, column in (("staff_accounts", "identity"), ("staff_sessions", "sid")):
        made = sa.Column(column, sa.String(500), nullable=False, server_default="")
        op.add_column(table, made)
