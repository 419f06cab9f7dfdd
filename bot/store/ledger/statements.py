"""What the ledger asks of the database, built once."""

from functools import cache
from typing import Any

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    update,
)

from bot.desk.ledger import DeliveryState
from bot.model.broadcast import BroadcastStatus
from bot.model.subscription import SUBSCRIBER, SubscriptionState
from bot.store import tables
from bot.store.bulk import among, together
from bot.store.stopped import has_stopped
from bot.store.tables import peers, subscriptions

_O, _B = tables.outbox.c, tables.broadcasts.c
WAITS = _O.state == literal_column("'waiting'")  # no parameter: the index is of what waits
_NOW = bindparam("now", type_=_O.decided_at.type)
# Of rows that are named by id: an expression, which leads no plan to read all that waits instead.
STILL_WAITS = _O.state.concat("") == literal_column("'waiting'")
REACHED = or_(_O.state == DeliveryState.DELIVERED.value, _O.unsure)  # or may have been
NOT_HELD = or_(_O.held_until.is_(None), _O.held_until <= _NOW)
_STOPPED = select(_B.id).where(
    _B.status.in_([BroadcastStatus.PAUSED.value, BroadcastStatus.CANCELLED.value])
)
STEER = "steer"  # who has it alone steers, and nothing is claimed or settled meanwhile
CLOCK = text("SELECT clock_timestamp()")


def told_to(broadcast: str, reader: str) -> str:
    """The business key of a broadcast to one reader."""
    return f"notice:{broadcast}:{reader}"


def stands(outbox: Any) -> Any:
    """Whether a delivery has arrived, may have, or will be tried."""
    states = [DeliveryState.WAITING.value, DeliveryState.DELIVERED.value]
    return or_(outbox.state.in_(states), outbox.unsure)


@cache
def everything() -> Select[Any]:
    """Deliveries of a channel, oldest first, each with the address of its recipient, subscription or peer."""
    r, s, p = tables.recipients.c, subscriptions.c, peers.c
    columns = (
        *(_O.id, _O.key, _O.channel, _O.lane, _O.reader, _O.destination, _O.broadcast, _O.kind),
        *(_O.body, _O.edition, _O.told, _O.decided_at, _O.due_at, _O.attempts, _O.unsure),
        func.coalesce(r.address, s.address, p.address, type_=r.address.type).label("address"),
    )
    known = tables.outbox.outerjoin(tables.recipients, r.id == _O.reader)
    known = known.outerjoin(peers, p.id == _O.reader)
    return (
        select(*columns)
        .select_from(known.outerjoin(subscriptions, s.id == _O.reader))
        .where(_O.channel == bindparam("channel"))
        .order_by(_O.id)
        .limit(bindparam("most"))
    )


@cache
def due() -> Select[Any]:
    """What may be claimed now, the urgent lanes first."""
    earlier = tables.outbox.alias("earlier")
    e = earlier.c
    blocked = exists().where(
        e.reader == _O.reader,
        e.channel.concat("") == _O.channel,  # an expression, so that no plan goes by channel and
        e.lane + 0 <= _O.lane,  # lane, which would read all that waits for each that waits
        e.state == literal_column("'waiting'"),
        e.id < _O.id,
        or_(e.due_at > _NOW, e.held_until > _NOW),
    )
    return (
        everything()
        .where(
            WAITS,
            NOT_HELD,
            or_(_O.due_at.is_(None), _O.due_at <= _NOW),
            or_(_O.broadcast.is_(None), _O.broadcast.not_in(_STOPPED)),
            or_(_O.reader == "", ~blocked),
            _O.lane <= bindparam("up_to"),
        )
        .order_by(None)
        .order_by(_O.lane, _O.id)
    )


@cache
def holding(dialect: str) -> Any:
    """Claims rows that are free still; answers which.

    What may have been told already is told again in the same edition.
    """
    edition = bindparam("edition_told", type_=_O.told.type)
    values = {
        "holder": bindparam("by"),
        "held_until": bindparam("until", type_=_O.held_until.type),
        "unsure": True,
        "tried_at": _NOW,
        "told": case((_O.unsure, func.coalesce(_O.told, edition)), else_=edition),
    }
    free = and_(among(_O.id, "ids", dialect), STILL_WAITS, NOT_HELD)
    return update(tables.outbox).where(free).values(values).returning(_O.id)


_FREE = {"holder": null(), "held_until": null()}
_OF_ROW = _O.id == bindparam("row")
_HELD = and_(_OF_ROW, STILL_WAITS, _O.holder == bindparam("by"))


@cache
def arriving(dialect: str) -> Any:
    """One row a parameter set; on PostgreSQL all, given as ``ARRIVED`` columns."""
    names: list[Any] = [bindparam(name) for name in ARRIVED]
    row, edition, provider = names
    if dialect == "postgresql":
        given = together(row=_O.id.type, handed_over=_O.edition.type, provider=_O.provider_id.type)
        row, edition, provider = given.c
    return (
        update(tables.outbox)
        .where(_O.id == row, or_(STILL_WAITS, _O.unsure), _O.edition == edition)
        .values(
            state=DeliveryState.DELIVERED.value,
            attempts=_O.attempts + 1,
            provider_id=provider,
            settled_at=_NOW,
            unsure=False,
            reason=null(),
            **_FREE,
        )
    )


ARRIVED = ("row", "handed_over", "provider")
OVERTAKEN = (  # asked for anew while the last edit was under way
    update(tables.outbox)
    .where(_HELD, _O.edition != bindparam("handed_over"))
    .values(unsure=False, due_at=bindparam("due"), **_FREE)
)
LOST = (
    update(tables.outbox)
    .where(_HELD, _O.edition == bindparam("handed_over"))
    .values(
        state=DeliveryState.FAILED.value,
        attempts=_O.attempts + 1,
        reason=bindparam("why"),
        settled_at=_NOW,
        unsure=bindparam("maybe"),
        **_FREE,
    )
)
_HAS_LEFT = and_(
    _O.reader.startswith(SUBSCRIBER, autoescape=True),
    ~exists().where(
        subscriptions.c.id == _O.reader, subscriptions.c.state != SubscriptionState.OFF.value
    ),
)
_IS_SPARED = or_(has_stopped(_O.reader), _HAS_LEFT)
AGAIN = (
    update(tables.outbox)
    .where(_HELD)
    .values(
        state=case(
            (
                _O.broadcast.in_(select(_B.id).where(_B.status == BroadcastStatus.CANCELLED.value)),
                DeliveryState.CANCELLED.value,
            ),
            (and_(_O.broadcast.is_not(None), _IS_SPARED), DeliveryState.CANCELLED.value),
            else_=DeliveryState.WAITING.value,
        ),
        reason=bindparam("why"),
        due_at=bindparam("due"),
        unsure=bindparam("maybe"),
        attempts=_O.attempts + bindparam("begun"),
        **_FREE,
    )
)
