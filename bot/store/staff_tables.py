"""The tables of staff: accounts, sessions at the console, who did what, and what admins have set."""

from sqlalchemy import Boolean, Column, Index, String, Table, Text

from bot.store.columns import Moment, Number, Word, metadata

staff_accounts = Table(
    "staff_accounts",
    metadata,
    Column("id", Word, primary_key=True),
    Column("name", Word, nullable=False),
    Column("alike", Word, nullable=False, unique=True),  # the name, spelled for comparison
    Column("role", Word, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("password", Text, nullable=False),  # its hash
    Column("slack", Word, nullable=False),
    Column("invitation", Word, nullable=False),  # a digest
    Column("invited_until", Moment),
    Column("identity", Word, nullable=False, server_default=""),  # issuer and subject
)
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("key", Word, primary_key=True),  # a digest
    Column("account", Word, nullable=False),  # "" for who came by a token
    Column("name", Word, nullable=False),
    Column("alike", Word, nullable=False),
    Column("role", Word, nullable=False),  # of who came by a token; else the account's counts
    Column("device", String(200), nullable=False),
    Column("network", Word, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("sid", Word, nullable=False, server_default=""),  # of the identity provider
    Index("staff_sessions_by_account", "account", "used_at"),
    Index("staff_sessions_by_use", "used_at"),
)
staff_audit = Table(
    "staff_audit",  # who did what; rows are added, and only tidying deletes them
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("act", Word, nullable=False),
    Column("choice", Word, nullable=False),
    Column("staff", Word, nullable=False),
    Column("alike", Word, nullable=False),  # the name, spelled for comparison
    Column("account", Word, nullable=False),
    Column("via", Word, nullable=False),
    Column("about", Word, nullable=False),
    Column("network", Word, nullable=False),
    Column("refused", Boolean, nullable=False),
    Index("staff_audit_by_time", "at"),
    Index("staff_audit_by_name", "alike", "id"),
    Index("staff_audit_by_act", "act", "id"),
)
staff_settings = Table(
    "staff_settings",  # what admins have set in the console
    metadata,
    Column("name", Word, primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Word, nullable=False),
)
