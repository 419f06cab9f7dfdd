"""The operator's own components in the configuration: read, or refused with what is wrong."""

import pytest

from bot.configuration.components import components_of
from bot.model.errors import JitabataError
from bot.model.probe import Importance
from tests.cases import each

ROW = {
    "id": "script-delivery",
    "name": "スクリプトの配信",
    "name_en": "script delivery",
    "importance": "high",
    "probe": "https://scripts.example.com/health.js",
}


def test_a_component_is_read() -> None:
    (component,) = components_of([ROW])
    assert component.id == "script-delivery"
    assert component.names == {"ja": "スクリプトの配信", "en": "script delivery"}
    assert (component.importance, component.url) == (Importance.HIGH, ROW["probe"])
    assert components_of([]) == ()


def test_a_component_without_an_english_name_has_its_japanese_one() -> None:
    (component,) = components_of([{**ROW, "name_en": ""}])
    assert component.names["en"] == "スクリプトの配信"


@each(
    ("rows", "says"),
    [
        ([{**ROW, "probe": "http://scripts.example.com/"}], "probe"),
        ([{**ROW, "probe": "https://user:pw@scripts.example.com/"}], "probe"),
        ([{**ROW, "importance": "vital"}], "importance"),
        ([{**ROW, "colour": "red"}], "colour"),
        ([{**ROW, "id": "Script Delivery"}], "id"),
        ([{"id": "x"}], "name"),
        ([ROW, ROW], "used twice"),
        ({"id": "x"}, "list"),
    ],
)
def test_what_is_wrong_is_said_without_repeating_it(rows: object, says: str) -> None:
    with pytest.raises(JitabataError, match=says) as caught:
        components_of(rows)
    assert "pw@" not in str(caught.value)
