"""An explanation in words: headed tables of sentences, the same for the terminal and for the page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.explain import Explained, IncidentExplained, TicketExplained
from bot.desk.hearers import table
from bot.desk.names import ReaderNames, decibans
from bot.incidents.declare import RAISE_AT
from bot.incidents.explain import MOST_VOICES, Explanation, OrganisationVoice, Otherwise
from bot.incidents.levels import explains
from bot.incidents.usage import Usage
from bot.model.evidence import Evidence, EvidenceKind, Hypothesis
from bot.model.japan import JST
from bot.model.knowledge import Knowledge
from bot.model.tenant_report import USES, TenantReport
from bot.texts.loader import say as in_words
from bot.triage.explain import Overturn, Prospect

SHOWN = 4  # causes of a ticket with all their evidence
_SIZES = (1.0, 3.0, 10.0)  # decibans from which a weight is a little, plain, and much

_SUMMED: Mapping[EvidenceKind, str] = {
    EvidenceKind.PRIOR: "usual",
    EvidenceKind.CROWD: "crowd",
    EvidenceKind.FEED: "feed",
    EvidenceKind.PROBE: "probe",
}  # apart from the report's own evidence


@dataclass(frozen=True, slots=True)
class ExplanationTable:
    """A table of words with its title; ``note`` stands above it. Without rows there are no heads.

    ``is_folded``: numbers that few need, which a page shows on demand.
    """

    title: str
    note: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_folded: bool = False


def blocks(explained: Explained, knowledge: Knowledge, lang: str) -> tuple[ExplanationTable, ...]:
    """Everything that is to be said, in Japanese or English; times are Japan's."""
    names = ReaderNames(knowledge, explained.catalogue, lang)
    if isinstance(explained, TicketExplained):
        return tuple(_ticket(explained, _Words(names)))
    names = replace(names, organisations=explained.organisations)
    return (
        *_incident(explained, _Words(names)),
        ExplanationTable(*table(explained.hearers, names)),
    )


def change_of(explained: TicketExplained, knowledge: Knowledge, lang: str) -> ExplanationTable:
    """What would change a ticket's ranking."""
    return _would(explained, _Words(ReaderNames(knowledge, explained.catalogue, lang)))


@dataclass(frozen=True, slots=True)
class _Words:
    names: ReaderNames

    def __call__(self, key: str, **values: object) -> str:
        return in_words(self.names.lang, key, **values)

    def columns(self, *names: str) -> tuple[str, ...]:
        return tuple(self(f"explain.column.{name}") for name in names)

    def head(self, what: str, ident: str, cause: str | None, at: datetime) -> str:
        cause = self.names.cause(cause)
        return self(f"explain.head.{what}", ident=ident, cause=cause, at=_moment(at))


def _moment(at: datetime) -> str:
    """Day and time with the zone, as the pages tell them."""
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M} JST (+09:00)"


# A ticket


def _ticket(explained: TicketExplained, say: _Words) -> Iterator[ExplanationTable]:
    ticket, diagnosis = explained.ticket, explained.ticket.diagnosis
    title = say.head("ticket", ticket.id, ticket.cause, ticket.changed_at)
    if diagnosis is None or not diagnosis.ranked:
        yield ExplanationTable(title, say("explain.nothing"))
        return
    yield ExplanationTable(title)
    for rank, hypothesis in enumerate(diagnosis.ranked[:SHOWN], 1):
        yield _hypothesis(rank, hypothesis, say)
    rest = diagnosis.ranked[SHOWN : SHOWN + 10]
    if rest:
        rows = tuple((say.names.cause(h.cause), say.names.percent(h.probability)) for h in rest)
        yield ExplanationTable(say("explain.others"), "", say.columns("cause", "probability"), rows)
    yield _would(explained, say)


def _hypothesis(rank: int, hypothesis: Hypothesis, say: _Words) -> ExplanationTable:
    names = say.names
    title = f"{rank}. {names.cause(hypothesis.cause)} {names.percent(hypothesis.probability)}"
    sums = dict.fromkeys(("own", *_SUMMED.values()), 0.0)
    for e in hypothesis.evidence:
        sums[_SUMMED.get(e.kind, "own")] += e.weight
    parts = {name: decibans(weight) for name, weight in sums.items()}
    rows = tuple(
        (decibans(e.weight), e.sentence(names.lang), names.kind(e.kind))
        for e in sorted(hypothesis.evidence, key=lambda e: -abs(e.weight))
    )
    if not rows:
        return ExplanationTable(title, say("explain.bare"))
    note = say("explain.total", total=decibans(hypothesis.weight), **parts)
    return ExplanationTable(title, note, say.columns("db", "evidence", "kind"), rows)


def _would(explained: TicketExplained, say: _Words) -> ExplanationTable:
    rows = [_overturn(explained.overturn, say)] if explained.overturn else []
    rows += [_prospect(p, say) for p in explained.prospects]
    return ExplanationTable(
        say("explain.would"),
        "" if rows else say("explain.would.nothing"),
        say.columns("if", "then") if rows else (),
        tuple(rows),
    )


def _overturn(found: Overturn, say: _Words) -> tuple[str, str]:
    facts = say.names.listed([_fact(e, say) for e in found.without])
    then = say("explain.rival", rival=say.names.cause(found.rival))
    return say("explain.without", facts=facts), then


def _fact(evidence: Evidence, say: _Words) -> str:
    cause = say.names.cause(evidence.cause)
    return say("explain.fact", says=evidence.sentence(say.names.lang), cause=cause)


