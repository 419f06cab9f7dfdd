"""The twin that prints."""

import asyncio

from bot.channels.webhook.console import printed
from bot.channels.webhook.send import WebhookChannel
from bot.channels.webhook.settings import WebhookSettings
from tests.channels.fakes import Clock
from tests.channels.webhook.posting import KEY, a_notice, nobody, outgoing
from tests.channels.webhook.subscribers import subscribers


def test_it_prints_what_would_be_posted_and_reaches_nobody() -> None:
    written: list[str] = []
    settings = WebhookSettings(keys=(KEY,))
    channel = WebhookChannel(settings, printed(written.append), Clock(), nobody, subscribers())
    ident = asyncio.run(channel.deliver(outgoing(a_notice("復旧\x1b[31m\u202eしました"))))
    [text] = written
    assert text.startswith(f"[webhook] POST hooks.example.com\nwebhook-id: {ident}\n")
    assert '"type": "notice.recovered"' in text
    assert "復旧" in text
    assert "webhook-signature: v1," in text
    assert "\x1b" not in text
    assert "\u202e" not in text
