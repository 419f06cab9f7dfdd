"""What staff do with several entries of the inbox at once; what cannot be done is left, and why is told."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from starlette.datastructures import FormData

from bot.desk.case_parts import can_merge
from bot.desk.holding import held_by_another
from bot.desk.inbox import CaseLine, CaseSlice, InboxView
from bot.desk.ports import UnitOfWork
from bot.desk.taking_back import HELD_FOR, held_turn
from bot.model.case_events import CasesMerged, SendingTakenBack, TicketTagged
from bot.model.event import Event, TicketAssigned, TicketClaimed, TicketClosed, TicketLinked
from bot.model.ticket import Ticket, TicketStatus
from bot.web.inbox_address import MOST_ROWS
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read

LONGEST_VALUE = 200  # characters of what is given with it
FIELDS = {
    "assign": "to",
    "tag": "tag",
    "link": "incident",
    "close": "of",
}  # what is given with each
OTHERS = "others"  # given with closing: what colleagues have as well


class Left(StrEnum):
    """Why nothing was done with an entry."""

    CLOSED = "closed"
    COLLEAGUES = "colleagues"
    NO_CASE = "no_case"  # the desk alone talks with the customer
    NOTE = "note"  # no customer writes there
    APART = "apart"  # there is no other of the same customer, or they cannot become one
    VALUE = "value"  # what was given with it is not known
    GONE = "gone"


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """With how many entries something was done, and with how many not, by the reason.

    ``closed_at``: when they were closed, where that can be taken back for a moment.
    """

    done: int
    left: Mapping[Left, int] = field(default_factory=dict)
    closed_at: datetime | None = None


Fate = tuple[Event, str, int] | Left
"""What happens, to whose conversation and to how many of the entries; or why nothing does to one."""


class SeveralCases:
    """Hands what is decided of ticked entries to the desk, one by one."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    async def decide(self, seat: Seat, form: FormData, idents: Sequence[str]) -> Outcome:
        """Do with each of the entries what can be done with it."""
        what = text_of(form, "do")
        value = text_of(form, FIELDS[what])[:LONGEST_VALUE] if what in FIELDS else ""
        by = Signed(self._staff.pages.clock(), seat.staff, what, value)
        names = await self._staff.colleagues(seat) if what == "assign" else ()

        def find(work: UnitOfWork) -> list[Fate]:
            lines = [line for ident in idents if (line := work.case(ident)) is not None]
            picked = [Picked(ln, work.ticket(ln.ticket) if ln.ticket else None) for ln in lines]
            gone = [Left.GONE] * (len(idents) - len(lines))
            return [*_fates(picked, by, names, work), *gone]

        fates = await read(self._staff.views, find)
        found = [fate for fate in fates if not isinstance(fate, Left)]
        for event, customer, _ in found:
            is_seen = not isinstance(event, TicketTagged | TicketLinked)
            await self._staff.hand_in(event, customer if is_seen else None)
        left = Counter(fate for fate in fates if isinstance(fate, Left))
        is_held = any(isinstance(event, TicketClosed) and event.asks for event, *_ in found)
        return Outcome(sum(n for *_, n in found), left, by.at if is_held else None)

    async def undo(self, seat: Seat, closed_at: datetime) -> int:
        """Take back what was closed together at a moment, as far as it is held still; of how many."""
        now = self._staff.pages.clock()
        part = CaseSlice(limit=MOST_ROWS)

        def find(work: UnitOfWork) -> list[CaseLine]:
            lines = work.cases(InboxView.RESOLVED, seat.staff, now, part=part).lines
            return [line for line in lines if _is_held(line, closed_at, now, work)]

        lines = await read(self._staff.views, find)
        for line in lines:
            event = SendingTakenBack(now, line.ticket or "", seat.staff)
            await self._staff.hand_in(event, line.customer)
        return len(lines)


def _is_held(line: CaseLine, closed_at: datetime, now: datetime, work: UnitOfWork) -> bool:
    """Whether an entry was closed at a moment and its customer has not been told yet."""
    conversation = work.conversation(line.conversation) if line.conversation else None
    held = held_turn(conversation, now) if conversation is not None else None
    return held is not None and held.at == closed_at and line.ticket is not None


def _fates(
    picked: Sequence[Picked], by: Signed, colleagues: Sequence[str], work: UnitOfWork
) -> Iterator[Fate]:
    """What becomes of the entries."""
    is_unknown = by.what == "assign" and by.value not in colleagues
    is_unknown |= by.what == "tag" and not by.value
    is_unknown |= by.what == "link" and by.value not in {i.id for i in work.incidents()}
    if is_unknown or by.what not in (*_DEEDS, "merge"):
        yield from [Left.VALUE] * len(picked)
    elif by.what == "merge":
        yield from _merged(picked, by)
    else:
        for one in picked:
            found = _fate_of(one, by)
            yield found if isinstance(found, Left) else (found, one.line.customer, 1)


def _fate_of(one: Picked, by: Signed) -> Event | Left:
    if one.ticket is None:
        talk = one.line.conversation
        is_taken = by.what == "assign" and talk is not None
        return TicketClaimed(by.at, "", by.value, talk or "") if is_taken else Left.NO_CASE
    if one.ticket.status is TicketStatus.CLOSED and by.what != "tag":
        return Left.CLOSED
    return _DEEDS[by.what](one.ticket, by)


def _assigned(ticket: Ticket, by: Signed) -> Event | Left:
    if ticket.conversation is None:
        return Left.NOTE
    return TicketAssigned(by.at, ticket.id, by.staff, by.value)


def _tagged(ticket: Ticket, by: Signed) -> Event | Left:
    return TicketTagged(by.at, ticket.id, by.staff, (*ticket.tags, by.value))


def _linked(ticket: Ticket, by: Signed) -> Event | Left:
    if ticket.conversation is None:
        return Left.NOTE
    return TicketLinked(by.at, ticket.id, by.staff, by.value)


def _closed(ticket: Ticket, by: Signed) -> Event | Left:
    whose = held_by_another(ticket, by.staff)
    if by.value != OTHERS and whose:
        return Left.COLLEAGUES
    asks = ticket.conversation is not None
    return TicketClosed(by.at, ticket.id, by.staff, asks, by.at + HELD_FOR, whose)


_DEEDS: dict[str, Callable[[Ticket, Signed], Event | Left]] = {
    "assign": _assigned,
    "tag": _tagged,
    "link": _linked,
    "close": _closed,
}


def _merged(picked: Sequence[Picked], by: Signed) -> Iterator[Fate]:
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
            else:
                yield Left.APART if other.ticket else Left.NO_CASE
        if counts == 2:
            yield Left.APART if stays.ticket else Left.NO_CASE
