"""What everybody may know: the public page's posts, status pages as read, and our measurements."""

from datetime import timedelta

from bot.desk.ports import UnitOfWork
from bot.model.api_token import Scope
from bot.model.probe import ProbeRef, ProbeState
from bot.model.publication import Post
from bot.model.status import FeedState
from bot.web.api.lists import latest_of, page_of
from bot.web.api.operations import Answer, Call, Operation, PageQuery, not_found
from bot.web.api.shapes import (
    FeedShape,
    MeasurementShape,
    Page,
    PostShape,
    PostUpdateShape,
)
from bot.web.views import read

SHOWN_FOR = timedelta(days=90)  # posts that are over
MOST_POSTS = 2_000


async def _posts(call: Call) -> Answer:
    since = call.now - SHOWN_FOR
    found = await read(call.house.views, lambda work: work.posts(since, MOST_POSTS))
    shown, more = latest_of(found, lambda post: (post.changed_at, post.id), call)
    items = [_post_shape(post) for post in shown]
    return Answer(Page[PostShape](items=items, next=call.next(more)))


async def _post(call: Call) -> Answer:
    ident = call.path["post"]
    found = await read(call.house.views, lambda work: work.post(ident))
    if found is None:
        raise not_found()
    return Answer(_post_shape(found))


async def _feeds(call: Call) -> Answer:
    feeds = await read(call.house.views, lambda work: work.feeds())
    shown, more = page_of(feeds, lambda feed: feed.feed, call)
    items = [_feed_shape(feed, call) for feed in shown]
    return Answer(Page[FeedShape](items=items, next=call.next(more)))


async def _measurements(call: Call) -> Answer:
    def found(work: UnitOfWork) -> tuple[list[ProbeState], dict[str, ProbeRef]]:
        opened = work.opened()
        return work.probes(), {ref.id: ref for ref in (opened.probes if opened else ())}

    states, refs = await read(call.house.views, found)
    shown, more = page_of([s for s in states if s.probe in refs], lambda state: state.id, call)
    items = [_measurement_shape(state, refs[state.probe], call) for state in shown]
    return Answer(Page[MeasurementShape](items=items, next=call.next(more)))


def _post_shape(post: Post) -> PostShape:
    return PostShape.of(post, updates=[PostUpdateShape.of(update) for update in post.updates])


def _feed_shape(feed: FeedState, call: Call) -> FeedShape:
    shows = feed.says(call.now)
    return FeedShape.of(feed, id=feed.feed, product=feed.service, shows=shows)


def _measurement_shape(state: ProbeState, ref: ProbeRef, call: Call) -> MeasurementShape:
    return MeasurementShape.of(
        state,
        product=state.service,
        component=dict(ref.names) or None,
        health=state.says(call.now),
        failed_at=state.step,
    )


_READ = Scope.STATUS_READ
OPERATIONS = (
    Operation("listPosts", "GET", "/posts", _READ, _posts, Page[PostShape], query=PageQuery),
    Operation("getPost", "GET", "/posts/{post}", _READ, _post, PostShape),
    Operation("listFeeds", "GET", "/feeds", _READ, _feeds, Page[FeedShape], query=PageQuery),
    Operation(
        "listMeasurements",
        "GET",
        "/measurements",
        _READ,
        _measurements,
        Page[MeasurementShape],
        query=PageQuery,
    ),
)
