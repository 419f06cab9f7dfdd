"""The replay protocol's lines of staff and of deliveries: decisions, tickets, broadcasts."""

from collections.abc import Callable, Mapping
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
from bot.model.decision import IncidentDecided, IncidentDecision
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

STAFF_FIELDS: Mapping[str, frozenset[str]] = {
    "approved": frozenset({"proposal", "staff", "text", "tenants", "channels", "quiet", "public"}),
    "rejected": frozenset({"proposal", "staff"}),
    "ticket_claimed": frozenset({"ticket", "staff", "conversation"}),
    "ticket_answered": frozenset({"ticket", "staff", "text", "seen", "held_until", "question"}),
    "ticket_closed": frozenset({"ticket", "staff", "asks", "held_until"}),
    "ticket_assigned": frozenset({"ticket", "staff", "to"}),
    "ticket_linked": frozenset({"ticket", "staff", "incident"}),
    "ticket_tagged": frozenset({"ticket", "staff", "tags"}),
    "tag_changed": frozenset({"staff", "tag", "to", "tickets"}),
    "ticket_noted": frozenset({"ticket", "staff", "text", "mentions"}),
    "ticket_reopened": frozenset({"ticket", "staff"}),
    "macro_saved": frozenset({"macro", "staff", "name", "texts"}),
    "macro_removed": frozenset({"macro", "staff"}),
    "sending_taken_back": frozenset({"ticket", "staff"}),
    "case_split": frozenset({"ticket", "staff", "message_id"}),
    "cases_merged": frozenset({"ticket", "staff", "other"}),
    "ticket_snoozed": frozenset({"ticket", "staff", "until", "incident"}),
    "ticket_handed_back": frozenset({"ticket", "staff"}),
    "ticket_followed": frozenset({"ticket", "staff", "not_any_more"}),
    "ticket_categorised": frozenset({"ticket", "staff", "category"}),
    "cause_ruled_out": frozenset({"ticket", "staff", "cause"}),
    "incident_ended": frozenset({"incident", "staff"}),
    "name_confirmed": frozenset({"incident", "staff"}),
    "incident_decided": frozenset(
        {"incident", "staff", "what", "about", "text", "conversations", "key"}
    ),
    "page_due": frozenset({"broadcast"}),
    "steered": frozenset({"broadcast", "staff", "what", "text"}),
    "delivery_failed": frozenset({"key", "customer", "kind", "reason", "may_be_there"}),
    "post_written": frozenset(
        {"post", "staff", "kind", "status", "titles", "texts", "impact", "components"}
        | {"starts_at", "ends_at", "by_clock", "key"}
    ),
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
        public=f.flag("public"),
    )


def _quiet(f: Fields) -> Quiet:
    """``"22:00-07:00"``."""
    begins, _, ends = f.text("quiet").partition("-")
    try:
        return Quiet(time.fromisoformat(begins), time.fromisoformat(ends))
    except ValueError as why:
        raise ProtocolError("approved.quiet: not two times such as 22:00-07:00") from why


def _seen(f: Fields) -> int | None:
    """How many answers of staff were read; a line without it is not held back by others' answers."""
    seen = f.number("seen")
    return None if seen is None else int(seen)


def _steered(f: Fields) -> Steered:
    what = f.text("what")
    if what not in set(Steering):
        raise ProtocolError(f"steered.what: unknown word {what!r}")
    return Steered(
        f.at(), f.name("broadcast"), f.name("staff"), Steering(what), f.optional("text") or ""
    )


