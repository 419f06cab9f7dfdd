"""What is particular to receivers that somebody signed up on the public page: nobody vouches for them.

They are posted to over https at public addresses alone, whatever the operator allows for receivers of
their own; they are told nothing before they have answered a challenge; one that fails for long is told
no more. What is said of them in a log names no host.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.challenge import challenge_of, is_answered, unanswered
from bot.desk.ledger import Outgoing
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscription_outcomes import SubscriptionOutcomes
from bot.model.errors import DeliveryError
from bot.model.publication import PostNews
from bot.model.subscription import SUBSCRIBER, Confirmation

if TYPE_CHECKING:
    from bot.channels.webhook.signing import WebhookSigner

NO_EXCEPTIONS = Exceptions()
NAME = "a subscriber's receiver"  # in place of its host


def is_subscriber(outgoing: Outgoing) -> bool:
    """Whether somebody signed this receiver up on the public page."""
    return outgoing.reader.startswith(SUBSCRIBER)


@dataclass(frozen=True, slots=True)
class SubscriberContext:
    """Those who follow the public page: their links, and where it is written down what became of them."""

    links: SubscriberLinks
    outcomes: SubscriptionOutcomes
    exceptions: Exceptions = (
        NO_EXCEPTIONS  # those of the operator are not for whomever anybody names
    )


@dataclass
class SubscriberPosts:
    """Adds to what is posted what only its receiver may know, and writes down what came of it."""

    subscribers: SubscriberContext
    signer: Callable[[], "WebhookSigner | None"]
    _failing: set[str] = field(default_factory=set)  # those whose last attempt from here failed

    @property
    def exceptions(self) -> Exceptions:
        """Which hosts may be private or without TLS all the same."""
        return self.subscribers.exceptions

    def more(self, outgoing: Outgoing, ident: str) -> dict[str, str]:
        """Fields beside those of the effect."""
        manage = {"manage": self.subscribers.links.of(outgoing.reader)}
        match outgoing.effect:
            case Confirmation():
                return {"challenge": self._challenge(outgoing, ident), **manage}
            case PostNews(post=post, lang=lang):
                return {"url": self.subscribers.links.post(post, lang), **manage}
            case _:
                return {}

    async def took(self, outgoing: Outgoing, ident: str, answer: bytes) -> None:
        """It answered 2xx. DeliveryError where that was to be the word that it was sent."""
        if isinstance(outgoing.effect, Confirmation):
            if not is_answered(self._challenge(outgoing, ident), answer):
                raise unanswered(NAME, outgoing.attempts + 1)
            await asyncio.to_thread(self.subscribers.outcomes.answered, outgoing.reader)
        elif outgoing.attempts or outgoing.reader in self._failing:
            self._failing.discard(outgoing.reader)
            await asyncio.to_thread(self.subscribers.outcomes.arrived, outgoing.reader)

    async def failed(self, outgoing: Outgoing, error: DeliveryError) -> DeliveryError:
        """An attempt failed; answers what that comes to."""
        if isinstance(outgoing.effect, Confirmation):
            return unanswered(NAME, outgoing.attempts + 1, error)
        self._failing.add(outgoing.reader)
        if await asyncio.to_thread(self.subscribers.outcomes.failed, outgoing.reader):
            return DeliveryError(f"{error}; it is told no more", permanent=True, unwanted=True)
        return error

    def _challenge(self, outgoing: Outgoing, ident: str) -> str:
        signer = self.signer()
        return challenge_of(signer.secrets(outgoing.reader)[0] if signer else "", ident)
