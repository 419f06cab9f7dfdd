"""The Home tab, from what an overview tells. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from bot.channels.slack.api.blocks import button, context, header, section
from bot.channels.slack.api.mrkdwn import escape
from bot.channels.slack.home.modal import NEW_CASE
from bot.channels.slack.home.overviews import (
    CaseLine,
    CustomerOverview,
    IncidentLine,
    StaffOverview,
)
from bot.channels.slack.outgoing.customer_words import say

View: TypeAlias = dict[str, Any]

SHOWN = 10  # of each list; Slack takes 100 blocks, and nobody reads them
_ROW = 200  # characters of one line before it is escaped


def customer_home(overview: CustomerOverview | None, lang: str) -> View:
    """Home of a customer; ``overview`` None: it could not be read, which is said."""
    blocks = [header(say("home.title", lang)), _new_case(lang)]
    if overview is None:
        return _home([*blocks, section(say("home.failed", lang))])
    cases = [_case(c, lang) for c in overview.cases]
    incidents = [incident_row(i, lang) for i in overview.incidents]
    return _home(
        [
            *blocks,
            *_list("home.cases", cases, "home.no_cases", lang),
            *_list("home.incidents", incidents, "home.no_incidents", lang),
            context([say("home.about", lang)]),
        ]
    )


def staff_home(overview: StaffOverview | None, lang: str) -> View:
    """Home of one of our own people."""
    title = header(say("home.title", lang))
    if overview is None:
        return _home([title, section(say("home.failed", lang))])
    urgent = [_urgent(c) for c in overview.urgent]
    incidents = [incident_row(i, lang) for i in overview.incidents]
    return _home(
        [
            title,
            header(say("home.queue", lang)),
            section(counts("home.counts", overview, lang)),
            *_list("home.urgent", urgent, "home.no_urgent", lang),
            *_list("home.all_incidents", incidents, "home.none", lang),
            context([unknown(overview, lang)]),
        ]
    )


def _home(blocks: list[View]) -> View:
    return {"type": "home", "blocks": blocks}


def _list(title: str, rows: list[str], empty: str, lang: str) -> Iterable[View]:
    yield header(say(title, lang))
    if not rows:
        yield section(say(empty, lang))
    for row in few(rows, lang):
        yield section(row)


def few(rows: list[str], lang: str) -> list[str]:
    """The first rows of a list, and how many more there are."""
    more = [say("home.more", lang, n=len(rows) - SHOWN)] if len(rows) > SHOWN else []
    return rows[:SHOWN] + more


def _case(case: CaseLine, lang: str) -> str:
    return f"{escape(case.words[:_ROW])}\n{say(f'case.{case.state}', lang)} · {when(case.at)}"


def _urgent(case: CaseLine) -> str:
    return f"{escape(case.words[:_ROW])} · {when(case.at)}"


def incident_row(incident: IncidentLine, lang: str) -> str:
    """One incident in a line, escaped."""
    name = incident.name or say("incident.unnamed", lang)
    status = say(f"incident.{incident.status.value}", lang)
    return f"{escape(name[:_ROW])}: {status} · {when(incident.since)}"


def counts(key: str, overview: StaffOverview, lang: str) -> str:
    """The queue in numbers."""
    numbers = {"open": overview.open, "claimed": overview.claimed, "proposals": overview.proposals}
    return say(key, lang, **numbers)


def unknown(overview: StaffOverview, lang: str) -> str:
    """What nobody knows, in numbers."""
    return say("home.unknown", lang, feeds=overview.unread_feeds, causes=overview.without_cause)


def when(at: datetime) -> str:
    """A moment in the reader's own time zone."""
    fallback = f"{at:%Y-%m-%d %H:%M} (UTC{at:%z})"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def _new_case(lang: str) -> View:
    new = button(NEW_CASE, say("home.new", lang), style="primary")
    return {"type": "actions", "elements": [new]}
