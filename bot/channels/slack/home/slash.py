"""The slash command: which words it knows, and what it answers to one person alone. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.channels.slack.api.manifest import COMMAND
from bot.channels.slack.api.mrkdwn import escape
from bot.channels.slack.home.overviews import StaffOverview, TicketDetails
from bot.channels.slack.home.page import counts, few, incident_row, unknown, when
from bot.channels.slack.outgoing.customer_words import say
from bot.desk.prose import visible

_IDENT = re.compile(r"[TI][0-9]{1,9}")
_HELP = frozenset({"help", "?", "ヘルプ", "使い方"})
_STATUS = frozenset({"", "status", "状況"})
_LONGEST = 60  # characters of words that are not known, as they are repeated
_QUOTED = 300  # characters of what a customer wrote


class What(StrEnum):
    """What is asked for."""

    STATUS = "status"
    HELP = "help"
    TICKET = "ticket"
    INCIDENT = "incident"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """The words after the command, understood. ``ident``: of a ticket or an incident."""

    what: What
    ident: str = ""


def asked(words: str) -> Asked:
    """What the words after the command ask for; letters and digits of any width and case."""
    plain = " ".join(unicodedata.normalize("NFKC", visible(words)).split())
    if plain.lower() in _STATUS:
        return Asked(What.STATUS)
    if plain.lower() in _HELP:
        return Asked(What.HELP)
    ident = plain.upper()
    if _IDENT.fullmatch(ident):
        return Asked(What.TICKET if ident[0] == "T" else What.INCIDENT, ident)
    return Asked(What.UNKNOWN, plain[:_LONGEST])


def help_text(lang: str, *, is_staff: bool, unknown_words: str = "") -> str:
    """What can be typed; first that ``unknown_words`` cannot, where there are any. Escaped."""
    text = say("command.help" if is_staff else "command.staff_only", lang, command=COMMAND)
    if not unknown_words:
        return escape(text)
    return escape(f"{say('command.unknown', lang, words=unknown_words)}\n{text}")


def status_text(overview: StaffOverview, lang: str) -> str:
    """The queue and the open incidents, escaped."""
    lines = [counts("command.status", overview, lang), unknown(overview, lang)]
    incidents = [f"• {incident_row(i, lang)}" for i in overview.incidents]
    heading = say("command.incidents", lang)
    if not incidents:
        return "\n".join([lines[0], f"{heading} {say('home.none', lang)}", lines[1]])
    return "\n".join([lines[0], heading, *few(incidents, lang), lines[1]])


def ticket_text(ticket: TicketDetails | None, ident: str, lang: str) -> str:
    """How a ticket stands; that there is none with this number. Escaped."""
    if ticket is None:
        return escape(say("command.no_ticket", lang, ident=ident))
    head = say(
        "command.ticket",
        lang,
        ident=ident,
        status=say(f"ticket.{ticket.status}", lang),
        urgency=say(f"urgency.{ticket.urgency}", lang),
    )
    lines = [escape(head), f"{say('command.opened', lang)} {when(ticket.opened_at)}"]
    facts = {"command.tenant": ticket.tenant, "command.staff": ticket.staff}
    lines += [escape(f"{say(key, lang)} {value}") for key, value in facts.items() if value]
    lines += [escape(f"{say('command.cause', lang)} {ticket.cause}")] if ticket.cause else []
    if ticket.words:
        quoted = ticket.words[:_QUOTED] + ("…" if len(ticket.words) > _QUOTED else "")
        lines += [f"&gt; {escape(line)}" for line in quoted.split("\n")]
    return "\n".join(lines)


def incident_text(overview: StaffOverview, ident: str, lang: str) -> str:
    """How an open incident stands; that there is none with this number. Escaped."""
    for incident in overview.incidents:
        if incident.id == ident:
            return f"{escape(ident)} {incident_row(incident, lang)}"
    return escape(say("command.no_incident", lang, ident=ident))
