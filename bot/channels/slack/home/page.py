"""The Home tab, from what an overview tells. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from bot.channels.slack.api.blocks import actions, button, context, header, section
from bot.channels.slack.api.mrkdwn import escape
from bot.channels.slack.home.modal import NEW_CASE
from bot.channels.slack.home.overviews import (
    CaseLine,
    CustomerOverview,
    IncidentLine,
    StaffOverview,
)
from bot.texts.loader import say

View: TypeAlias = dict[str, Any]

SHOWN = 10  # of each list; Slack takes 100 blocks, and nobody reads them
_ROW = 200  # characters of one line before it is escaped


def customer_home(overview: CustomerOverview | None, lang: str) -> View:
    """Home of a customer; ``overview`` None: it could not be read, which is said."""
    blocks = [header(say(lang, "slack.home.title")), _new_case(lang)]
    if overview is None:
        return _home([*blocks, section(say(lang, "slack.home.failed"))])
    cases = [_case(c, lang) for c in overview.cases]
    incidents = [incident_row(i, lang) for i in overview.incidents]
    return _home(
        [
            *blocks,
            *_list("slack.home.cases", cases, "slack.home.no_cases", lang),
            *_list("slack.home.incidents", incidents, "slack.home.no_incidents", lang),
            context([say(lang, "slack.home.about")]),
        ]
    )


def staff_home(overview: StaffOverview | None, lang: str) -> View:
    """Home of one of our own people."""
    title = header(say(lang, "slack.home.title"))
    if overview is None:
        return _home([title, section(say(lang, "slack.home.failed"))])
    urgent = [_urgent(c) for c in overview.urgent]
    incidents = [incident_row(i, lang) for i in overview.incidents]
    return _home(
        [
            title,
            header(say(lang, "slack.home.queue")),
            section(counts("slack.home.counts", overview, lang)),
            *_list("slack.home.urgent", urgent, "slack.home.no_urgent", lang),
            *_list("slack.home.all_incidents", incidents, "slack.home.none", lang),
            context([unknown(overview, lang)]),
        ]
    )


def _home(blocks: list[View]) -> View:
    return {"type": "home", "blocks": blocks}


def _list(title: str, rows: list[str], empty: str, lang: str) -> Iterable[View]:
    yield header(say(lang, title))
    if not rows:
        yield section(say(lang, empty))
    for row in few(rows, lang):
        yield section(row)


def few(rows: list[str], lang: str) -> list[str]:
    """The first rows of a list, and how many more there are."""
    more = [say(lang, "slack.home.more", n=len(rows) - SHOWN)] if len(rows) > SHOWN else []
    return rows[:SHOWN] + more


def _case(case: CaseLine, lang: str) -> str:
    return f"{escape(case.words[:_ROW])}\n{say(lang, f'slack.case.{case.state}')} · {when(case.at)}"


def _urgent(case: CaseLine) -> str:
    return f"{escape(case.words[:_ROW])} · {when(case.at)}"


def incident_row(incident: IncidentLine, lang: str) -> str:
    """One incident in a line, escaped."""
    name = incident.name or say(lang, "slack.incident.unnamed")
    status = say(lang, f"slack.incident.{incident.status.value}")
    return f"{escape(name[:_ROW])}: {status} · {when(incident.since)}"


def counts(key: str, overview: StaffOverview, lang: str) -> str:
    """The queue in numbers."""
    numbers = {"open": overview.open, "claimed": overview.claimed, "proposals": overview.proposals}
    return say(lang, key, **numbers)


def unknown(overview: StaffOverview, lang: str) -> str:
    """What nobody knows, in numbers."""
    return say(
        lang, "slack.home.unknown", feeds=overview.unread_feeds, causes=overview.without_cause
    )


def when(at: datetime) -> str:
    """A moment in the reader's own time zone."""
    fallback = f"{at:%Y-%m-%d %H:%M} (UTC{at:%z})"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def _new_case(lang: str) -> View:
    return actions([button(NEW_CASE, say(lang, "slack.home.new"), style="primary")])
