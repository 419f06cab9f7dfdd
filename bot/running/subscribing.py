"""Who follows the public page or leaves an address in the chat. Part of the composition root."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from bot.channels.mail.addresses import Mailbox
from bot.channels.webhook.address import Exceptions, problem_with, spelt
from bot.desk.contacts import Contacts
from bot.desk.ports import Store
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscribing import Kept, Subscribing
from bot.settings import Settings


def subscriber_links(settings: Settings) -> SubscriberLinks:
    """The links of subscriptions; "" of a desk that nobody reaches from elsewhere."""
    return SubscriberLinks(settings.secret, "".join(settings.public_urls[:1]))


def subscribing(
    settings: Settings, store: Store, clock: Callable[[], datetime], new_id: Callable[[], str]
) -> Subscribing | None:
    """What takes requests in; None where nobody could stop being told."""
    if not settings.public_urls:
        return None

    def secrets_of(reader: str) -> tuple[str, ...]:
        return settings.webhook.signer().secrets(reader)

    return Subscribing(store, clock, new_id, settings.secret, _ways(settings), secrets_of)


def can_be_told(settings: Settings) -> bool:
    """Whether there is a way to tell readers of the page, and a page where that is stopped."""
    return bool(settings.public_urls and _ways(settings))


def contacts(settings: Settings, days: Callable[[], int]) -> Contacts:
    """How customers of the chat leave an address; ``days``: how long it is kept."""
    return Contacts(contact_address, settings.mail is not None, days)


def contact_address(typed: str) -> str:
    """A mail address as somebody types it who is asked for one. ValueError for what is none, or hardly one."""
    mailbox = Mailbox.of(typed)
    if "@" in mailbox.local or "." not in mailbox.domain:
        raise ValueError("this is hardly a mail address")
    return mailbox.plain


def _ways(settings: Settings) -> dict[str, Kept]:
    ways: dict[str, Kept] = {}
    if settings.mail is not None:
        ways["mail"] = _mail_address
    if settings.webhook.keys:
        ways["webhook"] = _webhook_address
    return ways


def _mail_address(typed: str) -> str:
    return Mailbox.of(typed).plain


def _webhook_address(typed: str) -> str:
    """Over https and at its own port alone, whatever the operator allows for receivers of their own."""
    url = typed.strip()
    if problem_with(url, Exceptions()) is not None or urlsplit(spelt(url)).port not in (None, 443):
        raise ValueError("a URL that strangers may not have us post to")
    return spelt(url)
