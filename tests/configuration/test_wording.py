"""What an operator writes of a model that rewords, and what is wrong with it."""

from typing import Any

import pytest

from bot.configuration.wording import KEY, MOST_A_MINUTE, wording_of
from bot.model.errors import JitabataError
from tests.cases import each

GOOD: dict[str, Any] = {"url": "https://models.example.com/v1/", "model": "m"}


def test_it_is_off_unless_written_down_and_the_key_is_not_shown() -> None:
    assert wording_of({KEY: "hidden"}, None) is None
    found = wording_of({KEY: "hidden"}, GOOD)
    assert found is not None
    assert (found.url, found.model, found.per_minute) == ("https://models.example.com/v1", "m", 20)
    assert found.key == "hidden"
    assert not found.acts
    assert "hidden" not in repr(found)
    assert wording_of({}, {**GOOD, "url": "http://127.0.0.1:8080/v1"}) is not None


@each(
    ("changes", "says"),
    [
        ({"url": "http://models.example.com/v1"}, "https"),
        ({"url": "https://u:p@models.example.com"}, "https"),
        ({"url": "https://models.example.com/v1?x"}, "https"),
        ({"url": 3}, "https"),
        ({"model": " "}, "model"),
        ({"per_minute": 0}, "per_minute"),
        ({"per_minute": MOST_A_MINUTE + 1}, "per_minute"),
        ({"per_minute": True}, "per_minute"),
        ({"acts": "yes"}, "acts"),
        ({"key": "hidden"}, "knows no key"),
    ],
)
def test_mistakes_are_named(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(JitabataError, match=says):
        wording_of({}, {**GOOD, **changes})
