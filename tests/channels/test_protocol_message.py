"""The replay protocol, inwards: what a message may bring with it."""

import json
from datetime import timedelta
from typing import Any

from bot.channels.protocol import read_line
from bot.model.event import MessageReceived, Tick
from bot.model.finding import Finding, RequestFailure
from bot.model.identity import Identity
from bot.model.upload import Sort, Upload
from tests.builders import MORNING

MESSAGE = {"event": "message", "message_id": "m1", "customer": "aoi", "tenant": "acme", "text": "x"}


def line(**fields: Any) -> str:
    return json.dumps({"at": MORNING.isoformat(), **fields})


def test_an_unknown_identity_is_taken_as_anonymous_with_a_warning() -> None:
    read = read_line(line(**MESSAGE, identity="sure"))
    assert isinstance(read.event, MessageReceived)
    assert read.event.identity is Identity.ANONYMOUS
    assert read.warnings == ("message.identity: unknown word 'sure', taken as anonymous",)


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    read = read_line(json.dumps({"event": "tick", "at": "2026-01-05T00:00:00Z"}))
    assert isinstance(read.event, Tick)
    assert read.event.at - MORNING == timedelta(0)


def test_the_reading_of_a_file_comes_with_its_message() -> None:
    finding = {"host": "x.example", "failure": "timed_out", "count": 2, "new_field": 1}
    upload = {"name": "a.har", "sort": "har", "findings": [finding], "answered": ["y.example"]}
    event = read_line(line(**{**MESSAGE, "upload": upload})).event
    assert isinstance(event, MessageReceived)
    found = (Finding("x.example", RequestFailure.TIMED_OUT, 2),)
    assert event.upload == Upload("a.har", Sort.HAR, found, ("y.example",))
