"""Block Kit's small parts: texts, options, confirmations and elements."""

from collections.abc import Iterator, Mapping
from typing import Any

Problems = Iterator[str]
Node = Mapping[str, Any]

SELECTS = frozenset(
    f"{many}{what}_select"
    for many in ("", "multi_")
    for what in ("static", "external", "users", "conversations", "channels")
)
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
CHOICES = frozenset({"checkboxes", "radio_buttons"})
TYPED = frozenset(
    {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
)
MOST_OPTIONS = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}
_COMMON = {"type", "action_id", "confirm", "focus_on_load", "placeholder"}
FIELDS: dict[str, set[str]] = {
    "button": _COMMON | {"text", "url", "value", "style", "accessibility_label"},
    "workflow_button": {"type", "text", "workflow", "style", "accessibility_label", "action_id"},
    "overflow": _COMMON | {"options"},
    "image": {"type", "image_url", "slack_file", "alt_text"},
    "file_input": {"type", "action_id", "filetypes", "max_files"},
    "feedback_buttons": {"type", "action_id", "positive_button", "negative_button"},
    "icon_button": _COMMON
    | {"icon", "text", "value", "accessibility_label", "visible_to_user_ids"},
    **{kind: _COMMON | {"options", "initial_option", "initial_options"} for kind in CHOICES},
    **{
        kind: _COMMON | {"initial_date", "initial_time", "initial_date_time", "timezone"}
        for kind in PICKERS
    },
    **{
        kind: _COMMON
        | {"initial_value", "multiline", "min_length", "max_length", "min_value", "max_value"}
        | {"dispatch_action_config", "is_decimal_allowed"}
        for kind in TYPED
    },
    **{
        kind: _COMMON
        | {"options", "option_groups", "initial_option", "initial_options", "max_selected_items"}
        | {"min_query_length", "filter", "response_url_enabled", "default_to_current_conversation"}
        | {"initial_user", "initial_users", "initial_channel", "initial_channels"}
        | {"initial_conversation", "initial_conversations"}
        for kind in SELECTS
    },
}
WITHOUT_ACTION = {"image", "workflow_button"}


def text_problems(node: Any, most: int, where: str, *, plain: bool = False) -> Problems:
    """A text object: its kind, and from 1 to ``most`` characters. Empty is refused too."""
    if not isinstance(node, dict) or node.get("type") not in {"plain_text", "mrkdwn"}:
        yield f"{where}: no text object"
        return
    if plain and node["type"] != "plain_text":
        yield f"{where}: must be plain_text"
    more = {"emoji"} if node["type"] == "plain_text" else {"verbatim"}
    yield from unknown_fields(node, {"type", "text"} | more, where)
    yield from string_problems(node.get("text"), most, where)


def string_problems(value: Any, most: int, where: str, least: int = 1) -> Problems:
    if not isinstance(value, str):
        yield f"{where}: must be a string"
    elif len(value) > most:
        yield f"{where}: must be less than {most + 1} characters"
    elif len(value.strip()) < least:
        yield f"{where}: must be more than {least - 1} characters"


def unknown_fields(node: Node, known: set[str], where: str) -> Problems:
    for name in sorted(set(node) - known):
        yield f"{where}: invalid additional property: {name}"


def confirm_problems(node: Any, where: str) -> Problems:
    if not isinstance(node, dict):
        yield f"{where}: no object"
        return
    yield from unknown_fields(node, {"title", "text", "confirm", "deny", "style"}, where)
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from text_problems(node.get(name), most, f"{where}.{name}", plain=name != "text")


def option_problems(options: Any, where: str, most: int = 100) -> Problems:
    if not isinstance(options, list) or not 1 <= len(options) <= most:
        yield f"{where}: 1 to {most} options"
        return
    for n, option in enumerate(options):
        place = f"{where}[{n}]"
        if not isinstance(option, dict):
            yield f"{place}: no object"
            continue
        yield from unknown_fields(option, {"text", "value", "description", "url"}, place)
        yield from text_problems(option.get("text"), 75, f"{place}.text")
        yield from string_problems(option.get("value"), 150, f"{place}.value")
        if "description" in option:
            yield from text_problems(option["description"], 75, f"{place}.description")
    values = [o.get("value") for o in options if isinstance(o, dict)]
    if len(set(map(str, values))) != len(values):
        yield f"{where}: values are not unique"


