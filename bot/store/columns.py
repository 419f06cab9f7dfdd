"""The sorts of columns that the tables are made of, and what holds all tables together."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware datetime; comes back in UTC.

    PostgreSQL keeps it as ``timestamptz``; SQLite, which knows no zones, as UTC text that sorts by
    time. Naive datetimes are refused: nobody could say which moment they mean.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Number = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts only INTEGER up by itself
Word = String(500)  # ids and keys; longer ones would not fit into an index of PostgreSQL

metadata = MetaData()
