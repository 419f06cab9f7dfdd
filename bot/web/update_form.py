"""An update of an incident as it stands on its page, and why it cannot be put forward yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.steering import unfit
from bot.model.decision import UpdateReaders
from bot.model.incident import Incident


@dataclass(frozen=True, slots=True)
class UpdateForm:
    """An update as it stands on its page: for whom, and what has been written in each language."""

    incident: Incident
    readers: UpdateReaders
    drafts: Mapping[str, str]
    chosen: bool = True  # its readers were; otherwise they are those whom its news is meant for

    @classmethod
    def of(cls, incident: Incident, to: str, drafts: Mapping[str, str]) -> "UpdateForm":
        """A form whose readers are named ``to``; for all where no such readers are."""
        known = to in set(UpdateReaders)
        return cls(incident, UpdateReaders(to) if known else UpdateReaders.ALL, drafts, known)

    @property
    def written(self) -> dict[str, str]:
        """The languages that have a text."""
        return {lang: text for lang, text in self.drafts.items() if text}

    @property
    def faults(self) -> dict[str, str]:
        """Why it cannot be put forward, as a key of the texts, by the language in which that is."""
        if not self.written:
            return dict.fromkeys(self.drafts, "incident_pages.draft.wrong.empty")
        wrong = {lang: why for lang, text in self.written.items() if (why := unfit(text))}
        return {lang: f"incident_pages.draft.wrong.{why}" for lang, why in wrong.items()}
