"""Values of the model in the reader's words: times, ages, causes, questions, advice."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.desk import labels
from bot.desk.names import ReaderNames, decibans
from bot.incidents.decisions import SUREST
from bot.model.browser_check import CheckVerdict
from bot.model.effect import Checked
from bot.model.evidence import Evidence
from bot.model.finding import Whose
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.probe import ProbeState, ServiceHealth
from bot.model.status import (
    ENDING,
    MAINTENANCE,
    TROUBLE,
    FeedRecord,
    FeedState,
    FetchOutcome,
    Shows,
)
from bot.model.understanding import FactValue
from bot.model.upload import Upload
from bot.texts.loader import in_language, raw, say, word
from bot.web.zones import offset_of

ROOMS = (
    "accounts.",
    "api_tokens.",
    "audit.",
    "channels.",
    "demo.",
    "help.",
    "inbox.",
    "incident_pages.",
    "macros.",
    "peers.",
    "pictures.",
    "public.",
    "recipient_pages.",
    "settings.",
    "styleguide.",
    "subscriptions.",
    "tags.",
    "widget.",
)  # beside ``web``, whose keys name no room
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of the pages in one language, by their keys in the room ``web``, or in another that they name."""

    lang: str

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key. Raises KeyError for a key or a value that is missing."""
        return say(self.lang, _whole(key), **values)

    def raw(self, key: str) -> str:
        """A text with its ``{name}`` as they are, for the page's script."""
        return raw(self.lang, _whole(key))

    def word(self, heading: str, value: str) -> str:
        """The word for a value of an enum; a value that has none is shown as it is."""
        return word(self.lang, _whole(heading), value)


def _whole(key: str) -> str:
    return key if key.startswith(ROOMS) else f"web.{key}"


