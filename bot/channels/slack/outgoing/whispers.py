"""Words for one person's eyes alone."""

from collections.abc import Mapping

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.mrkdwn import escape
from bot.channels.slack.api.pace import Call
from bot.channels.slack.api.people import People
from bot.channels.slack.api.places import PersonPlace
from bot.texts.loader import say, spoken


class Whispers:
    """Says short things to one person, which nobody else in the room sees."""

    def __init__(self, calls: Calls, people: People) -> None:
        self._calls = calls
        self._people = people

    async def say(self, place: PersonPlace, key: str, answer_to: str = "", lang: str = "") -> None:
        """One of our texts, in ``lang`` or, where that is "", in the person's language.

        ``answer_to``: a ``response_url``, which works in rooms where we are not.
        """
        lang = lang or await self._people.language(place.team, place.user)
        await self.tell(place, {lang: say(lang, key)}, lang, answer_to)

    async def tell(
        self, place: PersonPlace, texts: Mapping[str, str], lang: str = "", answer_to: str = ""
    ) -> None:
        """One of several texts by language, as ``say`` does; texts are plain."""
        lang = lang or await self._people.language(place.team, place.user)
        text = escape(texts.get(lang) or texts[spoken(lang)])
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
