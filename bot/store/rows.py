"""Values to rows and back: pure, no query.

A value is kept as the JSON that pydantic makes of the frozen dataclass. Reading is strict, so that
"12" stays a text and True a truth value; it ignores fields that no longer exist and fills new ones
with their defaults, so rows of an older version can be read. A datetime keeps its moment and its
offset from UTC, but not the name of its zone. Adapters are made when first needed: making all of
them would cost every start a quarter of a second.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar, cast, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import Table, Text

from bot.model.broadcast import Broadcast
from bot.model.conversation import Conversation
from bot.model.effect import EFFECT_NAMES, Effect
from bot.model.event import EVENT_NAMES, Event, Opened
from bot.model.incident import Incident, ToldNotice
from bot.model.macro import Macro
from bot.model.probe import ProbeState
from bot.model.publication import Post
from bot.model.recipient import Recipient
from bot.model.status import FeedState
from bot.model.subscription import Confirmation
from bot.model.tenant_report import TenantReport
from bot.model.ticket import ProposedNotice, Ticket
from bot.model.unanswered import UnansweredQuestion
from bot.model.understanding import Urgency
from bot.store import tables
from bot.store.errors import StoreError

BODY_LIMIT = 1_000_000  # bytes of UTF-8
ADDRESS_LIMIT = 2_000  # characters
SHOWS = "shows:"  # before the symptom that the title of an incident tells, among its words
WORD_LIMIT = 500  # characters; PostgreSQL indexes no more than 2,700 bytes

REMEMBERED = 20_000  # characters; with 4,096 values at most some 240 MB, commonly 20

Value = TypeVar("Value")
Row = dict[str, Any]

_URGENCIES = list(Urgency)  # the highest first
_EVENT_KINDS = {kind: name for name, kind in EVENT_NAMES.items()}
_SENT_NAMES: dict[str, type] = {**EFFECT_NAMES, "confirmation": Confirmation}
_SENT_KINDS = {kind: name for name, kind in _SENT_NAMES.items()}
# The columns of a value's table that say what it says; ``tenant=counts_as``: under another name.
_COLUMNS: Mapping[type, tuple[tuple[str, str], ...]] = {
    kind: tuple((column.partition("=")[0], column.rpartition("=")[2]) for column in said.split())
    for kind, said in {
        Broadcast: "id status incident started_at",
        Conversation: "id customer tenant=counts_as address opened_at reported_at incident",
        FeedState: "id=feed service",
        Incident: "id status raised_at changed_at",
        Macro: "id name",
        Post: "id status incident changed_at",
        ProbeState: "id service",
        ProposedNotice: "id status incident proposed_at",
        Recipient: "id channel destination tenant lang state",
        TenantReport: "tenant at",
        Ticket: "id status conversation customer tenant opened_at changed_at staff",
        UnansweredQuestion: "id times last_at",
    }.items()
}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def body_of(value: object) -> str:
    """The JSON of a value; infinite numbers are kept.

    StoreError when it is too large, or holds text that is not Unicode (half a surrogate pair).
    """
    try:
        body = to_json(value, inf_nan_mode="constants", fallback=_plain)
    except PydanticSerializationError as error:
        raise StoreError(f"a {type(value).__name__} cannot be kept: {error}") from error
    if len(body) > BODY_LIMIT:
        raise _too_large(type(value).__name__, len(body))
    return body.decode()


def _plain(value: object) -> object:
    """What pydantic does not know by itself: mappings that are no ``dict``, such as read-only ones."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no value of the model")


def value_of(kind: type[Value], body: str) -> Value:
    """The value that ``body_of`` wrote. StoreError, without the contents, when it does not fit.

    The same text gives the same value, which is frozen, so what was read lately is remembered: the
    desk looks through its active conversations at every event, and few of them have changed.
    """
    read: Callable[[Any, str], object] = _read_lately if len(body) <= REMEMBERED else _read
    return cast("Value", read(kind, body))


def _read(kind: Any, body: str) -> object:
    try:
        return _adapter(kind).validate_json(body, strict=True)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)[:3]
        )
        raise StoreError(f"a stored {kind.__name__} cannot be read: {wrong}") from None


_read_lately = lru_cache(maxsize=4096)(_read)


