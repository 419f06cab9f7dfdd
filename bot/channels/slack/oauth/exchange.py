"""Where codes and refresh tokens are exchanged: each works once, and no sooner than Slack allows.

After a 429 nothing is asked of ``oauth.v2.access`` until ``Retry-After`` has passed, by any process:
the call bears no workspace's token, so the limit is the app's (docs.slack.dev/apis/web-api/rate-limits).
"""

import http
import logging
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.channels.slack.api.quiet import quiet
from bot.channels.slack.api.workspaces import SECONDS, base_url
from bot.channels.slack.settings import SlackSettings
from bot.desk.shared_counters import OwnCounters, SharedCounters

OWNER, UNTIL = "slack:oauth.v2.access", "shut"  # under which the limit is shared
UNTOLD_WAIT = 60.0  # seconds, when Slack does not say for how long
LONGEST_QUIET = 3_600.0  # seconds that we believe Slack

logger = logging.getLogger(__name__)


class TooSoonError(SlackClientError):
    """Slack wants to hear nothing of exchanges for so many ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Slack says ratelimited")
        self.seconds = seconds


class Exchange(WebClient):
    """The SDK's client, which keeps to ``Retry-After``. It blocks, and belongs into a thread.

    What is exchanged works once, so whoever waits may be cancelled, but not the exchange.
    """

    def __init__(
        self,
        settings: SlackSettings,
        clock: Callable[[], datetime],
        slate: SharedCounters | None = None,
    ) -> None:
        """``slate``: shared by all processes; None: this process's own."""
        super().__init__(
            base_url=base_url(settings), timeout=SECONDS, retry_handlers=[], logger=quiet
        )
        self._clock = clock
        self._slate: SharedCounters = slate if slate is not None else OwnCounters()
        self._until = float("-inf")

    def oauth_v2_access(self, **given: Any) -> SlackResponse:
        """One exchange. Raises TooSoonError without asking, or because Slack says so."""
        if (seconds := self._shut_for()) > 0:
            raise TooSoonError(seconds)
        try:
            return super().oauth_v2_access(**given)
        except SlackApiError as error:
            if error.response.status_code != http.HTTPStatus.TOO_MANY_REQUESTS:
                raise
            told = str(error.response.headers.get("Retry-After", ""))
            seconds = float(told) if told.isdigit() else UNTOLD_WAIT
            self._shut(min(seconds, LONGEST_QUIET))
            raise TooSoonError(seconds) from None

    def _shut_for(self) -> float:
        """Seconds for which Slack wants to hear nothing."""
        now = self._clock().timestamp()
        shut = self._until - now
        try:
            moment = self._slate.moment(now)
            with self._slate.hold(OWNER, [UNTIL]) as kept:
                shut = max(shut, kept.get(UNTIL, -math.inf) - moment)
        except Exception:  # a store that is busy stops no installation
            logger.warning("the shared limit of oauth.v2.access cannot be read", exc_info=True)
        return shut if shut <= LONGEST_QUIET else 0.0  # further off: the clock was put back

    def _shut(self, seconds: float) -> None:
        now = self._clock().timestamp()
        self._until = now + seconds
        try:
            moment = self._slate.moment(now)
            with self._slate.hold(OWNER, [UNTIL]) as kept:
                kept[UNTIL] = moment + seconds
        except Exception:  # this process keeps to it all the same
            logger.warning("the shared limit of oauth.v2.access cannot be kept", exc_info=True)
