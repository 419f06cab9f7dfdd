"""The table of screenshots: the only one that holds files."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table

from bot.store.columns import Moment, Number, Word, metadata

pictures = Table(
    "pictures",
    metadata,
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),
    Column("conversation", Word),  # NULL: its message has not come yet
    Column("at", Moment, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of both
    Column("small", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("pictures_by_conversation", "conversation", "at", "size"),
    Index("pictures_by_moment", "at", "size"),
)
