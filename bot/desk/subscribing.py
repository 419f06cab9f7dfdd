"""Following the public page by mail or webhook: asked for, confirmed at the address, changed, ended.

Nobody has an account. What is typed into a form is believed by nobody: the address itself confirms, by
the link (or the challenge) that is sent to it. Whether an address follows already is told to nobody but
the address. No event is journalled of any of this, since an address would be in it.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from bot.desk.ledger import Lane
from bot.desk.ports import Store, UnitOfWork
from bot.model.rate import Rate
from bot.model.recipient import destination_of, recipient_id
from bot.model.subscription import SUBSCRIBER, Confirmation, Subscription, SubscriptionState

Kept = Callable[[str], str]
"""An address as it is kept; ValueError for what is none, or may not be written to."""

# Requests: of one network, behind which a whole office may sit, of everybody together, and how often
# one address is written to.
OF_A_NETWORK, OF_ALL = Rate(every=60.0, burst=30), Rate(every=1.0, burst=600)
OF_AN_ADDRESS = Rate(every=6 * 3_600.0, burst=2)
OF_A_HOST = Rate(every=60.0, burst=10)  # of webhooks, which may be a stranger's under any address
_OWNER = "subscribe"  # of the numbers that all processes share


class Answer(StrEnum):
    """What is said to whoever asked; the same whatever is known of the address."""

    SENT = "sent"
    BAD_ADDRESS = "bad_address"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants: to be told in a language, of some topics (() for all), at an address."""

    channel: str
    address: str
    lang: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subscribing:
    """Takes requests in and carries out what an address wants.

    ``ways``: the channels that there are, each with what makes a typed address the one that is kept.
    ``secrets_of``: by which a webhook's receiver checks our signatures, the newest first. It may block.
    """

    store: Store
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    secret: str
    ways: Mapping[str, Kept]
    secrets_of: Callable[[str], tuple[str, ...]] = lambda _: ()

    def request(self, asked: Request, network: str) -> Answer:
        """Have the address asked whether it wants that; ``network``: a word for where this comes from."""
        now = self.clock()
        if not self._spends({f"net:{network}": OF_A_NETWORK, "all": OF_ALL}, now):
            return Answer.TOO_MANY
        try:
            address = self.ways[asked.channel](asked.address)
        except (KeyError, ValueError):
            return Answer.BAD_ADDRESS
        key = recipient_id(asked.channel, address)
        bounds = {f"to:{self._alias(key)}": OF_AN_ADDRESS}
        if asked.channel == "webhook":
            host = destination_of(asked.channel, address)
            bounds[f"host:{self._alias(host)}"] = OF_A_HOST
        if self._spends(bounds, now):
            with self.store.work() as work:
                known = work.subscription_of(key)
                self._ask(_requested(known, replace(asked, address=address), self._id(), now), work)
        return Answer.SENT

    def subscribe(self, asked: Request) -> str:
        """Have an address told that is sure, as of a room where somebody asked; answers the id.

        It hears of that, unless it has lately. One that follows already goes on as it does.
        """
        now, key = self.clock(), recipient_id(asked.channel, asked.address)
        hears = self._spends({f"to:{self._alias(key)}": OF_AN_ADDRESS}, now)
        with self.store.work() as work:
            known = work.subscription_of(key)
            if known is None:
                known = _requested(None, asked, self._id(), now)
            elif known.state is SubscriptionState.ACTIVE:
                return known.id
            known = replace(known, state=SubscriptionState.ACTIVE, changed_at=now, failures=0)
            work.save_subscription(known)
            if hears:
                self._ask(known, work)
            return known.id

    def stop(self, channel: str, address: str) -> bool:
        """Have an address told no more; False: it was not."""
        with self.store.work() as work:
            known = work.subscription_of(recipient_id(channel, address))
            return known is not None and work.drop_subscription(known.id)

    def _ask(self, subscription: Subscription, work: UnitOfWork) -> None:
        work.save_subscription(subscription)
        now = self.clock()
        work.send(
            f"confirmation:{subscription.id}:{now.timestamp():.0f}",
            subscription.channel,
            Confirmation(subscription.lang, subscription.state is SubscriptionState.ACTIVE),
            now,
            reader=subscription.id,
            lane=Lane.NOTICE,
            destination=subscription.destination,
        )

    def known(self, ident: str) -> Subscription | None:
        """A subscription, or a request that can still be confirmed."""
        with self.store.look() as work:
            return self._known(ident, work)

    def confirm(self, ident: str) -> bool:
        """From now on the address is told; False: there is no such request any more."""
        return self._change(ident, state=SubscriptionState.ACTIVE, failures=0)

    def change(self, ident: str, lang: str, topics: tuple[str, ...]) -> bool:
        """From now on it is told of this, in this language; False: it does not follow any more."""
        return self._change(ident, lang=lang, topics=topics)

    def end(self, ident: str) -> bool:
        """Forget it, with all that waits for it; False: it is gone already."""
        with self.store.work() as work:
            return work.drop_subscription(ident)

    def _change(self, ident: str, **changes: object) -> bool:
        with self.store.work() as work:
            known = self._known(ident, work)
            if known is None:
                return False
            changed = replace(known, changed_at=self.clock(), **changes)  # type: ignore[arg-type]
            work.save_subscription(changed)
            return True

    def _known(self, ident: str, work: UnitOfWork) -> Subscription | None:
        found = work.subscription(ident)
        return found if found is not None and found.is_known(self.clock()) else None

    def _spends(self, rates: Mapping[str, Rate], now: datetime) -> bool:
        """Whether one more is within all of these; if so, it is counted."""
        at = self.store.slate.moment(now.timestamp())
        with self.store.slate.hold(_OWNER, rates) as due:
            if any(rate.opens(due.get(name, 0.0)) > at for name, rate in rates.items()):
                return False
            due.update({name: rate.after(due.get(name, 0.0), at) for name, rate in rates.items()})
            return True

    def _alias(self, key: str) -> str:
        """A word that stands for an address and does not tell it to who reads the database."""
        return hmac.digest(self.secret.encode(), f"{_OWNER} {key}".encode(), sha256).hex()[:32]

    def _id(self) -> str:
        return f"{SUBSCRIBER}{self.new_id()}"


def _requested(
    known: Subscription | None, asked: Request, ident: str, now: datetime
) -> Subscription:
    """The subscription after a request. Of one that stands nothing changes by what somebody typed."""
    if known is None:
        state = SubscriptionState.REQUESTED
        made = ident, asked.channel, asked.address, asked.lang, asked.topics
        return Subscription(*made, state, now, now)
    if known.state is not SubscriptionState.REQUESTED:
        return known
    return replace(known, lang=asked.lang, topics=asked.topics, requested_at=now, changed_at=now)
