"""Staff write down what else they know of an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the column; nothing was written before."""
    op.add_column("organisations", sa.Column("note", sa.Text(), nullable=False, server_default=""))
