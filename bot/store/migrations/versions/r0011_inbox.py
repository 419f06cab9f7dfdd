"""An inbox that can be searched: its entries follow conversations and tickets.

The entries of what is there already are written after the last step; see ``cases.fill``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.String(500)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables and the index of words."""
    _create_cases()
    op.create_table(
        "case_marks",
        sa.Column("kind", WORD, primary_key=True),
        sa.Column("value", WORD, primary_key=True),
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
    )
    op.create_index("case_marks_by_case", "case_marks", ["seq", "kind"])
    op.create_table(
        "case_reads",
        sa.Column("staff", WORD, primary_key=True),
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "case_texts",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("noted", sa.Text(), nullable=False),
        sa.Column("pairs", sa.ARRAY(sa.Integer()).with_variant(sa.Text(), "sqlite")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE case_index USING"
            " fts5(pairs, content='', detail=none, tokenize='ascii')"
        )
    else:
        op.create_index("case_texts_by_pair", "case_texts", ["pairs"], postgresql_using="gin")


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("id", WORD, nullable=False, unique=True),
        sa.Column("conversation", WORD),
        sa.Column("ticket", WORD),
        sa.Column("ticket_at", MOMENT),
        sa.Column("stage", sa.SmallInteger(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        *(sa.Column(name, WORD, nullable=False) for name in _NAMED),
        *(sa.Column(name, WORD) for name in ("incident", "cause", "staff")),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("opened_at", "last_at", "since")),
        sa.Column("waits_for", WORD, nullable=False),
        sa.Column("replied", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("spoke_at", MOMENT),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "cases", columns)


_NAMED = ("customer", "tenant", "channel", "lang")
_TEXTS = ("first_words", "tags", "products")
_INDEXES = {
    "cases_by_wait": ["stage", "waits_for", "urgency", "since", "seq"],
    "cases_by_urgency": ["stage", "urgency", "since", "seq"],
    "cases_by_staff": ["staff", "stage", "urgency", "since", "seq"],
    "cases_by_stage": ["stage", "last_at", "seq"],
    "cases_by_last": ["last_at", "seq"],
    "cases_by_tenant": ["tenant", "last_at", "seq"],
    "cases_by_lang": ["lang", "last_at", "seq"],
    "cases_by_incident": ["incident"],
    "cases_by_cause": ["cause"],
}
