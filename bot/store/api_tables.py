"""The tables of the API: tokens, what was answered under which key, and what organisations use."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from bot.store.columns import Moment, Number, Word, metadata

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Word, primary_key=True),
    Column("name", Word, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),  # with spaces between
    Column("organisation", Word, nullable=False),  # "" for the operator's own
    Column("made_at", Moment, nullable=False),
    Column("made_by", Word, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)
api_keys = Table(
    "api_keys",  # idempotency keys
    metadata,
    Column("key", Word, primary_key=True),  # of one token: its id, and a digest of the key
    Column("fingerprint", String(64), nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),  # 0 until there is an answer
    Column("body", Text, nullable=False),
    Index("api_keys_by_time", "taken_at"),
)
organisations = Table(
    "organisations",  # what a program of the operator's says that they use
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),
    Column("name", Word, nullable=False),
    Column("products", Text, nullable=False),  # ids, with spaces between
    Column("complete", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Word, nullable=False),
)
