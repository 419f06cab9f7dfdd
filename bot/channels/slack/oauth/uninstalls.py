"""How Slack says that we were removed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Uninstall:
    """We were removed from a workspace, or (``team`` "") from a whole enterprise."""

    team: str
    enterprise: str
    at: datetime


def departure_of(payload: Mapping[str, Any]) -> Uninstall | None:
    """Whether an event says that our bot's token is gone; None for anything else.

    Tokens of users, which ``tokens_revoked`` names too, we have none of.
    """
    event = payload.get("event")
    if not isinstance(event, Mapping):
        return None
    gone = event.get("type") == "app_uninstalled"
    if event.get("type") == "tokens_revoked":
        tokens = event.get("tokens")
        gone = isinstance(tokens, Mapping) and bool(tokens.get("bot"))
    if not gone:
        return None
    grants = [a for a in payload.get("authorizations") or () if isinstance(a, Mapping)]
    org_wide = payload.get("is_enterprise_install") or any(
        a.get("is_enterprise_install") for a in grants
    )
    enterprise = str(payload.get("enterprise_id") or "")
    team = "" if org_wide and enterprise else str(payload.get("team_id") or "")
    try:
        at = datetime.fromtimestamp(int(payload["event_time"]) + 1, UTC)  # its seconds are whole
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return Uninstall(team, enterprise, at)
