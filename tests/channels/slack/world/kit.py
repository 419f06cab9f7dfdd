"""Block Kit's blocks, by surface: message, modal or home.

Unknown fields and types are refused. The blocks of April 2026 (alert, card, carousel, container) are
taken in messages alone and only their lengths are checked, since little more is documented.
"""

from collections import Counter
from collections.abc import Iterator, Set
from typing import Any

from tests.channels.slack.world.kit_objects import (
    CHOICES,
    PICKERS,
    SELECTS,
    TYPED,
    Node,
    Problems,
    element_problems,
    image_problems,
    string_problems,
    text_problems,
    unknown_fields,
)
from tests.channels.slack.world.marks import texts_in
from tests.channels.slack.world.state import Json

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
TOGETHER = 13_200
COSTS = {"divider": 125}
COST = 100

_EVERYWHERE = {"section", "divider", "image", "actions", "context", "header", "input"}
_EVERYWHERE |= {"rich_text", "video"}
_MESSAGES = {"markdown", "table", "data_table", "context_actions", "file"}
_MESSAGES |= {"alert", "card", "carousel", "container"}
ALLOWED = {"message": _EVERYWHERE | _MESSAGES, "modal": _EVERYWHERE, "home": _EVERYWHERE}
FIELDS: dict[str, set[str]] = {
    "section": {"text", "fields", "accessory", "expand"},
    "divider": set(),
    "image": {"image_url", "slack_file", "alt_text", "title"},
    "actions": {"elements"},
    "context": {"elements"},
    "context_actions": {"elements"},
    "header": {"text"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "rich_text": {"elements"},
    "markdown": {"text"},
    "table": {"rows", "column_settings"},
}
_IN_ACTIONS = {"button", "workflow_button", "overflow"} | PICKERS | CHOICES
_IN_ACTIONS |= {s for s in SELECTS if not s.startswith("multi_")}
_IN_SECTION = _IN_ACTIONS | SELECTS | {"image"}
_IN_INPUT = TYPED | SELECTS | PICKERS | CHOICES | {"file_input"}


def problems_with_blocks(blocks: Any, surface: str) -> list[str]:
    """Why Slack refuses these blocks; empty when it takes them."""
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        return ["blocks: no list of objects"]
    if len(blocks) > MOST_BLOCKS[surface]:
        return [f"no more than {MOST_BLOCKS[surface]} items allowed"]
    problems = [p for n, b in enumerate(blocks) for p in _block(b, f"blocks[{n}]", surface)]
    ids = Counter(str(b["block_id"]) for b in blocks if "block_id" in b)
    problems += [f"block_id {name} already exists" for name, n in ids.items() if n > 1]
    if sum(b.get("type") == "table" for b in blocks) > 1:
        problems.append("only_one_table_allowed")
    markdown = sum(len(str(b.get("text"))) for b in blocks if b.get("type") == "markdown")
    if markdown > 12_000:
        problems.append("markdown: must be less than 12001 characters together")
    return problems


def weight_of(blocks: list[Json]) -> int:
    """Characters that count against all blocks together, escaped, with each block's own cost."""
    return sum(COSTS.get(b.get("type", ""), COST) + _characters(b) for b in blocks)


def _characters(block: Json) -> int:
    total = 0
    for kind, text in texts_in(block):
        # mrkdwn comes escaped already; of the rest Slack escapes & (5), < and > (4)
        total += len(text) if kind == "mrkdwn" else _escaped(text)
    return total


def _escaped(text: str) -> int:
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def _block(block: Json, where: str, surface: str) -> Problems:
    kind = str(block.get("type"))
    where = f"{where} {kind}"
    if kind not in ALLOWED[surface]:
        yield f"{where}: unsupported in a {surface}"
        return
    if "block_id" in block:
        yield from string_problems(block["block_id"], 255, f"{where}.block_id")
    if kind in FIELDS:
        yield from unknown_fields(block, FIELDS[kind] | {"type", "block_id"}, where)
    yield from _CHECKS.get(kind, _nothing)(block, where, surface)


def _nothing(block: Node, where: str, surface: str) -> Problems:
    return iter(())


def _section(block: Node, where: str, surface: str) -> Problems:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield f"{where}: text or fields"
    if "text" in block:
        yield from text_problems(block["text"], 3000, f"{where}.text")
    if "fields" in block and not 1 <= len(fields) <= 10:
        yield f"{where}.fields: 1 to 10"
    for n, one in enumerate(fields):
        yield from text_problems(one, 2000, f"{where}.fields[{n}]")
    if "accessory" in block:
        yield from _one_of(block["accessory"], _IN_SECTION, f"{where}.accessory")


def _one_of(node: Any, allowed: Set[str], where: str) -> Problems:
    kind = node.get("type") if isinstance(node, dict) else None
    if kind not in allowed:
        yield f"{where}: {kind} does not belong here"
    else:
        yield from element_problems(node, where)


def _elements(block: Node, where: str, most: int) -> Iterator[tuple[str, Any]]:
    for n, element in enumerate(block.get("elements") or []):
        yield f"{where}.elements[{n}]", element


def _count(block: Node, where: str, most: int) -> Problems:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= most:
        yield f"{where}: 1 to {most} elements"


def _actions(block: Node, where: str, surface: str) -> Problems:
    yield from _count(block, where, 25)
    for place, element in _elements(block, where, 25):
        yield from _one_of(element, _IN_ACTIONS, place)
    elements = [e for e in block.get("elements") or [] if isinstance(e, dict)]
    ids = Counter(e.get("action_id") for e in elements)
    yield from (f"{where}: action_id {name} already exists" for name, n in ids.items() if n > 1)
    if sum(e.get("style") == "primary" for e in elements) > 1:
        yield f"{where}: one primary button at most"


def _context(block: Node, where: str, surface: str) -> Problems:
    yield from _count(block, where, 10)
    for place, element in _elements(block, where, 10):
        if isinstance(element, dict) and element.get("type") == "image":
            yield from image_problems(element, place)
        else:
            yield from text_problems(element, 3000, place)


def _context_actions(block: Node, where: str, surface: str) -> Problems:
    yield from _count(block, where, 5)
    for place, element in _elements(block, where, 5):
        yield from _one_of(element, {"feedback_buttons", "icon_button"}, place)


def _input(block: Node, where: str, surface: str) -> Problems:
    yield from text_problems(block.get("label"), 2000, f"{where}.label", plain=True)
    if "hint" in block:
        yield from text_problems(block["hint"], 2000, f"{where}.hint", plain=True)
    yield from _one_of(block.get("element"), _IN_INPUT, f"{where}.element")
    element = block.get("element") or {}
    if element.get("type") == "file_input" and surface != "modal":
        yield f"{where}: file_input in modals alone"


def _header(block: Node, where: str, surface: str) -> Problems:
    yield from text_problems(block.get("text"), 150, f"{where}.text", plain=True)


def _image(block: Node, where: str, surface: str) -> Problems:
    yield from image_problems(block, where)
    if "title" in block:
        yield from text_problems(block["title"], 2000, f"{where}.title", plain=True)


def _markdown(block: Node, where: str, surface: str) -> Problems:
    yield from string_problems(block.get("text"), 12_000, f"{where}.text")


def _rich_text(block: Node, where: str, surface: str) -> Problems:
    known = {f"rich_text_{kind}" for kind in ("section", "list", "preformatted", "quote")}
    yield from _count(block, where, 1000)
    for place, element in _elements(block, where, 1000):
        if not isinstance(element, dict) or element.get("type") not in known:
            yield f"{place}: unsupported type"
        elif not element.get("elements"):
            yield f"{place}: no elements"
    for kind, text in texts_in(block):
        if kind == "rich" and not text:
            yield f"{where}: empty text"


def _table(block: Node, where: str, surface: str) -> Problems:
    rows = block.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= 100:
        yield f"{where}: 1 to 100 rows"
        return
    if any(not isinstance(row, list) or not 1 <= len(row) <= 20 for row in rows):
        yield f"{where}: 1 to 20 columns"
    if sum(len(text) for _, text in texts_in(rows)) > 10_000:
        yield f"{where}: must be less than 10001 characters"


def _new_block(block: Node, where: str, surface: str) -> Problems:
    """Alert, card, carousel, container: lengths and counts alone."""
    most = {"alert": {"text": 200}, "card": {"title": 150, "body": 200}}
    for name, limit in most.get(str(block["type"]), {}).items():
        if name in block:
            yield from text_problems(block[name], limit, f"{where}.{name}")
    for name, count in (("elements", 10), ("child_blocks", 10), ("actions", 3)):
        if len(block.get(name) or []) > count:
            yield f"{where}.{name}: at most {count}"


_CHECKS = {
    "section": _section,
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "input": _input,
    "header": _header,
    "image": _image,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
    **dict.fromkeys(("alert", "card", "carousel", "container"), _new_block),
}
