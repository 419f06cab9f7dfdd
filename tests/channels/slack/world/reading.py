"""``conversations.*``, ``users.info``, ``files.info`` and reactions."""

from tests.channels.slack.world.chat import room_of, shown
from tests.channels.slack.world.findings import Refused
from tests.channels.slack.world.rates import RATIONED_ITEMS
from tests.channels.slack.world.state import File, Json, Person, Post, Team
from tests.channels.slack.world.world import World

MOST_REACTIONS = 23  # of one person on one post; the number is not on the method page


def replies(world: World, team: Team, asked: Json) -> Json:
    """A thread, oldest first; its root is on every page."""
    room = room_of(world, team, asked["channel"])
    root = world.post(room.id, asked["ts"])
    if root is None:
        raise Refused("thread_not_found")
    told = [p for p in world.in_thread(room.id, root.ts) if p is not root]
    page = _page(world, [p for p in told if _is_between(p, asked)], asked)
    page["messages"].insert(0, shown(world, root, metadata=_wants_metadata(asked)))
    return page


def history(world: World, team: Team, asked: Json) -> Json:
    """What stands in a room in the open, newest first."""
    room = room_of(world, team, asked["channel"])
    if not room.bot_is_member:
        raise Refused("not_in_channel")
    told = [
        p
        for p in world.posts.values()
        if p.room == room.id and p.is_there and not p.thread and not p.only_for
    ]
    return _page(world, [p for p in reversed(told) if _is_between(p, asked)], asked)


def _is_between(post: Post, asked: Json) -> bool:
    oldest, latest = float(asked.get("oldest") or 0), float(asked.get("latest") or 1e12)
    if asked.get("inclusive"):
        return oldest <= float(post.ts) <= latest
    return oldest < float(post.ts) < latest


def _wants_metadata(asked: Json) -> bool:
    return bool(asked.get("include_all_metadata"))


def _page(world: World, posts: list[Post], asked: Json) -> Json:
    most = RATIONED_ITEMS if world.rates.history_is_rationed else 1000
    limit = min(asked.get("limit") or 100, most)
    start = int(str(asked.get("cursor") or "at0").removeprefix("at"))
    told = [shown(world, p, metadata=_wants_metadata(asked)) for p in posts[start : start + limit]]
    has_more = start + limit < len(posts)
    more = {"next_cursor": f"at{start + limit}" if has_more else ""}
    return {"messages": told, "has_more": has_more, "response_metadata": more}


def info(world: World, team: Team, asked: Json) -> Json:
    room = room_of(world, team, asked["channel"])
    told: Json = {
        "id": room.id,
        "name": room.id.lower(),
        "is_channel": room.kind == "channel",
        "is_group": room.kind == "group",
        "is_im": room.kind == "im",
        "is_private": room.kind != "channel",
        "is_archived": room.is_archived,
        "is_ext_shared": room.is_ext_shared,
        "is_member": room.bot_is_member,
    }
    return {"channel": told}


def open_conversation(world: World, team: Team, asked: Json) -> Json:
    """A direct message with one person; made when there is none."""
    users = [u for u in str(asked.get("users") or "").split(",") if u]
    if len(users) != 1 or users[0] not in world.people:
        raise Refused("user_not_found" if users else "users_list_not_supplied")
    for room in world.rooms.values():
        if room.kind == "im" and room.team == team.id and users[0] in room.members:
            return {"channel": {"id": room.id}, "already_open": True}
    made = world.room(f"D{world.number('im')}{users[0]}", team.id, users[0], kind="im")
    return {"channel": {"id": made.id}}


def user_info(world: World, team: Team, asked: Json) -> Json:
    """A stranger has neither e-mail nor zone nor locale."""
    person = world.people.get(asked["user"])
    if person is None or not _is_visible(world, team, person):
        raise Refused("user_not_found")
    told: Json = {"id": person.id, "team_id": person.team, "name": person.id.lower()}
    told["is_bot"] = person.id == team.bot
    if person.team != team.id:
        return {"user": {**told, "is_stranger": True}}
    told |= {"tz": person.zone, "is_stranger": False}
    if asked.get("include_locale"):
        told["locale"] = person.locale
    return {"user": told}


def _is_visible(world: World, team: Team, person: Person) -> bool:
    rooms = (r for r in world.rooms.values() if r.team == team.id)
    return person.team == team.id or any(person.id in room.members for room in rooms)


def file_info(world: World, team: Team, asked: Json) -> Json:
    found = world.files.get(asked["file"])
    if found is None or not any(world.rooms[r].team == team.id for r in found.rooms):
        raise Refused("file_not_found")
    return {"file": file_shown(world, found)}


def file_shown(world: World, found: File) -> Json:
    """All that ``files.info`` says; events carry it too, unless the file is a stub."""
    url = f"{world.url.removesuffix('/api/')}/files-pri/{found.id}/{found.name}"
    return {
        "id": found.id,
        "name": found.name,
        "mimetype": found.mimetype,
        "size": len(found.content),
        "mode": found.mode,
        "url_private": url,
        "url_private_download": f"{url}?download=1",
    }


def add_reaction(world: World, team: Team, asked: Json) -> Json:
    post = _reacted(world, team, asked)
    mark = (team.bot, asked["name"].strip(":"))
    if mark in post.reactions:
        raise Refused("already_reacted")
    if sum(user == team.bot for user, _ in post.reactions) >= MOST_REACTIONS:
        raise Refused("too_many_reactions")
    post.reactions.add(mark)
    return {}


def remove_reaction(world: World, team: Team, asked: Json) -> Json:
    post = _reacted(world, team, asked)
    mark = (team.bot, asked["name"].strip(":"))
    if mark not in post.reactions:
        raise Refused("no_reaction")
    post.reactions.remove(mark)
    return {}


def _reacted(world: World, team: Team, asked: Json) -> Post:
    if "channel" not in asked or "timestamp" not in asked:
        raise Refused("no_item_specified")
    post = world.post(room_of(world, team, asked["channel"]).id, asked["timestamp"])
    if post is None:
        raise Refused("message_not_found")
    return post
