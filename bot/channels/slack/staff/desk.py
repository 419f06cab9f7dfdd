"""What staff do in Slack: who may, which form opens, and what is written down for the worker.

The right to act comes from our own table (user, team) and from the room, never from what a button
or a form carries. Whoever presses hears what is wrong, alone.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.pace import Call
from bot.channels.slack.settings import Role, SlackSettings
from bot.channels.slack.staff.cards import Reader
from bot.channels.slack.staff.drafts import drafts, waiting
from bot.channels.slack.staff.forms import (
    NO_INCIDENT,
    View,
    alike,
    answers,
    decision_form,
    link_form,
    reply_form,
    subject,
    wrong_form,
)
from bot.desk.ports import Door, Store
from bot.model.broadcast import Quiet
from bot.model.errors import DeliveryError
from bot.model.event import (
    Approved,
    CauseRuledOut,
    Event,
    Rejected,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketLinked,
)

CHANNEL = "slack-staff"  # of the inbox
LEADS_DO = frozenset({"staff_decide", "staff_reject"})

Body = Mapping[str, Any]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Presser:
    """Who pressed, as Slack vouches for it."""

    user: str
    team: str
    room: str
    name: str


class StaffDesk:
    """Fills ``StaffSide``. Presses that open a form do so at once; all others are written down."""

    def __init__(
        self,
        settings: SlackSettings,
        store: Store,
        calls: Calls,
        reader: Reader,
        clock: Callable[[], datetime],
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._calls = calls
        self._reader = reader
        self._clock = clock
        self._nudge = nudge

    async def press(self, body: Body) -> None:
        """A button or menu on a card."""
        action, who = body["actions"][0], _presser(body)
        what, _, of = str(action["action_id"]).partition(":")
        refused = self._refusal(who, what, room=who.room)
        if refused:
            await self._tell(who, refused)
            return
        view = await asyncio.to_thread(self._form, what, action)
        if view is not None:
            await self._open(who, str(body["trigger_id"]), view)
            return
        deed = self._deed(what, of or str(action.get("value") or ""), action)
        if deed is None:
            await self._tell(who, "gone")
        elif deed.get("to") and deed["to"] not in self._settings.staff:
            await self._tell(who, "not_staff")
        else:
            await self._write_down(f"{who.team}:{who.user}:{action['action_ts']}", who, deed)

    async def submit(self, body: Body) -> dict[str, Any] | None:
        """A form; errors stand beside the field that they are about."""
        view, who = body["view"], _submitter(body)
        what = str(view["callback_id"])
        refused = self._refusal(who, what)
        given = answers(view)
        if refused:
            return _error(next(iter(given), "text"), self._reader(refused))
        empty = next((block for block, text in given.items() if not text.strip()), None)
        if empty is not None or not given:
            return _error(empty or "text", self._reader("empty"))
        deed = {"what": what, "of": subject(view), "given": given, "alike": alike(view)}
        await self._write_down(f"{who.team}:{who.user}:{view['id']}", who, deed)
        return None

    def _refusal(self, who: Presser, what: str, room: str | None = None) -> str:
        """Why somebody may not; "" when they may."""
        role: Role | None = self._settings.staff.get(who.user)
        if role is None or (self._settings.staff_team and who.team != self._settings.staff_team):
            return "staff_only"
        if room is not None and room != self._settings.triage_channel:
            return "not_here"
        return "lead_only" if what in LEADS_DO and role != "lead" else ""

    def _form(self, what: str, action: Mapping[str, Any]) -> View | None:
        """The form that a press opens, if it opens one."""
        value = str(action.get("value") or "")
        if what == "staff_reply":
            return reply_form(value, self._reader)
        with self._store.work() as work:
            if what == "staff_decide":
                return decision_form(value, drafts(value, work), self._reader)
            if what != "staff_more":
                return None
            chosen, _, ident = str(action["selected_option"]["value"]).partition(":")
            if chosen == "link":
                return link_form(ident, work.incidents(), self._reader)
            ticket = work.ticket(ident)
            return wrong_form(ticket, self._reader) if ticket is not None else None

    def _deed(self, what: str, of: str, action: Mapping[str, Any]) -> dict[str, Any] | None:
        if what == "staff_assign":
            return {"what": what, "of": of, "to": str(action["selected_user"])}
        if what in ("staff_claim", "staff_close", "staff_reject"):
            return {"what": what, "of": of}
        return None

    async def _write_down(self, key: str, who: Presser, deed: dict[str, Any]) -> None:
        now = self._clock()
        row = json.dumps({"at": now.isoformat(), "staff": who.name, **deed})
        if await asyncio.to_thread(self._store.receive, f"staff:{key}", CHANNEL, row, now):
            self._nudge()

    async def _open(self, who: Presser, trigger: str, view: View) -> None:
        try:
            await self._calls.ask(
                Call(who.team, "views.open"),
                lambda client: client.views_open(trigger_id=trigger, view=view),
                changes=False,
            )
        except DeliveryError:
            logger.exception("a form of the staff could not be opened")

    async def _tell(self, who: Presser, key: str) -> None:
        """One person alone hears what is wrong."""
        if not who.room:
            return
        text = self._reader(key)
        try:
            await self._calls.ask(
                Call(who.team, "chat.postEphemeral"),
                lambda client: client.chat_postEphemeral(
                    channel=who.room, user=who.user, text=text
                ),
                changes=False,
            )
        except DeliveryError:
            logger.warning("%s could not be told: %s", who.user, key)


class StaffWorker:
    """Hands what staff did to the desk, in order; a restart takes up where it was.

    Only one at a time, of all processes.
    """

    def __init__(
        self,
        store: Store,
        door: Door,
        quiet: Quiet | None = None,
        name_of: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:
        """``quiet``: the hours in which a notice that is approved here goes to nobody.

        ``name_of``: the user name of one of the staff by the id that a menu gives; None: it stays.
        """
        self._store = store
        self._door = door
        self._quiet = quiet
        self._name_of = name_of

    async def drain(self) -> int:
        """Everything that is written down; answers how many deeds that were."""
        done = 0
        store = self._store
        for key, stored in await asyncio.to_thread(store.received, CHANNEL):
            row = json.loads(stored)
            if row.get("to") and self._name_of is not None:
                row["to"] = await self._name_of(str(row["to"]))
            for event in await asyncio.to_thread(_events, row, store, self._quiet):
                await self._door.handle(event)
            await asyncio.to_thread(store.handled, key)
            done += 1
        return done


def _events(row: Mapping[str, Any], store: Store, quiet: Quiet | None) -> list[Event]:
    """The events of one deed. What was decided or closed meanwhile changes nothing at the desk."""
    at, staff, of = datetime.fromisoformat(row["at"]), str(row["staff"]), str(row["of"])
    given: Mapping[str, str] = row.get("given") or {}
    match row["what"]:
        case "staff_claim":
            return [TicketClaimed(at, of, staff)]
        case "staff_close":
            return [TicketClosed(at, of, staff)]
        case "staff_assign":
            return [TicketAssigned(at, of, staff, str(row["to"]))]
        case "staff_reply":
            return [TicketAnswered(at, of, staff, given["text"])]
        case "staff_link":
            chosen = given["choice"]
            return [TicketLinked(at, of, staff, None if chosen == NO_INCIDENT else chosen)]
        case "staff_wrong":
            return [CauseRuledOut(at, of, staff, given["choice"])]
        case "staff_decide":
            alike: Mapping[str, list[str]] = row.get("alike") or {}
            return [
                Approved(at, proposal, staff, text, quiet=quiet)
                for first, text in given.items()
                for proposal in (first, *alike.get(first, ()))
            ]
        case "staff_reject":
            with store.work() as work:
                return [Rejected(at, p.id, staff) for p in waiting(of, work)]
        case what:
            logger.warning("staff did something that is none: %s", what)
            return []


def _presser(body: Body) -> Presser:
    user, container = body["user"], body.get("container") or {}
    team = user.get("team_id") or (body.get("team") or {}).get("id") or ""
    room = container.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    return Presser(str(user["id"]), str(team), str(room), _name(user))


def _submitter(body: Body) -> Presser:
    """In a form of somebody from outside ``team`` is theirs, which is what counts here."""
    user = body["user"]
    team = user.get("team_id") or (body.get("team") or {}).get("id") or ""
    return Presser(str(user["id"]), str(team), "", _name(user))


def _name(user: Mapping[str, Any]) -> str:
    return str(user.get("name") or user.get("username") or user["id"])[:80]


def _error(block: str, text: str) -> dict[str, Any]:
    return {"response_action": "errors", "errors": {block: text}}
