"""The twins of the ways out: they print what would be sent. Part of the composition root."""

import sys
from functools import partial

from bot.channels.webhook.settings import WebhookSettings
from bot.delivery.console import ConsoleChannel
from bot.delivery.pump import Outlet
from bot.running.app_context import AppContext
from bot.running.mail import MailSide
from bot.running.recipients import cannot_be_reached
from bot.running.webhook import subscribers


def printing_outlets(
    mail: MailSide, webhook: WebhookSettings, house: AppContext
) -> dict[str, Outlet]:
    """A twin for each way that leads out of the house, also for what is not set up."""
    from bot.channels.webhook.console import printed  # noqa: PLC0415 - 14 MB, for who prints
    from bot.channels.webhook.send import WebhookChannel  # noqa: PLC0415

    mail.prints()
    unreachable = partial(cannot_be_reached, house.store)
    posts = WebhookChannel(
        webhook, printed(sys.stdout.write), house.clock, unreachable, subscribers(house)
    )
    return {
        "mail": Outlet("mail", ConsoleChannel("mail")),
        "slack": Outlet("slack", ConsoleChannel("slack")),
        "staff": Outlet("staff", ConsoleChannel("staff")),
        "webhook": Outlet("webhook", posts),
        **mail.outlets,
    }
