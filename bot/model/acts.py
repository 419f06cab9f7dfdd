"""What a message does, clause by clause: it reports, asks, tells a result, thanks, all at once.

A message is several acts. Each knows the clause that it was read from (masked, as written) and how sure
the reading is, from 0 to 1.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.labels import Symptom


class CustomerQuestion(StrEnum):
    """What a customer may ask the desk. The phrases are in ``knowledge/language``."""

    ONLY_US = "only_us"  # is it only us
    WHEN_FIXED = "when_fixed"
    VENDOR_FAULT = "vendor_fault"  # is it the fault of the product that is named
    DATA_SAFE = "data_safe"  # do we lose data or settings
    DELETE_OK = "delete_ok"  # shall we delete or reinstall it
    REENABLE_WHEN = "reenable_when"
    WHO_CAN = "who_can"  # who may do what was advised
    SERVICE_OK = "service_ok"  # is the service that is named all right
    HOURS = "hours"
    ARE_YOU_AI = "are_you_ai"
    WHEN_CONTACT = "when_contact"  # when does a person answer
    OUTAGE_NOW = "outage_now"  # is anything going on
    WHY_BELIEVE = "why_believe"  # what makes you say so
    DATA_KEPT = "data_kept"  # what do you store, who reads it
    NOTIFY = "notify"  # tell us when it is over
    WORKAROUND = "workaround"  # what to do meanwhile
    ASK_ADMIN = "ask_admin"  # I have no rights: what now
    SIDE_EFFECT = "side_effect"  # what does the advice change for others
    HOW_DISABLE = "how_disable"
    SETTINGS_UNREACHABLE = "settings_unreachable"
    NOTICE_MATCH = "notice_match"  # is that notice about our trouble
    RECEIVED = "received"  # did it arrive
    PREVENTION = "prevention"  # will it happen again
    HACKED = "hacked"
    RESTART_HELPS = "restart_helps"
    CAUSE = "cause"
    NEXT_STEP = "next_step"
    COMPENSATION = "compensation"
    SUMMARY = "summary"  # what shall I tell the others
    CONTINUE_OK = "continue_ok"  # may we go on working, send it again
    TICKET_NUMBER = "ticket_number"
    AFFECTED_SCOPE = "affected_scope"  # which functions, apps, people does it concern
    REVOKE = "revoke"  # how is a leaked secret made useless
    BILLING = "billing"


class Voice(StrEnum):
    """Whose trouble it is that is reported."""

    OWN = "own"
    COLLEAGUES = "colleagues"
    SECOND_HAND = "second_hand"


class ReportedAction(StrEnum):
    """What somebody says that was done."""

    DISABLED = "disabled"
    DELETED = "deleted"  # its settings are gone
    REENABLED = "reenabled"
    RELOADED = "reloaded"
    RELOGGED = "relogged"
    UPDATED = "updated"
    TRIED = "tried"  # whatever was advised; what exactly is not said
    ELSEWHERE = "elsewhere"  # tried in another browser, window, network, device or screen


class Result(StrEnum):
    """What came of it."""

    WORKED = "worked"
    FAILED = "failed"
    PARTLY = "partly"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a message does, by the clause that does it."""

    clause: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reports(Act):
    """Tells of trouble that lasts."""

    symptoms: frozenset[Symptom] = frozenset()
    voice: Voice = Voice.OWN


@dataclass(frozen=True, slots=True)
class Asks(Act):
    """Asks something; ``question`` is None where it is of no known sort. ``about``: catalogue ids."""

    question: CustomerQuestion | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers(Act):
    """Answers questions of ours, by their keys."""

    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TellsResult(Act):
    """Tells what came of an action; ``on``: catalogue ids of what was acted on, as far as named."""

    result: Result = Result.WORKED
    actions: frozenset[ReportedAction] = field(default_factory=frozenset)
    on: tuple[str, ...] = ()
    since: str = ""


@dataclass(frozen=True, slots=True)
class SaysOver(Act):
    """Says that the trouble is over, by itself or without saying how."""


@dataclass(frozen=True, slots=True)
class SaysBack(Act):
    """Says that what had been over is back."""


@dataclass(frozen=True, slots=True)
class TurnsToAnother(Act):
    """Says that it is about another matter than before."""


@dataclass(frozen=True, slots=True)
class Corrects(Act):
    """Takes back what was told before."""


@dataclass(frozen=True, slots=True)
class WantsPerson(Act):
    """Wants to speak with a person."""


@dataclass(frozen=True, slots=True)
class RequestsChange(Act):
    """Wants staff to change or unlock something."""


@dataclass(frozen=True, slots=True)
class Courtesy(Act):
    """Greets, thanks, apologises or acknowledges."""


@dataclass(frozen=True, slots=True)
class Accuses(Act):
    """Names what the sender holds for the cause; ``whom``: catalogue ids."""

    whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotes(Act):
    """Passes on words of others: a notice, an error text, what a colleague says."""


@dataclass(frozen=True, slots=True)
class Abuses(Act):
    """Insults, attacks, fishes for other people's data, or leaks a secret."""
