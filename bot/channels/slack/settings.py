"""What the Slack channel must be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How we speak to Slack; ``repr`` shows no secret.

    ``app_token`` is needed for Socket Mode alone. ``channels`` are the ids of the rooms in which
    every top-level post is for the desk; elsewhere it must be mentioned. ``tenants`` maps a
    Slack team id to the organisation it is; a team that is not listed stands for itself.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    api_url: str = "https://slack.com/api/"
    channels: tuple[str, ...] = ()
    tenants: Mapping[str, str] = field(default_factory=dict)
