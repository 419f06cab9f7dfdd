"""From the conversations of one organisation to what it reports: it counts once."""

from collections.abc import Iterable
from datetime import datetime

from bot.incidents.report_counts import WINDOW
from bot.model.catalogue import Catalogue
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.tenant_report import TenantReport

MOST_WEIGHED = 30.0  # decibans that one organisation's words may weigh either way


def testify(
    tenant: str, conversations: Iterable[Conversation], catalogue: Catalogue, now: datetime
) -> TenantReport | None:
    """What the troubled among these conversations of one organisation say together.

    Who told last of a trouble speaks for colleagues who told of it before, since their words are
    weighed with their own. Of several troubles each cause counts by its strongest report, from the
    first report within the window. None when nobody is troubled, or nothing said could be shared.
    """
    said = [c for c in conversations if c.is_troubled and c.last_report_at and c.testimony]
    recent = [c for c in said if c.last_report_at and now - c.last_report_at <= WINDOW]
    if not recent:
        return None
    weights: dict[str, float] = {}
    support: dict[str, tuple[str, ...]] = {}
    for conversation in _speaking(recent):
        for cause, weight in conversation.testimony.items():
            if cause not in weights or weight > weights[cause]:
                weights[cause] = weight
                support[cause] = tuple(conversation.support.get(cause, ()))
    refuted = {c for conversation in recent for c in _refuted(conversation, catalogue)}
    return TenantReport(
        tenant,
        min(_began(c, now) for c in recent),
        dict(sorted(weights.items())),
        {c: kinds for c, kinds in sorted(support.items()) if kinds},
        tuple(sorted(refuted)),
    )


def _speaking(recent: list[Conversation]) -> list[Conversation]:
    """Those whose trouble no colleague has told of since: a colleague's words hold theirs already.

    One customer's cases beside each other are different troubles.
    """
    found: list[Conversation] = []
    for conversation in sorted(
        recent, key=lambda c: (c.last_report_at or c.opened_at, c.id), reverse=True
    ):
        if not any(_holds(later, conversation) for later in found):
            found.append(conversation)
    return found


def _holds(later: Conversation, earlier: Conversation) -> bool:
    """Whether what was told later in an organisation holds what was told earlier there."""
    is_beside = later.one_of_several and later.customer == earlier.customer
    alike = later.complaint.symptoms & earlier.complaint.symptoms
    return later.tenant == earlier.tenant and bool(alike) and not is_beside


def _began(conversation: Conversation, now: datetime) -> datetime:
    """When the trouble was first told of, within the window."""
    first, last = conversation.reported_at, conversation.last_report_at
    if first is not None and now - first <= WINDOW:
        return first
    return last or conversation.opened_at


def _refuted(conversation: Conversation, catalogue: Catalogue) -> Iterable[str]:
    """Causes whose last trial of switching off did not help this reporter."""
    last: dict[str, AdviceOutcome] = {}
    for trial in conversation.trials:
        what, _, ident = trial.advice.partition(":")
        if what == "disable_plugin" and trial.outcome is not AdviceOutcome.CANNOT:
            last[ident] = trial.outcome
    for ident, outcome in last.items():
        product = catalogue.get(ident)
        if product is not None and outcome is AdviceOutcome.FAILED:
            yield product.cause
