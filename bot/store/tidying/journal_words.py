"""What is left of an entry of the journal: that something was said or decided, when, and of what."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.model.case_events import (
    CasesMerged,
    CaseSplit,
    SendingTakenBack,
    TagChanged,
    TicketCategorised,
    TicketFollowed,
    TicketHandedBack,
    TicketNoted,
    TicketReopened,
    TicketSnoozed,
    TicketTagged,
)
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.event import (
    EVENT_NAMES,
    Approved,
    CauseRuledOut,
    DeliveryFailed,
    Event,
    IncidentEnded,
    MessageDoubted,
    MessageReceived,
    NameConfirmed,
    Paused,
    Rejected,
    SocialPost,
    Steered,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketLinked,
)
from bot.model.identity import Identity
from bot.model.macro import MacroRemoved, MacroSaved
from bot.model.publication import PostWritten
from bot.model.retention import Rename


def _message(event: MessageReceived, number: int, rename: Rename) -> Event:
    return replace(
        event,
        message_id=f"expired:{number}",
        customer=rename(event.customer),
        text="",
        name="",
        thread=None,
        upload=None,
        pictures=(),
        tenant=event.tenant if event.identity is Identity.VERIFIED else "",
        address=None,
    )


def _paused(event: Paused, _: int, rename: Rename) -> Event:
    return replace(event, customer=rename(event.customer), thread=None, rewording=None, acts=None)


def _doubted(event: MessageDoubted, number: int, _: Rename) -> Event:
    return replace(event, message_id=f"expired:{number}", sender="", text="")


def _failed(event: DeliveryFailed, _: int, rename: Rename) -> Event:
    return replace(event, customer=rename(event.customer), reason="")


def _decided(event: IncidentDecided, _: int, __: Rename) -> Event:
    """Whoever was given an incident is a person as well."""
    about = "" if event.what is IncidentDecision.OWN else event.about
    return replace(event, staff="", text="", about=about)


def _without(**bare: Any) -> Callable[[Any, int, Rename], Event]:
    def step(event: Any, _: int, __: Rename) -> Event:
        left: Event = replace(event, **bare)
        return left

    return step


_BARE: dict[type, Callable[[Any, int, Rename], Event]] = {
    MessageReceived: _message,
    Paused: _paused,
    MessageDoubted: _doubted,
    DeliveryFailed: _failed,
    IncidentDecided: _decided,
    SocialPost: _without(text=""),
    TicketNoted: _without(staff="", text="", mentions=()),
    TicketTagged: _without(staff="", tags=()),
    TagChanged: _without(staff="", tag="", to=""),
    TicketAssigned: _without(staff="", to=""),
    CaseSplit: _without(staff="", message_id=""),
    TicketClosed: _without(staff="", whose=None),
    **dict.fromkeys((Approved, TicketAnswered, Steered), _without(staff="", text="")),
    **dict.fromkeys(
        (
            *(Rejected, TicketClaimed, TicketLinked, TicketReopened),
            *(TicketSnoozed, SendingTakenBack, CasesMerged, TicketHandedBack),
            *(TicketFollowed, TicketCategorised),
        ),
        _without(staff=""),
    ),
    **dict.fromkeys(
        (CauseRuledOut, IncidentEnded, NameConfirmed, PostWritten, MacroSaved, MacroRemoved),
        _without(staff=""),
    ),
}
WORDY = tuple(name for name, kind in EVENT_NAMES.items() if kind in _BARE)


def bare(event: Event, number: int, rename: Rename) -> Event:
    """The event under a number of the journal without words and names; of no person, as it is."""
    left = _BARE.get(type(event))
    return event if left is None else left(event, number, rename)
