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
        said = [_join(connection, c, ident) for c in incident.pop("conversations", ())]
        incident["last_report_at"] = max((s for s in said if s), key=_moment, default=None)
        life = incident.get("relapses", 0)
        for entry in incident.pop("told", ()):
            _tell(connection, (ident, life), entry["customer"], entry["reason"], entry["at"])
        for customer in incident.pop("proposed", ()):
            _tell(connection, (ident, life), customer, "proposed", incident["changed_at"])
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


def _join(connection: sa.Connection, conversation: str, incident: str) -> str | None:
    """Put a conversation under an incident; answers when it last told of trouble."""
    found = sa.text("SELECT body FROM conversations WHERE id = :id")
    body = connection.scalar(found, {"id": conversation})
    if body is None:
        return None
    held = json.loads(body) | {"incident": incident}
    connection.execute(
        sa.text("UPDATE conversations SET incident = :incident, body = :body WHERE id = :id"),
        {
            "incident": incident,
            "body": json.dumps(held, ensure_ascii=False),
            "id": conversation,
        },
    )
    last = held.get("last_report_at")
    return str(last) if last else None


def _tell(
    connection: sa.Connection, incident: tuple[str, int], customer: str, reason: str, at: str
) -> None:
    """One entry of the ledger; ``incident``: its id, and in which life it is.

    The ledger of a relapse held nothing of the end before it, so all of it counts in that life.
    """
    moment = _moment(at)
    if connection.dialect.name == "sqlite":
        moment = moment.replace(tzinfo=None)
    ident, life = incident
    connection.execute(
        _LEDGER.insert(),
        {"incident": ident, "customer": customer, "reason": reason, "life": life, "at": moment},
    )


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)
