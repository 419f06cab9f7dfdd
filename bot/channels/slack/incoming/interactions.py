"""Buttons, message shortcuts and forms to commands. Pure.

Shapes: docs.slack.dev, "block_actions", "message_action" and "view_submission". Everything ever
shipped stays readable: old posts keep their buttons.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.channels.slack.api.places import PersonPlace, RoomRules, ThreadAddress
from bot.channels.slack.home import modal
from bot.channels.slack.incoming.commands import (
    AnswerOpinion,
    CaseRequest,
    Form,
    IgnoredPayload,
    Payload,
)
from bot.channels.slack.incoming.posts import message_of, named, words
from bot.desk.labels import CLOSING_BUTTONS
from bot.desk.prose import visible
from bot.model.event import MessageReceived
from bot.texts.loader import say

BUTTONS = ("worked", "failed", "human", *CLOSING_BUTTONS)  # that the desk knows by their names
WORKED_OFF = "worked_off"  # it works since something was switched off
CHOICE = "choice_"  # how answers to tap begin; each says its label
FEEDBACK = "feedback"  # whether an answer was good
CASE_FROM_MESSAGE = "case_from_message"


def pressed(
    payload: Payload, at: datetime, rules: RoomRules
) -> MessageReceived | AnswerOpinion | IgnoredPayload:
    """A press on one of our buttons, however old the message is that carries it."""
    action = payload["actions"][0]
    name = str(action["action_id"])
    if name == FEEDBACK:
        return _opinion(payload, action, at)
    taps = name.startswith(CHOICE)
    if name not in (*BUTTONS, WORKED_OFF) and not taps:
        return IgnoredPayload.OTHER_BUTTON
    place = place_of(payload)
    label = visible(str((action.get("text") or {}).get("text") or ""))[:75]
    # A switched-off plug-in is told to the desk in words: the button of the same name says less.
    said = say(_lang(label), "slack.switched_off") if name == WORKED_OFF else label
    return MessageReceived(
        at=at,
        message_id=f"slack:{place.team}:{place.room}:{action['action_ts']}",
        customer=f"slack:{place.home}:{place.user}",
        tenant=rules.tenant(place.team, place.room, place.home),
        channel="slack",
        text=said,
        button=None if name == WORKED_OFF or taps else name,
        thread=str(ThreadAddress(place.team, place.room, place.thread)),
    )


@dataclass(frozen=True, slots=True)
class Press:
    """One press: of which button on which post, by whom; ``ts`` tells it from the next one."""

    post: str
    button: str
    user: str
    ts: str


def press_of(payload: Payload) -> Press:
    """The press that a payload tells of."""
    action, place = payload["actions"][0], place_of(payload)
    post = f"{place.team}/{place.room}:{payload['container']['message_ts']}"
    return Press(post, str(action["action_id"]), place.user, str(action["action_ts"]))


def label_language(payload: Payload) -> str:
    """The language of a button's label; "" for a button without one."""
    label = str((payload["actions"][0].get("text") or {}).get("text") or "")
    return _lang(label) if label else ""


def place_of(payload: Payload) -> PersonPlace:
    """Who pressed a button, and in which thread."""
    where, message = payload["container"], payload.get("message") or {}
    room = str(where.get("channel_id") or payload["channel"]["id"])
    thread = where.get("thread_ts") or message.get("thread_ts") or where["message_ts"]
    return PersonPlace(*_who(payload, room), thread=str(thread), home=_home(payload))


def made_a_case(payload: Payload, at: datetime, rules: RoomRules) -> CaseRequest | IgnoredPayload:
    """The post that somebody wants to be a case; whether they may is not decided here."""
    if payload["callback_id"] != CASE_FROM_MESSAGE:
        return IgnoredPayload.OTHER_FORM
    room, message = str(payload["channel"]["id"]), payload["message"]
    if message.get("bot_id") or not message.get("user"):
        return IgnoredPayload.BOT
    event = {**message, "channel": room}
    text = words(event) or named(event)
    if not text:
        return IgnoredPayload.EMPTY
    team, _, user = _who(payload, room)
    asked = message_of({"team_id": team}, event, text, at, rules)
    by = PersonPlace(team, room, user, home=_home(payload))
    return CaseRequest(asked, by, str(payload.get("response_url") or ""))


def filled_in(payload: Payload, at: datetime, rules: RoomRules) -> Form | IgnoredPayload:
    """A new case as its form tells it."""
    view = payload["view"]
    if view["callback_id"] != modal.NEW_CASE:
        return IgnoredPayload.OTHER_FORM
    answers = modal.answers(view)
    if not answers.description:
        return IgnoredPayload.EMPTY
    home, lang = _home(payload), modal.language(view)
    team = str(view.get("app_installed_team_id") or home)
    user = str(payload["user"]["id"])
    message = MessageReceived(
        at=at,
        message_id=f"slack:{team}:view:{view['id']}",
        customer=f"slack:{home}:{user}",
        tenant=rules.tenants.get(home, home),
        channel="slack",
        text=answers.told(lang),
    )
    return Form(message, PersonPlace(team, "", user, home=home), lang)


def _opinion(payload: Payload, action: Payload, at: datetime) -> AnswerOpinion | IgnoredPayload:
    value = str(action.get("value") or "").partition(":")[0]
    if value not in {"good", "bad"}:
        return IgnoredPayload.OTHER_BUTTON
    place = place_of(payload)
    key = f"slack:{place.team}:{place.room}:{action['action_ts']}"
    post = str(payload["container"]["message_ts"])
    return AnswerOpinion(
        at, key, f"{place.team}/{place.room}:{post}", place, is_good=value == "good"
    )


def _who(payload: Payload, room: str) -> tuple[str, str, str]:
    """Where we are installed, the room, and who acts."""
    return (
        str((payload.get("team") or {}).get("id") or _home(payload)),
        room,
        str(payload["user"]["id"]),
    )


def _home(payload: Payload) -> str:
    """The workspace of whoever acts, in a channel shared between companies not ours."""
    user = payload["user"]
    return str(user.get("team_id") or payload["team"]["id"])


def _lang(label: str) -> str:
    return "en" if label.isascii() and label else "ja"