@dataclass(frozen=True)
class PageWording:
    """The words for one reader. ``now`` is the moment at which the page is made."""

    t: Texts
    knowledge: Knowledge
    zone: ZoneInfo
    now: datetime
    organisations: Mapping[str, str] = field(default_factory=dict)

    def knowing(self, organisations: Mapping[str, str]) -> "PageWording":
        """The words for a page that calls some organisations, by their keys, by their names."""
        return replace(self, organisations=organisations) if organisations else self

    def clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%H:%M}"

    def seconds(self, at: datetime) -> str:
        """The time of the day to the second, for what is over within seconds."""
        return f"{at.astimezone(self.zone):%H:%M:%S}"

    def moment_of(self, given: str) -> datetime | None:
        """The moment that a field for day and time names, in the reader's zone; None: it names none."""
        try:
            there = datetime.fromisoformat(given)
        except ValueError:
            return None
        return there if there.tzinfo is not None else there.replace(tzinfo=self.zone)

    @property
    def zone_word(self) -> str:
        """The zone that all times of the page are in, such as "UTC+09:00"."""
        return f"UTC{offset_of(self.now.astimezone(self.zone))}"

    def day(self, at: datetime) -> str:
        """The day, with the zone that all times of the page are in."""
        local = at.astimezone(self.zone)
        zone = f"UTC{offset_of(local)}"
        if self.t.lang == "ja":
            return f"{local.month}月{local.day}日（{_WEEKDAYS[local.weekday()]}）{zone}"
        return f"{local:%a %-d %b}, {zone}"

    def moment(self, at: datetime) -> str:
        """Day and time with the zone and its offset, e.g. for a tooltip or a table."""
        local = at.astimezone(self.zone)
        name, offset = f"{local:%Z}", offset_of(local)
        zone = (
            f"{name} ({offset})"
            if name.isalpha() and offset
            else name
            if name.isalpha()
            else f"UTC{offset}"
        )
        return f"{local:%Y-%m-%d %H:%M} {zone}"

    def date(self, at: datetime) -> str:
        """Day and time without a zone, for a list whose rows are days apart."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def lately(self, at: datetime) -> str:
        """The time of today, with the day where it was before."""
        is_today = at.astimezone(self.zone).date() == self.now.astimezone(self.zone).date()
        return self.clock(at) if is_today else self.date(at)

    def length(self, span: timedelta) -> str:
        """How long, in the one unit that matters."""
        minutes = max(0, round(span.total_seconds() / 60))
        if minutes < 1:
            return self.t("length.moments")
        if minutes < 120:
            return self.t("length.minutes", n=minutes)
        hours = minutes // 60
        return (
            self.t("length.hours", n=hours) if hours < 48 else self.t("length.days", n=hours // 24)
        )

    def ago(self, at: datetime) -> str:
        span = self.now - at
        return (
            self.t("ago.now")
            if span < timedelta(minutes=1)
            else self.t("ago", length=self.length(span))
        )

    def checked(self, item: Checked, told_at: datetime) -> tuple[str, str, str]:
        """State in words, its tone, and when it was read: the clock and how long before the reply."""
        span = told_at - item.at
        age = (
            self.t("checked.just_before")
            if span < timedelta(minutes=1)
            else self.t("checked.before", length=self.length(span))
        )
        when = self.t("checked.when", clock=self.clock(item.at), age=age)
        return self.shows(item.shows), tone_of(item.shows), when

    def shows(self, word: str) -> str:
        return labels.shows(word, self.t.lang)

    def feed(self, feed: FeedState) -> tuple[str, str]:
        """What a feed says now, and its tone; unknown when it could not be read lately."""
        shows = feed.says(self.now)
        if shows is None and feed.outcome is FetchOutcome.OK:
            return self.t("shows.stale"), "unknown"
        word = shows or feed.outcome
        return self.shows(word), tone_of(word)

    def record(self, record: FeedRecord) -> str:
        """How often a page published an incident, how late, and how often it could be read."""
        n, m, lag = record.incidents, record.published, record.usual_lag
        said = [self.t("record.published", n=n, m=m)] if n else []
        said += [self.t("record.late", lag=round(lag))] if lag is not None else []
        if record.tries:
            share = int(100 * (record.tries - record.failures) / record.tries)
            said.append(self.t("record.read", share=share))
        return self.t("joint.comma").join(said)

    def probe(self, state: ProbeState) -> tuple[str, str]:
        """What one probe says now, and its tone; unknown while that is not sure."""
        health = state.says(self.now)
        word = self.measured(health or "unknown", state.step or "")
        return word, _TONES[health] if health is not None else "unknown"

    def measured(self, health: str, step: str) -> str:
        """What a measurement found, and at which step it failed; "": it did not."""
        word = self.t.word("health", health)
        return self.t("health.at", word=word, step=self.t.word("step", step)) if step else word

    def button(self, name: str) -> str:
        return labels.button(name, self.t.lang)

    def handed_in(self, upload: Upload) -> str:
        """What was read from one file, line by line."""
        return "\n".join(labels.handed_in(upload, self.t.lang))

    @cached_property
    def names(self) -> ReaderNames:
        return ReaderNames(
            self.knowledge, self.knowledge.catalogue, self.t.lang, self.organisations
        )

    def service(self, ident: str) -> str:
        return self.names.service(ident)

    def cause(self, cause: str | None) -> str:
        return self.names.cause(cause)

    def incident(self, incident: Incident) -> str:
        return self.names.incident(incident)

    def organisation(self, key: str) -> str:
        return self.names.organisation(key)

    def voices(self, incident: Incident) -> str:
        return self.names.voices(incident.voices)

    def quoted(self, words: str) -> str:
        """Words of others in the reader's quotation marks; "" where there are none."""
        return self.t("joint.quoted", words=words) if words else ""

    def told(self, reason: str) -> str:
        """What somebody was told, by the reason of a notice."""
        return word(self.t.lang, "hearers.reason", reason.partition(":")[0])

    def question(self, key: str) -> str:
        return self.names.question(key)

    def fact(self, key: str) -> str:
        """What a fact is about, worded so that "yes" means true."""
        return self.t.word("fact", key).replace("_", " ")

    def value(self, value: FactValue) -> str:
        """The value of a fact; a step that was tried is told by its title."""
        if isinstance(value, bool):
            return self.t("yes" if value else "no")
        if isinstance(value, tuple):
            return self.t("joint.comma").join(map(self.value, value))
        tried = self.knowledge.remedies.get(str(value))
        if tried is None and isinstance(value, str) and value in _NAMED:
            return self.t.word("value", value)
        return self.text(tried.title) if tried else str(value)

    def advice(self, advice: str) -> str:
        """An advice id (``KIND`` or ``KIND:ID``) in words."""
        return self.names.advice(advice)

    def kind(self, evidence: Evidence) -> str:
        return self.names.kind(evidence.kind)

    def weight(self, evidence: Evidence) -> str:
        return decibans(evidence.weight)

    def percent(self, probability: float) -> str:
        return self.names.percent(probability)

    def meter(self, probability: float) -> str:
        """The value of a meter beside a percentage: no more than that says."""
        return f"{min(probability, SUREST):.3f}"

    def chance(self, incident: Incident, cause: str) -> str:
        return self.names.chance(incident, cause)

    def text(self, texts: Mapping[str, str]) -> str:
        """A text that is kept by language, in the reader's where there is one."""
        return in_language(texts, self.t.lang)


_TONES = {
    ServiceHealth.WELL: "good",
    ServiceHealth.SLOW: "warn",
    ServiceHealth.PARTLY: "warn",
    ServiceHealth.FAILING: "bad",
}
_NAMED = frozenset[str](Whose) - {Whose.UNKNOWN} | frozenset[str](CheckVerdict)


def tone_of(shows: str) -> str:
    """The colour word for a feed's state; never the only carrier of the meaning."""
    if shows in TROUBLE or shows == "no_answer":
        return "bad"
    if shows in ENDING or shows in MAINTENANCE or shows == Shows.NOTICE:
        return "warn"
    return "good" if shows in {Shows.OPERATIONAL, Shows.MAINTENANCE_COMPLETED} else "unknown"
