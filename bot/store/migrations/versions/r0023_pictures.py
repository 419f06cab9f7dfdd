"""Screenshots that are kept for staff."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; of what was sent before nothing was kept."""
    op.create_table(
        "pictures",
        sa.Column("seq", _NUMBER, primary_key=True),
        sa.Column("id", sa.String(500), nullable=False, unique=True),
        sa.Column("conversation", sa.String(500)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("pictures_by_conversation", "pictures", ["conversation", "at", "size"])
    op.create_index("pictures_by_moment", "pictures", ["at", "size"])
