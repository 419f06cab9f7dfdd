"""Notices of an incident that wait for a decision, as staff decide on them: one for each text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk.ports import UnitOfWork
from bot.desk.preview import preview
from bot.desk.staff import heir_of
from bot.model.ticket import ProposedNotice

COUNTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """One text for one decision.

    ``ids``: the proposals that say it; they came at different moments, for different readers.
    ``channels``: how many readers it would have now in each, the most first.
    """

    ids: tuple[str, ...]
    lang: str
    reason: str
    text: str
    channels: tuple[tuple[str, int], ...]

    @property
    def readers(self) -> int:
        """How many would be told."""
        return sum(n for _, n in self.channels)


def waiting(incident: str, work: UnitOfWork) -> list[ProposedNotice]:
    """The proposals of an incident that wait."""
    return [p for p in work.proposals() if p.incident == incident]


def drafts(incident: str, work: UnitOfWork) -> list[DecisionDraft]:
    """What waits for a decision in an incident; proposals that say the same are one."""
    alike: dict[tuple[str, str, str], list[ProposedNotice]] = {}
    for proposal in waiting(incident, work):
        key = proposal.lang, proposal.reason, proposal.text
        alike.setdefault(key, []).append(proposal)
    heir = heir_of(incident, work)
    found = []
    for (lang, reason, text), proposals in alike.items():
        reach = preview(_together(proposals), heir, work)
        ids = tuple(p.id for p in proposals)
        found.append(DecisionDraft(ids, lang, reason, text, tuple(reach.by_channel())))
    return found


class CountedDrafts:
    """Drafts for cards: how many they would reach is counted once a minute, since that is work."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._counted: dict[str, tuple[tuple[str, ...], datetime, list[DecisionDraft]]] = {}

    def of(self, incident: str, work: UnitOfWork) -> list[DecisionDraft]:
        """What waits for a decision in an incident."""
        ids = tuple(p.id for p in waiting(incident, work))
        if not ids:
            self._counted.pop(incident, None)
            return []
        known = self._counted.get(incident)
        if known is None or known[0] != ids or self._clock() - known[1] > COUNTED_EVERY:
            known = self._counted[incident] = (ids, self._clock(), drafts(incident, work))
        return known[2]


def _together(proposals: Sequence[ProposedNotice]) -> ProposedNotice:
    """Several proposals as one, so that no reader is counted twice."""
    to = dict.fromkeys(customer for p in proposals for customer in p.to)
    audiences = [p.audience for p in proposals if p.audience is not None]
    if not audiences:
        return replace(proposals[0], to=tuple(to))
    langs = dict.fromkeys(lang for a in audiences for lang in a.langs)
    products = dict.fromkeys(product for a in audiences for product in a.products)
    audience = replace(audiences[0], langs=tuple(langs), products=tuple(products))
    return replace(proposals[0], to=tuple(to), audience=audience)
