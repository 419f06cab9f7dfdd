"""Incidents are found by product and by words; what happens to them is logged."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.String(500)
AT_ONCE = 500  # rows read in one go


def upgrade() -> None:
    """Add the columns, fill them from what was kept, and create the log."""
    op.add_column("incidents", sa.Column("product", WORD, nullable=False, server_default=""))
    op.add_column("incidents", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    _fill()
    op.create_index("incidents_by_raising", "incidents", ["raised_at", "seq"])
    op.create_index("incidents_by_product", "incidents", ["product", "raised_at", "seq"])
    op.create_index("proposals_by_incident", "proposals", ["incident"])
    texts = ("what", "about", "staff")
    op.create_table(
        "timeline",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        *(sa.Column(name, WORD, nullable=False, server_default="") for name in texts),
        sa.Column("text", sa.Text(), nullable=False, server_default=""),
        sa.Column("key", WORD, unique=True),
    )
    op.create_index("timeline_by_subject", "timeline", ["subject", "at", "id"])


def _fill() -> None:
    page = sa.text("SELECT seq, id, body FROM incidents WHERE seq > :last ORDER BY seq LIMIT :most")
    change = sa.text("UPDATE incidents SET product = :product, words = :words WHERE seq = :seq")
    connection, last = op.get_bind(), 0
    while found := connection.execute(page, {"last": last, "most": AT_ONCE}).all():
        for seq, ident, body in found:
            incident = json.loads(body)
            suspects = [str(cause) for cause in incident.get("suspects", ())]
            names = [str(name) for name in incident.get("tenants", ())]
            product = suspects[0].partition(":")[2] if suspects else ""
            words = "\n".join((ident, *suspects, *names)).casefold().replace("\0", " ")
            row = {"product": product[:500], "words": words, "seq": seq}
            connection.execute(change, row)
            last = seq
