"""What the public page is made of, on every database: posts, and measurements by day."""

from dataclasses import replace
from datetime import timedelta

from bot.model.publication import ComponentDay, Post, PostKind, PostStatus, PostUpdate
from bot.store.sql import SqlStore
from tests.builders import MORNING


def a_post(ident: str, hours: int, status: PostStatus = PostStatus.IDENTIFIED) -> Post:
    at = MORNING + timedelta(hours=hours)
    titles = {"ja": "フォームが開かない"}
    post = Post(ident, PostKind.INCIDENT, status, titles, at, at, at, incident="I1")
    return post.with_update(PostUpdate(at, status, {"ja": "調べています。", "en": "We look."}))


def test_open_posts_and_those_that_changed_since_the_latest_change_first(store: SqlStore) -> None:
    kept = [a_post("a", 1), a_post("b", 2, PostStatus.RESOLVED), a_post("c", 3)]
    with store.work() as work:
        for post in kept:
            work.save_post(post)
        work.save_post(replace(kept[0], changed_at=MORNING + timedelta(hours=9)))
    with store.look() as work:
        assert [p.id for p in work.posts()] == ["a", "c"]
        assert [p.id for p in work.posts(MORNING)] == ["a", "c", "b"]
        assert [p.id for p in work.posts(MORNING + timedelta(hours=5))] == ["a", "c"]
        assert [p.id for p in work.posts(MORNING, 1)] == ["a"]
        assert work.post("b") == kept[1]
        assert work.post("none") is None


def test_the_maintenance_under_way_is_found_and_nothing_else(store: SqlStore) -> None:
    with store.work() as work:
        work.save_post(a_post("a", 9))
        work.save_post(a_post("b", 8, PostStatus.SCHEDULED))
        assert work.running_maintenance() is None
        running = a_post("c", 1, PostStatus.IN_PROGRESS), a_post("d", 2, PostStatus.VERIFYING)
        for post in running[::-1]:
            work.save_post(post)
        assert work.running_maintenance() == running[1]


def test_the_numbers_of_a_day_add_up(store: SqlStore) -> None:
    with store.work() as work:
        for day in ("2026-04-13", "2026-04-14", "2026-04-14"):
            work.count_day(ComponentDay("editor", day, 1, 1, 0))
        work.count_day(ComponentDay("delivery", "2026-04-14", 1, 0, 1))
    with store.look() as work:
        assert work.component_days("2026-04-14") == [
            ComponentDay("delivery", "2026-04-14", 1, 0, 1),
            ComponentDay("editor", "2026-04-14", 2, 2, 0),
        ]
        assert len(work.component_days("2026-01-01")) == 3
