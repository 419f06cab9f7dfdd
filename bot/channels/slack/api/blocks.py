"""The blocks of our messages, within Slack's limits. Pure; texts come in escaped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

from bot.channels.slack.api.limits import (
    BLOCK_COST,
    BUTTON_TEXT,
    BUTTON_VALUE,
    CONTEXT_ELEMENTS,
    HEADER,
    SECTION,
    TEXT_BYTES,
    TITLE,
)
from bot.channels.slack.api.mrkdwn import cut, utf8
from bot.model.japan import JST

Block: TypeAlias = dict[str, Any]
Message: TypeAlias = dict[str, Any]


def fallback(pieces: list[str], more: str) -> str:
    """The text that notifications, search and screen readers use instead of the blocks."""
    text, rest = cut(pieces, TEXT_BYTES, utf8)
    if rest:
        text = cut(pieces, TEXT_BYTES - utf8(more), utf8)[0] + more
    return text


def sections(
    pieces: list[str], most: int, room: int, more: str, *, expand: bool = True
) -> list[Block]:
    """A text in sections; at most ``room`` characters with what Slack adds for each block.

    ``expand`` as in ``section``.
    """
    blocks: list[Block] = []
    while pieces and len(blocks) < most:
        limit = min(SECTION, room - BLOCK_COST - len(more))
        if limit < SECTION // 2:
            break
        text, pieces = cut(pieces, limit)
        if text := text.strip():
            blocks.append(section(text, expand=expand))
            room -= len(text) + BLOCK_COST
    if pieces:
        blocks.append(section(more))
    return blocks


def section(text: str, *, expand: bool = True) -> Block:
    """A section; ``verbatim`` keeps Slack from making links and mentions of plain words.

    ``expand``: an answer is not folded behind "see more".
    """
    said = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "section", "expand": expand, "text": said}


def plain_text(text: str) -> Block:
    """A text in which nothing is formatting."""
    return {"type": "plain_text", "text": text}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain_text(text[:HEADER])}


def context(said: Sequence[str]) -> Block:
    """Small print; what does not fit into ten elements is counted, not shown."""
    shown = list(said[:CONTEXT_ELEMENTS])
    if len(said) > len(shown):
        shown[-1] = f"+{len(said) - len(shown) + 1}"
    elements = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in shown]
    return {"type": "context", "elements": elements}


def actions(elements: list[Block]) -> Block:
    """Buttons and menus beside each other."""
    return {"type": "actions", "elements": elements}


def row(buttons: list[tuple[str, str]], value: str) -> Block:
    """Buttons, each by its action id and its label."""
    return actions([button(*b, value) for b in buttons])


def button(action_id: str, label: str, value: str | None = None, style: str = "") -> Block:
    """A button; ``style``: ``primary``, ``danger`` or Slack's own."""
    made: Block = {
        "type": "button",
        "action_id": action_id,
        "text": plain_text(label[:BUTTON_TEXT]),
    }
    if value is not None:
        made["value"] = value[:BUTTON_VALUE]
    return {**made, "style": style} if style else made


def feedback(action_id: str, good: str, bad: str) -> Block:
    """Whether it helped: docs.slack.dev, "Feedback buttons element". Values: good, bad."""
    asked = {
        f"{side}_button": {
            "text": plain_text(label[:BUTTON_TEXT]),
            "accessibility_label": label[:BUTTON_TEXT],
            "value": value,
        }
        for side, label, value in (("positive", good, "good"), ("negative", bad, "bad"))
    }
    element = {"type": "feedback_buttons", "action_id": action_id, **asked}
    return {"type": "context_actions", "elements": [element]}


def field(
    name: str, label: str, element: Block, hint: str = "", *, optional: bool = False
) -> Block:
    """A field of a form with what is filled in there."""
    made: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label),
        "element": element,
    }
    if hint:
        made["hint"] = plain_text(hint)
    return {**made, "optional": True} if optional else made


def text_input(action_id: str, most: int, *, multiline: bool = False, initial: str = "") -> Block:
    """Where a text of at most so many characters is typed."""
    made: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": most}
    if multiline:
        made["multiline"] = True
    return {**made, "initial_value": initial[:most]} if initial else made


def option(text: str, value: str) -> Block:
    """One of the choices of a menu."""
    return {"text": plain_text(text), "value": value}


def select(action_id: str, options: list[Block]) -> Block:
    """A menu of which one is chosen."""
    return {"type": "static_select", "action_id": action_id, "options": options}


def modal(callback_id: str, title: str, close: str, blocks: list[Block], submit: str = "") -> Block:
    """A form; without ``submit`` it can only be closed."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title[:TITLE]),
        "close": plain_text(close[:TITLE]),
        "blocks": blocks,
    }
    return {**view, "submit": plain_text(submit[:TITLE])} if submit else view


def moment(at: datetime, lang: str, shape: str = "{time}") -> str:
    """A moment in the reader's own time zone; where Slack cannot work it out, JST or UTC."""
    there = at.astimezone(JST)
    said = f"{there:%H:%M}（JST）" if lang == "ja" else f"{at:%H:%M} (UTC{at:%z})"
    return f"<!date^{int(at.timestamp())}^{shape}|{said}>"


def weight(block: Block) -> int:
    """What a block costs of the characters that one message may have."""
    return BLOCK_COST + _characters(block)


def _characters(part: Any) -> int:
    """The characters of all texts in a part of a block."""
    if isinstance(part, list):
        return sum(map(_characters, part))
    if not isinstance(part, dict):
        return 0
    return sum(
        len(value) if name == "text" and isinstance(value, str) else _characters(value)
        for name, value in part.items()
    )
