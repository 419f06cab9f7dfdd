"""In which language somebody reads, and words for their eyes alone."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack.calls import Calls
from bot.channels.slack.customer_words import say
from bot.channels.slack.letters import Place
from bot.channels.slack.pace import Call

KNOWN_FOR = timedelta(hours=6)
MOST_KNOWN = 5_000
OTHERWISE = "ja"  # strangers of another company have no profile, and Slack may not answer

logger = logging.getLogger(__name__)


class People:
    """Asks ``users.info`` for a person's locale now and then, and remembers it."""

    def __init__(self, calls: Calls, clock: Callable[[], datetime]) -> None:
        self._calls = calls
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[datetime, str]] = OrderedDict()

    async def language(self, team: str, user: str) -> str:
        """``ja`` or ``en``; Japanese where nothing is known. ``team``: where we are installed."""
        known = self._known.get((team, user))
        if known is not None and self._clock() - known[0] < KNOWN_FOR:
            return known[1]
        try:
            answer = await self._calls.ask(
                Call(team, "users.info"),
                lambda client: client.users_info(user=user, include_locale=True),
                changes=False,
            )
        except Exception:  # a language is worth no failure, whatever it was
            logger.info("no locale of a person in %s", team, exc_info=True)
            return OTHERWISE
        profile = answer.get("user") or {}
        lang = _language(None if profile.get("is_stranger") else profile.get("locale"))
        self._known[team, user] = (self._clock(), lang)
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return lang


def _language(locale: object) -> str:
    if not isinstance(locale, str) or not locale:
        return OTHERWISE
    return "ja" if locale.lower().startswith("ja") else "en"


class Whispers:
    """Says short things to one person, which nobody else in the room sees."""

    def __init__(self, calls: Calls, people: People) -> None:
        self._calls = calls
        self._people = people

    async def say(self, place: Place, key: str, answer_to: str = "") -> None:
        """One of our texts, in the person's language.

        ``answer_to``: a ``response_url``, which works in rooms where we are not.
        """
        text = say(key, await self._people.language(place.team, place.user))
        if answer_to:
            # The person may have asked in a room of which we are no member.
            await AsyncWebhookClient(answer_to, timeout=5).send(
                text=text, response_type="ephemeral", replace_original=False
            )
            return
        await self._calls.ask(
            Call(place.team, "chat.postEphemeral"),
            lambda client: client.chat_postEphemeral(
                channel=place.room,
                user=place.user,
                text=text,
                parse="none",
                thread_ts=place.thread or None,
            ),
        )
