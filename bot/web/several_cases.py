"""What staff do with several entries of the inbox at once; what cannot be done is left and counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import FormData

from bot.desk.case_parts import can_merge
from bot.desk.inbox import CaseLine
from bot.desk.ports import UnitOfWork
from bot.desk.taking_back import HELD_FOR
from bot.model.case_events import CasesMerged, TicketTagged
from bot.model.event import Event, TicketAssigned, TicketClaimed, TicketClosed, TicketLinked
from bot.model.ticket import Ticket, TicketStatus
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read

LONGEST_VALUE = 200  # characters of what is given with it
FIELDS = {"assign": "to", "tag": "tag", "link": "incident"}  # what is given with each


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides what of each entry, with which value, and when."""

    at: datetime
    staff: str
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Picked:
    """An entry that was ticked, with its ticket if it has one."""

    line: CaseLine
    ticket: Ticket | None


class SeveralCases:
    """Hands what is decided of ticked entries to the desk, one by one."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    async def decide(self, seat: Seat, form: FormData, idents: Sequence[str]) -> tuple[int, int]:
        """With how many of the entries something was done, and with how many not."""
        what = text_of(form, "do")
        value = text_of(form, FIELDS[what])[:LONGEST_VALUE] if what in FIELDS else ""
        by = Signed(self._staff.pages.clock(), seat.staff, what, value)
        names = await self._staff.colleagues(seat) if what == "assign" else ()

        def find(work: UnitOfWork) -> list[tuple[Event, str, int]]:
            lines = [line for ident in idents if (line := work.case(ident)) is not None]
            picked = [Picked(ln, work.ticket(ln.ticket) if ln.ticket else None) for ln in lines]
            return list(_events(picked, by, names, work))

        found = await read(self._staff.views, find)
        for event, customer, _ in found:
            is_seen = not isinstance(event, TicketTagged | TicketLinked)
            await self._staff.hand_in(event, customer if is_seen else None)
        done = sum(entries for *_, entries in found)
        return done, len(idents) - done


def _events(
    picked: Sequence[Picked], by: Signed, colleagues: Sequence[str], work: UnitOfWork
) -> Iterator[tuple[Event, str, int]]:
    """What happens, to whose conversation, and to how many of the entries each time."""
    if by.what == "merge":
        yield from _merged(picked, by)
        return
    if by.what == "assign" and by.value not in colleagues:
        return
    if by.what == "link" and by.value not in {i.id for i in work.incidents()}:
        return
    for one in picked:
        event = _event_for(one, by)
        if event is not None:
            yield event, one.line.customer, 1


def _event_for(one: Picked, by: Signed) -> Event | None:
    """What is to happen with one entry; None where that cannot be."""
    if one.ticket is None:
        talk = one.line.conversation
        takes = by.what == "assign" and by.value and talk is not None
        return TicketClaimed(by.at, "", by.value, talk or "") if takes else None
    if by.what == "tag" and by.value:
        return TicketTagged(by.at, one.ticket.id, by.staff, (*one.ticket.tags, by.value))
    if one.ticket.status is TicketStatus.CLOSED or by.what not in _OF_OPEN:
        return None
    return _OF_OPEN[by.what](one.ticket, by)


def _assigned(ticket: Ticket, by: Signed) -> Event | None:
    return TicketAssigned(by.at, ticket.id, by.staff, by.value) if ticket.conversation else None


def _linked(ticket: Ticket, by: Signed) -> Event | None:
    return TicketLinked(by.at, ticket.id, by.staff, by.value) if ticket.conversation else None


def _closed(ticket: Ticket, by: Signed) -> Event | None:
    asks = ticket.conversation is not None
    return TicketClosed(by.at, ticket.id, by.staff, asks, by.at + HELD_FOR)


_OF_OPEN: dict[str, Callable[[Ticket, Signed], Event | None]] = {
    "assign": _assigned,
    "link": _linked,
    "close": _closed,
}


def _merged(picked: Sequence[Picked], by: Signed) -> Iterator[tuple[Event, str, int]]:
    """The entries of each customer become one, the one that began last; it counts with the first."""
    own: dict[str, list[Picked]] = {}
    for one in picked:
        own.setdefault(one.line.customer, []).append(one)
    for customer, entries in own.items():
        *others, stays = sorted(entries, key=lambda one: (one.line.opened_at, one.line.seq))
        counts = 2
        for other in others:
            if stays.ticket and other.ticket and can_merge(stays.ticket, other.ticket):
                event = CasesMerged(by.at, stays.ticket.id, by.staff, other.ticket.id)
                yield event, customer, counts
                counts = 1
