"""What the desk says, as a Slack message. Pure: returns data, sends nothing.

Limits are our own, well inside Slack's (docs.slack.dev, "Block Kit" reference; the bound on all
blocks together is measured at about 13,200 escaped characters and not documented):
45 blocks, 11,000 escaped characters, 3,000 in one section, 3,500 bytes of fallback text.
"""

from typing import Any, TypeAlias

from bot.channels.slack.mrkdwn import atoms, cut, escape, utf8, visible
from bot.desk.labels import button, shows, spoken
from bot.model.effect import Checked, Notice, Reply, StaffReply

Block: TypeAlias = dict[str, Any]
Message: TypeAlias = dict[str, Any]

MOST_BLOCKS = 45
MOST_CHARACTERS = 11_000
SECTION = 3_000
TEXT_BYTES = 3_500
CONTEXT_ELEMENTS = 10
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BLOCK_COST = 100  # what Slack counts for a block beside its text, as measured by others
BUTTONS = ("worked", "failed", "human")  # action ids, for ever: old messages keep their buttons

_WORDS = {
    "ja": {
        "automated": "自動応答",
        "staff": "担当者からの返信",
        "notice": "自動のお知らせ",
        "more": "…(長いため、ここまでを表示しています)",
        "nothing": "(本文なし)",
    },
    "en": {
        "automated": "Automated answer",
        "staff": "Answer from our staff",
        "notice": "Automated notice",
        "more": "… (shortened)",
        "nothing": "(no text)",
    },
}


def render(effect: Reply | Notice | StaffReply, hosts: frozenset[str], lang: str) -> Message:
    """The arguments of ``chat.postMessage`` that say an effect, without the place.

    ``hosts`` may be linked to. ``lang`` is for labels where the effect does not say it (a person's
    answer). Text is never interpreted: it comes out as it is, or shortened with a remark.
    """
    lang = spoken(lang if isinstance(effect, StaffReply) else effect.lang)
    words = _WORDS[lang]
    tail = [_context(_around(effect, lang)), *_actions(effect, lang)]
    room = MOST_CHARACTERS - sum(_weight(block) for block in tail)
    pieces = list(atoms(visible(effect.text).strip() or words["nothing"], hosts))
    return {
        "text": _fallback(pieces, words["more"]),
        "blocks": [*_sections(pieces, room, words["more"]), *tail],
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
        "parse": "none",
    }


def as_plain(message: Message) -> Message:
    """The same message without blocks, for when Slack refuses them."""
    return {name: value for name, value in message.items() if name != "blocks"}


def _fallback(pieces: list[str], more: str) -> str:
    """The text that notifications and screen readers use."""
    text, rest = cut(pieces, TEXT_BYTES, utf8)
    if rest:
        text = cut(pieces, TEXT_BYTES - utf8(more), utf8)[0] + more
    return text


def _sections(pieces: list[str], room: int, more: str) -> list[Block]:
    """The text in sections; at most ``room`` characters with what Slack adds for each block."""
    blocks: list[Block] = []
    while pieces and len(blocks) < MOST_BLOCKS - 3:
        limit = min(SECTION, room - BLOCK_COST - len(more))
        if limit < SECTION // 2:
            break
        text, pieces = cut(pieces, limit)
        if text := text.strip():
            blocks.append(_section(text))
            room -= len(text) + BLOCK_COST
    if pieces:
        blocks.append(_section(more))
    return blocks


def _section(text: str) -> Block:
    """A section; ``verbatim`` keeps Slack from making links and mentions of plain words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _around(effect: Reply | Notice | StaffReply, lang: str) -> list[str]:
    """Who speaks, and what was looked at: the small print, escaped."""
    words = _WORDS[lang]
    match effect:
        case StaffReply():
            return [words["staff"]]
        case Notice():
            return [words["notice"]]
        case Reply():
            return [words["automated"], *(_checked(c, lang) for c in effect.checked)]


def _checked(checked: Checked, lang: str) -> str:
    """One feed, what it shows and when it was read, in the reader's own time zone."""
    what = f"{checked.name[:80]}: {shows(checked.shows, lang)[:60]}"
    read_at = f"{checked.at:%H:%M} (UTC{checked.at:%z})"
    return f"{escape(what)} <!date^{int(checked.at.timestamp())}^{{time}}|{read_at}>"


def _context(said: list[str]) -> Block:
    """Small print; what does not fit into ten elements is counted, not shown."""
    shown = said[:CONTEXT_ELEMENTS]
    if len(said) > len(shown):
        shown[-1] = f"+{len(said) - len(shown) + 1}"
    elements = [{"type": "mrkdwn", "text": text, "verbatim": True} for text in shown]
    return {"type": "context", "elements": elements}


def _actions(effect: Reply | Notice | StaffReply, lang: str) -> list[Block]:
    """Buttons; a person is one tap away on everything that a machine says."""
    match effect:
        case StaffReply():
            return []
        case Notice():
            return [_row(["human"], f"notice:{effect.incident}", lang)]
        case Reply():
            names = [n for n in BUTTONS if n in effect.buttons or n == "human"]
            return [_row(names, effect.in_reply_to, lang)]


def _row(names: list[str], value: str, lang: str) -> Block:
    return {"type": "actions", "elements": [_button(n, value, lang) for n in names]}


def _button(name: str, value: str, lang: str) -> Block:
    label = {"type": "plain_text", "text": button(name, lang)[:BUTTON_TEXT]}
    return {"type": "button", "action_id": name, "text": label, "value": value[:BUTTON_VALUE]}


def _weight(block: Block) -> int:
    """What a context or actions block costs of the characters that one message may have."""
    texts = [
        e["text"] if isinstance(e["text"], str) else e["text"]["text"] for e in block["elements"]
    ]
    return BLOCK_COST + sum(map(len, texts))