def url_problems(value: Any, where: str) -> Problems:
    yield from string_problems(value, 3000, where)
    if isinstance(value, str) and not value.startswith(("http://", "https://")):
        yield f"{where}: invalid url"


def image_problems(node: Node, where: str) -> Problems:
    yield from string_problems(node.get("alt_text"), 2000, f"{where}.alt_text")
    if ("image_url" in node) == ("slack_file" in node):
        yield f"{where}: image_url or slack_file"
    if "image_url" in node:
        yield from url_problems(node["image_url"], f"{where}.image_url")


def element_problems(node: Any, where: str) -> Problems:
    """Everything that is interactive, and the image element."""
    kind = node.get("type") if isinstance(node, dict) else None
    if kind not in FIELDS:
        yield f"{where}: unsupported type {kind}"
        return
    yield from unknown_fields(node, FIELDS[kind], where)
    if "action_id" in node or kind not in WITHOUT_ACTION:
        yield from string_problems(node.get("action_id"), 255, f"{where}.action_id")
    if "confirm" in node:
        yield from confirm_problems(node["confirm"], f"{where}.confirm")
    if "placeholder" in node:
        yield from text_problems(node["placeholder"], 150, f"{where}.placeholder", plain=True)
    yield from _kind_problems(kind, node, where)


def _kind_problems(kind: str, node: Node, where: str) -> Problems:
    if kind in {"button", "workflow_button", "icon_button"}:
        yield from _button_problems(kind, node, where)
    elif kind == "image":
        yield from image_problems(node, where)
    elif kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            inner = node.get(name) or {}
            yield from text_problems(inner.get("text"), 75, f"{where}.{name}.text", plain=True)
            yield from string_problems(inner.get("value"), 2000, f"{where}.{name}.value")
    elif "options" in node or kind in MOST_OPTIONS:
        most = MOST_OPTIONS.get(kind, 100)
        yield from option_problems(node.get("options"), f"{where}.options", most)
    elif "option_groups" in node:
        yield from _group_problems(node["option_groups"], f"{where}.option_groups")
    elif kind in {"static_select", "multi_static_select"}:
        yield f"{where}: options or option_groups"
    elif kind == "plain_text_input":
        yield from _input_problems(node, where)


def _group_problems(groups: Any, where: str) -> Problems:
    if not isinstance(groups, list) or not 1 <= len(groups) <= 100:
        yield f"{where}: 1 to 100 groups"
        return
    for n, group in enumerate(groups):
        yield from text_problems(group.get("label"), 75, f"{where}[{n}].label", plain=True)
        yield from option_problems(group.get("options"), f"{where}[{n}].options")


def _input_problems(node: Node, where: str) -> Problems:
    most, least = node.get("max_length", 3000), node.get("min_length", 0)
    if not 1 <= most <= 3000 or not 0 <= least <= 3000 or least > most:
        yield f"{where}: min_length and max_length up to 3000"
    if len(str(node.get("initial_value", ""))) > most:
        yield f"{where}: initial_value is over max_length"


def _button_problems(kind: str, node: Node, where: str) -> Problems:
    yield from text_problems(node.get("text"), 75, f"{where}.text", plain=True)
    if "value" in node:
        yield from string_problems(node["value"], 2000, f"{where}.value", least=0)
    if "url" in node:
        yield from url_problems(node["url"], f"{where}.url")
    if "accessibility_label" in node:
        yield from string_problems(node["accessibility_label"], 75, f"{where}.accessibility_label")
    if kind == "button" and node.get("style", "primary") not in {"primary", "danger"}:
        yield f"{where}.style: primary or danger"
