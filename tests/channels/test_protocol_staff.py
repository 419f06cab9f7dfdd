"""What staff correct, in the replay protocol."""

import json
from typing import Any

import pytest

from bot.channels.protocol import read_line
from bot.model.event import Approved, CauseRuledOut, Event, TicketAssigned, TicketLinked
from tests.builders import MORNING

EVENTS: list[tuple[dict[str, Any], Event]] = [
    (
        {"event": "approved", "proposal": "P1", "staff": "hana", "text": "調査中です"},
        Approved(MORNING, "P1", "hana", "調査中です"),
    ),
    (
        {"event": "ticket_assigned", "ticket": "T1", "staff": "hana", "to": "kato"},
        TicketAssigned(MORNING, "T1", "hana", "kato"),
    ),
    (
        {"event": "ticket_linked", "ticket": "T1", "staff": "hana", "incident": None},
        TicketLinked(MORNING, "T1", "hana", None),
    ),
    (
        {"event": "cause_ruled_out", "ticket": "T1", "staff": "hana", "cause": "plugin:x"},
        CauseRuledOut(MORNING, "T1", "hana", "plugin:x"),
    ),
]


@pytest.mark.parametrize(("fields", "event"), EVENTS)
def test_a_correction_is_read(fields: dict[str, Any], event: Event) -> None:
    read = read_line(json.dumps({"at": MORNING.isoformat(), **fields}))
    assert read.event == event
    assert read.warnings == ()
