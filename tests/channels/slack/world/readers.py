"""The ledger of what readers see: doubles, posts in the open, internal words before customers."""

from collections import Counter
from collections.abc import Iterator

from tests.channels.slack.world.marks import texts_in
from tests.channels.slack.world.state import Post
from tests.channels.slack.world.world import World


def threads(world: World) -> dict[tuple[str, str], list[str]]:
    """The app's texts by room and thread, in the order in which they are read."""
    seen: dict[tuple[str, str], list[str]] = {}
    for post in world.ours():
        seen.setdefault((post.room, post.thread or post.ts), []).append(post.text)
    return seen


def doubles(world: World) -> list[str]:
    """What stands twice in one thread: by the app's own key, or by its words."""
    keys = Counter((p.room, p.thread, p.key) for p in world.ours() if p.key)
    words = Counter((p.room, p.thread, p.text) for p in world.ours() if p.thread)
    return [
        f"{n} times in {room}:{thread}: {what}"
        for counted in (keys, words)
        for (room, thread, what), n in counted.items()
        if n > 1
    ]


def leaks(world: World) -> list[Post]:
    """Posts in the open that were meant for a thread, or belong into one.

    In rooms of staff the app may post in the open, in direct messages too.
    """
    return [
        post
        for post in world.ours()
        if post.thread is None
        and (post.asked or (_is_for_customers(world, post) and world.rooms[post.room].kind != "im"))
    ]


def glimpses(world: World, longest: float = 5.0) -> list[Post]:
    """Posts in the open that were taken back, but later than so many seconds."""
    return [
        post
        for post in world.posts.values()
        if post.by_app
        and post.asked
        and post.thread is None
        and post.deleted_at is not None
        and post.deleted_at - post.at > longest
    ]


def betrayals(world: World) -> list[str]:
    """Internal words that customers could read, though it be only for a moment."""
    found = []
    for post in world.posts.values():
        if not post.by_app or not _is_for_customers(world, post):
            continue
        for text in (
            post.text,
            *(t for _, t in texts_in(post.blocks)),
            *(t for _, t in post.edits),
        ):
            found += [f"{word!r} in {post.room}" for word in world.internal if word in text]
    return found


def unanswered(world: World, roots: Iterator[Post]) -> list[Post]:
    """Posts of people in whose thread the app has said nothing."""
    spoken = {(p.room, p.thread) for p in world.ours()}
    return [p for p in roots if (p.room, p.thread or p.ts) not in spoken]


def _is_for_customers(world: World, post: Post) -> bool:
    room = world.rooms[post.room]
    return room.audience == "customers" or room.is_ext_shared
