"""What staff do is written down in a table of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

WORD = sa.String(500)


def upgrade() -> None:
    """Create the table; it begins empty."""
    op.create_table(
        "staff_audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, WORD, nullable=False)
            for name in ("act", "choice", "staff", "alike", "account", "via", "about", "network")
        ),
        sa.Column("refused", sa.Boolean(), nullable=False),
    )
    op.create_index("staff_audit_by_time", "staff_audit", ["at"])
    op.create_index("staff_audit_by_name", "staff_audit", ["alike", "id"])
    op.create_index("staff_audit_by_act", "staff_audit", ["act", "id"])
