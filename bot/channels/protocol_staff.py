"""The replay protocol's lines of staff and of deliveries: decisions, tickets, broadcasts."""

from collections.abc import Callable, Mapping
from datetime import time

from bot.channels.protocol_fields import Fields
from bot.model.broadcast import Quiet, Steering
from bot.model.errors import ProtocolError
from bot.model.event import (
    Approved,
    CauseRuledOut,
    DeliveryFailed,
    Event,
    IncidentEnded,
    MessageDoubted,
    NameConfirmed,
    PageDue,
    Rejected,
    Steered,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketLinked,
)

STAFF_FIELDS: Mapping[str, frozenset[str]] = {
    "approved": frozenset({"proposal", "staff", "text", "tenants", "channels", "quiet"}),
    "rejected": frozenset({"proposal", "staff"}),
    "ticket_claimed": frozenset({"ticket", "staff", "conversation"}),
    "ticket_answered": frozenset({"ticket", "staff", "text"}),
    "ticket_closed": frozenset({"ticket", "staff"}),
    "ticket_assigned": frozenset({"ticket", "staff", "to"}),
    "ticket_linked": frozenset({"ticket", "staff", "incident"}),
    "cause_ruled_out": frozenset({"ticket", "staff", "cause"}),
    "incident_ended": frozenset({"incident", "staff"}),
    "name_confirmed": frozenset({"incident", "staff"}),
    "page_due": frozenset({"broadcast"}),
    "steered": frozenset({"broadcast", "staff", "what", "text"}),
    "delivery_failed": frozenset({"key", "customer", "kind", "reason", "may_be_there"}),
    "message_doubted": frozenset({"message_id", "channel", "sender", "text"}),
}


def _approved(f: Fields) -> Approved:
    return Approved(
        f.at(),
        f.name("proposal"),
        f.optional_name("staff") or "staff",
        f.optional("text") or "",
        f.names("tenants") or (),
        f.names("channels") or (),
        _quiet(f) if f.has("quiet") else None,
    )


def _quiet(f: Fields) -> Quiet:
    """``"22:00-07:00"``."""
    begins, _, ends = f.text("quiet").partition("-")
    try:
        return Quiet(time.fromisoformat(begins), time.fromisoformat(ends))
    except ValueError as why:
        raise ProtocolError("approved.quiet: not two times such as 22:00-07:00") from why


def _steered(f: Fields) -> Steered:
    what = f.text("what")
    if what not in set(Steering):
        raise ProtocolError(f"steered.what: unknown word {what!r}")
    return Steered(
        f.at(), f.name("broadcast"), f.name("staff"), Steering(what), f.optional("text") or ""
    )


STAFF_EVENTS: Mapping[str, Callable[[Fields], Event]] = {
    "approved": _approved,
    "rejected": lambda f: Rejected(f.at(), f.name("proposal"), f.optional_name("staff") or "staff"),
    "ticket_claimed": lambda f: (
        TicketClaimed(f.at(), "", f.name("staff"), f.name("conversation"))
        if f.has("conversation")
        else TicketClaimed(f.at(), f.name("ticket"), f.name("staff"))
    ),
    "ticket_answered": lambda f: TicketAnswered(
        f.at(), f.name("ticket"), f.name("staff"), f.text("text")
    ),
    "ticket_closed": lambda f: TicketClosed(f.at(), f.name("ticket"), f.name("staff")),
    "ticket_assigned": lambda f: TicketAssigned(
        f.at(), f.name("ticket"), f.name("staff"), f.name("to")
    ),
    "ticket_linked": lambda f: TicketLinked(
        f.at(), f.name("ticket"), f.name("staff"), f.optional_name("incident")
    ),
    "cause_ruled_out": lambda f: CauseRuledOut(
        f.at(), f.name("ticket"), f.name("staff"), f.name("cause")
    ),
    "incident_ended": lambda f: IncidentEnded(f.at(), f.name("incident"), f.name("staff")),
    "name_confirmed": lambda f: NameConfirmed(f.at(), f.name("incident"), f.name("staff")),
    "page_due": lambda f: PageDue(f.at(), f.name("broadcast")),
    "steered": _steered,
    "delivery_failed": lambda f: DeliveryFailed(
        f.at(),
        f.name("key"),
        f.name("customer"),
        f.name("kind"),
        f.text("reason"),
        f.flag("may_be_there"),
    ),
    "message_doubted": lambda f: MessageDoubted(
        f.at(), f.name("message_id"), f.name("channel"), f.name("sender"), f.text("text")
    ),
}
