"""A conversation knows the network that an unverified reporter wrote from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; of what was kept before, no network is known."""
    op.add_column("conversations", sa.Column("address", sa.String(500)))
    op.create_index("conversations_by_address", "conversations", ["address", "seq"])
