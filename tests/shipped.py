"""The shipped knowledge, read once for all tests of a process."""

from functools import cache

from bot.knowledge.load import load
from bot.model.knowledge import Knowledge


@cache
def knowledge() -> Knowledge:
    return load()
