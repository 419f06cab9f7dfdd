"""What most of those who report an incident complain of."""

from collections import Counter
from collections.abc import Iterable

from bot.model.conversation import Conversation
from bot.model.understanding import Symptom

# What a title tells where several are told as often: what stops all work comes first.
_ORDER = {
    symptom: place
    for place, symptom in enumerate(
        (
            Symptom.WONT_OPEN,
            Symptom.BLANK_SCREEN,
            Symptom.STUCK_LOADING,
            Symptom.LOGIN_FAILS,
            Symptom.SAVE_FAILS,
            Symptom.SLOW,
            Symptom.ERROR_MESSAGE,
        )
    )
}


def common_symptom(reports: Iterable[Conversation]) -> str:
    """The symptom that most organisations tell of, each counted once; "" where none tells of any."""
    told: dict[str, set[Symptom]] = {}
    for report in reports:
        told.setdefault(report.counts_as, set()).update(report.complaint.symptoms)
    counts = Counter(symptom for symptoms in told.values() for symptom in symptoms)
    if not counts:
        return ""
    return min(counts, key=lambda s: (-counts[s], _ORDER.get(s, len(_ORDER)), s)).value
