"""The Home tab and the answer of the slash command, from what a board tells. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from bot.channels.slack.board import CaseLine, CustomerBoard, IncidentLine, StaffBoard
from bot.channels.slack.customer_words import say
from bot.channels.slack.modal import NEW_CASE
from bot.channels.slack.mrkdwn import escape

View: TypeAlias = dict[str, Any]

SHOWN = 10  # of each list; Slack takes 100 blocks, and nobody reads them
_ROW = 200  # characters of one line before it is escaped


def customer_home(board: CustomerBoard | None, lang: str) -> View:
    """Home of a customer; ``board`` None: it could not be read, which is said."""
    blocks = [_header(say("home.title", lang)), _new_case(lang)]
    if board is None:
        return _home([*blocks, _section(say("home.failed", lang))])
    cases = [_case(c, lang) for c in board.cases]
    incidents = [_incident(i, lang) for i in board.incidents]
    return _home(
        [
            *blocks,
            *_list("home.cases", cases, "home.no_cases", lang),
            *_list("home.incidents", incidents, "home.no_incidents", lang),
            _small(say("home.about", lang)),
        ]
    )


def staff_home(board: StaffBoard | None, lang: str) -> View:
    """Home of one of our own people."""
    title = _header(say("home.title", lang))
    if board is None:
        return _home([title, _section(say("home.failed", lang))])
    urgent = [_urgent(c) for c in board.urgent]
    incidents = [_incident(i, lang) for i in board.incidents]
    return _home(
        [
            title,
            _header(say("home.queue", lang)),
            _section(_counts("home.counts", board, lang)),
            *_list("home.urgent", urgent, "home.no_urgent", lang),
            *_list("home.all_incidents", incidents, "home.none", lang),
            _small(_unknown(board, lang)),
        ]
    )


def status_text(board: StaffBoard, lang: str) -> str:
    """What the slash command answers, escaped."""
    lines = [_counts("command.status", board, lang), _unknown(board, lang)]
    incidents = [f"• {_incident(i, lang)}" for i in board.incidents]
    heading = say("command.incidents", lang)
    if not incidents:
        return "\n".join([lines[0], f"{heading} {say('home.none', lang)}", lines[1]])
    return "\n".join([lines[0], heading, *_few(incidents, lang), lines[1]])


def _home(blocks: list[View]) -> View:
    return {"type": "home", "blocks": blocks}


def _list(title: str, rows: list[str], empty: str, lang: str) -> Iterable[View]:
    yield _header(say(title, lang))
    if not rows:
        yield _section(say(empty, lang))
    for row in _few(rows, lang):
        yield _section(row)


def _few(rows: list[str], lang: str) -> list[str]:
    more = [say("home.more", lang, n=len(rows) - SHOWN)] if len(rows) > SHOWN else []
    return rows[:SHOWN] + more


def _case(case: CaseLine, lang: str) -> str:
    return f"{escape(case.words[:_ROW])}\n{say(f'case.{case.state}', lang)} · {_when(case.at)}"


def _urgent(case: CaseLine) -> str:
    return f"{escape(case.words[:_ROW])} · {_when(case.at)}"


def _incident(incident: IncidentLine, lang: str) -> str:
    name = incident.name or say("incident.unnamed", lang)
    status = say(f"incident.{incident.status.value}", lang)
    return f"{escape(name[:_ROW])}: {status} · {_when(incident.since)}"


def _counts(key: str, board: StaffBoard, lang: str) -> str:
    counts = {"open": board.open, "claimed": board.claimed, "proposals": board.proposals}
    return say(key, lang, **counts)


def _unknown(board: StaffBoard, lang: str) -> str:
    return say("home.unknown", lang, feeds=board.unread_feeds, causes=board.without_cause)


def _when(at: datetime) -> str:
    """A moment in the reader's own time zone."""
    fallback = f"{at:%Y-%m-%d %H:%M} (UTC{at:%z})"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def _new_case(lang: str) -> View:
    label = {"type": "plain_text", "text": say("home.new", lang)}
    button = {"type": "button", "action_id": NEW_CASE, "text": label, "style": "primary"}
    return {"type": "actions", "elements": [button]}


def _header(text: str) -> View:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _section(text: str) -> View:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _small(text: str) -> View:
    element = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "context", "elements": [element]}
