"""Which channels send, as the configuration says it (``[channels]``).

[channels]
mail = false          # or slack, webhook; nothing is sent by mail until it is turned on again
"""

from collections.abc import Mapping

from bot.model.errors import JitabataError
from bot.model.settings_in_force import SWITCHED

SWITCHES = tuple(f"channels.{name}" for name in SWITCHED)
ON, OFF = "on", "off"  # as it is saved


def turned_off(given: object) -> frozenset[str]:
    """The channels that the table ``[channels]`` turns off. Raises JitabataError."""
    if given is None:
        return frozenset()
    if not isinstance(given, Mapping):
        raise JitabataError("[channels] must be a table")
    if unknown := sorted(set(given) - set(SWITCHED)):
        raise JitabataError(
            f"[channels] knows no {', '.join(unknown)}; it knows {', '.join(SWITCHED)}"
        )
    if wrong := sorted(name for name, value in given.items() if not isinstance(value, bool)):
        raise JitabataError(f"[channels] {wrong[0]} must be true or false")
    return frozenset(name for name, value in given.items() if not value)


def turned_off_with(off: frozenset[str], saved: Mapping[str, str]) -> frozenset[str]:
    """The channels that are off, with what was saved of them. Raises JitabataError."""
    told = {name.partition(".")[2]: value for name, value in saved.items() if name in SWITCHES}
    if wrong := sorted(value for value in told.values() if value not in (ON, OFF)):
        raise JitabataError(f"a channel is on or off, not {wrong[0]!r}")
    return (off - told.keys()) | {name for name, value in told.items() if value == OFF}


def switch_texts(off: frozenset[str]) -> dict[str, str]:
    """Whether each channel sends, in the form in which it would be saved."""
    return {f"channels.{name}": OFF if name in off else ON for name in SWITCHED}
