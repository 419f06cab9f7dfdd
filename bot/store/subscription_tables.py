"""The table of those who follow the public page. Addresses are personal data and stand nowhere else."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.store.columns import Moment, Number, Word, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),
    Column("key", Word, nullable=False, unique=True),  # the same for the same address
    Column("channel", Word, nullable=False),
    Column("address", String(2_000), nullable=False),
    Column("destination", Word, nullable=False),
    Column("lang", Word, nullable=False),
    Column("state", Word, nullable=False),  # a SubscriptionState
    Column("topics", Text, nullable=False),  # with spaces around each; "": all
    Column("requested_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Index("subscriptions_by_state", "state", "lang", "seq"),
)
