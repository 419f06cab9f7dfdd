"""How a record becomes a line: complete for whoever runs the desk, silent about who wrote to it."""

import asyncio
import contextlib
import gc
import io
import json
import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.logs import (
    IDS,
    LONGEST,
    MOST_LINES,
    LogHandler,
    SaidOnce,
    discreet,
    log_what_nobody_caught,
    words_of,
)
from bot.model.errors import DeliveryError, JitabataError
from bot.start import log_to_stderr
from tests.cases import each

ROOT = Path(__file__).parent.parent
OURS = logging.getLogger("bot.test_logs")


class Log:
    """What was written, in both forms."""

    def __init__(self) -> None:
        self.handlers = [LogHandler(as_json=as_json) for as_json in (False, True)]
        for handler in self.handlers:
            handler.setStream(io.StringIO())

    @property
    def text(self) -> str:
        return str(self.handlers[0].stream.getvalue())

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.handlers[1].stream.getvalue().splitlines()]

    @property
    def everything(self) -> str:
        return self.text + "".join(json.dumps(line, ensure_ascii=False) for line in self.lines)


@pytest.fixture
def log() -> Iterator[Log]:
    made = Log()
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    for handler in made.handlers:
        root.addHandler(handler)
    yield made
    root.setLevel(level)
    for handler in made.handlers:
        root.removeHandler(handler)


def raised(error: BaseException, because: BaseException | None = None) -> BaseException:
    """The exception, knowing where it comes from."""
    try:
        _raise(error, because)
    except BaseException as caught:  # noqa: BLE001 - whichever it is
        return caught
    raise AssertionError


def _raise(error: BaseException, because: BaseException | None = None) -> None:
    raise error from because


def test_a_line_for_machines_says_when_who_what_and_of_which(log: Log) -> None:
    OURS.warning("%s waits for %d s", "T12", 4, extra={"ticket": "T12", "channel": "slack"})
    (line,) = log.lines
    assert line.pop("at").endswith("+00:00")
    assert line.pop("process") > 0
    assert line == {
        "level": "warning",
        "logger": "bot.test_logs",
        "message": "T12 waits for 4 s",
        "event": "%s waits for %d s",
        "ticket": "T12",
        "channel": "slack",
    }
    assert log.text.endswith(" WARNING bot.test_logs: T12 waits for 4 s\n")


def a_record(at: float, template: str = "%s is away", **ids: str) -> logging.LogRecord:
    record = logging.LogRecord(
        "bot.test_logs", logging.WARNING, __file__, 1, template, ("x",), None
    )
    record.created = at
    vars(record).update(ids)
    return record


def test_the_same_line_is_said_once_a_minute_with_how_often_it_was_not(log: Log) -> None:
    for at in (0.0, *range(1, 60), 60.0, 61.0):
        for handler in log.handlers:
            handler.handle(a_record(1e9 + at))
    assert log.text.count("\n") == 2
    assert log.text.endswith(" x is away (and 59 times more since it was last said)\n")
    assert [line.get("repeated", 0) for line in log.lines] == [0, 59]


def test_other_words_ids_and_errors_are_other_lines(log: Log) -> None:
    for record in (a_record(1e9), a_record(1e9, "%s!"), a_record(1e9, ticket="T1"), a_record(1e9)):
        log.handlers[1].handle(record)
    for _ in range(2):
        for error in (KeyError("a"), ValueError("b")):
            OURS.warning("it failed", exc_info=raised(error))
    assert [len(line.get("errors", ())) for line in log.lines] == [0, 0, 0, 1, 1]


@pytest.mark.slow
def test_lines_that_are_remembered_have_a_bound(log: Log) -> None:
    for number in range(MOST_LINES + 50):
        log.handlers[0].handle(a_record(1e9, ticket=f"T{number}"))
    (once,) = [f for f in log.handlers[0].filters if isinstance(f, SaidOnce)]
    assert len(once._lines) == MOST_LINES


def test_what_is_no_id_is_not_written(log: Log) -> None:
    OURS.info("handled", extra={"said": "kintoneが開かない", "delivery": "reply:m1"})
    assert "said" not in log.lines[0]
    assert log.lines[0]["delivery"] == "reply:m1"
    assert "said" not in IDS


def test_an_exception_is_its_type_and_its_way_and_not_its_words(log: Log) -> None:
    cause = raised(ValueError("aoi@blueberry.example"))
    error = raised(KeyError("Blueberry Holdings"), cause)
    OURS.error("it failed on %s", "m1", exc_info=error)
    first, second = log.lines[0]["errors"]
    assert (first["said"], second["said"]) == ("KeyError", "ValueError")
    assert first["frames"][-1].startswith(f"{ROOT.name}/tests/test_logs.py:")
    assert "lueberry" not in log.everything
    assert log.text.count("\n") >= 4


def of_sqlite() -> sqlite3.IntegrityError:
    """The driver's own error, which quotes what it was given."""
    with contextlib.closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("CREATE TABLE t (a UNIQUE)")
        raw.execute("INSERT INTO t VALUES ('secret')")
        try:
            raw.execute("INSERT INTO t VALUES ('secret')")
        except sqlite3.IntegrityError as error:
            return error
    raise AssertionError


