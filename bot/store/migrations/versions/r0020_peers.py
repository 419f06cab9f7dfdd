"""Other desks, and what was told, have tables."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_WORD = sa.String(500)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; no desk is known yet."""
    op.create_table(
        "peers",
        sa.Column("seq", _NUMBER, primary_key=True),
        sa.Column("id", _WORD, nullable=False, unique=True),
        sa.Column("address", sa.String(2_000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "sightings",
        sa.Column("seq", _NUMBER, primary_key=True),
        sa.Column("id", _WORD, nullable=False, unique=True),
        sa.Column("way", _WORD, nullable=False),
        sa.Column("peer", _WORD, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
