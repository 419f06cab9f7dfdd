"""The replay protocol's lines of staff and of deliveries: decisions, tickets, broadcasts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time

from bot.channels.protocol_fields import Fields, clean
from bot.model.broadcast import Quiet, Steering
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
from bot.model.decision import IncidentDecided, IncidentDecision, UpdateReaders
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
from bot.model.macro import MacroRemoved, MacroSaved
from bot.model.publication import Impact, PostKind, PostStatus, PostWritten
from bot.texts.loader import LANGUAGES


@dataclass(frozen=True, slots=True)
class ProtocolEvent:
    """One kind of line: the fields that it may have beside ``at``, and the event that it makes."""

    fields: frozenset[str]
    read: Callable[[Fields], Event]


def _quiet(f: Fields, field: str) -> Quiet | None:
    """``"22:00-07:00"``."""
    if not f.has(field):
        return None
    begins, _, ends = f.text(field).partition("-")
    try:
        return Quiet(time.fromisoformat(begins), time.fromisoformat(ends))
    except ValueError as why:
        raise ProtocolError("approved.quiet: not two times such as 22:00-07:00") from why


def _whole(f: Fields, field: str) -> int | None:
    number = f.number(field)
    return None if number is None else int(number)


def _steering(f: Fields, field: str) -> Steering:
    return f.one_of(field, Steering)


def _decision(f: Fields, field: str) -> IncidentDecision:
    return f.one_of(field, IncidentDecision)


def _update_readers(f: Fields, field: str) -> UpdateReaders:
    return f.one_of(field, UpdateReaders) if f.has(field) else UpdateReaders.ALL


def _texts(f: Fields, field: str) -> dict[str, str]:
    given = f.object(field)
    return {lang: clean(given[lang]) for lang in LANGUAGES if isinstance(given.get(lang), str)}


def _own(f: Fields, field: str) -> dict[str, str]:
    """The words of a notice by channel."""
    given = f.object(field) if f.has(field) else {}
    return {name: clean(text) for name, text in given.items() if isinstance(text, str)}


# The ways in which a field is read; what may be left out is None or empty then.
Way = Callable[[Fields, str], object]
_id: Way = Fields.name
_id_or_none: Way = Fields.optional_name
_text: Way = Fields.text
_moment: Way = Fields.optional_at
_flag: Way = Fields.flag


def _id_or_empty(f: Fields, field: str) -> str:
    return f.optional_name(field) or ""


def _somebody(f: Fields, field: str) -> str:
    return f.optional_name(field) or "staff"


def _ids(f: Fields, field: str) -> tuple[str, ...]:
    return f.names(field) or ()


def _words(f: Fields, field: str) -> str:
    return f.optional(field) or ""


def _unless_flag(f: Fields, field: str) -> bool:
    return not f.flag(field)


def _made(kind: Callable[..., Event], /, **fields: Way) -> ProtocolEvent:
    """Of fields in the order in which the event takes them after ``at``, each with its way."""

    def read(f: Fields) -> Event:
        return kind(f.at(), *(way(f, field) for field, way in fields.items()))

    return ProtocolEvent(frozenset(fields), read)


def _on_ticket(kind: Callable[..., Event], /, **fields: Way) -> ProtocolEvent:
    """What somebody of the staff did with a ticket."""
    return _made(kind, ticket=_id, staff=_id, **fields)


def _claimed(f: Fields) -> TicketClaimed:
    if f.has("conversation"):
        return TicketClaimed(f.at(), "", f.name("staff"), f.name("conversation"))
    return TicketClaimed(f.at(), f.name("ticket"), f.name("staff"))


def _post_written(f: Fields) -> PostWritten:
    kind, status = f.optional("kind") or "incident", f.text("status")
    impact = f.optional("impact") or Impact.MINOR
    words = ((kind, PostKind), (status, PostStatus), (impact, Impact))
    for word, known in words:
        if word not in set[str](known):
            raise ProtocolError(f"post_written: unknown word {word!r}")
    return PostWritten(
        f.at(),
        f.optional_name("post") or "",
        f.name("staff"),
        PostKind(kind),
        PostStatus(status),
        _texts(f, "titles"),
        _texts(f, "texts"),
        Impact(impact),
        f.names("components") or (),
        f.optional_at("starts_at"),
        f.optional_at("ends_at"),
        f.flag("by_clock"),
        f.optional("key") or "",
    )


STAFF_EVENTS: Mapping[str, ProtocolEvent] = {
    "approved": _made(
        Approved,
        proposal=_id,
        staff=_somebody,
        text=_words,
        tenants=_ids,
        channels=_ids,
        quiet=_quiet,
        public=_flag,
        own=_own,
    ),
    "rejected": _made(Rejected, proposal=_id, staff=_somebody),
    "ticket_claimed": ProtocolEvent(frozenset({"ticket", "staff", "conversation"}), _claimed),
    "ticket_answered": _on_ticket(
        TicketAnswered, text=_text, seen=_whole, held_until=_moment, question=_id_or_empty
    ),
    "ticket_closed": _on_ticket(TicketClosed, asks=_flag, held_until=_moment),
    "ticket_assigned": _on_ticket(TicketAssigned, to=_id),
    "ticket_linked": _on_ticket(TicketLinked, incident=_id_or_none),
    "ticket_tagged": _on_ticket(TicketTagged, tags=_ids),
    "tag_changed": _made(TagChanged, staff=_id, tag=_id, to=_id_or_empty, tickets=_ids),
    "ticket_noted": _on_ticket(TicketNoted, text=_text, mentions=_ids),
    "ticket_reopened": _on_ticket(TicketReopened),
    "sending_taken_back": _on_ticket(SendingTakenBack),
    "case_split": _on_ticket(CaseSplit, message_id=_id),
    "cases_merged": _on_ticket(CasesMerged, other=_id),
    "ticket_snoozed": _on_ticket(TicketSnoozed, until=_moment, incident=_id_or_none),
    "ticket_handed_back": _on_ticket(TicketHandedBack),
    "ticket_followed": _on_ticket(TicketFollowed, not_any_more=_unless_flag),
    "ticket_categorised": _on_ticket(TicketCategorised, category=_id_or_empty),
    "cause_ruled_out": _on_ticket(CauseRuledOut, cause=_id),
    "incident_ended": _made(IncidentEnded, incident=_id, staff=_id),
    "name_confirmed": _made(NameConfirmed, incident=_id, staff=_id),
    "incident_decided": _made(
        IncidentDecided,
        incident=_words,
        staff=_id,
        what=_decision,
        about=_words,
        text=_words,
        conversations=_ids,
        key=_words,
        readers=_update_readers,
    ),
    "macro_saved": _made(MacroSaved, macro=_id_or_empty, staff=_id, name=_text, texts=_texts),
    "macro_removed": _made(MacroRemoved, macro=_id, staff=_id),
    "page_due": _made(PageDue, broadcast=_id),
    "steered": _made(Steered, broadcast=_id, staff=_id, what=_steering, text=_words),
    "post_written": ProtocolEvent(
        frozenset({"post", "staff", "kind", "status", "titles", "texts", "impact", "components"})
        | {"starts_at", "ends_at", "by_clock", "key"},
        _post_written,
    ),
    "delivery_failed": _made(
        DeliveryFailed,
        key=_id,
        customer=_id,
        kind=_id,
        reason=_text,
        may_be_there=_flag,
    ),
    "message_doubted": _made(MessageDoubted, message_id=_id, channel=_id, sender=_id, text=_text),
}
