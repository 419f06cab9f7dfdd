"""The conditions of a clue, checked against one conversation and one hypothesis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.model.conversation import Complaint
from bot.model.evidence import Evidence, EvidenceKind
from bot.model.knowledge import CauseEntry, Clue
from bot.model.understanding import FactValue


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of one hypothesis in one conversation, condition by condition.

    ``seen`` maps a condition that depends on the product (``use``, ``runs``, ``host``, ``script``, ``check``,
    ``feed``, ``foundation_feed``, ``probe``, ``tried_off``) to its value; None: not seen.
    ``silence``: how many times as much the product's quiet page says as one of which nothing is known,
    with its ``record`` in Japanese and English.
    """

    cause: str
    complaint: Complaint
    seen: Mapping[str, FactValue | None]
    silence: float = 1.0
    record: tuple[str, str] = ("", "")


def holds(condition: str, wanted: tuple[FactValue, ...], sight: Sight) -> bool:
    """Whether one condition of a clue holds."""
    complaint = sight.complaint
    if condition == "symptom":
        return bool(complaint.symptoms.intersection(str(w) for w in wanted))
    if condition == "scope":
        return bool(complaint.scope.intersection(str(w) for w in wanted))
    if condition == "signature":
        return any(w in complaint.signatures for w in wanted)
    if condition == "message_kind":
        return str(complaint.kind) in wanted
    if condition.startswith("fact."):
        value = complaint.facts.get(condition[5:])
        return any(value == w and isinstance(value, bool) == isinstance(w, bool) for w in wanted)
    value = sight.seen.get(condition)
    return value is not None and value in wanted


# The conditions that say the same in several forms, by topic.
SAID_BY = {
    "failed": ("host", "script", "check"),
    "where": ("other_apps_ok", "portal_ok", "scope"),
    "who": ("other_users_ok", "scope"),
}
_TOPICS = {name: topic for topic, names in SAID_BY.items() for name in names}
_NOTHING = Clue({}, 0.0, EvidenceKind.WORDS, {})


class Known:
    """Which clues hold as far as they depend on the complaint alone: looked at once a conversation."""

    def __init__(self, complaint: Complaint) -> None:
        self._complaint = complaint
        self._held: dict[str, list[tuple[Clue, tuple[str, ...]]]] = {}

    def of(self, entry: CauseEntry) -> list[tuple[Clue, tuple[str, ...]]]:
        """The clues that may hold, each with the conditions that depend on the product."""
        held = self._held.get(entry.id)
        if held is None:
            sight = Sight(entry.id, self._complaint, {})
            held = self._held[entry.id] = [
                (clue, of_product)
                for clue, of_complaint, of_product in entry.parted
                if all(holds(name, clue.when[name], sight) for name in of_complaint)
            ]
        return held


def gather(entry: CauseEntry, sight: Sight, known: Known | None = None) -> list[Evidence]:
    """The evidence that the clues of an entry give; a clue counts when all its conditions hold.

    What was said twice in two forms ("only this app", "other apps open"; a host fails, its script
    throws) counts once, in its stronger form: such pieces are not independent.
    """
    seen = sight.seen
    held = [
        clue
        for clue, names in (known or Known(sight.complaint)).of(entry)
        if all(seen.get(n) is not None and seen[n] in clue.when[n] for n in names)
    ]
    strongest = strongest_by_topic(held)
    return [evidence_of(c, sight) for c in held if strongest.get(topic_of(c), c) is c]


def strongest_by_topic(clues: Iterable[Clue]) -> dict[tuple[str, bool], Clue]:
    """Of the clues that say the same in several forms the strongest, by topic and direction."""
    strongest: dict[tuple[str, bool], Clue] = {}
    for clue in clues:
        topic = topic_of(clue)
        if topic[0] and abs(clue.weight) > abs(strongest.get(topic, _NOTHING).weight):
            strongest[topic] = clue
    return strongest


def topic_of(clue: Clue) -> tuple[str, bool]:
    """``who``, ``where`` or ``failed`` for a clue about nothing but whom, which apps, whose files.

    And whether it speaks for the cause.
    """
    if len(clue.when) != 1:
        return "", True
    condition, wanted = next(iter(clue.when.items()))
    topic = _TOPICS.get(condition.removeprefix("fact."), "")
    if condition in ("host", "check") and wanted != ("failing",):
        topic = ""
    if condition == "scope":
        where = all(str(w).endswith(("_app", "_apps")) for w in wanted)
        topic = "where" if where else "who"
    return topic, clue.weight > 0


def evidence_of(clue: Clue, sight: Sight) -> Evidence:
    """A clue as evidence for one cause; what a page does not say counts by its record."""
    ja, en = clue.says["ja"], clue.says["en"]
    if "quiet" not in clue.when.get("feed", ()):
        alone = tuple(clue.when) == ("symptom",)
        return Evidence(sight.cause, clue.weight, clue.kind, ja, en, of_symptom=alone)
    weight = round(clue.weight * sight.silence, 1)
    return Evidence(sight.cause, weight, clue.kind, ja + sight.record[0], en + sight.record[1])
