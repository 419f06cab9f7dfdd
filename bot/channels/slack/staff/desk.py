"""What staff do in Slack: who may, which form opens, and what is written down for the worker.

The right to act comes from accounts and our own table (user, team), and from the room, never from what a button
or a form carries. Whoever presses hears what is wrong, alone.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.pace import Call
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.staff.admission import (
    RULES,
    Body,
    Presser,
    StaffAdmission,
    presser_of,
    submitter_of,
)
from bot.channels.slack.staff.cards import CardReader
from bot.channels.slack.staff.drafts import drafts, waiting
from bot.channels.slack.staff.forms import (
    NO_INCIDENT,
    View,
    alike,
    answers,
    decision_form,
    link_form,
    reply_form,
    seen_answers,
    subject,
    wrong_form,
)
from bot.desk.holding import held_by_another, may_close
from bot.desk.ports import Door, Store
from bot.desk.staff import answers_in
from bot.model.audit import AuditEntry, AuditVia
from bot.model.broadcast import Quiet
from bot.model.errors import DeliveryError
from bot.model.event import (
    Approved,
    CauseRuledOut,
    Event,
    IncidentEnded,
    NameConfirmed,
    Rejected,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketLinked,
)
from bot.model.ticket import Ticket, TicketStatus

CHANNEL = "slack-staff"  # of the inbox
# What a press alone says: the event, of a time, an id and one of the staff.
_FOUND: Mapping[str, Callable[[datetime, str, str], Event]] = {
    "staff_claim": TicketClaimed,
    "staff_end": IncidentEnded,
    "staff_name": NameConfirmed,
}

logger = logging.getLogger(__name__)


class StaffDesk:
    """Fills ``StaffSide``. Presses that open a form do so at once; all others are written down."""

    def __init__(
        self,
        settings: SlackSettings,
        store: Store,
        calls: Calls,
        reader: CardReader,
        clock: Callable[[], datetime],
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._admission = StaffAdmission(settings, store)
        self._calls = calls
        self._reader = reader
        self._clock = clock
        self._nudge = nudge

    async def press(self, body: Body) -> None:
        """A button or menu on a card."""
        action, who = body["actions"][0], presser_of(body)
        what, _, of = str(action["action_id"]).partition(":")
        who, refused = await self._admission.admitted(who, what, room=who.room)
        if refused:
            await self._tell(who, refused)
            return
        view = await asyncio.to_thread(self._form, what, action)
        if view is not None:
            await self._open(who, str(body["trigger_id"]), view)
            return
        deed = self._deed(what, of or str(action.get("value") or ""), action)
        if deed is None:
            await self._tell(who, "staff.gone")
        elif what == "staff_close" and await asyncio.to_thread(self._is_anothers, deed, who):
            await self._tell(who, "staff.anothers")
        elif deed.get("to") and not await self._admission.works_on_cases(deed["to"]):
            await self._tell(who, "staff.not_staff")
        else:
            await self._write_down(f"{who.team}:{who.user}:{action['action_ts']}", who, deed)

    async def submit(self, body: Body) -> dict[str, Any] | None:
        """A form; errors stand beside the field that they are about."""
        view, who = body["view"], submitter_of(body)
        what = str(view["callback_id"])
        who, refused = await self._admission.admitted(who, what)
        given = answers(view)
        if refused:
            return _error(next(iter(given), "text"), self._reader(refused))
        empty = next((block for block, text in given.items() if not text.strip()), None)
        if empty is not None or not given:
            return _error(empty or "text", self._reader("staff.empty"))
        of, seen = subject(view), seen_answers(view)
        if seen is not None and await asyncio.to_thread(self._is_overtaken, of, seen):
            return _error(next(iter(given)), self._reader("staff.overtaken"))
        deed = {"what": what, "of": of, "given": given, "alike": alike(view), "seen": seen}
        await self._write_down(f"{who.team}:{who.user}:{view['id']}", who, deed)
        return None

    def _form(self, what: str, action: Mapping[str, Any]) -> View | None:
        """The form that a press opens, if it opens one."""
        value = str(action.get("value") or "")
        if what == "staff_reply":
            return reply_form(value, self._answers(value)[1], self._reader)
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

    def _answers(self, ticket: str) -> tuple[Ticket | None, int]:
        """A ticket, and how often staff have answered in its conversation."""
        with self._store.look() as work:
            found = work.ticket(ticket)
            talk = work.conversation(found.conversation) if found and found.conversation else None
            return found, answers_in(talk)

    def _is_overtaken(self, ticket: str, seen: int) -> bool:
        """Whether somebody closed or answered it since the form was opened."""
        found, now = self._answers(ticket)
        return now != seen or (found is not None and found.status is TicketStatus.CLOSED)

    def _is_anothers(self, deed: Mapping[str, Any], who: Presser) -> bool:
        """Whether a colleague has a case that is to be closed, and another one than the card told."""
        ticket = self._answers(deed["of"])[0]
        return ticket is not None and not may_close(ticket, who.name, deed["whose"])

    def _deed(self, what: str, of: str, action: Mapping[str, Any]) -> dict[str, Any] | None:
        if what == "staff_assign":
            return {"what": what, "of": of, "to": str(action["selected_user"])}
        if what == "staff_close":
            ticket, _, whose = of.partition(" ")
            return {"what": what, "of": ticket, "whose": whose}
        if what in _FOUND or what == "staff_reject":
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
        quiet: Callable[[], Quiet | None] = lambda: None,
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
            for event in await asyncio.to_thread(_events, row, store, self._quiet()):
                await self._door.handle(event)
            await asyncio.to_thread(store.staff.note, _entry(row))
            await asyncio.to_thread(store.handled, key)
            done += 1
        return done


def _entry(row: Mapping[str, Any]) -> AuditEntry:
    """What the audit log says of one deed."""
    rule, at = RULES.get(row["what"]), datetime.fromisoformat(row["at"])
    choice = {"staff_decide": "approve", "staff_reject": "reject"}.get(row["what"], "")
    act = rule.act if rule is not None else str(row["what"])
    return AuditEntry(at, act, str(row["staff"]), AuditVia.SLACK, str(row["of"])[:200], choice)


def _events(row: Mapping[str, Any], store: Store, quiet: Quiet | None) -> list[Event]:
    """The events of one deed. What was decided or closed meanwhile changes nothing at the desk."""
    at, staff, of = datetime.fromisoformat(row["at"]), str(row["staff"]), str(row["of"])
    given: Mapping[str, str] = row.get("given") or {}
    if found := _FOUND.get(row["what"]):
        return [found(at, of, staff)]
    match row["what"]:
        case "staff_assign":
            return [TicketAssigned(at, of, staff, str(row["to"]))]
        case "staff_close":
            return [TicketClosed(at, of, staff, whose=str(row.get("whose", "")))]
        case "staff_reply":
            answered = TicketAnswered(at, of, staff, given["text"], row.get("seen"))
            with store.look() as work:
                ticket = work.ticket(of)
            # The card says who has it: whoever replies all the same takes it over.
            takes = ticket is not None and held_by_another(ticket, staff)
            return [*([TicketClaimed(at, of, staff)] if takes else []), answered]
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


def _error(block: str, text: str) -> dict[str, Any]:
    return {"response_action": "errors", "errors": {block: text}}
