"""Pages of what is in memory anyway."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.web.api.operations import Call

T = TypeVar("T")


def page_of(values: Iterable[T], ident: Callable[[T], str], call: Call) -> tuple[list[T], str]:
    """The page that is asked for, in the order of ids, and the mark after which the next begins."""
    mark, limit = call.mark(), call.query.limit
    after = sorted((v for v in values if ident(v) > mark), key=ident)
    shown = after[:limit]
    return shown, ident(shown[-1]) if len(after) > limit else ""
