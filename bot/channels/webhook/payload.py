"""What a webhook says: an effect as JSON.

``{"type": …, "timestamp": …, "data": {…}}``, where ``timestamp`` is when the desk decided it (RFC 3339,
UTC) and ``type`` names the shape of ``data``:

==================== ========================= ==================================================
type                 for                       data
==================== ========================= ==================================================
notice.<reason>      who is told of trouble    incident reason text lang cause advice
ticket.<news>        the operator's own        ticket customer text cause urgency
incident.<action>    the operator's own        incident action suspects tenants text
proposal.raised      the operator's own        proposal incident reason text lang readers
post.<kind>          who follows the page      post kind status impact title text lang text_lang
                                               components starts_at ends_at url manage
subscription.challenge  who asked to follow it challenge manage
sighting.<state>        another desk           product since organisations
ping                 whom an admin tries out
==================== ========================= ==================================================

The promise: under a type, fields are added but never taken away and never change what they mean;
there may be new types. A ticket is ``raised`` once; later news of it (``person_asked``, ``reopened``,
``more_urgent``) are types of their own. Receivers ignore fields and types that they do not know.

A notice holds nothing of other readers. The text of a ticket holds the customer's words as staff see
them: masked before they were stored. ``tenants`` and ``readers`` are numbers, never names. A body has
64 KB at most: a longer text is cut, and then ``data`` says ``"truncated": true``.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, assert_never

from bot.desk.ledger import Edit, Outgoing
from bot.model.effect import (
    Effect,
    Notice,
    Proposal,
    Reply,
    StaffAlert,
    StaffReply,
    TicketRaised,
)
from bot.model.errors import DeliveryError
from bot.model.peer import PeerSighting
from bot.model.publication import PostNews
from bot.model.subscription import Confirmation

LONGEST = 64 * 1024  # bytes
Sayable = Notice | TicketRaised | StaffAlert | Proposal | PostNews | Confirmation | PeerSighting
Said = tuple[str, dict[str, Any]]


def said_by(outgoing: Outgoing) -> Sayable:
    """The effect, when a webhook can say it. DeliveryError, permanent, when it cannot."""
    effect = outgoing.effect
    if isinstance(effect, Edit | Reply | StaffReply):
        raise DeliveryError(f"{type(effect).__name__} is not for webhooks", permanent=True)
    return effect


def ident_of(outgoing: Outgoing) -> str:
    """``webhook-id``: the same at every attempt as long as the same is to be said.

    With other words it is another message: a receiver that has the first must not drop the second.
    """
    effect = said_by(outgoing)
    words = "" if isinstance(effect, PostNews) else effect.text  # an update is one in any language
    said = f"{outgoing.key}\n{outgoing.reader}\n{words}"
    return "msg_" + hashlib.sha256(said.encode()).hexdigest()[:32]


def body_of(outgoing: Outgoing, more: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The body, as compact JSON in UTF-8. DeliveryError, permanent, when no webhook can say it.

    ``more``: fields beside those of the effect.
    """
    kind, data = _shape(said_by(outgoing))
    data |= more
    body = _json(kind, outgoing.decided_at, data)
    if len(body) <= LONGEST:
        return body
    return _cut(kind, outgoing.decided_at, data)


def ping_at(at: datetime) -> bytes:
    """The body of a ping: it says nothing."""
    return _json("ping", at, {})


def group_of(effect: Effect) -> str | None:
    """What an operator's endpoint asks for to be sent it: notices, tickets, incidents; None: nothing."""
    match effect:
        case Notice():
            return "notices"
        case TicketRaised():
            return "tickets"
        case StaffAlert() | Proposal():
            return "incidents"
        case Reply() | StaffReply() | PeerSighting():
            return None
        case _:
            assert_never(effect)


def _shape(effect: Sayable) -> Said:
    match effect:
        case Notice():
            return f"notice.{effect.reason}", _fields(
                effect, "incident reason text lang cause advice"
            )
        case TicketRaised():
            return f"ticket.{effect.news}", _fields(effect, "ticket customer text cause urgency")
        case StaffAlert():
            fields = _fields(effect, "incident action suspects tenants text")
            return f"incident.{effect.action}", fields
        case Proposal():
            fields = _fields(effect, "proposal incident reason text lang")
            return "proposal.raised", fields | {"readers": len(effect.to)}
        case PostNews():
            fields = _fields(effect, "post kind status impact title text lang text_lang components")
            planned = {name: _moment(getattr(effect, name)) for name in ("starts_at", "ends_at")}
            return f"post.{effect.kind}", fields | planned
        case Confirmation():
            return "subscription.challenge", {}
        case PeerSighting(sighting=told):
            fields = {"since": _moment(told.since), "organisations": told.organisations}
            return f"sighting.{told.state}", {"product": told.product, **fields}
        case _:
            assert_never(effect)


def _fields(effect: Sayable, names: str) -> dict[str, Any]:
    return {name: getattr(effect, name) for name in names.split()}


def _json(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    value = {"type": kind, "timestamp": _moment(at), "data": data}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _moment(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cut(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    """With as much of the text as there is room for. DeliveryError when the rest is too long alone."""
    text = str(data["text"])[:LONGEST]

    def body(length: int) -> bytes:
        return _json(kind, at, data | {"text": text[:length] + "…", "truncated": True})

    fits, too_long = 0, len(text) + 1
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if len(body(middle)) <= LONGEST:
            fits = middle
        else:
            too_long = middle
    found = body(fits)
    if len(found) > LONGEST:
        raise DeliveryError(f"more than {LONGEST} bytes for a webhook", permanent=True)
    return found
