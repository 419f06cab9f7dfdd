"""``chat.*``: what may be posted, and where it lands."""

import re
from collections.abc import Iterator

from tests.channels.slack.world.findings import Refused
from tests.channels.slack.world.kit import TOGETHER, problems_with_blocks, weight_of
from tests.channels.slack.world.marks import live_elements, problems_with_text, texts_in
from tests.channels.slack.world.state import Json, Post, Room, Team
from tests.channels.slack.world.world import World

EVENT_TYPE = re.compile(r"[A-Za-z0-9_-]+")
MOST_UPDATED_BYTES = 4_000
MOST_TEXT = 40_000
BEST_TEXT = 4_000


def post_message(world: World, team: Team, asked: Json) -> Json:
    room = room_of(world, team, asked["channel"])
    may_post(room)
    if asked.get("unfurl_links") is not False or asked.get("unfurl_media") is not False:
        world.findings.add("unfurls-on", "chat.postMessage", room.id)
    if asked.get("reply_broadcast"):
        world.findings.add("broadcast", "chat.postMessage", "reply_broadcast")
    thread = asked.get("thread_ts")
    text = _said(world, "chat.postMessage", room, asked, thread)
    if len(text) > BEST_TEXT:
        world.findings.add("text-over-4000", "chat.postMessage", len(text))
    root = _root(world, room, thread)
    post = Post(
        room.id,
        world.fresh_ts(),
        text[:MOST_TEXT],
        team.bot,
        world.now,
        by_app=True,
        thread=root,
        asked=thread,
        blocks=asked.get("blocks") or [],
        metadata=_metadata(world, "chat.postMessage", asked),
    )
    world.posts[room.id, post.ts] = post
    world.when_posted(post)
    return {"channel": room.id, "ts": post.ts, "message": shown(world, post, metadata=True)}


def update(world: World, team: Team, asked: Json) -> Json:
    """Text without blocks drops the blocks; neither keeps both."""
    room = room_of(world, team, asked["channel"])
    may_post(room)
    post = _own(world, room, team, asked["ts"], "cant_update_message")
    if len(str(asked.get("text", "")).encode()) > MOST_UPDATED_BYTES:
        raise Refused("msg_too_long")
    before = (post.text, post.blocks, post.metadata)
    if "text" in asked or "blocks" in asked or "attachments" in asked:
        text = _said(world, "chat.update", room, asked, post.thread)
        blocks = asked.get("blocks", post.blocks if "text" not in asked else [])
        post.text, post.blocks = text, blocks
    if "metadata" in asked:
        post.metadata = _metadata(world, "chat.update", asked)
    if before == (post.text, post.blocks, post.metadata):
        world.findings.add("update-without-change", "chat.update", post.ts)
    elif post.edits and world.now - post.edits[-1][0] < 1:
        world.findings.add("update-within-a-second", "chat.update", post.ts)
    post.edits.append((world.now, post.text))
    return {"channel": room.id, "ts": post.ts, "text": post.text, "message": shown(world, post)}


def delete(world: World, team: Team, asked: Json) -> Json:
    room = room_of(world, team, asked["channel"])
    post = _own(world, room, team, asked["ts"], "cant_delete_message")
    post.deleted_at = world.now
    return {"channel": room.id, "ts": post.ts}


def permalink(world: World, team: Team, asked: Json) -> Json:
    """The address of a post that is there."""
    room = room_of(world, team, asked["channel"])
    post = world.post(room.id, asked["message_ts"])
    if post is None:
        raise Refused("message_not_found")
    where = f"https://desk.slack.com/archives/{room.id}/p{post.ts.replace('.', '')}"
    return {"channel": room.id, "permalink": where}


def post_ephemeral(world: World, team: Team, asked: Json) -> Json:
    """Seen by one person, never updated or deleted by the API; in a thread only if it has replies."""
    room = room_of(world, team, asked["channel"])
    may_post(room)
    if asked["user"] not in room.members:
        raise Refused("user_not_in_channel")
    thread = asked.get("thread_ts")
    text = _said(world, "chat.postEphemeral", room, asked, thread)
    if thread and len(list(world.in_thread(room.id, thread))) < 2:
        world.findings.add("ephemeral-unseen", "chat.postEphemeral", "a thread without replies")
    post = Post(room.id, world.fresh_ts(), text, team.bot, world.now, by_app=True, thread=thread)
    post.only_for = asked["user"]
    world.posts[room.id, post.ts] = post
    return {"message_ts": post.ts}


