"""Which channels send: the table of the file, and what admins have saved of it."""

import pytest

from bot.configuration.editable import fault_of
from bot.configuration.switches import switch_texts, turned_off, turned_off_with
from bot.model.errors import JitabataError


def test_a_channel_sends_unless_the_table_says_no() -> None:
    assert turned_off(None) == frozenset()
    assert turned_off({"mail": False, "slack": True}) == {"mail"}


@pytest.mark.parametrize("given", [True, {"fax": False}, {"mail": "off"}, {"mail": 0}])
def test_what_cannot_be_is_refused(given: object) -> None:
    with pytest.raises(JitabataError, match="channels"):
        turned_off(given)


def test_what_was_saved_goes_before_what_was_there_and_reads_back() -> None:
    saved = {"channels.mail": "on", "channels.webhook": "off"}
    off = turned_off_with(frozenset({"mail", "slack"}), saved)
    assert off == {"slack", "webhook"}
    assert turned_off_with(frozenset(), switch_texts(off)) == off
    assert fault_of("channels.mail", "perhaps") == "perhaps"
