"""The shipped knowledge and what reads by it, made once for all tests of a process."""

from functools import cache

from bot.knowledge.load import load
from bot.model.knowledge import Knowledge
from bot.triage.asking import Asking
from bot.triage.triage import Triage
from bot.triage.understand.reader import MessageReader


@cache
def knowledge() -> Knowledge:
    return load()


@cache
def reader() -> MessageReader:
    """It remembers no message."""
    return MessageReader(knowledge())


@cache
def asking() -> Asking:
    return Asking(knowledge(), reader())


@cache
def triage() -> Triage:
    return Triage(knowledge(), knowledge().catalogue)
