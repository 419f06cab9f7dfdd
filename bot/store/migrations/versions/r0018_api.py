"""The API: tokens, what was answered under which key, and what organisations use."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_WORD = sa.String(500)
_MOMENT = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; no program has a token yet."""
    op.create_table(
        "api_tokens",
        sa.Column("id", _WORD, primary_key=True),
        sa.Column("name", _WORD, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("organisation", _WORD, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", _WORD, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.Column("revoked_at", _MOMENT),
    )
    op.create_table(
        "api_keys",
        sa.Column("key", _WORD, primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("api_keys_by_time", "api_keys", ["taken_at"])
    op.create_table(
        "organisations",
        sa.Column("seq", _NUMBER, primary_key=True),
        sa.Column("id", _WORD, nullable=False, unique=True),
        sa.Column("name", _WORD, nullable=False),
        sa.Column("products", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("changed_by", _WORD, nullable=False),
    )