def _post_written(f: Fields) -> PostWritten:
    kind, status = f.optional("kind") or "incident", f.text("status")
    impact = f.optional("impact") or Impact.MINOR
    words = ((kind, PostKind), (status, PostStatus), (impact, Impact))
    for word, known in words:
        if word not in set[str](known):
            raise ProtocolError(f"post_written: unknown word {word!r}")
    return PostWritten(
        *(f.at(), f.optional_name("post") or "", f.name("staff")),
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


def _texts(f: Fields, field: str) -> dict[str, str]:
    given = f.object(field)
    return {lang: clean(given[lang]) for lang in LANGUAGES if isinstance(given.get(lang), str)}


def _incident_decided(f: Fields) -> IncidentDecided:
    what = f.text("what")
    if what not in set(IncidentDecision):
        raise ProtocolError(f"incident_decided.what: unknown word {what!r}")
    return IncidentDecided(
        f.at(),
        f.optional("incident") or "",
        f.name("staff"),
        IncidentDecision(what),
        f.optional("about") or "",
        f.optional("text") or "",
        f.names("conversations") or (),
        f.optional("key") or "",
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
        f.at(),
        f.name("ticket"),
        f.name("staff"),
        f.text("text"),
        _seen(f),
        f.optional_at("held_until"),
        f.optional_name("question") or "",
    ),
    "ticket_closed": lambda f: TicketClosed(
        f.at(), f.name("ticket"), f.name("staff"), f.flag("asks"), f.optional_at("held_until")
    ),
    "ticket_assigned": lambda f: TicketAssigned(
        f.at(), f.name("ticket"), f.name("staff"), f.name("to")
    ),
    "ticket_linked": lambda f: TicketLinked(
        f.at(), f.name("ticket"), f.name("staff"), f.optional_name("incident")
    ),
    "ticket_tagged": lambda f: TicketTagged(
        f.at(), f.name("ticket"), f.name("staff"), f.names("tags") or ()
    ),
    "tag_changed": lambda f: TagChanged(
        f.at(),
        f.name("staff"),
        f.name("tag"),
        f.optional_name("to") or "",
        f.names("tickets") or (),
    ),
    "ticket_noted": lambda f: TicketNoted(
        f.at(), f.name("ticket"), f.name("staff"), f.text("text"), f.names("mentions") or ()
    ),
    "ticket_reopened": lambda f: TicketReopened(f.at(), f.name("ticket"), f.name("staff")),
    "sending_taken_back": lambda f: SendingTakenBack(f.at(), f.name("ticket"), f.name("staff")),
    "case_split": lambda f: CaseSplit(
        f.at(), f.name("ticket"), f.name("staff"), f.name("message_id")
    ),
    "cases_merged": lambda f: CasesMerged(
        f.at(), f.name("ticket"), f.name("staff"), f.name("other")
    ),
    "ticket_snoozed": lambda f: TicketSnoozed(
        f.at(),
        f.name("ticket"),
        f.name("staff"),
        f.optional_at("until"),
        f.optional_name("incident"),
    ),
    "ticket_handed_back": lambda f: TicketHandedBack(f.at(), f.name("ticket"), f.name("staff")),
    "ticket_followed": lambda f: TicketFollowed(
        f.at(), f.name("ticket"), f.name("staff"), follows=not f.flag("not_any_more")
    ),
    "ticket_categorised": lambda f: TicketCategorised(
        f.at(), f.name("ticket"), f.name("staff"), f.optional_name("category") or ""
    ),
    "cause_ruled_out": lambda f: CauseRuledOut(
        f.at(), f.name("ticket"), f.name("staff"), f.name("cause")
    ),
    "incident_ended": lambda f: IncidentEnded(f.at(), f.name("incident"), f.name("staff")),
    "name_confirmed": lambda f: NameConfirmed(f.at(), f.name("incident"), f.name("staff")),
    "incident_decided": _incident_decided,
    "macro_saved": lambda f: MacroSaved(
        f.at(), f.optional_name("macro") or "", f.name("staff"), f.text("name"), _texts(f, "texts")
    ),
    "macro_removed": lambda f: MacroRemoved(f.at(), f.name("macro"), f.name("staff")),
    "page_due": lambda f: PageDue(f.at(), f.name("broadcast")),
    "steered": _steered,
    "post_written": _post_written,
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
