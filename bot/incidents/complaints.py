"""What most of those who report an incident complain of."""

from collections import Counter
from collections.abc import Iterable

from bot.model.conversation import Conversation
from bot.model.understanding import Symptom


def common_symptom(reports: Iterable[Conversation]) -> str:
    """The symptom that most organisations tell of, each counted once, in their order where as many tell of several; else ""."""
    told: dict[str, set[Symptom]] = {}
    for report in reports:
        told.setdefault(report.counts_as, set()).update(report.complaint.symptoms)
    counts = Counter(symptom for symptoms in told.values() for symptom in symptoms)
    return max(Symptom, key=lambda symptom: counts[symptom]).value if counts else ""
