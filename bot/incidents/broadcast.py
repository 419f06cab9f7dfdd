"""From an incident to the notices that are due, each with its reason, each told once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.incidents.declare import fits, shows_trouble
from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus, Told

NAMED_AT = 0.8  # probability from which the cause is told to those affected
ANSWERED_WITHIN = timedelta(minutes=10)
FEWEST_UNSEEN = 3  # organisations, where nothing but their contrast points to the cause
_DIRECT = frozenset({"trial", "console"})


@dataclass(frozen=True, slots=True)
class Due:
    """One notice for one conversation. ``reason``: update, workaround, recovered, reenable, withdrawn, first.

    ``needs_approval``: the reader did not report, so staff decide.
    """

    conversation: Conversation
    reason: str
    advice: tuple[str, ...] = ()
    needs_approval: bool = False


def broadcast(incident: Incident, watch: Watch) -> list[Due]:
    """The notices that are due now; nobody is told the same twice.

    Who reported hears how their own trouble goes on without waiting for approval. It does not say
    how the notice is worded or sent.
    """
    if incident.status is IncidentStatus.RESOLVED:
        return list(_recovery(incident, watch))
    if incident.status is IncidentStatus.WITHDRAWN:
        return list(_retraction(incident, watch))
    return [*_published(incident, watch), *_workaround(incident, watch)]


def told(incident: Incident, due: Due, watch: Watch) -> Incident:
    """The incident with the notice in its ledger."""
    entry = Told(due.conversation.customer, due.reason, watch.now)
    return replace(incident, told=(*incident.told, entry))


def may_be_told(incident: Incident, watch: Watch) -> bool:
    """Whether the likeliest cause may be named to those affected: never from counts alone."""
    if incident.confidence < NAMED_AT:
        return False
    members = watch.members(incident)
    direct = any(_DIRECT.intersection(c.support.get(incident.cause, ())) for c in members)
    if direct or is_published(incident, watch):
        return True
    contrasting = {
        c.tenant
        for c in members
        if {"answer", "words"}.intersection(c.support.get(incident.cause, ()))
    }
    return len(contrasting) >= 2 and len(incident.tenants) >= FEWEST_UNSEEN


def published_by(incident: Incident, watch: Watch) -> Product | None:
    """Whose own page reports the trouble: the likeliest cause's, or one of those it stands on."""
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return None
    if shows_trouble(watch.feeds.get(product.id), watch):
        return product
    below = sorted(watch.catalogue.foundations(product.id))
    told = [i for i in below if shows_trouble(watch.feeds.get(i), watch)]
    return watch.catalogue.get(told[0]) if told else None


def is_published(incident: Incident, watch: Watch) -> bool:
    """Whether a page of the vendor, or of what the product stands on, reports trouble."""
    return published_by(incident, watch) is not None


def _affected(incident: Incident, watch: Watch) -> Iterator[Conversation]:
    """Reporters whose trouble goes on and is explained by the likeliest cause."""
    for conversation in watch.members(incident):
        if conversation.is_troubled and fits(conversation, incident.cause, watch.catalogue):
            yield conversation


def _published(incident: Incident, watch: Watch) -> Iterator[Due]:
    if not is_published(incident, watch):
        return
    for conversation in _affected(incident, watch):
        if not incident.was_told(conversation.customer, "update"):
            yield Due(conversation, "update", ("point_to_status_page",))


def _workaround(incident: Incident, watch: Watch) -> Iterator[Due]:
    product = watch.catalogue.of_cause(incident.cause)
    if product is not None and product.kind is ProductKind.PLATFORM:
        return  # there is nothing that customers could do
    if not may_be_told(incident, watch):
        return
    for conversation in _affected(incident, watch):
        if incident.was_told(conversation.customer, "workaround") or _knows(conversation, incident):
            continue
        if _is_unheard_of(incident, conversation, watch) or _was_just_asked(conversation, watch):
            continue
        yield Due(conversation, "workaround")


def _was_just_asked(reader: Conversation, watch: Watch) -> bool:
    """Whether a question of ours is on its way to being answered: the reply will say more."""
    if not reader.open_questions or not reader.turns:
        return False
    return watch.now - reader.turns[-1].at < ANSWERED_WITHIN


def _is_unheard_of(incident: Incident, reader: Conversation, watch: Watch) -> bool:
    """Whether the cause lies behind what readers use and nobody has made it public to them yet.

    Who hosts a product, or where a recipient keeps mail, is named only when its own page says so
    or the reader did.
    """
    behind = incident.cause.startswith(("infra:", "external:"))
    named = incident.cause.partition(":")[2] in reader.complaint.products
    return behind and not named and not is_published(incident, watch)


def _knows(conversation: Conversation, incident: Incident) -> bool:
    """Whether a reply has given this reader the way round already, or they have found it."""
    ident = incident.cause.partition(":")[2]
    target = "unlisted" if incident.cause.startswith("unlisted_plugin:") else ident
    given = {a.advice for a in conversation.advised}
    specific = {f"disable_plugin:{target}", "wait_for_vendor", "use_other_address"}
    return bool(given & specific) or target in conversation.switched_off()


def _retraction(incident: Incident, watch: Watch) -> Iterator[Due]:
    """Taking back what turned out to be nothing, from exactly those who were told."""
    for conversation in watch.members(incident):
        if incident.was_told(
            conversation.customer, "workaround", "update", "first"
        ) and not incident.was_told(conversation.customer, "withdrawn"):
            yield Due(conversation, "withdrawn")


def _recovery(incident: Incident, watch: Watch) -> Iterator[Due]:
    """Recovery to exactly those who reported or were told; re-enable to those who disabled."""
    for conversation in watch.members(incident):
        if incident.was_told(conversation.customer, "recovered", "reenable"):
            continue
        off = conversation.switched_off()
        if off:
            advice = tuple(f"reenable_plugin:{p}" for p in off)
            told_in_reply = {a.advice for a in conversation.advised}
            if not told_in_reply.intersection(advice):
                yield Due(conversation, "reenable", advice)
        elif conversation.recovered_at is None:
            yield Due(conversation, "recovered", ("no_action_needed",))
