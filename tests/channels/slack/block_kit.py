"""What Slack refuses in blocks, by the Block Kit reference and what others measured."""

import json
from typing import Any


def problem_with(blocks: list[dict[str, Any]]) -> str | None:
    """What Slack would refuse in these blocks, by the Block Kit reference."""
    if len(blocks) > 50:
        return "no more than 50 items allowed"
    for block in blocks:
        if problem := _problem_in(block):
            return problem
    if len(json.dumps(blocks, ensure_ascii=False)) > 60_000 or characters(blocks) > 13_000:
        return "msg_blocks_too_long"
    return None


def _problem_in(block: dict[str, Any]) -> str | None:
    elements = block.get("elements", [])
    match block["type"]:
        case "section" if not 1 <= len(block["text"]["text"].strip()) <= 3000:
            return "must be between 1 and 3000 characters"
        case "context" if not 1 <= len(elements) <= 10:
            return "1 to 10 elements"
        case "context" if any(not e["text"] for e in elements):
            return "an empty text"
        case "actions":
            ids = [e["action_id"] for e in elements]
            if not 1 <= len(elements) <= 25 or len(set(ids)) != len(ids):
                return "1 to 25 elements with ids of their own"
            if any(
                not 1 <= len(e["text"]["text"]) <= 75 or len(e["value"]) > 2000 for e in elements
            ):
                return "a button that is empty or too long"
        case "context_actions":
            sides = [e[f"{s}_button"] for e in elements for s in ("positive", "negative")]
            if len(elements) > 5 or any(len(s["text"]["text"]) > 75 for s in sides):
                return "too many elements, or one too long"
        case "section" | "context" | "divider":
            pass
        case _:
            return "a block that this imitation does not know"
    return None


def characters(blocks: list[dict[str, Any]]) -> int:
    """Escaped characters of all texts."""
    total = 0
    for block in blocks:
        parts = [block, *block.get("elements", [])]
        for part in parts:
            text = part.get("text", "")
            total += len(text if isinstance(text, str) else text["text"])
    return total
