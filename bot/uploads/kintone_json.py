"""What kintone's REST API says of plugins and scripts, saved as a file.

``plugins.json`` (https://cybozu.dev/ja/kintone/docs/rest-api/plugins/get-plugins), the plugins of an
app (.../apps/settings/get-app-plugins) and ``customize.json`` (.../apps/settings/get-customization).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.model.inventory import Applies, CustomScript, InstalledPlugin
from bot.triage.understand.facts.web_address import address_of
from bot.triage.understand.material.owners import Owners
from bot.uploads.json_events import BrokenJsonError, Event
from bot.uploads.plugin_list import LONGEST_NAME, MOST_PLUGINS, masked

DEEPEST = 50
MOST_VALUES = 100_000
MOST_SCRIPTS = 200


def value_of(stream: Iterable[Event]) -> tuple[Any, bool]:
    """A small document, and whether it was sound to its end; up to the first fault otherwise."""
    root: list[Any] = []
    open_ones: list[Any] = [root]
    key = ""
    try:
        for count, (event, value) in enumerate(stream):
            if event == "map_key":
                key = value
            elif event in ("end_map", "end_array"):
                open_ones.pop()
            elif count > MOST_VALUES or len(open_ones) > DEEPEST:
                return (root[0] if root else None), False
            else:
                _put(open_ones, key, event, value)
    except BrokenJsonError:
        return (root[0] if root else None), False
    return (root[0] if root else None), True


def _put(open_ones: list[Any], key: str, event: str, value: Any) -> None:
    made: Any = {"start_map": dict, "start_array": list}.get(event, lambda: value)()
    place = open_ones[-1]
    if isinstance(place, dict):
        place[key] = made
    else:
        place.append(made)
    if event in ("start_map", "start_array"):
        open_ones.append(made)


def plugins_in(value: Any) -> tuple[InstalledPlugin, ...] | None:
    """The plugins of a document, None when it is about something else."""
    listed = value.get("plugins") if isinstance(value, dict) else value
    if not isinstance(listed, list):
        return None
    rows = [row for row in listed[:MOST_PLUGINS] if isinstance(row, dict)]
    if listed and not any(_word(row, "id") and "name" in row for row in rows):
        return None
    if not listed and not isinstance(value, dict):
        return None
    return tuple(_plugin(row) for row in rows)


def _plugin(row: dict[str, Any]) -> InstalledPlugin:
    enabled = row.get("enabled")
    return InstalledPlugin(
        name=masked(_word(row, "name")),
        plugin_id=_word(row, "id")[:32],
        version=_word(row, "version")[:20],
        enabled=enabled if isinstance(enabled, bool) else None,
    )


def scripts_in(
    value: Any, owners: Owners
) -> tuple[tuple[CustomScript, ...], Applies | None] | None:
    """The scripts of an app and to whom they apply; None when the document is about something else.

    Style sheets are left out: they cannot stop a page.
    """
    if not isinstance(value, dict) or not isinstance(value.get("desktop"), dict):
        return None
    scripts = [s for place in ("desktop", "mobile") for s in _scripts(value, place, owners)]
    applies = _word(value, "scope").lower()
    return tuple(scripts), Applies(applies) if applies in set(Applies) else None


def _scripts(value: dict[str, Any], place: str, owners: Owners) -> Iterator[CustomScript]:
    part = value.get(place)
    listed = part.get("js") if isinstance(part, dict) else None
    for row in listed[:MOST_SCRIPTS] if isinstance(listed, list) else ():
        if not isinstance(row, dict):
            continue
        file, mobile = row.get("file"), place == "mobile"
        address = address_of(_word(row, "url"))
        if address is not None:
            owner = owners.of_address(address)
            yield CustomScript(address.file, address.host, mobile, owner.products)
        elif isinstance(file, dict):
            yield CustomScript(masked(_word(file, "name")), mobile=mobile)


def error_in(value: Any) -> str:
    """What an error of the REST API says, masked: code, id and message; empty for anything else."""
    if not isinstance(value, dict) or not (_word(value, "code") and _word(value, "message")):
        return ""
    said = (_word(value, "code")[:20], _word(value, "id")[:40], masked(_word(value, "message")))
    return " ".join(word for word in said if word)


def _word(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value[: 4 * LONGEST_NAME] if isinstance(value, str) else ""
