"""Posts that staff write by hand, and planned maintenance, which begins and ends by the clock or by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.ports import UnitOfWork
from bot.desk.post_news import publish_update
from bot.desk.public_page import failing_parts, said_everywhere
from bot.model.catalogue import Catalogue
from bot.model.probe import ProbeRef
from bot.model.publication import (
    OVER,
    Impact,
    Post,
    PostKind,
    PostStatus,
    PostUpdate,
    PostWritten,
    public_id,
)

REMINDED = timedelta(days=1)  # before planned work begins
ANNOUNCED = timedelta(days=2)  # before it; what was said since then is no long ago
STATUSES = {
    PostKind.INCIDENT: (
        *(PostStatus.INVESTIGATING, PostStatus.IDENTIFIED),
        *(PostStatus.MONITORING, PostStatus.RESOLVED),
    ),
    PostKind.MAINTENANCE: (
        *(PostStatus.SCHEDULED, PostStatus.IN_PROGRESS),
        *(PostStatus.VERIFYING, PostStatus.COMPLETED),
    ),
}


def write(event: PostWritten, work: UnitOfWork, catalogue: Catalogue) -> None:
    """Carry out what staff wrote; what is unknown, of another kind or written twice does nothing."""
    post = work.post(event.post) if event.post else _begun(event, work)
    if post is None or event.status not in STATUSES[post.kind] or _is_said(event, post):
        return
    if event.ends_at is not None and post.starts_at is not None:
        post = replace(post, ends_at=max(event.ends_at, post.starts_at))
    if event.status in OVER:
        post = replace(post, incident=None)  # what a person ended does not come back by itself
    said = PostUpdate(event.at, event.status, event.texts)
    publish_update(post.with_update(said), work, catalogue)


def _is_said(event: PostWritten, post: Post) -> bool:
    """Whether it is what the post says already, as when a form is sent twice."""
    last = post.updates[-1] if post.updates else None
    if last is None or event.ends_at not in (None, post.ends_at):
        return False
    return (last.status, last.texts) == (event.status, event.texts)


def _begun(event: PostWritten, work: UnitOfWork) -> Post | None:
    is_planned = event.kind is PostKind.MAINTENANCE
    if not event.titles or (is_planned and (event.starts_at is None or event.ends_at is None)):
        return None
    words = (event.key,) if event.key else (str(work.number("post")), event.at.isoformat())
    ident = public_id("post", *words)
    if work.post(ident) is not None:
        return None
    return Post(
        ident,
        event.kind,
        event.status,
        event.titles,
        event.starts_at or event.at,
        event.at,
        event.at,
        impact=Impact.MAINTENANCE if is_planned else event.impact,
        components=event.components,
        starts_at=event.starts_at if is_planned else None,
        ends_at=event.ends_at if is_planned else None,
        by_clock=event.by_clock,
    )


def keep_time(
    at: datetime, work: UnitOfWork, refs: Sequence[ProbeRef], catalogue: Catalogue
) -> None:
    """Begin and end what goes by the clock, and say once of what goes on past its planned end.

    What was announced long ago is announced once more the day before. Nothing ends by the clock while a component that it touches still fails.
    """

    def say(post: Post, status: PostStatus, what: str) -> None:
        publish_update(post.with_update(said_everywhere(status, what, at)), work, catalogue)

    for post in work.posts():
        if post.kind is not PostKind.MAINTENANCE or post.starts_at is None or post.ends_at is None:
            continue
        if post.status is PostStatus.SCHEDULED:
            if post.by_clock and at >= post.starts_at:
                say(post, PostStatus.IN_PROGRESS, "begun")
            elif _is_to_be_remembered(post.changed_at, post.starts_at, at):
                say(post, PostStatus.SCHEDULED, "soon")
        elif at >= post.ends_at:
            fails = not failing_parts(refs, work, at).keys().isdisjoint(post.components)
            if post.by_clock and not fails:
                say(post, PostStatus.COMPLETED, "ended")
            elif post.changed_at < post.ends_at:
                say(post, post.status, "overruns")


def _is_to_be_remembered(said_at: datetime, starts_at: datetime, at: datetime) -> bool:
    """Whether it is a day away, and was last spoken of so long ago that many have come since or forgot."""
    return starts_at - REMINDED <= at < starts_at and said_at <= starts_at - ANNOUNCED
