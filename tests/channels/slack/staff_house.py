"""A desk, the staff's board and what staff press, over one imitation of Slack."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.people import People
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.staff.board import CardBoard, Room
from bot.channels.slack.staff.cards import CardReader
from bot.channels.slack.staff.contacts import CustomerContacts
from bot.channels.slack.staff.desk import StaffDesk, StaffWorker
from bot.desk.door import DeskDoor
from bot.desk.names import ReaderNames
from bot.model.knowledge import Knowledge
from bot.model.staff import Role
from bot.model.status import Shows
from tests.builders import FORMS, RARE, a_catalogue
from tests.channels.slack.staff_room import ROOM, TEAM, StaffRoom
from tests.fakes import Day
from tests.lived import go_on

NOTHING_ARRIVES = "今朝からフォームの回答がkintoneに入ってきません"
BLANK = "案件アプリの一覧が真っ白です。<!channel> ほかのアプリは開きます"
STAFF = {"UHANA": Role.AGENT, "UKATO": Role.LEAD}


class House:
    """The whole of it; ``presses`` and ``submits`` are followed by the worker and a look."""

    def __init__(self, day: Day, room: StaffRoom, knowledge: Knowledge) -> None:
        self.day, self.room, self.store = day, room, day.store
        settings = SlackSettings(
            "xoxb-1", "s", api_url=room.url, triage_channel=ROOM, staff_team=TEAM, staff=STAFF
        )
        calls = Calls(OneWorkspace(settings))
        reader = CardReader(ReaderNames(knowledge, a_catalogue(), "ja"))
        people = People(calls, lambda: day.now)
        contacts = CustomerContacts(self.store, calls, people, lambda: day.now)
        self.board = CardBoard(
            self.store, reader, calls, Room(TEAM, ROOM), lambda: day.now, contacts
        )
        self.desk = StaffDesk(settings, self.store, calls, reader, lambda: day.now)
        name_of = partial(people.handle, TEAM)
        self.worker = StaffWorker(self.store, DeskDoor(day.desk), name_of=name_of)
        self._presses = 0

    def card(self, ident: str) -> dict[str, Any]:
        (found,) = [p for p in self.room.top if p["text"].startswith(f"{ident} ")]
        return found

    async def presses(self, action: dict[str, Any], user: str = "UHANA", **body: Any) -> None:
        self._presses += 1
        await self.desk.press(
            {
                "type": "block_actions",
                "user": {"id": user, "name": user[1:].lower(), "team_id": body.pop("team", TEAM)},
                "container": {"channel_id": body.pop("channel", ROOM)},
                "trigger_id": f"t{self._presses}",
                "actions": [{"action_ts": f"{self._presses}.0", **action}],
                **body,
            }
        )
        await self.worker.drain()
        await self.board.look()

    async def submits(self, given: dict[str, Any], user: str = "UHANA") -> dict[str, Any] | None:
        view = self.room.views[-1]
        self._presses += 1
        answer = await self.desk.submit(
            {
                "type": "view_submission",
                "user": {"id": user, "name": user[1:].lower(), "team_id": TEAM},
                "view": {**view, "id": f"V{self._presses}", "state": {"values": given}},
            }
        )
        await self.worker.drain()
        await self.board.look()
        return answer


def a_ticket(day: Day, customer: str = "aoi") -> str:
    day.says(customer, BLANK, uses=(RARE.id,))
    day.says(customer, "担当者と話したいです", button="human")
    with day.store.work() as work:
        said = work.latest_conversation(customer)
    assert said is not None
    assert said.ticket is not None
    return said.ticket


def an_incident(day: Day) -> str:
    """An incident, on a day on which nothing happened before."""
    go_on(day, _with_an_outage)
    return the_incident(day)


def _with_an_outage(day: Day) -> None:
    day.opens()
    outage(day)


def the_incident(day: Day) -> str:
    (incident,) = day.incidents
    return incident.id


def outage(day: Day) -> None:
    day.says("calm", "ありがとうございます", uses=(FORMS.id,))
    day.says("quiet", "Thank you", uses=(FORMS.id,), lang="en")
    for name in ("beni", "chie", "dai"):
        day.passes(2)
        day.says(name, NOTHING_ARRIVES, uses=(FORMS.id,))
    day.feed("hoshi_status", Shows.IDENTIFIED)


Scene = Callable[[House], Awaitable[None]]
Play = Callable[[Scene], StaffRoom]
