"""What Slack tells of people: their language and their names."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.pace import Call
from bot.model.recent import RecentValues
from bot.texts.loader import spoken

KNOWN_FOR = timedelta(hours=6)
MOST_KNOWN = 5_000
OTHERWISE = "ja"  # where neither a profile nor a conversation says it

logger = logging.getLogger(__name__)


class People:
    """Asks ``users.info`` for a person's locale now and then, and remembers it.

    Slack tells no locale of people of other companies (``is_stranger``): they are spoken to in the
    language of their latest conversation.
    """

    def __init__(
        self,
        calls: Calls,
        clock: Callable[[], datetime],
        written_in: Callable[[str], str] = lambda _: "",
    ) -> None:
        """``written_in``: the language in which a customer (an id) writes, "" when unknown."""
        self._calls = calls
        self._clock = clock
        self._written_in = written_in
        self._known = RecentValues[tuple[str, str], tuple[datetime, _Profile]](MOST_KNOWN)

    async def language(self, team: str, user: str) -> str:
        """``ja`` or ``en``; Japanese where nothing is known. ``team``: where we are installed."""
        profile = await self._profile(team, user)
        if profile is None:
            return OTHERWISE
        if profile.lang:
            return profile.lang
        return spoken(await asyncio.to_thread(self._written_in, profile.customer) or OTHERWISE)

    async def name(self, team: str, user: str) -> str:
        """How a person is called in Slack; "" when Slack does not tell."""
        profile = await self._profile(team, user)
        return profile.name if profile is not None else ""

    async def handle(self, team: str, user: str) -> str:
        """A person's user name, as presses bear it; the id when Slack does not tell."""
        profile = await self._profile(team, user)
        return (profile.handle if profile is not None else "") or user

    async def _profile(self, team: str, user: str) -> "_Profile | None":
        """What Slack tells of a person; None when it does not answer."""
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
            return None
        told = answer.get("user") or {}
        lang = _language(None if told.get("is_stranger") else told.get("locale"))
        customer = f"slack:{told.get('team_id') or team}:{user}"
        profile = _Profile(lang, customer, _name(told), str(told.get("name") or "")[:80])
        self._known[team, user] = (self._clock(), profile)
        return profile


@dataclass(frozen=True, slots=True)
class _Profile:
    """What Slack tells of a person: the language ("" for none), who that is as a customer, names."""

    lang: str
    customer: str
    name: str
    handle: str


def _name(told: Mapping[str, Any]) -> str:
    """The name that others see, as the page of ``users.info`` has them; "" for none."""
    profile = told.get("profile") or {}
    known = (profile.get("display_name"), profile.get("real_name"), told.get("real_name"))
    return next((str(name) for name in (*known, told.get("name")) if name), "")


def _language(locale: object) -> str:
    if not isinstance(locale, str) or not locale:
        return ""
    return "ja" if locale.lower().startswith("ja") else "en"
