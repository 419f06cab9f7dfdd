"""What most of those who report an incident complain of."""

from collections import Counter
from collections.abc import Iterable

from bot.model.conversation import Conversation
from bot.model.labels import HOW_IT_FAILS, Symptom


def common_symptom(reports: Iterable[Conversation]) -> str:
    """The symptom that most organisations tell of, each counted once; else "".

    Where as many tell of several it is one that says what fails, and the first of these in their order.
    """
    told: dict[str, set[Symptom]] = {}
    for report in reports:
        told.setdefault(report.counts_as, set()).update(report.complaint.symptoms)
    counts = Counter(symptom for symptoms in told.values() for symptom in symptoms)
    most = max(Symptom, key=lambda symptom: (counts[symptom], symptom not in HOW_IT_FAILS))
    return most.value if counts else ""
