"""Who hears of an incident, who does not, and why: for staff, in words."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk.broadcasts import has_heard
from bot.desk.names import ReaderNames
from bot.desk.ports import UnitOfWork
from bot.incidents.audience import ReaderStanding, standing
from bot.incidents.report_counts import WINDOW
from bot.model.broadcast import FIRST
from bot.model.conversation import Conversation
from bot.model.incident import Incident
from bot.texts.loader import say, word

MOST_SHOWN = 50  # readers of each sort: in it, and out of it

_HEARS = {
    ReaderStanding.AFFECTED: "yes",
    ReaderStanding.OFF: "yes",
    ReaderStanding.DELETED: "yes",
    ReaderStanding.APART: "yes",
    ReaderStanding.PROPOSED: "no",
    ReaderStanding.BROADCAST: "yes",
    ReaderStanding.VAGUE: "end",
}


@dataclass(frozen=True, slots=True)
class Hearer:
    """One reader: where they stand, and the reasons for which they were told."""

    organisation: str
    name: str
    ticket: str
    channel: str
    standing: ReaderStanding
    told: frozenset[str]


def hearers(incident: Incident, work: UnitOfWork, now: datetime) -> tuple[Hearer, ...]:
    """The first readers of an incident, those told without a report of it, and who reports something else."""
    told = dict(work.told(incident.id, incident.relapses))
    if not incident.is_open:  # of whom staff were asked and decided nothing, nobody hears any more
        told = {reader: reasons for reader, reasons in told.items() if has_heard(reasons, FIRST)}
    members = list(work.members(incident.id, limit=MOST_SHOWN))
    known = {c.customer for c in members}
    beside = (work.latest_conversation(name) for name in sorted(told.keys() - known)[:MOST_SHOWN])
    others = work.unexplained(now - WINDOW)[:MOST_SHOWN] if incident.is_open else []
    found = {c.customer: c for c in (*members, *beside, *others) if c is not None}
    return tuple(_hearer(c, incident, told.get(c.customer, frozenset())) for c in found.values())


def _hearer(reader: Conversation, incident: Incident, told: frozenset[str]) -> Hearer:
    who = reader.tenant, reader.name, reader.ticket or "", reader.channel
    return Hearer(*who, standing(incident, reader, told), told)


Table = tuple[str, str, tuple[str, ...], tuple[tuple[str, ...], ...]]


def table(found: tuple[Hearer, ...], names: ReaderNames) -> Table:
    """All of them in words: title, note, heads, and a row for each reader."""
    lang = names.lang
    heads = tuple(say(lang, f"hearers.head.{h}") for h in ("reader", "hears", "why", "told"))
    rows = tuple(_row(hearer, names) for hearer in found)
    note = say(lang, "hearers.note", most=MOST_SHOWN)
    return say(lang, "hearers.title"), note, heads, rows


def _row(hearer: Hearer, names: ReaderNames) -> tuple[str, ...]:
    """Who it is, whether they hear of it, why, and what they were told."""
    lang = names.lang
    kinds = dict.fromkeys(reason.partition(":")[0] for reason in sorted(hearer.told))
    told = [word(lang, "hearers.reason", kind) for kind in kinds]
    hears = _HEARS.get(hearer.standing, "no")
    return (
        _who(hearer, names),
        say(lang, f"hearers.hears.{hears}"),
        say(lang, f"hearers.why.{hearer.standing}"),
        names.listed(told) or say(lang, "hearers.nothing"),
    )


def _who(hearer: Hearer, names: ReaderNames) -> str:
    """Whose it is: organisation, name and case, as far as they are known; never an id."""
    known = hearer.name, hearer.ticket, word(names.lang, "web.channel", hearer.channel)
    return " · ".join((names.organisation(hearer.organisation), *filter(None, known)))
