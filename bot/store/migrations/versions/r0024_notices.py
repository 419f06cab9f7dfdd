"""What became of a notice to one reader is looked up by who that is and when, among few rows."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_IS_OWN = "kind = 'notice' AND broadcast IS NULL"


def upgrade() -> None:
    """Create the index."""
    where = sa.text(_IS_OWN)
    op.create_index(
        "outbox_notices",
        "outbox",
        ["reader", "decided_at"],
        sqlite_where=where,
        postgresql_where=where,
    )
