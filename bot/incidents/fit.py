"""Which incident explains a conversation, if any."""

from bot.incidents.tally import EXPLAINED
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus

JOINS_AT = 0.15  # probability that an incident's cause, as we believe it, explains a report


def fits(conversation: Conversation, cause: str, catalogue: Catalogue) -> bool:
    """Whether a cause, or what it stands on or under, explains a conversation."""
    ident = cause.partition(":")[2]
    related = {ident} | catalogue.foundations(ident) | catalogue.dependants(ident)
    return any(
        weight > EXPLAINED
        and (c == cause or (c.partition(":")[2] in related and _same_side(c, cause)))
        for c, weight in conversation.testimony.items()
    )


def _same_side(one: str, other: str) -> bool:
    """The platform is below everything: only its own headings count as related to it."""
    return ("platform" in one.partition(":")[0]) == ("platform" in other.partition(":")[0])


def explained_by(incident: Incident, conversation: Conversation, catalogue: Catalogue) -> float:
    """Probability that the incident's cause is one that explains the conversation."""
    believed = zip(incident.suspects, incident.chances, strict=False)
    return sum(chance for cause, chance in believed if fits(conversation, cause, catalogue))


def group_of(conversation: Conversation, watch: Watch, *, was_told: bool) -> str | None:
    """The id of the incident to which a conversation belongs; None: no incident explains it.

    Who was told (``was_told``) or is well again stays where they are. A report that came after the
    end of its incident is news and belongs to none until one explains it.
    """
    current = _followed(watch.incident(conversation.incident), watch)
    if current is not None:
        if not current.is_open and not _is_news(conversation, current):
            return current.id
        settled = conversation.recovered_at is not None or not conversation.is_troubled or was_told
        if current.is_open and settled:
            return current.id
    if not conversation.is_troubled:
        return current.id if current is not None and current.is_open else None
    best = max(
        watch.open,
        key=lambda i: (explained_by(i, conversation, watch.catalogue), i is current),
        default=None,
    )
    if best is None or explained_by(best, conversation, watch.catalogue) < JOINS_AT:
        return None
    return best.id


def _followed(incident: Incident | None, watch: Watch) -> Incident | None:
    """The incident into which this one was merged, if it was."""
    if incident is not None and incident.status is IncidentStatus.MERGED:
        return watch.incident(incident.merged_into)
    return incident


def _is_news(conversation: Conversation, ended: Incident) -> bool:
    """Whether a conversation tells of trouble since its incident ended."""
    said, end = conversation.last_report_at, ended.resolved_at
    return conversation.is_troubled and said is not None and end is not None and said > end
