"""The protocol over streams: effects, then ``done``, whatever the line."""

import io
import json
import logging

import pytest

from bot.channels.lines import DONE, replay
from bot.model.effect import Effect, StaffReply
from bot.model.event import Event, MessageReceived, Tick
from tests.builders import MORNING
from tests.channels.fakes import a_reply

TICK = json.dumps({"event": "tick", "at": MORNING.isoformat()})
MESSAGE = json.dumps(
    {
        "event": "message",
        "at": MORNING.isoformat(),
        "message_id": "m1",
        "customer": "aoi",
        "tenant": "acme",
        "text": "line\nbreak",
    }
)


class Echo:
    """Answers messages with their own words and remembers every event."""

    def __init__(self) -> None:
        self.heard: list[Event] = []

    def __call__(self, event: Event) -> tuple[Effect, ...]:
        self.heard.append(event)
        if isinstance(event, MessageReceived):
            return (a_reply(event.text, event.customer, event.message_id),)
        return ()


class Counted(io.StringIO):
    """A stream that counts how often it was flushed."""

    flushes = 0

    def flush(self) -> None:
        self.flushes += 1


def test_each_line_ends_in_done_and_a_flush() -> None:
    out = Counted()
    replay(Echo(), [TICK + "\n", MESSAGE + "\n"], out)
    first, second, third = out.getvalue().splitlines()
    assert first == third == DONE
    assert json.loads(second)["text"] == "line\nbreak"
    assert out.flushes == 2


def test_empty_lines_are_no_events() -> None:
    out, desk = io.StringIO(), Echo()
    replay(desk, ["\n", "   \n", TICK], out)
    assert desk.heard == [Tick(MORNING)]
    assert out.getvalue() == DONE + "\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ('{"event":"teapot"}', "unknown event"),
        ('{"event":"tick","at":"now"}', "tick.at"),
        (TICK[:-1] + ',"mood":1}', "mood"),
    ],
)
def test_what_is_odd_is_warned_of_and_the_next_line_is_read(
    line: str, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    out, desk = io.StringIO(), Echo()
    with caplog.at_level(logging.WARNING):
        replay(desk, [line, TICK], out)
    assert out.getvalue() == f"{DONE}\n{DONE}\n"
    assert desk.heard[-1] == Tick(MORNING)
    assert says in caplog.text


def test_a_warning_does_not_repeat_what_a_customer_wrote(caplog: pytest.LogCaptureFixture) -> None:
    secret = MESSAGE[:-1].replace("line\\nbreak", "my password is kirakira") + ',"x":1}'
    replay(Echo(), [secret, secret[:-1]], io.StringIO())
    assert "kirakira" not in caplog.text


def test_effects_that_the_protocol_does_not_know_are_left_out() -> None:
    out = io.StringIO()
    replay(lambda _: (StaffReply("aoi", "はい", "hana"),), [TICK], out)
    assert out.getvalue() == DONE + "\n"
