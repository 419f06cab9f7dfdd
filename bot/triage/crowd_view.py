"""What the reports of other organisations say of the causes of one conversation."""

from collections.abc import Mapping
from datetime import timedelta
from math import log10

from bot.model.evidence import Evidence, EvidenceKind, Says
from bot.model.facts import Facts
from bot.model.incident import IncidentStatus
from bot.model.tenant_report import showing
from bot.triage.tenant_report import BY_SYMPTOM, SOME_USERS, USUAL_SYMPTOMS, together

FELT = 0.5  # decibans; less is not worth a line
# Organisations whose symptoms are worth as much as what is known of ordinary trouble.
ORDINARY = 2
BACK = 12.0  # decibans: that what is back hours after an incident is that again
LATELY = timedelta(hours=3)  # since an incident ended whose reporters are still spoken of


def _before(facts: Facts) -> str | None:
    """The cause of the incident that ended lately, of somebody who has told of trouble since."""
    said = facts.conversation.last_report_at if facts.conversation.is_troubled else None
    for incident in facts.incidents:
        ended = incident.resolved_at if incident.status is IncidentStatus.RESOLVED else None
        if incident.id == facts.conversation.incident and ended is not None and said is not None:
            return incident.cause if ended < said <= ended + LATELY else None
    return None


class CrowdView:
    """The evidence of the crowd for one cause after the other.

    A customer with a symptom that none of the others who report a fault has is hardly hit by it: of n
    others none told of that symptom, so that it is (n + ``ORDINARY``) / ``ORDINARY`` times rarer with it than in
    ordinary trouble (the mean of a Dirichlet distribution). That nothing opens is told in many ways, and
    says nothing of the kind. ``own_errors``: signatures of errors that tell whose trouble it is (``Signature.no_fault``, ``own``);
    whoever shows one has trouble of their own, whatever the others report, unless these show it too.
    """

    def __init__(
        self,
        facts: Facts,
        near: Mapping[str, frozenset[str]],
        says: Says,
        own_errors: frozenset[str] = frozenset(),
    ) -> None:
        complaint = facts.conversation.complaint
        self._explained = own_errors.intersection(complaint.signatures)
        self._crowd, self._says = facts.crowd, says
        told = sorted(complaint.symptoms)
        spared = [SOME_USERS] if complaint.facts.get("other_users_ok") is True else []
        by_symptom = (*(f"symptom:{s}" for s in told), *together(told))
        self._signs = (*complaint.signatures, *by_symptom, *spared)
        alike = frozenset[str]().union(*(near.get(s, {s}) for s in told))
        self._alike = alike if alike <= USUAL_SYMPTOMS.keys() else frozenset()
        self._before = _before(facts)

    def of(self, cause: str) -> tuple[Evidence, ...]:
        """What the others say of a cause; nothing where that is hardly felt."""
        given = self._crowd.weights
        if self._explained and not any(showing(cause, s) in given for s in self._explained):
            return ()
        shown = self._shown_by(cause)
        weight = max([given.get(cause, 0.0), *(given[key] for key in shown if key in given)])
        tenants = self._crowd.tenants.get(cause, 0)
        weight -= self._differs(cause, tenants) if weight > 0 else 0.0
        if cause == self._before and weight < BACK:
            return (Evidence(cause, BACK, EvidenceKind.CROWD, *self._says("evidence.back")),)
        if abs(weight) < FELT:
            return ()
        says = self._in_words(cause)
        return (Evidence(cause, round(weight, 1), EvidenceKind.CROWD, *says),)

    def _shown_by(self, cause: str) -> list[str]:
        """The cause as it shows by each of the signs that are told of."""
        return [showing(cause, sign) for sign in self._signs]

    def _in_words(self, cause: str) -> tuple[str, str]:
        """How many others report it; nobody does any more where the weight is of an incident that has ended."""
        number = max(self._crowd.tenants.get(key, 0) for key in (cause, *self._shown_by(cause)))
        return (
            self._says("evidence.crowd", tenants=number) if number else self._says("evidence.ended")
        )

    def _differs(self, cause: str, tenants: int) -> float:
        """Decibans by which none of them tells of a symptom like these; 0 where one does, or none could."""
        if not self._alike or not tenants or not cause.startswith(BY_SYMPTOM):
            return 0.0
        keys = (showing(cause, f"symptom:{s}") for s in self._alike)
        if any(self._crowd.shown.get(key, 0) for key in keys):
            return 0.0
        return 10 * log10((tenants + ORDINARY) / ORDINARY)
