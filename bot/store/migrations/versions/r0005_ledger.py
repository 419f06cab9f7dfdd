"""The outbox becomes a ledger with claims; broadcasts, recipients and paces have tables.

New columns have defaults, so that a process of the version before goes on meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.String(500)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add to the outbox and create the tables; what waits goes on waiting."""
    for column in (
        sa.Column("lane", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("reader", WORD, nullable=False, server_default=""),
        sa.Column("destination", WORD),
        sa.Column("broadcast", WORD),
        sa.Column("edition", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("told", sa.Integer()),
        sa.Column("due_at", MOMENT),
        sa.Column("unsure", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("holder", WORD),
        sa.Column("held_until", MOMENT),
        sa.Column("settled_at", MOMENT),
    ):
        op.add_column("outbox", column)
    waits = sa.text("state = 'waiting'")
    for name, columns in (
        ("outbox_waiting", ["channel", "lane", "id"]),
        ("outbox_by_reader", ["reader", "id"]),
    ):
        op.create_index(name, "outbox", columns, sqlite_where=waits, postgresql_where=waits)
    mailed = sa.text("channel = 'mail' AND provider_id IS NOT NULL")
    op.create_index(
        "outbox_mailed", "outbox", ["provider_id"], sqlite_where=mailed, postgresql_where=mailed
    )
    op.create_index("outbox_by_broadcast", "outbox", ["broadcast", "id"])
    _older_rows()
    _new_tables()


def _older_rows() -> None:
    """What the version before wrote: in the lane of its kind, possibly tried."""
    op.execute("UPDATE outbox SET unsure = (attempts > 0), settled_at = tried_at")
    lanes = {"notice": 2, "ticket": 1, "staff_alert": 1, "proposal": 1}
    for kind, lane in lanes.items():
        statement = sa.text("UPDATE outbox SET lane = :lane WHERE kind = :kind")
        op.get_bind().execute(statement, {"lane": lane, "kind": kind})


def _new_tables() -> None:
    op.create_table(
        "paces",
        sa.Column("key", WORD, primary_key=True),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("tail", sa.Double(), nullable=False),
        sa.Column("shut", sa.Double(), nullable=False),
    )
    op.create_table(
        "broadcasts",
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("id", WORD, nullable=False, unique=True),
        sa.Column("status", WORD, nullable=False),
        sa.Column("incident", WORD, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("broadcasts_by_status", "broadcasts", ["status"])
    op.create_index("broadcasts_by_incident", "broadcasts", ["incident"])
    op.create_table(
        "recipients",
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("id", WORD, nullable=False, unique=True),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("address", sa.String(2_000), nullable=False),
        *(sa.Column(n, WORD, nullable=False) for n in ("destination", "tenant", "lang", "state")),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("recipients_by_tenant", "recipients", ["tenant"])
    op.create_table(
        "recipient_products",
        sa.Column("product", WORD, primary_key=True),
        sa.Column("recipient", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("follows", sa.Boolean(), primary_key=True),
    )
    op.create_index("recipient_products_by_recipient", "recipient_products", ["recipient"])
