"""A person's post to message, and whether it is for the desk. Pure."""

from datetime import datetime

from bot.channels.slack.api.mrkdwn import mentions, plain
from bot.channels.slack.api.places import RoomRules, ThreadAddress
from bot.channels.slack.incoming.commands import IgnoredPayload, Payload
from bot.desk.prose import visible
from bot.model.event import MessageReceived
from bot.text.pleasantries import is_pleasantry

MOST_TEXT = 20_000  # characters of one post that are read; Slack itself cuts at 40,000
MOST_NAMED = 10  # files of one post
SAID_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast", "me_message"})


def posted(
    payload: Payload, event: Payload, at: datetime, rules: RoomRules
) -> MessageReceived | IgnoredPayload:
    """The message in a post."""
    if event.get("bot_id") or event.get("user") in {*_bots(payload), "USLACKBOT"}:
        return IgnoredPayload.BOT
    if event.get("subtype") not in SAID_BY_PEOPLE:
        return IgnoredPayload.SUBTYPE
    if reason := _not_for_us(payload, event, rules):
        return reason
    text = words(event) or named(event)
    if not text and not is_addressed(payload, event):
        return IgnoredPayload.EMPTY
    return message_of(payload, event, text, at, rules)


def message_of(
    payload: Payload, event: Payload, text: str, at: datetime, rules: RoomRules
) -> MessageReceived:
    """A post as a message, whoever it is for. Raises KeyError when it has no author or place."""
    installed, room, ts = installed_in(payload), str(event["channel"]), str(event["ts"])
    team = author_team(event) or installed
    return MessageReceived(
        at=at,
        message_id=f"slack:{installed}:{room}:{ts}",
        customer=f"slack:{team}:{event['user']}",
        tenant=rules.tenant(installed, room, team),
        channel="slack",
        text=text,
        thread=str(thread_of(payload, event)),
    )


def thread_of(payload: Payload, event: Payload) -> ThreadAddress:
    """The thread that a post stands in; the one that it begins when it stands in none."""
    hangs_from = str(event.get("thread_ts") or event["ts"])
    return ThreadAddress(installed_in(payload), str(event["channel"]), hangs_from)


def is_first(event: Payload) -> bool:
    """Whether a post stands at top level."""
    return event.get("thread_ts") in {None, "", event["ts"]}


def installed_in(payload: Payload) -> str:
    """The workspace where we are installed, of an event."""
    return str(payload["team_id"])


def is_addressed(payload: Payload, event: Payload) -> bool:
    """Whether the desk is mentioned; the post then arrives as message *and* as app_mention."""
    text = str(event.get("text") or "")
    return event["type"] == "app_mention" or any(mentions(text, b) for b in _bots(payload))


def is_direct(event: Payload) -> bool:
    """Whether nobody but the author and the desk reads it."""
    return event.get("channel_type") == "im" or str(event["channel"]).startswith("D")


def author_team(event: Payload) -> str | None:
    """The author's own team, in a channel shared between companies not the one we run in."""
    return event.get("user_team") or event.get("source_team") or event.get("team")


def words(event: Payload) -> str:
    """What the author wrote."""
    return visible(plain(str(event.get("text") or "")[:MOST_TEXT])).strip()


def named(event: Payload) -> str:
    """The files of a post by their names, one a line."""
    names = [str(f.get("name") or f.get("id")) for f in event.get("files") or ()]
    return visible("\n".join(f"[{name[:200]}]" for name in names[:MOST_NAMED]))


def _not_for_us(payload: Payload, event: Payload, rules: RoomRules) -> IgnoredPayload | None:
    """Where the desk listens: mentions, direct messages, opted-in rooms, threads it is part of."""
    if is_addressed(payload, event) or is_direct(event):
        return None
    team = author_team(event) or installed_in(payload)
    if rules.is_staff(team, str(event.get("user"))):
        return IgnoredPayload.STAFF
    if not is_first(event):
        if not rules.is_ours(str(thread_of(payload, event))):
            return IgnoredPayload.BETWEEN_PEOPLE
    elif str(event["channel"]) not in rules.rooms:
        return IgnoredPayload.NOT_OPTED_IN
    is_mere_politeness = not event.get("files") and is_pleasantry(words(event))
    return IgnoredPayload.PLEASANTRY if is_mere_politeness else None


def _bots(payload: Payload) -> list[str]:
    """User ids under which our app is installed, as Slack tells in every event."""
    return [a["user_id"] for a in payload.get("authorizations") or () if a.get("is_bot")]
