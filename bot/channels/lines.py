"""The replay protocol over a pair of streams: the production desk with a fake rim."""

import logging
from collections.abc import Callable, Iterable
from typing import TextIO

from bot.channels.protocol import effect_line, read_line
from bot.model.effect import Effect
from bot.model.errors import ProtocolError
from bot.model.event import Event

DONE = '{"effect": "done"}'

logger = logging.getLogger(__name__)


def replay(
    handle: Callable[[Event], tuple[Effect, ...]], lines: Iterable[str], out: TextIO
) -> None:
    """Hand each line to the desk; write its effects, then ``done``, and flush.

    A line that cannot be read is named in the log and answered by ``done`` alone: nothing that the
    desk knows is changed by it.
    """
    for line in lines:
        if not line.strip():
            continue
        for effect in _effects_of(line, handle):
            said = effect_line(effect)
            if said is not None:
                out.write(said + "\n")
        out.write(DONE + "\n")
        out.flush()


def _effects_of(line: str, handle: Callable[[Event], tuple[Effect, ...]]) -> tuple[Effect, ...]:
    try:
        read = read_line(line)
    except ProtocolError as why:
        logger.warning("line ignored: %s", why)
        return ()
    for warning in read.warnings:
        logger.warning("%s", warning)
    return handle(read.event) if read.event is not None else ()