def text_of(text: str, what: str) -> str:
    """The same text when it can be kept: in Unicode, without U+0000, at most 1 MB."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise StoreError(f"{what} holds text that is not Unicode") from error
    if size > BODY_LIMIT:
        raise _too_large(what, size)
    if "\0" in text:
        raise StoreError(f"{what} holds the character U+0000")
    return text


def word_of(text: str, what: str) -> str:
    """The same id or key when it can be kept: at most 500 characters."""
    if len(text) > WORD_LIMIT:
        raise StoreError(f"{what} has {len(text)} characters; {WORD_LIMIT} are the most")
    return text_of(text, what)


def _too_large(what: str, size: int) -> StoreError:
    return StoreError(f"{what} has {size:,} bytes; {BODY_LIMIT:,} are the most that is kept")


def row_of(value: object, **columns: datetime | str | int | None) -> Row:
    """The row of a value in its table. ``columns``: what it does not say itself."""
    for column, name in _COLUMNS.get(type(value), ()):
        said = getattr(value, name)
        columns[column] = said.value if isinstance(said, Enum) else said
    for name, said in columns.items():
        if isinstance(said, str):
            word_of(said, f"{type(value).__name__}.{name}")
    return {**columns, "body": body_of(value)}


def flat_row(value: object, table: Table, **columns: datetime | str | None) -> Row:
    """The row of a value in a table with a column for each of its fields.

    ``columns``: what the value does not say, or not in this form. StoreError as ``row_of``.
    """
    said = {
        c.name: getattr(value, c.name)
        for c in table.c
        if c is not table.autoincrement_column and hasattr(value, c.name)
    }
    row = {n: s.value if isinstance(s, Enum) else s for n, s in (said | columns).items()}
    for name, text in row.items():
        if isinstance(text, str):
            check = text_of if isinstance(table.c[name].type, Text) else word_of
            check(text, f"{type(value).__name__}.{name}")
    return row


def flat_value(kind: type[Value], row: Any, **fields: object) -> Value:
    """The value of which ``flat_row`` made a row. ``fields``: those that the row has in another form."""
    enums, names = _flat(cast("Any", kind))
    said = {name: getattr(row, name) for name in names if name not in fields}
    return kind(**{n: enums[n](s) if n in enums else s for n, s in said.items()}, **fields)


@cache
def _flat(kind: Any) -> tuple[dict[str, type[Enum]], tuple[str, ...]]:
    """The fields of a dataclass that are words of an enum, and all of them."""
    types = get_type_hints(kind)
    enums = {n: t for n, t in types.items() if isinstance(t, type) and issubclass(t, Enum)}
    return enums, tuple(field.name for field in dataclasses.fields(kind))


def event_row(event: Event) -> Row:
    """The journal's row, without its number."""
    return row_of(
        event,
        kind=_EVENT_KINDS[type(event)],
        at=event.at,
        message_id=getattr(event, "message_id", None),
    )


def event_of(kind: str, body: str) -> Event:
    """The event that was journalled under a name of EVENT_NAMES."""
    if kind not in EVENT_NAMES:
        raise StoreError(f"the journal holds an event of an unknown kind: {kind}")
    return cast("Event", value_of(EVENT_NAMES[kind], body))


@lru_cache(maxsize=2)
def opened_of(body: str) -> Opened:
    """The opening in force; remembered, since a catalogue is long and every event asks for it."""
    return value_of(Opened, body)


def effect_row(effect: Effect | Confirmation) -> Row:
    """The columns of the outbox that say what is to be done."""
    return row_of(effect, kind=_SENT_KINDS[type(effect)])


def effect_of(kind: str, body: str) -> Effect | Confirmation:
    """The effect that was sent under its name."""
    if kind not in _SENT_NAMES:
        raise StoreError(f"the outbox holds an effect of an unknown kind: {kind}")
    return cast("Effect | Confirmation", value_of(_SENT_NAMES[kind], body))


def told_row(incident: str, entry: ToldNotice) -> Row:
    """A row of ``told``; it has no body, its columns say it all."""
    return flat_row(entry, tables.told, incident=incident)


def incident_row(incident: Incident) -> Row:
    """A row of ``incidents``."""
    product = incident.cause.partition(":")[2][:WORD_LIMIT].replace("\0", " ")
    return row_of(incident, product=product) | {"words": _words_of(incident)}


def _words_of(incident: Incident) -> str:
    """In what words an incident is looked for, one a line, in small letters."""
    matter = incident.matter
    shown = f"{SHOWS}{matter.symptom}" if matter.symptom else ""
    words = (incident.id, *incident.suspects, *incident.tenants, incident.owner or "", shown)
    return "\n".join(words).casefold().replace("\0", " ")


def ticket_row(ticket: Ticket) -> Row:
    """A row of ``tickets``."""
    return row_of(ticket, urgency=_URGENCIES.index(ticket.urgency))


def recipient_row(recipient: Recipient) -> Row:
    """A row of ``recipients``."""
    if len(recipient.address) > ADDRESS_LIMIT:
        raise StoreError(
            f"an address has {len(recipient.address)} characters; {ADDRESS_LIMIT} are the most"
        )
    return row_of(recipient) | {"address": text_of(recipient.address, "an address")}
