"""A customer deletes what they asked while it is answered: from Slack to the staff's tickets."""

from typing import Any

from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Outlet
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.model.event import TicketAnswered
from bot.running.working import tells_staff
from tests.cases import each
from tests.channels.slack.lobby import Lobby, visit
from tests.channels.slack.world.readers import leaks
from tests.shipped import knowledge


async def delivers(lobby: Lobby, door: Any) -> None:
    """What is due goes out, and staff hear of what does not arrive."""
    settings = SlackSettings(lobby.world.teams["T1"].token, api_url=lobby.world.url)
    channel = SlackChannel(OneWorkspace(settings), lobby.addresses, frozenset())
    outlets = {"slack": Outlet("slack", channel)}
    lost = tells_staff(door, lobby.clock)
    await Dispatch(lobby.store.ledger, outlets, "p1", lobby.clock, None, lost).deliver("slack")


def tickets(lobby: Lobby) -> list[str]:
    with lobby.store.work() as work:
        return [t.id for t in work.tickets()]


@each("kept", [True, False])
def test_a_question_that_was_deleted_leaves_no_ticket(kept: bool) -> None:  # noqa: FBT001
    async def scenario(lobby: Lobby) -> None:
        door = DeskDoor(Desk(lobby.store, knowledge()))
        lobby.starts(door)
        post = await lobby.says("kintoneが開きません")
        if not kept:
            lobby.world.deletes(post)  # Slack has not told us yet
        await delivers(lobby, door)
        assert len(lobby.world.ours()) == int(kept)
        assert lobby.store.outgoing("slack") == []
        assert tickets(lobby) == []

    assert leaks(visit(scenario)) == []


def test_a_persons_answer_to_a_deleted_question_is_told_to_staff() -> None:
    async def scenario(lobby: Lobby) -> None:
        door = DeskDoor(Desk(lobby.store, knowledge()))
        lobby.starts(door)
        post = await lobby.says("担当者と話したいです。kintoneが開きません")
        await delivers(lobby, door)
        [ticket] = tickets(lobby)
        await door.handle(TicketAnswered(lobby.clock(), ticket, "hana", "確認しております。"))
        lobby.world.deletes(post)
        await delivers(lobby, door)
        assert len(tickets(lobby)) == 2

    assert leaks(visit(scenario)) == []
