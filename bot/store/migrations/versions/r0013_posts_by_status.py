"""Which maintenance is under way is asked for every message, so posts are found by where they stand."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the index."""
    op.create_index("posts_by_status", "posts", ["status", "changed_at"])
