"""The slash command: which words it knows, and what it answers to one person alone. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.channels.slack.api.manifest import COMMAND
from bot.channels.slack.api.mrkdwn import escape
from bot.channels.slack.home.overviews import StaffOverview, TicketDetails
from bot.channels.slack.home.page import counts, few, incident_row, unknown, when
from bot.desk.prose import visible
from bot.texts.loader import say

_IDENT = re.compile(r"[TI][0-9]{1,9}")
_HELP = frozenset({"help", "?", "ヘルプ", "使い方"})
_STATUS = frozenset({"", "status", "状況"})
_SUBSCRIBE = frozenset({"subscribe", "購読"})
_UNSUBSCRIBE = frozenset({"unsubscribe", "購読解除"})
_LONGEST = 60  # characters of words that are not known, as they are repeated
_QUOTED = 300  # characters of what a customer wrote


class What(StrEnum):
    """What is asked for."""

    STATUS = "status"
    HELP = "help"
    TICKET = "ticket"
    INCIDENT = "incident"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SlashRequest:
    """The words after the command, understood. ``ident``: of a ticket or an incident."""

    what: What
    ident: str = ""


def asked(words: str) -> SlashRequest:
    """What the words after the command ask for; letters and digits of any width and case."""
    plain = " ".join(unicodedata.normalize("NFKC", visible(words)).split())
    if plain.lower() in _STATUS:
        return SlashRequest(What.STATUS)
    if plain.lower() in _HELP:
        return SlashRequest(What.HELP)
    if plain.lower() in _SUBSCRIBE:
        return SlashRequest(What.SUBSCRIBE)
    if plain.lower() in _UNSUBSCRIBE:
        return SlashRequest(What.UNSUBSCRIBE)
    ident = plain.upper()
    if _IDENT.fullmatch(ident):
        return SlashRequest(What.TICKET if ident[0] == "T" else What.INCIDENT, ident)
    return SlashRequest(What.UNKNOWN, plain[:_LONGEST])


def help_text(
    lang: str, *, is_staff: bool, unknown_words: str = "", subscribes: bool = False
) -> str:
    """What can be typed; first that ``unknown_words`` cannot, where there are any. Escaped.

    ``subscribes``: whether a room can follow the public page.
    """
    text = say(
        lang, "slack.command.help" if is_staff else "slack.command.staff_only", command=COMMAND
    )
    if subscribes:
        text = f"{text}\n{say(lang, 'slack.subscribe.help', command=COMMAND)}"
    if not unknown_words:
        return escape(text)
    return escape(f"{say(lang, 'slack.command.unknown', words=unknown_words)}\n{text}")


def status_text(overview: StaffOverview, lang: str) -> str:
    """The queue and the open incidents, escaped."""
    lines = [counts("slack.command.status", overview, lang), unknown(overview, lang)]
    incidents = [f"• {incident_row(i, lang)}" for i in overview.incidents]
    heading = say(lang, "slack.command.incidents")
    if not incidents:
        return "\n".join([lines[0], f"{heading} {say(lang, 'slack.home.none')}", lines[1]])
    return "\n".join([lines[0], heading, *few(incidents, lang), lines[1]])


def ticket_text(ticket: TicketDetails | None, ident: str, lang: str) -> str:
    """How a ticket stands; that there is none with this number. Escaped."""
    if ticket is None:
        return escape(say(lang, "slack.command.no_ticket", ident=ident))
    head = say(
        lang,
        "slack.command.ticket",
        ident=ident,
        status=say(lang, f"slack.ticket.{ticket.status}"),
        urgency=say(lang, f"slack.urgency.{ticket.urgency}"),
    )
    lines = [escape(head), f"{say(lang, 'slack.command.opened')} {when(ticket.opened_at)}"]
    facts = {"slack.command.tenant": ticket.tenant, "slack.command.staff": ticket.staff}
    lines += [escape(f"{say(lang, key)} {value}") for key, value in facts.items() if value]
    lines += [escape(f"{say(lang, 'slack.command.cause')} {ticket.cause}")] if ticket.cause else []
    if ticket.words:
        quoted = ticket.words[:_QUOTED] + ("…" if len(ticket.words) > _QUOTED else "")
        lines += [f"&gt; {escape(line)}" for line in quoted.split("\n")]
    return "\n".join(lines)


def incident_text(overview: StaffOverview, ident: str, lang: str) -> str:
    """How an open incident stands; that there is none with this number. Escaped."""
    for incident in overview.incidents:
        if incident.id == ident:
            return f"{escape(ident)} {incident_row(incident, lang)}"
    return escape(say(lang, "slack.command.no_incident", ident=ident))
