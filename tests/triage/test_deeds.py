"""What a message says was done, told apart from what it asks about."""

import pytest

from bot.triage.deeds import Deed, deeds_in


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Ruri Gridを無効にしたら開きました", True),
        ("Ruri Gridを無効にした。", True),
        ("Ruri Gridを無効にしたほうがいいですか", False),
        ("プラグインをオフにした方がよいですか", False),
        ("プラグインを無効にしたいです", False),
        ("we disabled the plug-in", True),
    ],
)
def test_only_what_was_done_is_a_deed(text: str, *, done: bool) -> None:
    assert (Deed.OFF in deeds_in(text)) is done
