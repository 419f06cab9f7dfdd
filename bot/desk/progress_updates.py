"""Updates that staff write of an incident: drafted, put before staff, told to whom it concerns.

Who reported it or was told of it by a conversation hears it there; who was told by broadcast hears it
the way they were told. Either can be told alone, in words of their own, and of those who reported it those alone whose
reports its cause explains. Nobody hears it who has heard nothing of the incident before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk.broadcasts import start, write_page
from bot.desk.ports import UnitOfWork
from bot.desk.steering import following, sequels, unfit
from bot.incidents.assign import fits
from bot.model.broadcast import FIRST, PROGRESS, Broadcast, BroadcastStatus
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecided, UpdateReaders
from bot.model.effect import Effect, Proposal
from bot.model.event import Approved
from bot.model.incident import Incident
from bot.model.ticket import ProposedNotice
from bot.texts.loader import LANGUAGES, spoken

MOST_NAMED = 5_000  # customers of one update whom conversations know
_TO_EFFECTS = "update"  # what such a notice is in the words of effects


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom updates of an incident concern by name, by the language in which they read them.

    ``fitting``: of those who reported it, whose reports the cause explains.
    """

    reported: Mapping[str, Sequence[str]]
    fitting: Mapping[str, Sequence[str]]
    told: Mapping[str, Sequence[str]]  # by a first notice

    def named(self, lang: str, readers: UpdateReaders) -> tuple[str, ...]:
        """Those of one language whom an update for some readers is for."""
        reported, told = self.reported[lang], self.told[lang]
        match readers:
            case UpdateReaders.REPORTED:
                return tuple(dict.fromkeys(reported))
            case UpdateReaders.FITTING:
                return tuple(dict.fromkeys(self.fitting[lang]))
            case UpdateReaders.TOLD:
                known = frozenset(reported)
                return tuple(dict.fromkeys(name for name in told if name not in known))
            case UpdateReaders.ALL:
                return tuple(dict.fromkeys((*reported, *told)))


def draft(by: IncidentDecided, incident: Incident, work: UnitOfWork) -> list[Effect]:
    """Put an update (``by.text``, in the language ``by.about``) before staff."""
    if unfit(by.text):
        return []
    ident = f"P-{incident.id}-u{work.number('update')}"
    proposal = replace(outlined(by, incident, concerned(incident, work)), id=ident)
    work.save_proposal(proposal)
    return [
        Proposal(proposal.id, incident.id, proposal.to, _TO_EFFECTS, proposal.text, proposal.lang)
    ]


def concerned(incident: Incident, work: UnitOfWork) -> Concerned:
    """Whom updates of an incident concern, read once for all languages.

    Who reads neither Japanese nor English reads the English one.
    """
    reported: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    fitting: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for conversation in _reporters(incident, work):
        lang = spoken(conversation.lang)
        reported[lang].append(conversation.customer)
        if fits(conversation, incident.cause):  # as notices of a workaround decide it
            fitting[lang].append(conversation.customer)
    told = {
        lang: [name for first in lines(incident.id, lang, work) for name in first.named]
        for lang in LANGUAGES
    }
    return Concerned(_bounded(reported), _bounded(fitting), told)


def _bounded(names: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {lang: some[:MOST_NAMED] for lang, some in names.items()}


def outlined(by: IncidentDecided, incident: Incident, whom: Concerned) -> ProposedNotice:
    """What would be put before staff of an update, without an id."""
    return ProposedNotice(
        id="",
        incident=incident.id,
        to=whom.named(by.about, by.readers),
        reason=PROGRESS,
        text=by.text,
        lang=by.about,
        cause=incident.cause,
        proposed_at=by.at,
        readers=by.readers,
    )


def tell(proposal: ProposedNotice, event: Approved, work: UnitOfWork) -> list[Effect]:
    """Begin to tell an approved update; the next one is due as it was promised."""
    effects: list[Effect] = []
    for first in lines_of(proposal, work):
        after = following(first, PROGRESS, proposal.text, event.at, event.staff, work)
        effects += write_page(replace(after, quiet=event.quiet, own=event.own), event.at, work)
    effects += start(proposal, event, work)
    incident = work.incident(proposal.incident)
    if incident is not None and incident.update_every:
        due = event.at + timedelta(minutes=incident.update_every)
        work.save_incident(replace(incident, next_update_at=due))
    return effects


def lines_of(proposal: ProposedNotice, work: UnitOfWork) -> list[Broadcast]:
    """The first notices whose readers hear an update."""
    if proposal.readers in (UpdateReaders.REPORTED, UpdateReaders.FITTING):
        return []
    return lines(proposal.incident, proposal.lang, work)


def lines(incident: str, lang: str, work: UnitOfWork) -> list[Broadcast]:
    """The first notices of an incident in a language whose readers hear how it goes on."""
    return [
        first
        for first in work.broadcasts(incident=incident, under_way_only=False)
        if (first.reason, first.follows, spoken(first.lang)) == (FIRST, None, lang)
        and first.status is not BroadcastStatus.CANCELLED
        and not any(later.is_retraction for later in sequels(first, work))
    ]


def _reporters(incident: Incident, work: UnitOfWork) -> Iterator[Conversation]:
    """Its reporters who wait for its end or were told of it."""
    told: Mapping[str, frozenset[str]] = work.told(incident.id, incident.relapses)
    for member in work.members(incident.id):
        if member.is_troubled or member.switched_off() or told.get(member.customer):
            yield member
