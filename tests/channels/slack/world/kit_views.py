"""Modals and Home (docs.slack.dev, views.open)."""

import json
from typing import Any

from tests.channels.slack.world.kit import problems_with_blocks
from tests.channels.slack.world.kit_objects import (
    Problems,
    string_problems,
    text_problems,
    unknown_fields,
)
from tests.channels.slack.world.state import Json

MOST_BYTES = 250_000
_BOTH = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
_MODAL = _BOTH | {"title", "submit", "close", "clear_on_close", "notify_on_close"}
_MODAL |= {"submit_disabled"}


def problems_with_view(view: Any, surface: str) -> list[str]:
    """Why Slack refuses a view; ``surface`` is modal or home."""
    if not isinstance(view, dict):
        return ["view: no object"]
    return list(_problems(view, surface))


def _problems(view: Json, surface: str) -> Problems:
    if view.get("type") != surface:
        yield f"view.type: must be {surface}"
    yield from unknown_fields(view, _MODAL if surface == "modal" else _BOTH, "view")
    yield from problems_with_blocks(view.get("blocks"), surface)
    if surface == "modal":
        yield from _modal_problems(view)
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if name in view:
            yield from string_problems(view[name], most, f"view.{name}", least=0)
    if len(json.dumps(view, ensure_ascii=False).encode()) > MOST_BYTES:
        yield "view: view_too_large"


def _modal_problems(view: Json) -> Problems:
    yield from text_problems(view.get("title"), 24, "view.title", plain=True)
    for name in ("submit", "close"):
        if name in view:
            yield from text_problems(view[name], 24, f"view.{name}", plain=True)
    blocks = view.get("blocks")
    kinds = (
        {b.get("type") for b in blocks if isinstance(b, dict)} if isinstance(blocks, list) else ()
    )
    if "input" in kinds and "submit" not in view:
        yield "view: submit is required once there is an input"
