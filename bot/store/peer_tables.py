"""The tables of other desks, and of what they and we have told."""

from sqlalchemy import Column, String, Table, Text

from bot.store.columns import Number, Word, metadata

peers = Table(
    "peers",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),  # as a reader of the ledger
    Column("address", String(2_000), nullable=False),  # where it is told; "": nowhere
    Column("body", Text, nullable=False),
)
sightings = Table(
    "sightings",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),  # way, peer and product
    Column("way", Word, nullable=False),  # heard, sent
    Column("peer", Word, nullable=False),
    Column("body", Text, nullable=False),
)
