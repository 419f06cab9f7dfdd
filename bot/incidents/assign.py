"""Which incident explains a conversation, if any."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.incidents.levels import EXPLAINED, level
from bot.incidents.posterior import Posterior
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.tenant_report import said_of

BOOST = 10.0  # by how much a fault multiplies reports, roughly
EARLIER = timedelta(hours=12)  # how long after a report its reporter still waits for its end
_OF_ONE_PRODUCT = ("plugin:", "connected:", "home:")
USES_SOME = 10.0  # decibans of using some product of a sort against a certain one
NOTHING = -40.0  # decibans of a cause that a report does not mention


def fits(conversation: Conversation, cause: str) -> bool:
    """Whether a cause explains a conversation."""
    return said_of(conversation.testimony, cause, NOTHING) > EXPLAINED


def may_reach(conversation: Conversation, cause: str) -> bool:
    """Whether a cause may lie behind a conversation, however little its words say of it.

    Who is known not to use the product has no weight for it.
    """
    return said_of(conversation.testimony, cause, NOTHING) > NOTHING


def explanation(conversation: Conversation, believed: Iterable[tuple[str, float]]) -> float:
    """How many times likelier than local trouble these faults, with their chances, make a report."""
    return sum(
        chance * BOOST * 10 ** (_level(conversation, cause) / 10) for cause, chance in believed
    )


def _level(conversation: Conversation, cause: str) -> float:
    """What a conversation says of a cause; of some product of a sort that it uses one of the sort."""
    weight = said_of(conversation.testimony, cause, NOTHING)
    return level(min(0.0, weight + USES_SOME) if cause.endswith(":any") else weight, cause)


def group_of(
    conversation: Conversation,
    unexplained: Mapping[str, float],
    watch: Watch,
    found: Callable[[Incident], Posterior],
    *,
    was_told: bool,
) -> str | None:
    """The id of the incident to which a conversation belongs; None: no incident explains it best.

    ``unexplained``: chances of the causes of reports that have no incident; what they have above an
    incident's own chances speaks for another fault beside it. ``found``: what the reports of an incident
    say. Who was told (``was_told``) or is well again stays where they are. A report that came after the
    end of its incident is news and belongs to none until one explains it.
    """
    apart = conversation.unlinked
    current = _followed(watch.incident(conversation.incident), watch)
    current = None if current is not None and current.id in apart else current
    if current is not None:
        if not current.is_open and not _is_news(conversation, current):
            return current.id
        if current.is_open and (was_told or not conversation.is_troubled):
            return current.id
    if not conversation.is_troubled:
        return current.id if current is not None and current.is_open else None
    explained = [
        (explanation(conversation, _as_shown(i, found(i))), i)
        for i in watch.open
        if i.id not in apart
    ]
    best, incident = max(explained, key=lambda e: (e[0], e[1] is current), default=(0.0, None))
    if incident is None:
        return None
    known = dict(_believed(incident))
    beyond = ((c, p - _known(c, known)) for c, p in unexplained.items())
    otherwise = explanation(conversation, [(c, p) for c, p in beyond if p > 0])
    return incident.id if best >= max(1.0, otherwise) else None


def _believed(incident: Incident) -> Iterator[tuple[str, float]]:
    return zip(incident.suspects, incident.chances, strict=False)


def _as_shown(incident: Incident, found: Posterior) -> Iterator[tuple[str, float]]:
    """What is believed of an incident, by what its fault shows by.

    One that makes everybody's charts freeze hardly explains that mails do not arrive, however sure it is.
    """
    return (part for cause, chance in _believed(incident) for part in found.parted(cause, chance))


def _known(cause: str, chances: Mapping[str, float]) -> float:
    """The chance that an incident gives to a cause; one of some product of a sort gives it to each."""
    return max(chances.get(cause, 0.0), chances.get(f"{cause.partition(':')[0]}:any", 0.0))


def is_earlier_case(conversation: Conversation, incident: Incident, watch: Watch) -> bool:
    """Whether trouble told of too long ago to count is this one: it fits, of a product they have.

    Everybody has the platform, so that having it says nothing.
    """
    product = watch.catalogue.of_cause(incident.cause)
    if product is None or not incident.cause.startswith(_OF_ONE_PRODUCT):
        return False
    if incident.id in conversation.unlinked:
        return False
    complaint = conversation.complaint
    theirs = product.id in complaint.products or product.id in (complaint.inventory or ())
    return conversation.is_troubled and theirs and fits(conversation, incident.cause)


def placed_by_hand(
    conversation: Conversation, incident: str | None, *, out_of: str | None = None
) -> Conversation:
    """The conversation with the incident that a person says explains it, and one that does not."""
    apart = dict.fromkeys((*conversation.unlinked, *([out_of] if out_of is not None else ())))
    kept = tuple(i for i in apart if i != incident)
    return replace(conversation, pinned=incident, unlinked=kept)


def placed_with_heirs(conversation: Conversation, heir: Callable[[str], str]) -> Conversation:
    """The conversation as people placed it, by the incidents of which theirs are part by now.

    One of which it is by hand goes before one of which it is not.
    """
    if conversation.pinned is None and not conversation.unlinked:
        return conversation
    pinned = heir(conversation.pinned) if conversation.pinned is not None else None
    apart = dict.fromkeys(map(heir, conversation.unlinked))
    return replace(conversation, pinned=pinned, unlinked=tuple(i for i in apart if i != pinned))


def _followed(incident: Incident | None, watch: Watch) -> Incident | None:
    """The incident into which this one was merged, if it was."""
    if incident is not None and incident.status is IncidentStatus.MERGED:
        return watch.incident(incident.merged_into)
    return incident


def _is_news(conversation: Conversation, ended: Incident) -> bool:
    """Whether a conversation tells of trouble since its incident ended."""
    said, end = conversation.last_report_at, ended.resolved_at
    return conversation.is_troubled and said is not None and end is not None and said > end
