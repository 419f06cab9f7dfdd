"""The Web API as a table: arguments, scope, tier of each method (docs.slack.dev, the pages of the methods).

Argument kinds: text, ts, id, flag, number, json (object or list), word. ``!`` marks required ones.
"""

from dataclasses import dataclass
from enum import IntEnum


class Tier(IntEnum):
    """Calls a minute of one method in one workspace; the least that Slack promises."""

    ONE = 1
    TWO = 20
    THREE = 50
    FOUR = 100
    POSTING = 300  # "several hundred a minute" in a workspace, besides 1 a second and room
    FREE = 600  # without a published limit


@dataclass(frozen=True, slots=True)
class Method:
    """``scope`` "" needs none; ``*:history`` stands for the scope of the room's kind."""

    tier: Tier
    scope: str
    arguments: dict[str, str]
    required: frozenset[str]
    takes_json: bool = True
    bearer: str = "bot"  # bot, app or none


def _method(
    tier: Tier, scope: str, arguments: str, *, takes_json: bool = True, bearer: str = "bot"
) -> Method:
    kinds: dict[str, str] = {}
    required: set[str] = set()
    for word in arguments.split():
        name, _, kind = word.partition(":")
        kinds[name] = kind.rstrip("!") or "text"
        if kind.endswith("!"):
            required.add(name)
    return Method(tier, scope, kinds, frozenset(required), takes_json, bearer)


_SAID = "text blocks:json attachments:json markdown_text metadata:json parse:word link_names:flag"
_POST = (
    f"channel:id! thread_ts:ts reply_broadcast:flag unfurl_links:flag unfurl_media:flag mrkdwn:flag"
    f" username icon_emoji icon_url as_user:flag {_SAID}"
)
_PAGE = "cursor limit:number oldest latest inclusive:flag include_all_metadata:flag"

METHODS: dict[str, Method] = {
    "auth.test": _method(Tier.FREE, "", ""),
    "auth.revoke": _method(Tier.THREE, "", "test:flag", takes_json=False),
    "apps.connections.open": _method(Tier.THREE, "", "", bearer="app"),
    "oauth.v2.access": _method(
        Tier.FOUR,
        "",
        "client_id client_secret code redirect_uri grant_type:word refresh_token",
        takes_json=False,
        bearer="none",
    ),
    "chat.postMessage": _method(Tier.POSTING, "chat:write", _POST),
    "chat.postEphemeral": _method(
        Tier.FOUR, "chat:write", f"channel:id! user:id! thread_ts:ts as_user:flag {_SAID}"
    ),
    "chat.update": _method(
        Tier.THREE,
        "chat:write",
        f"channel:id! ts:ts! as_user:flag reply_broadcast:flag file_ids {_SAID}",
    ),
    "chat.delete": _method(Tier.THREE, "chat:write", "channel:id! ts:ts! as_user:flag"),
    "chat.getPermalink": _method(Tier.FOUR, "", "channel:id! message_ts:ts!", takes_json=False),
    "conversations.replies": _method(
        Tier.THREE, "*:history", f"channel:id! ts:ts! {_PAGE}", takes_json=False
    ),
    "conversations.history": _method(
        Tier.THREE, "*:history", f"channel:id! {_PAGE}", takes_json=False
    ),
    "conversations.info": _method(
        Tier.THREE,
        "*:read",
        "channel:id! include_locale:flag include_num_members:flag",
        takes_json=False,
    ),
    "conversations.open": _method(
        Tier.THREE, "im:write", "channel:id users return_im:flag prevent_creation:flag"
    ),
    "users.info": _method(
        Tier.FOUR, "users:read", "user:id! include_locale:flag", takes_json=False
    ),
    "files.info": _method(
        Tier.FOUR,
        "files:read",
        "file:id! count:number cursor limit:number page:number",
        takes_json=False,
    ),
    "views.open": _method(Tier.FOUR, "", "trigger_id interactivity_pointer view:json!"),
    "views.push": _method(Tier.FOUR, "", "trigger_id interactivity_pointer view:json!"),
    "views.update": _method(Tier.FOUR, "", "view_id:id external_id hash view:json!"),
    "views.publish": _method(Tier.FOUR, "", "user_id:id! hash view:json!"),
    "assistant.threads.setStatus": _method(
        Tier.FREE,
        "chat:write",
        "channel_id:id! thread_ts:ts! status:text! loading_messages:json icon_emoji icon_url"
        " username",
    ),
    "assistant.threads.setTitle": _method(
        Tier.FOUR, "assistant:write", "channel_id:id! thread_ts:ts! title:text!"
    ),
    "assistant.threads.setSuggestedPrompts": _method(
        Tier.FOUR, "assistant:write", "channel_id:id! thread_ts:ts title prompts:json!"
    ),
    "reactions.add": _method(Tier.THREE, "reactions:write", "channel:id! name:text! timestamp:ts!"),
    "reactions.remove": _method(
        Tier.TWO, "reactions:write", "channel:id name:text! timestamp:ts file file_comment"
    ),
}
