"""What a channel is told of those who follow the public page, over a real store."""

from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.subscribers import SubscriberContext
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscription_outcomes import SubscriptionOutcomes
from bot.store.sql import SqlStore
from tests.channels.fakes import Clock
from tests.store.databases import in_memory

LINKS = SubscriberLinks("a secret", "https://desk.example")


def subscribers(
    exceptions: Exceptions | None = None, store: SqlStore | None = None
) -> SubscriberContext:
    """``exceptions`` None: none, as it is for strangers."""
    outcomes = SubscriptionOutcomes(store or in_memory(), Clock())
    return SubscriberContext(LINKS, outcomes, exceptions or Exceptions())
