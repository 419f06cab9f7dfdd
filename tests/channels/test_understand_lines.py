import io
import json

import pytest

from bot.channels.understand_lines import run
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.triage.understand.reader import MessageReader
from tests import shipped

READER = MessageReader(
    shipped.knowledge(),
    Catalogue.of((Product(id="kintone", name="kintone", kind=ProductKind.PLATFORM),)),
)


def answers(*lines: str) -> list[dict[str, object]]:
    out = io.StringIO()
    run(READER, lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_line_in_is_one_line_of_labels_out() -> None:
    (answer,) = answers('{"id": "A1", "text": "kintoneが開きません"}')
    assert answer == {
        "id": "A1",
        "kind": "outage_report",
        "symptoms": ["wont_open"],
        "products": ["kintone"],
        "scope": ["unknown"],
        "facts": {},
        "urgency": "normal",
        "lang": "ja",
        "redacted": "kintoneが開きません",
    }


def test_a_bad_line_is_named_and_the_next_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    found = answers("{broken", '{"id": "A2"}', "", '{"id": "A3", "text": "直りました"}')
    assert [a["id"] for a in found] == ["A3"]
    told = capsys.readouterr().err
    assert "line 1: not JSON" in told
    assert 'line 2: needs an object with "id" and "text"' in told
