"""What staff call things, in Japanese and English: causes, kinds of evidence, probabilities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.incidents.decisions import SUREST
from bot.model.catalogue import Catalogue
from bot.model.evidence import UNKNOWN, EvidenceKind
from bot.model.incident import Incident, IncidentMatter, Voices, is_named
from bot.model.knowledge import Knowledge
from bot.model.phrasing import organisation_words, quoted, voices_words
from bot.texts.loader import say, spoken, word


@dataclass(frozen=True, slots=True)
class ReaderNames:
    """Names for one reader; those of products are the catalogue's."""

    knowledge: Knowledge
    catalogue: Catalogue
    lang: str
    organisations: Mapping[str, str] = field(default_factory=dict)  # what some are called, by key

    def service(self, ident: str) -> str:
        """A product by its id; the id itself when it is in no catalogue."""
        product = self.catalogue.get(ident)
        return product.name if product else ident

    def cause(self, cause: str | None) -> str:
        """A cause id in words: the product and what it is, or the title of the entry."""
        heading, _, ident = (cause or UNKNOWN).partition(":")
        if ident and (entry := self.knowledge.causes.get(f"{heading}:{ident}")):
            return self.knowledge.phrase(entry.title, spoken(self.lang))
        sort = word(self.lang, "labels.sort", heading)
        if not ident or ident == "any":
            return sort
        own = heading == "unlisted_plugin"  # a name that customers gave it
        name = (
            say(self.lang, "web.joint.quoted", words=quoted(ident, 60))
            if own
            else self.service(ident)
        )
        return say(self.lang, "labels.of", name=name, sort=sort)

    def cause_in_short(self, cause: str | None) -> str:
        """The same where there is little room: a product by its name alone."""
        heading, _, ident = (cause or UNKNOWN).partition(":")
        product = self.catalogue.get(ident)
        is_titled = f"{heading}:{ident}" in self.knowledge.causes
        return product.name if product is not None and not is_titled else self.cause(cause)

    def incident(self, incident: Incident | IncidentMatter) -> str:
        """The title of an incident: its cause, or as long as none is known what fails for how many."""
        matter = incident.matter if isinstance(incident, Incident) else incident
        if is_named(matter.cause):
            return self.cause(matter.cause)
        title = self._what_fails(matter)
        if matter.cause == UNKNOWN:
            return title
        return say(self.lang, "labels.fails.of", sort=self.cause(matter.cause), title=title)

    def matter(self, cause: str, ident: str, known: Iterable[Incident]) -> str:
        """What a notice is about: its cause; where that is none the title of its incident, one of ``known``."""
        found = None if is_named(cause) else next((i for i in known if i.id == ident), None)
        return self.cause(cause) if found is None else self.incident(found)

    def incident_in_short(self, matter: IncidentMatter) -> str:
        """The same where there is little room: not of which sort the cause is, nor for how many it fails."""
        if is_named(matter.cause):
            return self.cause_in_short(matter.cause)
        return what_fails(matter.symptom, self.catalogue, self.lang)

    def _what_fails(self, matter: IncidentMatter) -> str:
        what, n = what_fails(matter.symptom, self.catalogue, self.lang), matter.organisations
        key = "many" if n > 1 else "one" if n else ""
        return say(self.lang, f"labels.fails.for.{key}", what=what, n=n) if key else what

    def organisation(self, key: str) -> str:
        """An organisation by its key, with a word on whether it is the one that it says."""
        known = self.organisations.get(key)
        return known or organisation_words(self.knowledge, key, spoken(self.lang))

    def voices(self, voices: Voices) -> str:
        """How many reports of an incident are unverified; "" if none is."""
        return voices_words(self.knowledge, voices, spoken(self.lang))

    def question(self, key: str) -> str:
        """A question as customers read it."""
        entry = self.knowledge.questions.get(key)
        return self.knowledge.phrase(entry.text, spoken(self.lang)) if entry else key

    def advice(self, advice: str) -> str:
        """An advice id (``KIND`` or ``KIND:ID``) in words."""
        kind, _, ident = advice.partition(":")
        entry = self.knowledge.remedies.get(advice) or self.knowledge.remedies.get(kind)
        title = self.knowledge.phrase(entry.title, spoken(self.lang)) if entry else kind
        if not ident or ident == "any":
            return title
        name = self.service(ident)
        filled = title.replace("{product}", name).replace("{name}", name)
        return (
            filled
            if filled != title
            else say(self.lang, "labels.advice.of", title=title, name=name)
        )

    def kind(self, kind: EvidenceKind) -> str:
        return say(self.lang, f"labels.kind.{kind}")

    def listed(self, names: list[str]) -> str:
        return say(self.lang, "labels.and").join(names)

    def percent(self, probability: float) -> str:
        """A probability without false precision: never all, never nothing, however it was rounded before."""
        if probability < 0.01:
            return say(self.lang, "labels.under")
        return f"{min(probability, SUREST):.0%}"

    def chance(self, incident: Incident, cause: str) -> str:
        """How likely a cause of an incident is, the same wherever it is told; "": it is no suspect.

        What a person found of a cause is told in words instead.
        """
        if cause == incident.chosen:
            return say(self.lang, "incident_pages.by_hand")
        if cause in incident.ruled_out:
            return say(self.lang, "incident_pages.is_ruled_out")
        kept = dict(zip(incident.suspects, incident.chances, strict=False))
        return self.percent(kept[cause]) if cause in kept else ""


def what_fails(symptom: str, catalogue: Catalogue, lang: str) -> str:
    """A symptom as a title tells it, as trouble with the platform; "": it is not known what fails."""
    name = catalogue.platform.name if catalogue.platform else say(lang, "labels.fails.name")
    what = symptom or "any"
    return say(lang, f"labels.fails.{what}", name=name)


def decibans(weight: float) -> str:
    """A weight with its sign; a true minus, so that columns line up."""
    return f"{weight:+.0f}".replace("-", "\u2212").replace("\u22120", "+0")
