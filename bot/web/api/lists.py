"""Pages of what is in memory anyway."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from bot.web.api.operations import Call

T = TypeVar("T")


def page_of(values: Iterable[T], ident: Callable[[T], str], call: Call) -> tuple[list[T], str]:
    """The page that is asked for, in the order of ids, and the mark after which the next begins."""
    mark, limit = call.mark(), call.query.limit
    after = sorted((v for v in values if ident(v) > mark), key=ident)
    shown = after[:limit]
    return shown, ident(shown[-1]) if len(after) > limit else ""


def latest_of(
    values: Iterable[T], key: Callable[[T], tuple[datetime, str]], call: Call
) -> tuple[list[T], str]:
    """The page that is asked for, the latest first. ``key``: a moment, and an id where moments are the same."""
    mark, limit = call.mark(), call.query.limit

    def stamp(value: T) -> str:
        at, ident = key(value)
        return f"{at.astimezone(UTC).isoformat(timespec='microseconds')} {ident}"

    before = sorted((v for v in values if not mark or stamp(v) < mark), key=stamp, reverse=True)
    shown = before[:limit]
    return shown, stamp(shown[-1]) if len(before) > limit else ""
