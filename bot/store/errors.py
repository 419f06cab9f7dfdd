"""What can go wrong in the store room, in words that a person can act on."""

from bot.model.errors import JitabataError


class StoreError(JitabataError):
    """The database cannot be opened, or a value cannot be kept or read. Names no secret."""
