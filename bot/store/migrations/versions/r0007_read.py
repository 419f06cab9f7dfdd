"""What each notice said to one reader is remembered, so that another incident does not repeat it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the content; what was told before has none and is compared by its incident alone."""
    op.add_column("told", sa.Column("content", sa.String(500), nullable=False, server_default=""))
    op.create_index("told_by_customer", "told", ["customer", "id"])
