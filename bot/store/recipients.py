"""The part of ``UnitOfWork`` that knows who can be told, and the broadcasts to them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, delete, exists, func, literal, select

from bot.desk.broadcast_ports import DeliveryPlace, Group, LatestTalk
from bot.model.broadcast import Audience, Broadcast, BroadcastStatus
from bot.model.recipient import CONTACT, EVERYTHING, Recipient, RecipientState
from bot.store import rows, tables
from bot.store.bulk import among, in_pages
from bot.store.case_tables import cases
from bot.store.ledger.statements import stands, told_to
from bot.store.outbox import Outbox
from bot.store.stopped import IS_ACTIVE

_R, _P, _B = tables.recipients.c, tables.recipient_products.c, tables.broadcasts.c
_O, _C, _CASE = tables.outbox.c, tables.conversations.c, cases.c
_UNDER_WAY = [BroadcastStatus.RUNNING.value, BroadcastStatus.PAUSED.value]


class SqlRecipients(Outbox):
    """Fills the second part of ``BroadcastPorts`` over one open transaction."""

    def broadcast(self, broadcast_id: str) -> Broadcast | None:
        return self._by_id(tables.broadcasts, Broadcast, broadcast_id)

    def broadcasts(
        self, *, incident: str | None = None, under_way_only: bool = True, limit: int = 100
    ) -> list[Broadcast]:
        found = select(_B.body).order_by(_B.started_at.desc(), _B.seq.desc()).limit(limit)
        if incident is not None:
            found = found.where(_B.incident == incident)
        if under_way_only:
            found = found.where(_B.status.in_(_UNDER_WAY))
        return self._values(Broadcast, found)

    def save_broadcast(self, broadcast: Broadcast) -> None:
        self._save(tables.broadcasts, rows.row_of(broadcast))

    def recipient(self, recipient_id: str) -> Recipient | None:
        return self._by_id(tables.recipients, Recipient, recipient_id)

    def recipients_by_id(self, ids: Sequence[str]) -> dict[str, Recipient]:
        found: dict[str, Recipient] = {}
        for page in in_pages(ids):
            those = self._values(Recipient, select(_R.body).where(_R.id.in_(page)))
            found |= {recipient.id: recipient for recipient in those}
        return found

    def save_recipient(self, recipient: Recipient) -> None:
        self.save_recipients([recipient])

    def save_recipients(self, recipients: Iterable[Recipient]) -> None:
        by_id = {r.id: r for r in recipients}
        for page in in_pages([*by_id.values()]):
            self._save_page(page)

    def _save_page(self, page: list[Recipient]) -> None:
        self._save(tables.recipients, [rows.recipient_row(recipient) for recipient in page])
        found = select(_R.id, _R.seq).where(_R.id.in_([r.id for r in page]))
        numbers = {row.id: row.seq for row in self._connection.execute(found)}
        self._connection.execute(
            delete(tables.recipient_products).where(_P.recipient.in_(list(numbers.values())))
        )
        products = [
            {"recipient": numbers[r.id], "product": product, "follows": follows}
            for r in page
            for follows, named in ((False, r.uses), (True, r.follows))
            for product in dict.fromkeys(named)
        ]
        if products:
            self._connection.execute(tables.recipient_products.insert(), products)
        stopped = [r.id for r in page if r.state is not RecipientState.ACTIVE]
        if stopped:
            self._spare(stopped)

    def forget_recipient(self, recipient_id: str) -> bool:
        number = self._connection.scalar(select(_R.seq).where(_R.id == recipient_id))
        if number is None:
            return False
        self._connection.execute(delete(tables.recipient_products).where(_P.recipient == number))
        self._connection.execute(delete(tables.recipients).where(_R.seq == number))
        return True

    def recipients(self, after: int = 0, limit: int = 500) -> list[tuple[int, Recipient]]:
        others = _R.id.not_like(f"{CONTACT}%")
        found = select(_R.seq, _R.body).where(_R.seq > after, others).order_by(_R.seq).limit(limit)
        return [
            (number, rows.value_of(Recipient, body))
            for number, body in self._connection.execute(found)
        ]

    def active_recipients(self, channel: str, limit: int) -> list[Recipient]:
        which = select(_R.body).where(_R.channel == channel, IS_ACTIVE).order_by(_R.seq)
        return self._values(Recipient, which.limit(limit))

    def last_recipient(self) -> int:
        return int(self._connection.scalar(select(func.max(_R.seq))) or 0)

    def conversing(self, readers: Sequence[str]) -> frozenset[str]:
        found = select(_C.customer).where(among(_C.customer, "readers", self._dialect)).distinct()
        return frozenset(self._connection.scalars(found, {"readers": list(readers)}))

    def latest_talks(self, readers: Sequence[str]) -> dict[str, LatestTalk]:
        where = _CASE.channel, _CASE.lang, _CASE.tenant
        found = (
            select(_C.customer, *where)
            .join_from(tables.conversations, cases, _CASE.id == _C.id)
            .where(among(_C.customer, "readers", self._dialect))
            .order_by(_C.opened_at, _C.seq)
        )
        talks = self._connection.execute(found, {"readers": list(readers)})
        return {customer: LatestTalk(*place) for customer, *place in talks}  # the newest comes last

    def groups(self, audience: Audience, *, told_by: Sequence[str] = ()) -> list[Group]:
        follows = _of(audience, follows=True).label("follows")
        found = (
            _narrowed(select(_R.channel, _R.lang, _R.state, follows, func.count()), audience)
            .where(_of(audience, follows=True) | _of(audience, follows=False))
            .group_by(_R.channel, _R.lang, _R.state, follows)
            .order_by(_R.channel, _R.lang, _R.state)
        )
        if told_by:
            keys = [literal(told_to(broadcast, "")).concat(_R.id) for broadcast in told_by]
            found = found.where(exists().where(_O.key.in_(keys), stands(_O)))
        return [
            Group(channel, lang, state, bool(subscribed), int(number))
            for channel, lang, state, subscribed, number in self._connection.execute(found)
        ]

    def page(self, audience: Audience, after: int, until: int, limit: int) -> list[DeliveryPlace]:
        found = (
            _narrowed(select(_R.id, _R.channel, _R.destination, _R.seq), audience)
            .where(IS_ACTIVE, _R.seq > after, _R.seq <= until)
            .where(_concerned(audience, after, until))
            .order_by(_R.seq)
            .limit(limit)
        )
        return [
            DeliveryPlace(ident, channel, destination, number)
            for ident, channel, destination, number in self._connection.execute(found)
        ]


def _of(audience: Audience, *, follows: bool) -> Any:
    """Whether a recipient follows, or uses, what an audience is about."""
    products = [*audience.products, EVERYTHING] if follows else list(audience.products)
    return exists().where(_P.recipient == _R.seq, _P.product.in_(products), _P.follows.is_(follows))


def _concerned(audience: Audience, after: int, until: int) -> Any:
    """Whether a recipient with a number in this span uses or follows what an audience is about.

    The span is said again here, so that only so many are read whichever way they are joined.
    """
    about = _P.product.in_(audience.products) | ((_P.product == EVERYTHING) & _P.follows.is_(True))
    within = (_P.recipient > after) & (_P.recipient <= until)
    return exists().where(_P.recipient == _R.seq, within, about)


def _narrowed(query: Select[Any], audience: Audience) -> Select[Any]:
    """Only those whom the filters of an audience leave in."""
    for column, wanted in (
        (_R.lang, audience.langs),
        (_R.tenant, audience.tenants),
        (_R.channel, audience.channels),
    ):
        if wanted:
            query = query.where(column.in_(wanted))
    return query
