"""What triage decides to do next in one conversation."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.browser_check import CheckTarget
from bot.model.evidence import Diagnosis


class ReplyType(StrEnum):
    """What kind of answer a message gets."""

    DIAGNOSE = "diagnose"  # say what is known, advise, ask
    SAFETY = "safety"  # data lost, a leak: fixed first sentences and an urgent ticket
    ANSWER = "answer"  # a direct question, and nothing new to be diagnosed
    STATUS = "status"  # asked how things stand, without a trouble of their own
    ROUTE = "route"  # how-to, request, billing: not trouble; a person or the help pages
    EXPLAIN_CHANGE = "explain_change"  # asked about something that moved in an announced change
    DECLINE = "decline"  # improper request
    HANDOFF = "handoff"  # wants a person
    RECOVERED = "recovered"  # it works again
    WORKED = "worked"  # the advice helped
    FAILED = "failed"  # the advice did not help, or could not be tried
    ACKNOWLEDGE = "acknowledge"  # thanks, "I'll try"
    INVITE = "invite"  # "excuse me": has something to say and has not said it yet
    LIMIT = "limit"  # answered a flood once
    SILENT = "silent"  # a person has it, or a flood goes on


class Certainty(StrEnum):
    """How strongly the leading cause may be worded."""

    OPEN = "open"  # still looking
    POSSIBLE = "possible"
    LIKELY = "likely"
    CONFIRMED = "confirmed"  # the vendor says so


class Escalation(StrEnum):
    """Why a conversation goes to a person."""

    ASKED = "asked"  # the customer wants one
    STUCK = "stuck"  # nothing left to ask, no clear cause
    URGENT = "urgent"
    NEEDS_STAFF = "needs_staff"  # only a person can do it (how-to, contract, settings)
    ABUSE = "abuse"
    TRIAGE_FAILED = "triage_failed"  # our own error: the report goes on all the same


@dataclass(frozen=True, slots=True)
class Move:
    """The next step in one conversation.

    ``cause`` is what we believe (a cause id), ``named`` whether the text may name its product:
    never from counts alone, never before a second, independent kind of evidence. ``hand_on`` is
    what the customer's administrator is handed, where they lack the rights for it themselves.
    """

    stance: ReplyType
    diagnosis: Diagnosis
    cause: str
    confidence: float
    certainty: Certainty = Certainty.OPEN
    named: bool = False
    questions: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    hand_on: str = ""
    escalation: Escalation | None = None
    is_report: bool = False
    offer: tuple[CheckTarget, ...] = ()  # what the customer's browser is offered to try
