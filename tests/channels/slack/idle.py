"""A customer side of Slack that reaches nobody: for what happens before anything is said."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.people import People
from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.api.workspaces import NoWorkspaceError
from bot.channels.slack.home.overviews import Overviews
from bot.channels.slack.home.surfaces import SlackSurfaces, Surfaces
from bot.channels.slack.incoming.app import Receiver
from bot.channels.slack.incoming.commands import Payload
from bot.channels.slack.incoming.handlers import CommandPorts
from bot.channels.slack.incoming.opening import Opening
from bot.channels.slack.outgoing.background_tasks import BackgroundTasks
from bot.channels.slack.outgoing.whispers import Whispers
from bot.store.sql import SqlStore
from tests.shipped import knowledge

Clock = Callable[[], datetime]


class Nowhere:
    """We are installed in no workspace."""

    async def client(self, team: str) -> AsyncWebClient:
        raise NoWorkspaceError(team)

    async def replaces(self, team: str, token: str) -> bool:
        del team, token
        return False


def idle_ports(store: SqlStore, clock: Clock) -> CommandPorts:
    """Nobody is told anything, and files are named and not read."""
    calls = Calls(Nowhere())
    people = People(calls, clock)
    return CommandPorts(BackgroundTasks(), people, Whispers(calls, people), Opening(store, calls))


def idle_receiver(
    store: SqlStore, rules: RoomRules, clock: Clock, nudge: Callable[[], None] = lambda: None
) -> Receiver:
    """Nobody is shown anything, and who removes us is forgotten by nobody."""
    calls = Calls(Nowhere())
    people = People(calls, clock)
    contacts = SlackSurfaces(calls, people, Whispers(calls, people), BackgroundTasks())
    surfaces = Surfaces(contacts, Overviews(store, knowledge(), clock), rules, clock)
    return Receiver(store, rules, clock, nudge, surfaces=surfaces, forget=_stays)


async def _stays(_: Payload) -> None:
    """Nothing happens."""
