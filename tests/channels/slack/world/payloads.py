"""What Slack sends: events, button presses, commands, shortcuts, submitted views."""

from typing import Any

from tests.channels.slack.world.chat import shown
from tests.channels.slack.world.reading import file_shown
from tests.channels.slack.world.state import Json, Post, View
from tests.channels.slack.world.world import APP, World

CHANNEL_TYPES = {"channel": "channel", "group": "group", "im": "im"}


def envelope(world: World, team: str, event: Json, **more: Any) -> Json:
    """An ``event_callback`` under an event id of its own."""
    bot = world.teams[team].bot
    me = {"enterprise_id": None, "team_id": team, "user_id": bot, "is_bot": True}
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": APP,
        "event": event,
        "event_id": f"Ev{world.number('event')}",
        "event_time": int(world.now),
        "authorizations": [me],
        "is_ext_shared_channel": False,
        **more,
    }


def posted(world: World, post: Post) -> list[Json]:
    """The envelopes of one post: a message, and an ``app_mention`` if we are mentioned.

    Both have one ``ts`` and two event ids. Our own posts come back with our ``bot_id``; in a direct
    message nobody is mentioned.
    """
    room = world.rooms[post.room]
    event = {**shown(world, post), "channel": room.id, "event_ts": post.ts}
    author = world.people[post.user]
    event["team"] = author.team
    if room.is_ext_shared:
        event |= {"user_team": author.team, "source_team": author.team}
    if not post.by_app:
        event["client_msg_id"] = f"client-{post.room}-{post.ts}"
    if post.files:
        event |= {"subtype": "file_share", "files": [_file(world, f) for f in post.files]}
    flags = {"is_ext_shared_channel": room.is_ext_shared}
    message = {**event, "channel_type": CHANNEL_TYPES[room.kind]}
    told = [envelope(world, room.team, message, **flags)]
    if room.kind != "im" and f"<@{world.teams[room.team].bot}>" in post.text:
        mention = {k: v for k, v in event.items() if k != "subtype"}
        told.append(envelope(world, room.team, {**mention, "type": "app_mention"}, **flags))
    return told


def _file(world: World, ident: str) -> Json:
    found = world.files[ident]
    if found.is_stub:
        return {"id": found.id, "file_access": "check_file_info"}
    return file_shown(world, found)


def edited(world: World, post: Post, text: str) -> Json:
    """A person's edit: ``message_changed``, with what it said before."""
    before = shown(world, post)
    post.edits.append((world.now, text))
    post.text = text
    event = {"type": "message", "subtype": "message_changed", "channel": post.room, "hidden": True}
    event |= {"ts": world.fresh_ts(), "message": shown(world, post), "previous_message": before}
    room = world.rooms[post.room]
    return envelope(world, room.team, {**event, "channel_type": CHANNEL_TYPES[room.kind]})


def deleted(world: World, post: Post) -> Json:
    """A person's deletion."""
    world.deletes(post)
    event = {"type": "message", "subtype": "message_deleted", "channel": post.room, "hidden": True}
    event |= {"ts": world.fresh_ts(), "deleted_ts": post.ts, "previous_message": shown(world, post)}
    room = world.rooms[post.room]
    return envelope(world, room.team, {**event, "channel_type": CHANNEL_TYPES[room.kind]})


def pressed(world: World, post: Post, action_id: str, user: str) -> Json:
    """A press on a button of one of our posts, with a trigger that lives three seconds."""
    room, person = world.rooms[post.room], world.people[user]
    element, block = _button(post, action_id)
    ts = world.fresh_ts()
    where = {"type": "message", "message_ts": post.ts, "channel_id": room.id}
    if post.thread:
        where["thread_ts"] = post.thread
    action = {**element, "block_id": block.get("block_id", "b1"), "action_ts": ts}
    return {
        "type": "block_actions",
        "user": {"id": user, "team_id": person.team, "username": user.lower()},
        "team": {"id": room.team, "domain": "desk"},
        "api_app_id": APP,
        "trigger_id": world.trigger(room.team, user),
        "response_url": "",
        "container": where,
        "channel": {"id": room.id, "name": room.id.lower()},
        "message": shown(world, post),
        "actions": [action],
    }


def has_button(post: Post, action_id: str) -> bool:
    """Whether a post has such a button."""
    elements = [e for b in post.blocks for e in b.get("elements") or []]
    return any(e.get("action_id") == action_id for e in elements)


def _button(post: Post, action_id: str) -> tuple[Json, Json]:
    for block in post.blocks:
        for element in block.get("elements") or []:
            if element.get("action_id") == action_id:
                return element, block
    raise LookupError(f"no button {action_id} on {post.ts}")


def submitted(world: World, view: View, values: Json) -> Json:
    """A modal is handed in. ``team`` is the person's; the install is in the view."""
    person = world.people[view.user]
    body = {**view.body, "id": view.id, "team_id": person.team, "state": {"values": values}}
    body |= {"app_installed_team_id": view.team, "hash": view.digest, "root_view_id": view.root}
    return {
        "type": "view_submission",
        "team": {"id": person.team, "domain": "x"},
        "user": {"id": person.id, "team_id": person.team, "name": person.id.lower()},
        "api_app_id": APP,
        "trigger_id": world.trigger(view.team, person.id),
        "view": body,
        "response_urls": [],
    }


def command(world: World, team: str, room: str, user: str, words: str) -> dict[str, str]:
    """A slash command, a form and not JSON."""
    name, _, text = words.partition(" ")
    return {
        "command": name,
        "text": text,
        "team_id": team,
        "channel_id": room,
        "user_id": user,
        "api_app_id": APP,
        "trigger_id": world.trigger(team, user),
        "response_url": "",
    }


def shortcut(world: World, team: str, user: str, callback: str, post: Post | None = None) -> Json:
    """A global shortcut, or one on a message."""
    told: Json = {
        "type": "message_action" if post else "shortcut",
        "callback_id": callback,
        "team": {"id": team, "domain": "desk"},
        "user": {"id": user, "team_id": team, "username": user.lower()},
        "api_app_id": APP,
        "trigger_id": world.trigger(team, user),
        "action_ts": world.fresh_ts(),
    }
    if post:
        told |= {
            "channel": {"id": post.room, "name": post.room.lower()},
            "message_ts": post.ts,
            "message": shown(world, post),
        }
    return told
