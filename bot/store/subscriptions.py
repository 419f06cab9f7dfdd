"""The part of ``UnitOfWork`` for those who follow the public page by an address of their own."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.subscriptions import Subscribers
from bot.model.subscription import OWN, SubscriberCount, Subscription, SubscriptionState
from bot.store import rows
from bot.store.bulk import among
from bot.store.recipient_lists import RecipientListQueries
from bot.store.tables import subscriptions

_S = subscriptions.c
_ACTIVE = _S.state == SubscriptionState.ACTIVE.value


class SqlSubscriptions(RecipientListQueries):
    """Fills ``bot.desk.subscriptions.Subscriptions`` over one open transaction."""

    def subscription(self, ident: str) -> Subscription | None:
        return self._one(_S.id == ident)

    def subscription_of(self, key: str) -> Subscription | None:
        return self._one(_S.key == key)

    def subscription_keys(self, ids: Sequence[str]) -> dict[str, str]:
        found = select(_S.key, _S.id).where(among(_S.id, "ids", self._dialect))
        rows_found = self._connection.execute(found, {"ids": list(ids)})
        return {row.key: row.id for row in rows_found}

    def _one(self, which: ColumnElement[bool]) -> Subscription | None:
        found = self._connection.execute(select(subscriptions).where(which)).first()
        return None if found is None else _subscription_of(found)

    def save_subscription(self, subscription: Subscription) -> None:
        self._save(subscriptions, _row_of(subscription))
        if subscription.state is SubscriptionState.OFF:
            self._spare([subscription.id])

    def drop_subscription(self, ident: str) -> bool:
        self._spare([ident])
        gone = self._connection.execute(delete(subscriptions).where(_S.id == ident))
        return bool(gone.rowcount)

    def subscriptions(self, after: int = 0, limit: int = 500) -> list[tuple[int, Subscription]]:
        page = select(subscriptions).where(_S.seq > after).order_by(_S.seq).limit(limit)
        return [(row.seq, _subscription_of(row)) for row in self._connection.execute(page)]

    def subscriber_counts(self) -> list[SubscriberCount]:
        counted = select(_S.channel, _S.state, func.count()).group_by(_S.channel, _S.state)
        found = self._connection.execute(counted.order_by(_S.channel, _S.state))
        return [SubscriberCount(c, SubscriptionState(state), int(n)) for c, state, n in found]

    def subscriber_langs(self) -> frozenset[str]:
        return frozenset(self._connection.scalars(select(_S.lang).where(_ACTIVE).distinct()))

    def last_subscription(self) -> int:
        return int(self._connection.scalar(select(func.max(_S.seq))) or 0)

    def subscriber_number(self, of: Subscribers) -> int:
        counted: Select[Any] = select(func.count()).where(_told(of))
        return int(self._connection.scalar(counted) or 0)

    def subscriber_page(
        self, of: Subscribers, after: int, until: int, limit: int
    ) -> list[DeliveryPlace]:
        page = select(_S.id, _S.channel, _S.destination, _S.seq).where(_told(of))
        page = page.where(_S.seq > after, _S.seq <= until).order_by(_S.seq).limit(limit)
        return [DeliveryPlace(*row) for row in self._connection.execute(page)]


def _told(of: Subscribers) -> ColumnElement[bool]:
    """Whether somebody is told of what concerns these topics."""
    told = and_(_ACTIVE, _S.lang == of.lang)
    if not of.topics:
        return told
    follows = [_S.topics.contains(f" {topic} ", autoescape=True) for topic in of.topics]
    return and_(told, or_(_S.topics == "", *follows))


def _row_of(subscription: Subscription) -> rows.Row:
    topics = " ".join(sorted(subscription.follows))
    return rows.flat_row(subscription, subscriptions, topics=f" {topics} " if topics else "")


def _subscription_of(row: Any) -> Subscription:
    topics = tuple(sorted({*row.topics.split()} - {OWN}))
    return rows.flat_value(Subscription, row, topics=topics)
