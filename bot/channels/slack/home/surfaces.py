"""Where in Slack people meet the desk beside its posts: Home, prompts, forms, the slash command.

Nothing here is lost with the process: a page is published again when it is opened, and what a form
says is written down when it is sent.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.manifest import COMMAND
from bot.channels.slack.api.pace import Call
from bot.channels.slack.api.people import OTHERWISE, People
from bot.channels.slack.api.places import PersonPlace, RoomAddress, RoomRules
from bot.channels.slack.home.modal import new_case
from bot.channels.slack.home.overviews import Overviews
from bot.channels.slack.home.page import customer_home, staff_home
from bot.channels.slack.home.slash import (
    SlashRequest,
    What,
    asked,
    help_text,
    incident_text,
    status_text,
    ticket_text,
)
from bot.channels.slack.home.subscriptions import RoomSubscriptions
from bot.channels.slack.outgoing.background_tasks import BackgroundTasks
from bot.channels.slack.outgoing.thinking import Thinking
from bot.channels.slack.outgoing.whispers import Whispers
from bot.model.event import MessageReceived
from bot.model.recent import RecentValues
from bot.texts.loader import say

Body = Mapping[str, Any]

STAFF_PREFIX = "staff_"  # of action ids and of callback ids that are for staff alone
PROMPTS = (
    "slack.prompt.down",
    "slack.prompt.slow",
    "slack.prompt.app",
    "slack.prompt.status",
)  # Slack shows four
PUBLISHED_EVERY = timedelta(seconds=10)
SOON = 0.7  # seconds that an answer may take which Slack waits for
MOST_SEEN = 5_000

logger = logging.getLogger(__name__)


class StaffSide(Protocol):
    """What staff do in Slack: everything whose id begins with ``staff_``.

    It decides by itself who is staff: nobody else has looked. It is called before the
    acknowledgement and has a second at most; what must not be lost it has written down when it
    returns. A press is acknowledged by the caller.
    """

    async def press(self, body: Body) -> None:
        """A button or menu of staff (``block_actions``)."""
        ...

    async def submit(self, body: Body) -> dict[str, Any] | None:
        """A form of staff (``view_submission``); a ``response_action``, None: the form closes."""
        ...


class NoStaffSide:
    """Nobody works from Slack: what is for staff is taken and dropped."""

    async def press(self, body: Body) -> None:
        """Nothing happens."""

    async def submit(self, body: Body) -> dict[str, Any] | None:  # noqa: ARG002 - the port's
        """The form closes."""
        return None


@dataclass(frozen=True, slots=True)
class SlackSurfaces:
    """How people in Slack are spoken to. ``subscriptions`` None: no room can follow the public page."""

    calls: Calls
    people: People
    whispers: Whispers
    background_tasks: BackgroundTasks
    subscriptions: RoomSubscriptions | None = None


class Surfaces:
    """Shows people what they open. Every method answers at once; Slack is called beside it."""

    def __init__(
        self,
        contacts: SlackSurfaces,
        overviews: Overviews,
        rules: RoomRules,
        clock: Callable[[], datetime],
        thinking: Thinking | None = None,
        staff: StaffSide | None = None,
    ) -> None:
        """``thinking`` shows that a message was heard, until it is answered."""
        self.staff: StaffSide = staff if staff is not None else NoStaffSide()
        self._contacts = contacts
        self._overviews = overviews
        self._rules = rules
        self._clock = clock
        self._thinking = thinking
        self._shown = RecentValues[tuple[str, str, str], datetime](MOST_SEEN)

    def heard(self, message: MessageReceived) -> None:
        """Show that a message has arrived and is being worked on."""
        thinking = self._thinking
        if thinking is not None:
            self._contacts.background_tasks.add(lambda: thinking(message, on=True))

    def opened(self, body: Body) -> None:
        """Somebody opened Home or the Messages tab (``app_home_opened``)."""
        event = body["event"]
        team = str(body.get("team_id") or "")
        user, tab, room = (str(event.get(n) or "") for n in ("user", "tab", "channel"))
        if not (team and user) or not self._is_due((team, user, tab)):
            return
        if tab == "home":
            self._contacts.background_tasks.add(lambda: self._publish(team, user))
        elif tab == "messages" and room:
            self._contacts.background_tasks.add(lambda: self._suggest(team, room, user))

    def open_form(self, body: Body) -> None:
        """Open the form of a new case; its trigger lives for three seconds."""
        team, user = installed_in(body), str(body["user"]["id"])
        trigger = str(body["trigger_id"])
        self._contacts.background_tasks.add(lambda: self._open(team, user, trigger))

    def tell(self, place: PersonPlace, key: str, answer_to: str = "") -> None:
        """Say one of our texts to one person alone."""
        whispers = self._contacts.whispers
        self._contacts.background_tasks.add(lambda: whispers.say(place, key, answer_to))

    async def command(self, body: Body) -> str:
        """What the slash command answers, to whoever typed it alone."""
        team, user = str(body.get("team_id")), str(body.get("user_id"))
        lang, request = OTHERWISE, asked(str(body.get("text") or ""))
        does = self._subscribe(request, RoomAddress(team, str(body.get("channel_id"))))
        is_staff = False
        try:
            async with asyncio.timeout(SOON):
                is_staff = await asyncio.to_thread(self._rules.is_staff, team, user)
                lang = await self._contacts.people.language(team, user)
                if does is not None:
                    return await does(lang)
                if is_staff:
                    return await asyncio.to_thread(self._answer, request, lang)
        except Exception:  # it must be answered within three seconds, whatever it was
            logger.exception("%s could not be answered", COMMAND)
            if does is not None:
                return say(lang, "slack.subscribe.failed")
            if is_staff:
                return say(lang, "slack.command.failed")
        return help_text(lang, is_staff=False, subscribes=self._contacts.subscriptions is not None)

    def _subscribe(
        self, request: SlashRequest, room: RoomAddress
    ) -> Callable[[str], Awaitable[str]] | None:
        """What is done in a language where a room is to follow the public page, or no more."""
        subscriptions = self._contacts.subscriptions
        if subscriptions is None or request.what not in (What.SUBSCRIBE, What.UNSUBSCRIBE):
            return None
        does = subscriptions.begin if request.what is What.SUBSCRIBE else subscriptions.end
        return partial(does, room)

    def _answer(self, request: SlashRequest, lang: str) -> str:
        """What the slash command answers to staff; the store is read."""
        subscribes = self._contacts.subscriptions is not None
        match request:
            case SlashRequest(What.HELP):
                return help_text(lang, is_staff=True, subscribes=subscribes)
            case SlashRequest(What.TICKET, ident):
                return ticket_text(self._overviews.of_ticket(ident, lang), ident, lang)
            case SlashRequest(What.INCIDENT, ident):
                return incident_text(self._overviews.of_staff(lang), ident, lang)
            case SlashRequest(What.STATUS):
                return status_text(self._overviews.of_staff(lang), lang)
            case SlashRequest(_, other):
                return help_text(lang, is_staff=True, unknown_words=other, subscribes=subscribes)

    def _is_due(self, what: tuple[str, str, str]) -> bool:
        """Whether it is time to show something again to somebody."""
        now, last = self._clock(), self._shown.get(what)
        if last is not None and now - last < PUBLISHED_EVERY:
            return False
        self._shown[what] = now
        return True

    async def _publish(self, team: str, user: str) -> None:
        lang = await self._contacts.people.language(team, user)
        view = await asyncio.to_thread(self._home, team, user, lang)
        await self._contacts.calls.ask(
            Call(team, "views.publish"),
            lambda client: client.views_publish(user_id=user, view=view),
            changes=False,
        )

    def _home(self, team: str, user: str, lang: str) -> dict[str, Any]:
        is_staff = self._rules.is_staff(team, user)
        try:
            if is_staff:
                return staff_home(self._overviews.of_staff(lang), lang)
            tenant = self._rules.tenant(team, "", team)
            overview = self._overviews.of_customer(f"slack:{team}:{user}", tenant, lang)
        except Exception:  # unknown is shown as unknown
            logger.exception("Home could not be read")
            return staff_home(None, lang) if is_staff else customer_home(None, lang)
        return customer_home(overview, lang)

    async def _suggest(self, team: str, room: str, user: str) -> None:
        """Prompts in the Messages tab; without a thread, as the agent view has it."""
        lang = await self._contacts.people.language(team, user)
        prompts = [{"title": say(lang, p), "message": say(lang, p)} for p in PROMPTS]
        title = say(lang, "slack.prompts.title")
        await self._contacts.calls.ask(
            Call(team, "assistant.threads.setSuggestedPrompts"),
            lambda client: client.assistant_threads_setSuggestedPrompts(
                channel_id=room, title=title, prompts=prompts
            ),
            changes=False,
        )

    async def _open(self, team: str, user: str, trigger: str) -> None:
        lang = OTHERWISE
        try:
            async with asyncio.timeout(SOON):
                lang = await self._contacts.people.language(team, user)
        except TimeoutError:
            logger.info("a form is opened in Japanese: the locale did not come in time")
        await self._contacts.calls.ask(
            Call(team, "views.open"),
            lambda client: client.views_open(trigger_id=trigger, view=new_case(lang)),
        )


def installed_in(body: Body) -> str:
    """The workspace where we are installed, of an interaction."""
    told = (body.get("view") or {}).get("app_installed_team_id")
    return str(told or (body.get("team") or {}).get("id") or body["user"]["team_id"])
