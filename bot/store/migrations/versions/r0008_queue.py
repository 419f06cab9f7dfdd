"""Tickets are ordered by urgency, and found by who has them."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

AT_ONCE = 1000  # rows read in one go


def upgrade() -> None:
    """Add the columns and fill them from what was kept."""
    op.add_column(
        "tickets", sa.Column("urgency", sa.SmallInteger(), nullable=False, server_default="1")
    )
    op.add_column("tickets", sa.Column("staff", sa.String(500)))
    _fill()
    columns = ["status", "urgency", "opened_at", "seq"]
    op.create_index("tickets_by_urgency", "tickets", columns)
    op.create_index("tickets_by_customer", "tickets", ["customer"])


def _fill() -> None:
    ranks = {"high": 0, "normal": 1, "low": 2}
    page = sa.text("SELECT seq, body FROM tickets WHERE seq > :last ORDER BY seq LIMIT :most")
    change = sa.text("UPDATE tickets SET urgency = :urgency, staff = :staff WHERE seq = :seq")
    connection, last = op.get_bind(), 0
    while found := connection.execute(page, {"last": last, "most": AT_ONCE}).all():
        for seq, body in found:
            ticket = json.loads(body)
            urgency = ranks.get(ticket.get("urgency"), 1)
            row = {"urgency": urgency, "staff": ticket.get("staff"), "seq": seq}
            connection.execute(change, row)
            last = seq
