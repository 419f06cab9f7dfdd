"""A mail that an admin sends to themselves, to see that mail gets out and how it looks."""

import hashlib
from datetime import datetime

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.line import Envelope
from bot.channels.mail.relay import Relay
from bot.channels.mail.settings import MailSettings
from bot.channels.mail.writing.compose import Head, SenderKind, compose
from bot.channels.mail.writing.letter import Letter, LetterSender, desk_line
from bot.texts.loader import say


async def send_test(
    settings: MailSettings, relay: Relay, to: Mailbox, lang: str, at: datetime
) -> None:
    """Hand one mail over. Raises DeliveryError; it does not try again, and no copy is kept."""
    digest = hashlib.sha256(f"test {to.plain} {at.isoformat()}".encode()).hexdigest()[:32]
    name = f"{digest}@{settings.sender.domain}"
    head = Head(SenderKind.NOTICE, settings.sender, settings.sender_name, to, name, at)
    octets = compose(_letter(settings, lang), head, frozenset())
    await relay.send(Envelope(settings.sender, to, octets), _leaves)


def _letter(settings: MailSettings, lang: str) -> Letter:
    desk = LetterSender(settings.sender_name, settings.sender.spec, settings.operator)
    title = say(lang, "channels.mail.title", desk=desk.name)
    return Letter(
        lang=lang,
        label_lang=lang,
        subject=title,
        title=title,
        speaker=say(lang, "mail.automated"),
        text=say(lang, "channels.mail.text"),
        answer=say(lang, "channels.mail.answer"),
        why=(say(lang, "mail.by_machine"),),
        desk=desk_line(desk, lang),
    )


async def _leaves() -> None:
    """It may be gone from here on; nobody keeps account of it."""