def _prospect(prospect: Prospect, say: _Words) -> tuple[str, str]:
    names = say.names
    asked = say("explain.asked", question=names.question(prospect.question))
    if prospect.yes is None or prospect.no is None:
        return asked, say("explain.answer")
    (yes, yes_p), (no, no_p) = prospect.yes, prospect.no
    then = say(
        "explain.yes_no",
        yes=names.cause(yes),
        yes_p=names.percent(yes_p),
        no=names.cause(no),
        no_p=names.percent(no_p),
    )
    return asked, then


# An incident


def _incident(explained: IncidentExplained, say: _Words) -> Iterator[ExplanationTable]:
    names, incident, why = say.names, explained.incident, explained.why
    yield ExplanationTable(say.head("incident", incident.id, incident.cause, incident.raised_at))
    if why.none is None:
        kept = zip(incident.suspects, incident.chances, strict=False)
        rows = tuple((names.cause(c), names.chance(incident, c)) for c, _ in kept)
        heads = say.columns("cause", "probability")
        yield ExplanationTable(say("explain.causes"), say("explain.ended"), heads, rows)
        return
    note = say("explain.causes.note", at=_moment(explained.as_of))
    yield _shares(why, say, note, _in_words)
    lead = names.cause(incident.cause)
    yield ExplanationTable(
        say("explain.voices"),
        say("explain.voices.note", lead=lead, most=MOST_VOICES),
        say.columns("organisation", "since", "how", "matters"),
        tuple(_voice(v, explained, say) for v in why.voices),
    )
    rows = tuple(_otherwise(o, say) for o in why.otherwise if o.leads != incident.cause)
    note = "" if rows else say("explain.would.nothing")
    yield ExplanationTable(
        say("explain.would"), note, say.columns("if", "then") if rows else (), rows
    )
    weights = _shares(why, say, say("explain.weights.note"), lambda w, _: decibans(w), "usual")
    yield replace(weights, title=say("explain.weights"), is_folded=True)
    yield ExplanationTable(
        say("explain.weights.voices"),
        say("explain.weights.voices.note", lead=lead),
        say.columns("organisation", "says", "moves"),
        tuple(_weights(v, say) for v in why.voices),
        is_folded=True,
    )


def _shares(
    why: Explanation, say: _Words, note: str, tell: Callable[[float, _Words], str], *more: str
) -> ExplanationTable:
    """How likely each cause is, and what speaks for it; ``tell`` tells a weight, ``more``: other columns.

    A suspect has the chance that the incident keeps, with what people decided, as on its own page.
    """
    is_told = any(s.peers for s in why.shares)  # a column for those alone who hear other desks
    seen = ("page", "probe", *(("peers",) if is_told else ()), "reports", *more)
    heads = say.columns("cause", "probability", "organisations", *seen)
    rows = [
        (
            say.names.cause(s.cause),
            say.names.chance(why.incident, s.cause) or say.names.percent(s.probability),
            str(s.organisations),
            *(tell(getattr(s, name), say) for name in seen),
        )
        for s in why.shares
    ]
    if why.none is not None:
        rows.append((say("explain.none"), say.names.percent(why.none), *[""] * (len(heads) - 2)))
    return ExplanationTable(say("explain.causes"), note, heads, tuple(rows))


def _in_words(weight: float, say: _Words) -> str:
    """A weight of evidence in words: how much, and on which side."""
    size = sum(abs(weight) >= least for least in _SIZES)
    return say(f"explain.weight.{'for' if weight > 0 else 'against'}.{size}") if size else "–"


def _voice(voice: OrganisationVoice, explained: IncidentExplained, say: _Words) -> tuple[str, ...]:
    said = voice.said
    usage = explained.usages.get(said.tenant, Usage.UNKNOWN)
    how = say.names.listed(_how(said, explained.incident.cause, usage, say))
    since = f"{said.at.astimezone(JST):%m-%d %H:%M}"
    matters = sum(voice.moves >= least for least in _SIZES)
    who = say.names.organisation(said.tenant)
    return who, since, how, say(f"explain.matters.{matters}")


def _how(said: TenantReport, lead: str, usage: Usage, say: _Words) -> list[str]:
    """In which ways an organisation speaks of the cause.

    ``USES`` is no way of its own: how it is known who uses the product is ``usage``, in the words of the incident's page.
    """
    ways = [] if usage is Usage.UNKNOWN else [say(f"incident_pages.use.{usage}")]
    ways += [say.names.kind(EvidenceKind(k)) for k in said.support.get(lead, ()) if k != USES]
    if lead in said.refuted and usage is not Usage.OFF_IN_VAIN:
        ways.append(say("explain.how.refuted"))
    return ways or [say("explain.how.nothing" if explains(said, lead) else "explain.how.other")]


def _weights(voice: OrganisationVoice, say: _Words) -> tuple[str, ...]:
    says = say("explain.silent") if voice.says is None else decibans(voice.says)
    return say.names.organisation(voice.said.tenant), says, decibans(voice.moves)


def _otherwise(found: Otherwise, say: _Words) -> tuple[str, str]:
    names = say.names
    if found.page is not None:
        given = say(
            f"explain.page.{'trouble' if found.shows else 'quiet'}", cause=names.cause(found.page)
        )
    else:
        tenants = names.listed([names.organisation(t) for t in found.without])
        given = say("explain.left_out", tenants=tenants, n=len(found.without))
    percent = names.percent(found.probability)
    if found.leads is None:
        return given, say("explain.too_little", percent=percent, least=names.percent(RAISE_AT))
    return given, say("explain.leads", cause=names.cause(found.leads), percent=percent)
