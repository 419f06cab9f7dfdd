"""Modals, Home and the assistant's line."""

from tests.channels.slack.world.chat import room_of
from tests.channels.slack.world.findings import Refused
from tests.channels.slack.world.kit_views import problems_with_view
from tests.channels.slack.world.state import Json, Team, View
from tests.channels.slack.world.world import World

TRIGGER_LIVES = 3.0
MOST_STACKED = 3


def open_view(world: World, team: Team, asked: Json) -> Json:
    user = _pull(world, team, asked)
    return _keep(world, team, user, _checked(world, "views.open", asked["view"], "modal"))


def push_view(world: World, team: Team, asked: Json) -> Json:
    user = _pull(world, team, asked)
    stack = [v for v in world.views.values() if v.user == user and v.body["type"] == "modal"]
    if len(stack) >= MOST_STACKED:
        raise Refused("push_limit_reached")
    body = _checked(world, "views.push", asked["view"], "modal")
    return _keep(world, team, user, body, root=stack[0].root if stack else "")


def update_view(world: World, team: Team, asked: Json) -> Json:
    wanted = asked.get("view_id") or asked.get("external_id")
    if not wanted:
        raise Refused("invalid_arguments")
    for view in world.views.values():
        if view.team == team.id and wanted in (view.id, view.external_id):
            break
    else:
        raise Refused("not_found")
    if asked.get("hash", view.digest) != view.digest:
        raise Refused("hash_conflict")
    view.body = _checked(world, "views.update", asked["view"], view.body["type"])
    view.digest = str(world.number("digest"))
    return {"view": _shown(view)}


def publish_view(world: World, team: Team, asked: Json) -> Json:
    person = world.people.get(asked["user_id"])
    if person is None or person.team != team.id:
        raise Refused("user_not_found")
    body = _checked(world, "views.publish", asked["view"], "home")
    old = [v for v in world.views.values() if v.user == person.id and v.body["type"] == "home"]
    if old and asked.get("hash", old[0].digest) != old[0].digest:
        raise Refused("hash_conflict")
    for view in old:
        del world.views[view.id]
    return _keep(world, team, person.id, body)


def closes(world: World, user: str) -> None:
    """Somebody closes all modals."""
    for view in [v for v in world.views.values() if v.user == user and v.body["type"] == "modal"]:
        del world.views[view.id]


def set_status(world: World, team: Team, asked: Json) -> Json:
    """Cleared by a post or after two minutes; here it is only written down."""
    room = room_of(world, team, asked["channel_id"])
    if len(asked.get("loading_messages") or []) > 10:
        raise Refused("invalid_arguments")
    world.statuses.append((world.now, room.id, asked["thread_ts"], asked.get("status", "")))
    return {}


def set_title(world: World, team: Team, asked: Json) -> Json:
    _direct(world, team, asked["channel_id"])
    return {}


def set_prompts(world: World, team: Team, asked: Json) -> Json:
    """At most four, each with a title and a message."""
    _direct(world, team, asked["channel_id"])
    prompts = asked["prompts"]
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
        raise Refused("invalid_arguments")
    if any(set(p) != {"title", "message"} or not all(p.values()) for p in prompts):
        raise Refused("invalid_arguments")
    return {}


def _direct(world: World, team: Team, room: str) -> None:
    if room_of(world, team, room).kind != "im":
        raise Refused("channel_type_not_supported")


def _pull(world: World, team: Team, asked: Json) -> str:
    """Use up a trigger; answer whose it is."""
    trigger = world.triggers.get(str(asked.get("trigger_id")))
    if trigger is None or trigger.team != team.id:
        raise Refused("invalid_trigger_id")
    if trigger.is_used:
        world.findings.add("trigger-used-twice", "views", trigger.id)
        raise Refused("exchanged_trigger_id")
    if world.now - trigger.made_at > TRIGGER_LIVES:
        world.findings.add("trigger-expired", "views", f"{world.now - trigger.made_at:.1f} s")
        raise Refused("expired_trigger_id")
    trigger.is_used = True
    return trigger.user


def _checked(world: World, call: str, view: object, surface: str) -> Json:
    if problems := problems_with_view(view, surface):
        world.findings.add("invalid-view", call, problems[0])
        raise Refused("invalid_arguments", response_metadata={"messages": problems})
    assert isinstance(view, dict)
    ident = view.get("external_id")
    if (
        ident
        and call != "views.update"
        and any(v.external_id == ident for v in world.views.values())
    ):
        raise Refused("duplicate_external_id")
    return view


def _keep(world: World, team: Team, user: str, body: Json, root: str = "") -> Json:
    ident = f"V{world.number('view')}"
    view = View(ident, team.id, user, body, root or ident, body.get("external_id"))
    view.digest = str(world.number("digest"))
    world.views[ident] = view
    return {"view": _shown(view)}


def _shown(view: View) -> Json:
    told = {"id": view.id, "team_id": view.team, "hash": view.digest, "root_view_id": view.root}
    return {"private_metadata": "", **view.body, **told, "app_installed_team_id": view.team}