@each(
    ("error", "says"),
    [
        (ValueError("secret"), "ValueError"),
        (FileNotFoundError(2, "No such file", "/home/aoi/x"), "FileNotFoundError: No such file"),
        (JitabataError("port must be 1 to 65535"), "JitabataError: port must be 1 to 65535"),
        (DeliveryError("channel_not_found: 開きません"), "DeliveryError: channel_not_found: ~"),
        (DeliveryError("550 <aoi@example.com>"), "DeliveryError: 550 <[email]>"),
        (
            IntegrityError("INSERT", {"a": "secret"}, of_sqlite()),
            "sqlalchemy.exc.IntegrityError: SQLITE_CONSTRAINT_UNIQUE",
        ),
    ],
)
def test_of_our_own_and_the_systems_errors_the_words_are_kept(
    error: BaseException, says: str
) -> None:
    assert words_of(error) == says


def test_an_exception_among_the_values_is_treated_alike(log: Log) -> None:
    OURS.warning("%s failed: %s", "mail", ValueError("Blueberry Holdings"))
    assert log.lines[0]["message"] == "mail failed: ValueError"
    assert "Blueberry" not in log.everything


def test_a_group_tells_of_its_members(log: Log) -> None:
    group = ExceptionGroup("Blueberry", [ValueError("Blueberry"), OSError(28, "No space left")])
    OURS.error("several failed", exc_info=raised(group))
    assert [e["said"] for e in log.lines[0]["errors"]] == [
        "ExceptionGroup",
        "ValueError",
        "OSError: No space left",
    ]


@each(
    ("text", "kept"),
    [
        ("reply:T1/C0123:1718.22 of I3", "reply:T1/C0123:1718.22 of I3"),
        ("株式会社ベリー cannot", "~ cannot"),
        ("to aoi.tanaka@example.co.jp", "to [email]"),
        ("with xoxb-1234567890-abcdef", "with [api_token]"),
        ("https://a.example/b/c?token=x&y=1#z done", "https://a.example/b/c done"),
        ("postgresql://desk:swordfish@db/desk", "postgresql://db/desk"),
        ("one\nline\r\n", "one~line~"),
        ("\x1b[31mred", "~[31mred"),
    ],
)
def test_text_becomes_one_line_without_what_is_nobodys_business(text: str, kept: str) -> None:
    assert discreet(text) == kept


@given(st.text(max_size=3 * LONGEST))
def test_whatever_the_text_a_line_is_short_and_ascii(text: str) -> None:
    line = discreet(text)
    assert len(line) <= LONGEST
    assert line.isascii()
    assert line == "" or line.isprintable()


def test_of_other_loggers_nothing_is_repeated_that_may_be_a_quotation(log: Log) -> None:
    other = logging.getLogger("slack_sdk.web")
    other.error("Failed to send a message: {'text': 'Blueberry Holdings'}")
    other.error('Received "Blueberry"')
    other.error("no answer from %s: %s", "Blueberry", "Blueberry")
    assert [line["message"] for line in log.lines] == [
        "Failed to send a message",
        "Received",
        "no answer from",
    ]
    assert "Blueberry" not in log.everything


@pytest.mark.slow
def test_a_task_that_nobody_awaited_does_not_quote_what_it_choked_on(log: Log) -> None:
    async def chokes() -> None:
        raise ValueError("Blueberry Holdings")

    async def forgets() -> None:
        asyncio.get_running_loop().create_task(chokes())
        await asyncio.sleep(0)

    asyncio.run(forgets())
    gc.collect()  # a forgotten task speaks when it is let go
    assert log.lines[0]["message"] == "Task exception was never retrieved"
    assert log.lines[0]["errors"][0]["said"] == "ValueError"
    assert "Blueberry" not in log.everything


def test_a_slip_of_the_caller_does_not_lose_the_record(log: Log) -> None:
    record = logging.makeLogRecord({"name": "bot.x", "msg": "%s and %s", "args": ("Blueberry",)})
    for handler in log.handlers:
        handler.handle(record)
    assert log.lines[0]["message"] == "%s and %s"


def test_a_record_that_cannot_be_written_is_not_shown_in_its_raw_form(
    capsys: pytest.CaptureFixture[str],
) -> None:
    handler = LogHandler(as_json=True)
    handler.setStream(io.StringIO())
    handler.stream.close()
    handler.handle(logging.makeLogRecord({"msg": "Blueberry", "name": "bot.x"}))
    assert "Blueberry" not in capsys.readouterr().err


def test_what_nobody_catches_goes_into_the_log(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    log_what_nobody_caught()
    error = raised(ValueError("Blueberry"))
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=_raise, args=(ValueError("Blueberry"),))
    thread.start()
    thread.join()
    assert [line["message"] for line in log.lines] == ["nobody caught an exception"] * 2
    assert "Blueberry" not in log.everything
    ours: Callable[..., Any] = sys.excepthook
    log_what_nobody_caught()
    assert sys.excepthook is ours


def test_json_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JITABATA_LOG", "xml")
    with pytest.raises(JitabataError, match="JITABATA_LOG must be json or text"):
        log_to_stderr()


@pytest.mark.slow
def test_the_command_writes_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import logging; from bot.start import log_to_stderr; log_to_stderr();"
        "logging.getLogger('bot.x').info('begun'); raise ValueError('Blueberry')"
    )
    monkeypatch.setenv("JITABATA_LOG", "json")
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    begun, ended = (json.loads(line) for line in done.stderr.splitlines())
    assert (begun["message"], begun["level"]) == ("begun", "info")
    assert (ended["level"], ended["errors"][0]["said"]) == ("critical", "ValueError")
    assert done.returncode == 1
