"""The replay protocol: JSON lines to events, effects to JSON lines. Pure; reads and writes nothing.

Unknown events and unknown fields are ignored and named in the warnings; what is malformed raises
ProtocolError with a sentence that names the field.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.channels.protocol_fields import Fields, clean, is_name
from bot.channels.protocol_staff import STAFF_EVENTS
from bot.model.browser_check import BrowserCheck
from bot.model.catalogue import Blocks, LicenceCheck, Probe, Product, ProductKind, Runs
from bot.model.effect import Effect, Notice, Proposal, Reply, StaffAlert, TicketRaised
from bot.model.errors import ProtocolError
from bot.model.event import (
    Baseline,
    Event,
    FeedRead,
    MessageReceived,
    Opened,
    Paused,
    Probed,
    SocialPost,
    Tick,
)
from bot.model.identity import Identity
from bot.model.peer import MOST_COUNTED, PeerTold, Sighting, SightingState
from bot.model.probe import Importance, MeasurementStep, ProbeRef
from bot.model.status import FeedRef, FetchOutcome, Shows
from bot.model.upload import Upload

T = TypeVar("T", Upload, BrowserCheck)
LONGEST_LINE = 8 * 1024 * 1024  # characters
MOST = 1e12  # of anything that is counted
_RUNS = {
    ProductKind.PLUGIN: Runs.BROWSER,
    ProductKind.CUSTOMISATION_SERVICE: Runs.BROWSER,
    ProductKind.CDN: Runs.BROWSER,
    ProductKind.IDP: Runs.SIGN_IN,
    ProductKind.ISP: Runs.NETWORK,
}
_FIELDS: Mapping[str, frozenset[str]] = {
    "opened": frozenset({"restarted", "catalogue", "feeds", "baseline", "probes"}),
    "tick": frozenset(),
    "feed_read": frozenset({"feed", "service", "outcome", "shows", "text"}),
    "probed": frozenset({"probe", "service", "vantage", "step", "status", "seconds", "expires_at"}),
    "message": frozenset(
        {"message_id", "customer", "tenant", "channel", "lang", "text", "installed_plugins"}
        | {"button", "thread", "upload", "check", "identity", "address", "more_may_follow"}
        | {"wants_person"}
    ),
    "paused": frozenset({"customer", "thread"}),
    "social_post": frozenset({"text"}),
    "peer_told": frozenset({"peer", "product", "state", "since", "organisations", "told_at"}),
    **{name: kind.fields for name, kind in STAFF_EVENTS.items()},
}


@dataclass(frozen=True, slots=True)
class ProtocolLine:
    """One line read: the event (None: unknown, ignored) and what was odd about it."""

    event: Event | None
    warnings: tuple[str, ...] = ()


def read_line(line: str) -> ProtocolLine:
    """One line of the protocol as an event."""
    if len(line) > LONGEST_LINE:
        raise ProtocolError(f"line longer than {LONGEST_LINE} characters")
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as why:
        raise ProtocolError(f"not JSON: {why}") from why
    if not isinstance(given, dict):
        raise ProtocolError("not a JSON object")
    name = given.get("event")
    if not isinstance(name, str) or name not in _FIELDS:
        return ProtocolLine(None, (f"unknown event {name!r} ignored",))
    unknown = sorted(set(given) - _FIELDS[name] - {"event", "at"})
    warnings = [f"{name}: unknown field {field!r} ignored" for field in unknown]
    return ProtocolLine(_EVENTS[name](Fields(name, given, warnings)), tuple(warnings))


def _opened(f: Fields) -> Opened:
    catalogue = None
    if f.has("catalogue"):
        catalogue = tuple(product_of(e, f.warnings) for e in f.objects("catalogue"))
    feeds = tuple(
        FeedRef(_word(e, "id"), _word(e, "service"), _word(e, "format")) for e in f.objects("feeds")
    )
    given = f.object("baseline")
    usual = Baseline()
    baseline = Baseline(
        customers_total=int(_number(given, "customers_total", usual.customers_total)),
        messages_per_hour=_number(given, "messages_per_hour", usual.messages_per_hour),
        problem_reports_per_hour=_number(
            given, "problem_reports_per_hour", usual.problem_reports_per_hour
        ),
    )
    probes = tuple(_probe_of(e) for e in f.objects("probes"))
    return Opened(f.at(), f.flag("restarted"), catalogue, feeds, baseline, probes)


def _probe_of(entry: Mapping[str, Any]) -> ProbeRef:
    ident, service = _word(entry, "id"), _word(entry, "service")
    if not ident or not service or not (is_name(ident) and is_name(service)):
        raise ProtocolError("opened.probes: an entry without a usable id and service")
    said = _word(entry, "importance")
    importance = Importance(said) if said in set(Importance) else Importance.HIGH
    names = {lang: name for lang in ("ja", "en") if (name := _word(entry, f"name_{lang}"))}
    return ProbeRef(ident, service, importance, names)


def _probed(f: Fields) -> Probed:
    step = f.one_of("step", MeasurementStep) if f.has("step") else None
    status = f.number("status")
    return Probed(
        f.at(),
        f.name("probe"),
        f.name("service"),
        f.optional_name("vantage") or "main",
        step,
        int(status) if status is not None else None,
        f.number("seconds"),
        f.optional_at("expires_at"),
    )


def _number(given: dict[str, Any], field: str, otherwise: float) -> float:
    value = given.get(field)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= MOST:
        return float(value)
    return float(otherwise)


def _feed_read(f: Fields) -> FeedRead:
    shows, outcome = f.optional("shows"), f.one_of("outcome", FetchOutcome)
    if shows is not None and shows not in set(Shows):
        f.warnings.append(f"feed_read.shows: unknown word {shows!r}, taken as unreadable")
        shows, outcome = None, FetchOutcome.UNREADABLE
    return FeedRead(
        f.at(),
        f.name("feed"),
        f.name("service"),
        outcome,
        Shows(shows) if shows is not None else None,
        f.optional("text"),
    )


def _message(f: Fields) -> MessageReceived:
    said = f.optional("identity") or Identity.VERIFIED
    if said not in set(Identity):
        f.warnings.append(f"message.identity: unknown word {said!r}, taken as anonymous")
        said = Identity.ANONYMOUS
    return MessageReceived(
        at=f.at(),
        message_id=f.name("message_id"),
        customer=f.name("customer"),
        tenant=f.name("tenant"),
        channel=f.optional_name("channel") or "chat",
        text=f.text("text"),
        lang=f.optional_name("lang"),
        installed_plugins=f.names("installed_plugins"),
        button=f.optional_name("button"),
        thread=f.optional_name("thread"),
        upload=upload_of(f.object("upload")) if f.has("upload") else None,
        check=check_of(f.object("check")) if f.has("check") else None,
        identity=Identity(said),
        address=f.optional_name("address"),
        more_may_follow=f.flag("more_may_follow"),
        wants_person=f.flag("wants_person"),
    )


def _peer_told(f: Fields) -> PeerTold:
    state = f.one_of("state", SightingState)
    number = min(int(f.number("organisations") or 0), MOST_COUNTED)
    sighting = Sighting(f.name("product"), state, f.at("since"), number)
    return PeerTold(f.at(), f.name("peer"), sighting, f.optional_at("told_at") or f.at())


_EVENTS: Mapping[str, Callable[[Fields], Event]] = {
    "opened": _opened,
    "tick": lambda f: Tick(f.at()),
    "feed_read": _feed_read,
    "probed": _probed,
    "message": _message,
    "paused": lambda f: Paused(f.at(), f.name("customer"), f.optional_name("thread")),
    "social_post": lambda f: SocialPost(f.at(), f.optional("text") or ""),
    "peer_told": _peer_told,
    **{name: kind.read for name, kind in STAFF_EVENTS.items()},
}


def product_of(entry: Mapping[str, Any], warnings: list[str]) -> Product:
    """A catalogue entry of the protocol as a product; what is odd about it goes to ``warnings``."""
    ident = _word(entry, "id")
    if not ident or not is_name(ident):
        raise ProtocolError("catalogue: an entry without a usable id")
    kind = entry.get("kind")
    if not isinstance(kind, str) or kind not in set(ProductKind):
        warnings.append(f"catalogue: {ident}: unknown kind {kind!r}, taken as external_service")
        kind = ProductKind.EXTERNAL_SERVICE
    kind = ProductKind(kind)
    licence = entry.get("licence_check")
    share = entry.get("install_share")
    is_share = isinstance(share, int | float) and not isinstance(share, bool)
    return Product(
        id=ident,
        name=_word(entry, "name") or ident,
        kind=kind,
        names=_strings(entry, "names"),
        vendor=_word(entry, "vendor") or None,
        hosts=_strings(entry, "hosts"),
        depends_on=_strings(entry, "depends_on"),
        licence_check=LicenceCheck(licence)
        if isinstance(licence, str) and licence in set(LicenceCheck)
        else LicenceCheck.UNKNOWN,
        status_feed=_word(entry, "status_feed") or None,
        install_share=float(min(1.0, max(0.0, share))) if is_share and share is not None else None,
        home_product=entry.get("home_product") is True,
        runs=_RUNS.get(kind, Runs.SERVER),
        blocks_opening=Blocks.YES if kind is ProductKind.PLATFORM else Blocks.NO,
        note=_word(entry, "note"),
        probes=tuple(Probe(host) for host in _strings(entry, "hosts")),
    )


def _word(entry: Mapping[str, Any], field: str) -> str:
    value = entry.get(field)
    return clean(value) if isinstance(value, str) else ""


def _strings(entry: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = entry.get(field) or ()
    return tuple(clean(str(v)) for v in value) if isinstance(value, list | tuple) else ()


_EFFECTS: Mapping[type, tuple[str, str]] = {
    Reply: (
        "reply",
        "customer in_reply_to text details lang cause confidence questions advice is_report",
    ),
    TicketRaised: ("ticket", "ticket customer text cause urgency"),
    StaffAlert: ("staff_alert", "incident action suspects tenants text"),
    Proposal: ("proposal", "proposal incident to reason text lang"),
    Notice: ("notice", "incident to reason text lang cause advice"),
}


def effect_line(effect: Effect) -> str | None:
    """An effect as a line of the protocol; None for those that the protocol does not know."""
    if type(effect) not in _EFFECTS:
        return None
    name, fields = _EFFECTS[type(effect)]
    given: dict[str, Any] = {field: getattr(effect, field) for field in fields.split()}
    if "details" in given:
        given["details"] = given["details"] or None
    return json.dumps({"effect": name, **given}, ensure_ascii=False)


def upload_of(given: dict[str, Any]) -> Upload:
    """The reading of a file that a message carries; fields that it leaves out have their defaults."""
    return _read(Upload, "upload", given)


def check_of(given: dict[str, Any]) -> BrowserCheck:
    """What the sender's browser found, as a message carries it; fields that it leaves out have their defaults."""
    return _read(BrowserCheck, "check", given)


def _read(kind: type[T], field: str, given: dict[str, Any]) -> T:
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - a quarter of a second

    try:
        return TypeAdapter(kind).validate_json(json.dumps(given))
    except ValidationError as why:
        where = ".".join(map(str, why.errors(include_url=False, include_input=False)[0]["loc"]))
        raise ProtocolError(f"message.{field}.{where}: does not fit") from why