def shown(world: World, post: Post, *, metadata: bool = False) -> Json:
    """A post as methods and events show it."""
    team = world.teams.get(world.rooms[post.room].team)
    told: Json = {"type": "message", "text": post.text, "ts": post.ts, "user": post.user}
    if post.by_app and team is not None:
        told |= {"bot_id": team.bot_id, "app_id": "A1", "team": team.id, "blocks": post.blocks}
    if post.thread is not None:
        told["thread_ts"] = post.thread
    if metadata and post.metadata is not None:
        told["metadata"] = post.metadata
    if post.edits:
        told["edited"] = {"user": post.user, "ts": f"{post.edits[-1][0]:.6f}"}
    return told


def room_of(world: World, team: Team, ident: str) -> Room:
    """A room of this workspace, or shared with it; ids of people are no rooms here."""
    room = world.rooms.get(ident)
    if room is None or room.team != team.id:
        raise Refused("channel_not_found")
    return room


def may_post(room: Room) -> None:
    if not room.bot_is_member:
        raise Refused("not_in_channel")
    if room.is_archived:
        raise Refused("is_archived")


def _own(world: World, room: Room, team: Team, ts: str, refusal: str) -> Post:
    post = world.post(room.id, ts)
    if post is None or post.only_for:
        raise Refused("message_not_found")
    if post.user != team.bot:
        raise Refused(refusal)
    return post


def _root(world: World, room: Room, thread: str | None) -> str | None:
    """The thread where a post lands: none when its parent is gone, without a word."""
    parent = world.post(room.id, thread) if thread else None
    if parent is None:
        return None
    if parent.thread is not None and parent.thread != parent.ts:
        world.findings.add("thread-of-a-reply", "chat.postMessage", f"{room.id} {thread}")
        return parent.thread
    return parent.ts


def _said(world: World, call: str, room: Room, asked: Json, thread: str | None) -> str:
    """The top-level text, after everything that is said has been looked at."""
    text = str(asked.get("text") or "")
    blocks = asked.get("blocks") or []
    if not text.strip():
        if not blocks and not asked.get("attachments") and not asked.get("markdown_text"):
            raise Refused("no_text")
        world.findings.add("no-fallback-text", call, room.id)
    if problems := problems_with_blocks(blocks, "message"):
        world.findings.add("invalid-blocks", call, problems[0])
        word = "invalid_attachments" if "only_one_table_allowed" in problems else "invalid_blocks"
        raise Refused(word, errors=problems, response_metadata={"messages": problems})
    if (weight := weight_of(blocks)) > TOGETHER:
        world.findings.add("blocks-too-long", call, weight)
        raise Refused("msg_blocks_too_long")
    if asked.get("link_names") or asked.get("parse") == "full":
        world.findings.add("broadcast", call, "link_names or parse=full")
    for rule, detail in _live(world, room, text, blocks, thread):
        world.findings.add(rule, call, f"{room.id}: {detail}")
    if room.audience == "customers" or room.is_ext_shared:
        everything = [text, *(t for _, t in texts_in(blocks))]
        for word in (w for w in world.internal if any(w in t for t in everything)):
            world.findings.add("internal-before-customers", call, f"{room.id}: {word}")
    return text


def _live(
    world: World, room: Room, text: str, blocks: list[Json], thread: str | None
) -> Iterator[tuple[str, str]]:
    """Whatever notifies or deceives; the author of the thread may be mentioned."""
    parent = world.post(room.id, thread) if thread else None
    allowed = frozenset({parent.user}) if parent is not None else frozenset[str]()
    if room.audience == "staff":
        allowed |= room.members  # a person on call is addressed on purpose
    for kind, part in (("mrkdwn", text), *texts_in(blocks)):
        if kind == "mrkdwn":
            yield from problems_with_text(part, allowed)
    for element in live_elements(blocks):
        if element["type"] != "user":
            yield "broadcast", str(element)
        elif element.get("user_id") not in allowed:
            yield "mention-of-others", str(element)


def _metadata(world: World, call: str, asked: Json) -> Json | None:
    """A bad ``event_type`` is accepted with a warning, and ignored."""
    metadata = asked.get("metadata")
    if metadata is None:
        return None
    kind = metadata.get("event_type") if isinstance(metadata, dict) else None
    is_good = isinstance(kind, str) and EVENT_TYPE.fullmatch(kind) is not None
    if not is_good or not isinstance(metadata.get("event_payload"), dict):
        world.findings.add("metadata-ignored", call, kind)
        return None
    return dict(metadata)
