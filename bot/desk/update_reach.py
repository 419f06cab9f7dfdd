"""Whom an update of an incident would reach, for each choice of readers; read and counted once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.desk.ports import UnitOfWork
from bot.desk.preview import Preview, preview, together
from bot.desk.progress_updates import Concerned, outlined
from bot.model.decision import IncidentDecided, UpdateReaders
from bot.model.incident import Incident
from bot.texts.loader import LANGUAGES

Reach = Mapping[UpdateReaders, Mapping[str, Preview]]  # by language


@dataclass(frozen=True, slots=True)
class EarlierReaders:
    """How many were told anything of an incident: who reported it, who was told by a notice to many.

    ``left``: those among neither whom an update does not reach, since their report has gone elsewhere.
    """

    reported: int
    told: int
    left: int

    @property
    def number(self) -> int:
        return self.reported + self.told + self.left


def told_so_far(
    incident: Incident, whom: Concerned, reach: Reach, work: UnitOfWork
) -> EarlierReaders:
    """Who was told of an incident, counted so that it agrees with whom its updates reach."""
    told = work.told(incident.id, incident.relapses)
    heard = {reader for reader, reasons in told.items() if reasons - {"proposed"}}
    reported = {name for lang in LANGUAGES for name in whom.reported[lang]}
    by_notice = {name for lang in LANGUAGES for name in whom.told[lang]}
    number = sum(preview.number for preview in reach[UpdateReaders.TOLD].values())
    return EarlierReaders(len(heard & reported), number, len(heard - reported - by_notice))


def reach_of(
    by: IncidentDecided, incident: Incident, whom: Concerned, work: UnitOfWork
) -> dict[UpdateReaders, dict[str, Preview]]:
    """Whom an update without words would reach, by its readers and its language.

    Who reported it is not among those told by a notice, so all readers are the sum of the two.
    """
    found: dict[UpdateReaders, dict[str, Preview]] = {readers: {} for readers in UpdateReaders}
    for lang in LANGUAGES:
        for readers in (UpdateReaders.REPORTED, UpdateReaders.FITTING, UpdateReaders.TOLD):
            outline = outlined(replace(by, about=lang, readers=readers), incident, whom)
            found[readers][lang] = preview(outline, incident, work)
        both = found[UpdateReaders.REPORTED][lang], found[UpdateReaders.TOLD][lang]
        found[UpdateReaders.ALL][lang] = together(*both)
    return found
