"""Our own measurements in the replay protocol."""

import json
from typing import Any

import pytest

from bot.channels.protocol import read_line
from bot.model.errors import ProtocolError
from bot.model.event import Opened, Probed
from bot.model.probe import Importance, MeasurementStep, ProbeRef
from tests.builders import MORNING
from tests.cases import each

AT = MORNING.isoformat()


def line(**fields: Any) -> str:
    return json.dumps({"at": AT, **fields})


def test_a_measurement_that_failed() -> None:
    read = read_line(line(event="probed", probe="h/", service="s", step="tls", expires_at=AT))
    assert read.event == Probed(MORNING, "h/", "s", "main", MeasurementStep.TLS, expires_at=MORNING)


def test_a_measurement_that_went_well_from_another_vantage() -> None:
    read = read_line(
        line(event="probed", probe="h/", service="s", vantage="osaka", status=204, seconds=0.5)
    )
    assert read.event == Probed(MORNING, "h/", "s", "osaka", None, 204, 0.5)
    assert read.warnings == ()


def test_what_is_measured_is_declared_at_the_opening() -> None:
    probes = [
        {"id": "h/", "service": "s"},
        {"id": "e/", "service": "s", "importance": "low", "name_ja": "編集", "name_en": "editor"},
    ]
    read = read_line(line(event="opened", probes=probes))
    editor = ProbeRef("e/", "s", Importance.LOW, {"ja": "編集", "en": "editor"})
    assert read.event == Opened(MORNING, probes=(ProbeRef("h/", "s"), editor))


@each(
    ("fields", "says"),
    [
        ({"event": "probed", "probe": "h/", "service": "s", "step": "gone"}, "probed.step"),
        ({"event": "probed", "probe": "h/", "service": "s", "seconds": -1}, "probed.seconds"),
        ({"event": "probed", "probe": "h/", "service": "s", "status": True}, "probed.status"),
        ({"event": "probed", "probe": "h/", "service": "s", "expires_at": "x"}, "expires_at"),
        ({"event": "probed", "probe": "h/"}, "probed.service"),
        ({"event": "opened", "probes": [{"id": "h/"}]}, "opened.probes"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ProtocolError, match=says):
        read_line(line(**fields))
