"""The part of ``UnitOfWork`` for those who follow the public page by an address of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.desk.broadcast_ports import DeliveryPlace
from bot.model.subscription import SubscriberCount, Subscription


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Those in a language who follow one of these topics; without topics all of the language."""

    lang: str
    topics: tuple[str, ...] = ()


class Subscriptions(Protocol):
    """Addresses are in no other table, in no journal and in no log."""

    def subscription(self, ident: str) -> Subscription | None: ...

    def subscription_of(self, key: str) -> Subscription | None:
        """That of an address (``Subscription.key``)."""
        ...

    def subscription_keys(self, ids: Sequence[str]) -> dict[str, str]:
        """The ids of those among so many that there are, by their keys."""
        ...

    def save_subscription(self, subscription: Subscription) -> None: ...

    def drop_subscription(self, ident: str) -> bool:
        """Remove one with all that waits for it; False: there is none."""
        ...

    def subscriptions(self, after: int = 0, limit: int = 500) -> list[tuple[int, Subscription]]:
        """A page of all of them with their numbers, in the order in which they came."""
        ...

    def subscriber_counts(self) -> list[SubscriberCount]: ...

    def subscriber_langs(self) -> frozenset[str]:
        """The languages of those who are told."""
        ...

    def last_subscription(self) -> int:
        """The highest number of one; 0: there is none."""
        ...

    def subscriber_number(self, of: Subscribers) -> int: ...

    def subscriber_page(
        self, of: Subscribers, after: int, until: int, limit: int
    ) -> Sequence[DeliveryPlace]:
        """Those with numbers after and up to these, in order."""
        ...
