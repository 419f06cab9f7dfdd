"""Understanding: what one message means. Pure; ``MessageReader`` is the way in."""

from bot.triage.understand.reader import MessageReader

__all__ = ["MessageReader"]
