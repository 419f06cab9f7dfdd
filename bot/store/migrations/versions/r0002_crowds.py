"""Conversations know their incident; testimonies and the ledger of notices have tables of their own.

Nothing is lost: members and ledgers move out of the incidents that held them. What the reports of
before weigh is not carried over; an incident keeps its suspects until the next report.
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.String(500)
MOMENT = sa.DateTime(timezone=True)
_LEDGER = sa.table(
    "told",
    sa.column("incident", WORD),
    sa.column("customer", WORD),
    sa.column("reason", WORD),
    sa.column("life", sa.SmallInteger()),
    sa.column("at", MOMENT),
)


def upgrade() -> None:
    """Create the tables and move what older rows held."""
    op.add_column("conversations", sa.Column("incident", WORD))
    op.create_index("conversations_by_tenant", "conversations", ["tenant", "changed_at"])
    op.create_index(
        "conversations_by_incident", "conversations", ["incident", "tenant", "changed_at"]
    )
    op.create_table(
        "testimonies",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("tenant", WORD, nullable=False),
        sa.Column("group", WORD, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("testimonies_by_tenant", "testimonies", ["tenant", "group", "id"])
    op.create_index("testimonies_by_moment", "testimonies", ["group", "at"])
    op.create_table(
        "told",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("incident", WORD, nullable=False),
        sa.Column("customer", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("life", sa.SmallInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("told_by_incident", "told", ["incident", "customer"])
    _move(op.get_bind())


def _move(connection: sa.Connection) -> None:
    """Members and ledgers out of the incidents, into what now keeps them."""
    highest = 0
    for seq, ident, body in connection.execute(
        sa.text("SELECT seq, id, body FROM incidents ORDER BY seq")
    ).all():
        highest = max(highest, int(ident[1:])) if ident[1:].isdigit() else highest
        incident = json.loads(body)
        for conversation in incident.pop("conversations", ()):
            _join(connection, conversation, ident)
        for entry in incident.pop("told", ()):
            _tell(connection, ident, entry["customer"], entry["reason"], entry["at"])
        for customer in incident.pop("proposed", ()):
            _tell(connection, ident, customer, "proposed", incident["changed_at"])
        incident["chances"] = [incident.pop("confidence", 0.0)]
        incident["organisations"] = len(incident.get("tenants", ()))
        incident["tenants"] = incident.get("tenants", [])[:20]
        connection.execute(
            sa.text("UPDATE incidents SET body = :body WHERE seq = :seq"),
            {"body": json.dumps(incident, ensure_ascii=False), "seq": seq},
        )
    if highest:
        connection.execute(
            sa.text("INSERT INTO numbers (name, value) VALUES ('incident', :value)"),
            {"value": highest},
        )


def _join(connection: sa.Connection, conversation: str, incident: str) -> None:
    found = sa.text("SELECT body FROM conversations WHERE id = :id")
    body = connection.scalar(found, {"id": conversation})
    if body is not None:
        held = json.dumps(json.loads(body) | {"incident": incident}, ensure_ascii=False)
        connection.execute(
            sa.text("UPDATE conversations SET incident = :incident, body = :body WHERE id = :id"),
            {"incident": incident, "body": held, "id": conversation},
        )


def _tell(connection: sa.Connection, incident: str, customer: str, reason: str, at: str) -> None:
    moment = datetime.fromisoformat(at).astimezone(UTC)
    if connection.dialect.name == "sqlite":
        moment = moment.replace(tzinfo=None)
    connection.execute(
        _LEDGER.insert(),
        {"incident": incident, "customer": customer, "reason": reason, "life": 0, "at": moment},
    )
