"""Whom an update of an incident would reach, for each choice of readers; read and counted once."""

from dataclasses import replace

from bot.desk.ports import UnitOfWork
from bot.desk.preview import Preview, preview, together
from bot.desk.progress_updates import concerned, outlined
from bot.model.decision import IncidentDecided, UpdateReaders
from bot.model.incident import Incident
from bot.texts.loader import LANGUAGES


def reach_of(
    by: IncidentDecided, incident: Incident, work: UnitOfWork
) -> dict[UpdateReaders, dict[str, Preview]]:
    """Whom an update without words would reach, by its readers and its language.

    Who reported it is not among those told by a notice, so all readers are the sum of the two.
    """
    whom = concerned(incident, work)
    found: dict[UpdateReaders, dict[str, Preview]] = {readers: {} for readers in UpdateReaders}
    for lang in LANGUAGES:
        for readers in (UpdateReaders.REPORTED, UpdateReaders.TOLD):
            outline = outlined(replace(by, about=lang, readers=readers), incident, whom)
            found[readers][lang] = preview(outline, incident, work)
        both = found[UpdateReaders.REPORTED][lang], found[UpdateReaders.TOLD][lang]
        found[UpdateReaders.ALL][lang] = together(*both)
    return found
