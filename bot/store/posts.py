"""The part of ``UnitOfWork`` for the public page: posts, and what was measured day by day."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select

from bot.model.publication import OVER, RUNNING, ComponentDay, Post
from bot.store import rows, tables
from bot.store.connect import insert_into
from bot.store.inbox import SqlInbox

_P, _D = tables.posts.c, tables.component_days.c
_RUNNING = (  # asked for every message
    select(_P.body)
    .where(_P.status.in_(sorted(RUNNING)))
    .order_by(_P.changed_at.desc(), _P.seq.desc())
    .limit(1)
)
_IS_OPEN = _P.status.not_in(sorted(OVER))
_NEWEST = (  # asked for every minute
    select(_P.body).order_by(_P.changed_at.desc(), _P.seq.desc()).limit(bindparam("limit"))
)
_OPEN = _NEWEST.where(_IS_OPEN)
_OPEN_OR_CHANGED = _NEWEST.where(or_(_IS_OPEN, _P.changed_at >= bindparam("since")))
_COUNTED = ("measured", "failed", "slow")


@cache
def _counting(dialect: str) -> Any:
    insert = insert_into(tables.component_days, dialect)
    more = {name: _D[name] + insert.excluded[name] for name in _COUNTED}
    return insert.on_conflict_do_update(index_elements=["component", "day"], set_=more)


class PostQueries(SqlInbox):
    """Fills ``bot.desk.publications.Publications`` over one open transaction."""

    def post(self, post_id: str) -> Post | None:
        return self._by_id(tables.posts, Post, post_id)

    def posts(self, since: datetime | None = None, limit: int = 100) -> list[Post]:
        if since is None:
            return self._values(Post, _OPEN, {"limit": limit})
        return self._values(Post, _OPEN_OR_CHANGED, {"limit": limit, "since": since})

    def running_maintenance(self) -> Post | None:
        return next(iter(self._values(Post, _RUNNING)), None)

    def save_post(self, post: Post) -> None:
        self._save(tables.posts, rows.row_of(post))

    def count_day(self, day: ComponentDay) -> None:
        row = rows.flat_row(day, tables.component_days)
        self._connection.execute(_counting(self._dialect), row)

    def component_days(self, since: str) -> list[ComponentDay]:
        columns = _D.component, _D.day, _D.measured, _D.failed, _D.slow
        query = select(*columns).where(_D.day >= since).order_by(_D.component, _D.day)
        return [ComponentDay(*row) for row in self._connection.execute(query)]
