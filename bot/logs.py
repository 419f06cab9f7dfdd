"""How logs are written: one line a record, as text or as JSON, and never what somebody wrote to us.

Logs are read by more people than reports are, and they are kept elsewhere. So whatever a record
carries is made *discreet* here, at the one place through which all of it goes:

- an exception is its type, where it was raised, and its words only when they are ours
  (``JitabataError``) or the system's (``strerror``, ``SQLSTATE``): a library may quote what it
  choked on;
- letters outside ASCII, secrets, mail addresses and the query of an address are left out;
- of a logger that is not ours, the words before its first value or what could begin a quotation.

Ids are given as ``extra``: ``logger.warning("…", extra={"ticket": "T12"})`` with a key of ``IDS``.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import PurePath
from types import TracebackType
from typing import Any

from bot.masking.redact import without_secrets
from bot.model.errors import JitabataError
from bot.model.recent import RecentValues

IDS = (
    *("ticket", "conversation", "incident", "message_id", "delivery", "channel", "broadcast"),
    *("feed", "probe", "workspace", "job"),
)
LONGEST = 1_000  # characters of one message
MOST_FRAMES = 25  # the innermost
MOST_CAUSES = 5
QUIET_FOR = 60.0  # seconds
MOST_LINES = 1_000
OURS = ("bot", "jitabata", "__main__")
_QUERY = re.compile(r"(https?://[^\s?#\"'<>]*)[?#][^\s\"'<>]*")
_LOGIN = re.compile(r"(?<=://)[^\s/@]+@")
_OUTSIDE = re.compile(r"[^ -~]+")
_PLAIN = re.compile(r"[^%:{(<\"'\n]{0,200}")


def discreet(text: str) -> str:
    """The text as it may stand in a log: one line of ASCII, nothing secret or personal in it."""
    kept = without_secrets(text[: LONGEST * 2])
    kept = _LOGIN.sub("", _QUERY.sub(r"\1", kept))
    return _OUTSIDE.sub("~", kept)[:LONGEST]


def words_of(error: BaseException) -> str:
    """What an exception may say in a log, its type first."""
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    if isinstance(error, JitabataError):
        return f"{kind.__name__}: {discreet(str(error))}"
    origin = getattr(error, "orig", error)  # SQLAlchemy's errors wrap the driver's
    said = getattr(origin, "sqlstate", None) or getattr(origin, "sqlite_errorname", None)
    if isinstance(error, OSError):
        said = error.strerror
    return f"{name}: {discreet(said)}" if isinstance(said, str) else name


class _Discreet(logging.Formatter):
    """The record's message, exceptions among its arguments in their own words."""

    def said(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] not in OURS:
            found = _PLAIN.match(_message(record, None))
            return discreet(found.group().strip() if found else "")
        args = record.args
        if isinstance(args, tuple):
            args = tuple(words_of(a) if isinstance(a, BaseException) else a for a in args)
        return discreet(_message(record, args))


def _message(record: logging.LogRecord, args: Any) -> str:
    template = (
        str(record.msg) if not isinstance(record.msg, BaseException) else words_of(record.msg)
    )
    try:
        return template % args if args else template
    except (TypeError, ValueError, KeyError):  # the caller's slip; the record is worth more
        return template


class TextLines(_Discreet):
    """For terminals: the moment, level, logger and message; below it where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        moment = self.formatTime(record)
        line = f"{moment} {record.levelname} {record.name}: {self.said(record)}"
        if repeated := getattr(record, "repeated", 0):
            line += f" (and {repeated} times more since it was last said)"
        for error in _chain(_error_of(record)):
            frames = "".join(f"\n        {frame}" for frame in _frames(error.__traceback__))
            line += f"\n    {words_of(error)}{frames}"
        return line


class JsonLines(_Discreet):
    """For machines: one JSON object a line.

    ``at`` (UTC), ``level``, ``logger``, ``message``; for our own ``event``, the message before its
    values were filled in, to count by; ``repeated``, how many more there were that were not written;
    the ids; ``errors``, each with ``said`` and ``frames``, the cause after what it caused.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.said(record),
        }
        if record.args and record.name.partition(".")[0] in OURS:
            line["event"] = discreet(str(record.msg))
        line["process"] = record.process
        if repeated := getattr(record, "repeated", 0):
            line["repeated"] = repeated
        for name in IDS:
            value = getattr(record, name, None)
            if value is not None:
                line[name] = discreet(str(value))
        errors = [
            {"said": words_of(error), "frames": _frames(error.__traceback__)}
            for error in _chain(_error_of(record))
        ]
        if errors:
            line["errors"] = errors
        return json.dumps(line)


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _chain(error: BaseException | None) -> Iterable[BaseException]:
    """An exception, those of a group, and what caused them."""
    return islice(_all_of(error), MOST_CAUSES)


def _all_of(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        waiting.append(one.__cause__ or (None if one.__suppress_context__ else one.__context__))


def _frames(trace: TracebackType | None) -> list[str]:
    """Where an exception came from, the innermost last; no line of source and no value."""
    frames = traceback.StackSummary.extract(
        traceback.walk_tb(trace), lookup_lines=False, limit=None
    )
    return [
        f"{'/'.join(PurePath(f.filename).parts[-3:])}:{f.lineno} {f.name}"
        for f in frames[-MOST_FRAMES:]
    ]


class SaidOnce(logging.Filter):
    """Lets the same line through once in ``QUIET_FOR`` seconds, and counts the others.

    Else a stranger who can have something logged can fill the disk. A line is the same when logger,
    words, ids and the place of its error are. ``MOST_LINES`` are remembered, those said last.
    """

    def __init__(self, said: Callable[[logging.LogRecord], str]) -> None:
        super().__init__()
        self._said = said
        self._lines = RecentValues[Hashable, list[float]](MOST_LINES)  # since when, how many

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it; a record that is written says how many were not (``repeated``)."""
        key = self._key(record)
        since, repeated = self._lines.pop(key, [-QUIET_FOR, 0])
        is_due = abs(record.created - since) >= QUIET_FOR  # a clock may be set back
        self._lines[key] = [record.created, 0] if is_due else [since, repeated + 1]
        record.repeated = int(repeated) if is_due else 0
        return is_due

    def _key(self, record: logging.LogRecord) -> Hashable:
        error = _error_of(record)
        where = (type(error), *_frames(error.__traceback__)) if error is not None else ()
        ids = tuple(str(getattr(record, name, "")) for name in IDS)
        return record.name, record.levelno, self._said(record), ids, where


class LogHandler(logging.StreamHandler[Any]):
    """Writes to standard error. A record that cannot be written is not shown in its raw form."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__(sys.stderr)
        lines = JsonLines() if as_json else TextLines()
        self.setFormatter(lines)
        self.addFilter(SaidOnce(lines.said))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say that one was lost, and from whom."""
        if sys.__stderr__ is not None:
            sys.__stderr__.write(f"a record of {record.name} could not be logged\n")


def log_what_nobody_caught() -> None:
    """Let exceptions that end the process or a thread go into the log too, instead of past it.

    Who has taken that upon them already is left to it.
    """
    logger = logging.getLogger(__name__)

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            logger.critical("nobody caught an exception", exc_info=(kind, error, trace))

    def in_a_thread(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            uncaught(what.exc_type, what.exc_value, what.exc_traceback)

    if sys.excepthook is sys.__excepthook__ and threading.excepthook is threading.__excepthook__:
        sys.excepthook = uncaught
        threading.excepthook = in_a_thread
