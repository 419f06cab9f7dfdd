"""Understanding: what one message means. Pure; ``Reader`` is the way in."""

from bot.triage.understand.reader import Reader

__all__ = ["Reader"]
