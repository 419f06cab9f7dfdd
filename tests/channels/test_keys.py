"""Keys of the desk's own: made, read and checked, and never shown."""

import pytest

from bot.channels.keys import KeyVariable, new_key
from bot.model.errors import JitabataError

SEALS = KeyVariable("JITABATA_SEALS", "jitabata seals key")


def test_keys_are_checked_and_never_shown() -> None:
    old, new = new_key(), new_key()
    assert SEALS.read(f" {new}, {old} ,") == (new, old)
    for wrong in ("hunter2", old + "A", "鍵"):
        says = "JITABATA_SEALS: key 2 is not 32 bytes.*`jitabata seals key`"
        with pytest.raises(JitabataError, match=says) as caught:
            SEALS.read(f"{new},{wrong}")
        assert wrong not in str(caught.value)
