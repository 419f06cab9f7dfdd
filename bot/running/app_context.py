"""What the sides of a process share. Part of the composition root."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.browser_checks import CheckLinks
from bot.desk.pauses import Lines
from bot.desk.ports import Door, Store, Uploads
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscribing import Subscribing
from bot.model.broadcast import Quiet
from bot.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class AppContext:
    """The store, the one door, what the desk knows, and the clock.

    ``lines``: the way of customers' messages to the desk, several of which may be one request; None: each
    is one.
    ``quiet``: the hours in which no notice goes to many unless staff want it, as they are in force. ``checks``: the links by
    which customers elsewhere check from their browser, ``subscriber_links`` those of who follows the
    public page, and ``subscribing`` takes in who does; None: nobody can. ``turned_off``: the channels
    by which nothing is sent for now.
    """

    store: Store
    door: Door
    knowledge: Knowledge
    uploads: Uploads
    clock: Callable[[], datetime]
    quiet: Callable[[], Quiet | None] = lambda: None
    lines: Lines | None = None
    checks: CheckLinks = field(default_factory=lambda: CheckLinks(""))
    subscriber_links: SubscriberLinks = field(default_factory=lambda: SubscriberLinks("", ""))
    subscribing: Subscribing | None = None
    turned_off: Callable[[], frozenset[str]] = frozenset
