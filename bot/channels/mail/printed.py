"""The relay's twin that needs no account anywhere: it prints mails as a reader would see them."""

import sys
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from bot.channels.mail.line import Envelope, Leaving
from bot.desk.prose import visible

_SHOWN = ("From", "To", "Subject", "In-Reply-To", "List-Unsubscribe")


class PrintedRelay:
    """Writes headers that matter and the text form, read back from the octets; sends nothing."""

    def __init__(self, write: Callable[[str], object] = sys.stdout.write) -> None:
        self._write = write

    async def send(self, envelope: Envelope, leaving: Leaving) -> None:
        await leaving()
        mail = message_from_bytes(envelope.octets, EmailMessage, policy=default)
        lines = [f"{name}: {mail[name]}" for name in _SHOWN if name in mail]
        text = mail.get_body(("plain",))
        said = text.get_content() if text is not None else ""
        shown = visible("\n".join([*lines, "", said.rstrip()]))
        self._write("".join(f"[mail] {line}".rstrip() + "\n" for line in shown.split("\n")) + "\n")
