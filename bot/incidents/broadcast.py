"""From an incident to the notices that are due, each with its reason, each told once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.incidents.fit import fits, may_reach
from bot.incidents.prior import probe_fails, shows_trouble
from bot.incidents.recover import agreeing
from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import Conversation
from bot.model.counsel import plugins_on
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import Incident, IncidentStatus

NAMED_AT = 0.8  # probability from which the cause is told to those affected
ANSWERED_WITHIN = timedelta(minutes=10)
FEWEST_UNSEEN = 4  # organisations, where nothing but their contrast points to the cause
FEWEST_CONTRASTING = 3  # organisations whose own words or answers point to it
_AT_THE_END = {
    IncidentStatus.RESOLVED: ("over",),
    IncidentStatus.WITHDRAWN: ("withdrawn",),
}
THOUGHT_OVER = "thought_over"  # of who was told of the end of an incident's earlier life
MOST_ASKED = 20  # first reporters who are asked whether it is over


@dataclass(frozen=True, slots=True)
class Due:
    """One notice for one conversation.

    ``reason``: update, workaround, recovered, reenable, withdrawn, first, or is_it_over.
    """

    conversation: Conversation
    reason: str
    advice: tuple[str, ...] = ()


def tellings(incident: Incident, watch: Watch) -> tuple[str, ...]:
    """What those whom an incident affects are to hear now: reasons, each with the cause it names.

    When one appears that was not there before, everybody affected is looked at; otherwise only who
    just wrote. It does not say who has heard it already.
    """
    cause = incident.cause
    if not incident.is_open:
        return _AT_THE_END.get(incident.status, ())
    found = [f"relapse:{incident.relapses}"] if incident.relapses else []
    if is_published(incident, watch):
        found.append(f"update:{cause}")
    if may_be_told(incident, watch):
        found.append(f"first:{cause}")
        product = watch.catalogue.of_cause(cause)
        if product is None or product.kind is not ProductKind.PLATFORM:
            found.append(f"workaround:{cause}")  # of a platform there is no way round
    return tuple(found)


def due(incident: Incident, reader: Conversation, told: Collection[str], watch: Watch) -> list[Due]:
    """The notices that are due to one reporter now; ``told``: the reasons they have had.

    Who reported hears how their own trouble goes on without waiting for approval. Who was told that
    it is over hears when it is back. Whom the cause cannot reach, and who was told nothing, hears
    nothing of the end. It does not say how a notice is worded or sent.
    """
    if incident.status is IncidentStatus.RESOLVED:
        concerned = told or reader.switched_off() or may_reach(reader, incident.cause)
        return _recovery(reader, told) if concerned else []
    if incident.status is IncidentStatus.WITHDRAWN:
        return _retraction(reader, told)
    kinds = {t.partition(":")[0] for t in incident.telling}
    if "relapse" in kinds and THOUGHT_OVER in told and "relapse" not in told:
        return [Due(reader, "relapse", _off_again(incident, reader))]
    if not (reader.is_troubled and fits(reader, incident.cause)):
        return []
    found = []
    if "update" in kinds and "update" not in told:
        found.append(Due(reader, "update", ("point_to_status_page",)))
    if "workaround" in kinds and "workaround" not in told and _needs_it(incident, reader, watch):
        found.append(Due(reader, "workaround"))
    return found


def _off_again(incident: Incident, reader: Conversation) -> tuple[str, ...]:
    """Whoever had switched something off leaves it off, or switches it off again."""
    target = incident.cause.partition(":")[2]
    had = {t.advice for t in reader.trials} & {
        f"disable_plugin:{target}",
        "disable_plugin:unlisted",
    }
    return tuple(sorted(had))


def _needs_it(incident: Incident, reader: Conversation, watch: Watch) -> bool:
    return not (
        _knows(reader, incident, watch)
        or _is_unheard_of(incident, reader, watch)
        or _was_just_asked(reader, watch)
    )


def may_be_told(incident: Incident, watch: Watch) -> bool:
    """Whether the likeliest cause may be named to those affected: never from counts alone."""
    if incident.confidence < NAMED_AT:
        return False
    if incident.proven or is_published(incident, watch) or is_measured(incident, watch):
        return True
    enough = incident.organisations >= FEWEST_UNSEEN
    return enough and incident.supported >= FEWEST_CONTRASTING


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


def is_measured(incident: Incident, watch: Watch) -> bool:
    """Whether our own measurements find the likeliest cause failing."""
    product = watch.catalogue.of_cause(incident.cause)
    return product is not None and probe_fails(product.id, watch)


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


def _knows(conversation: Conversation, incident: Incident, watch: Watch) -> bool:
    """Whether a reply has given this reader the way round already, or they have found it.

    Who uses a plug-in that stands on the cause has a better way than to wait.
    """
    above = plugins_on(incident.cause, conversation.complaint, watch.catalogue)
    if above:
        told = any(a.advice.removeprefix("disable_plugin:") in above for a in conversation.advised)
        return told or not set(above).isdisjoint(conversation.switched_off())
    ident = incident.cause.partition(":")[2]
    target = "unlisted" if incident.cause.startswith("unlisted_plugin:") else ident
    given = {a.advice for a in conversation.advised}
    specific = {f"disable_plugin:{target}", "wait_for_vendor", "use_other_address"}
    return bool(given & specific) or target in conversation.switched_off()


def _retraction(reader: Conversation, told: Collection[str]) -> list[Due]:
    """Taking back what turned out to be nothing, from exactly those who were told."""
    was_told = bool({"workaround", "update", "first"}.intersection(told))
    return [Due(reader, "withdrawn")] if was_told and "withdrawn" not in told else []


def _recovery(reader: Conversation, told: Collection[str]) -> list[Due]:
    """Recovery to exactly those who reported or were told; re-enable to those who disabled."""
    if {"recovered", "reenable"}.intersection(told):
        return []
    off = reader.switched_off()
    if off:
        advice = tuple(f"reenable_plugin:{p}" for p in off)
        since = max(t.at for t in reader.trials if t.advice.startswith("disable_plugin:"))
        told_in_reply = {a.advice for a in reader.advised if a.at >= since}
        return [] if told_in_reply.intersection(advice) else [Due(reader, "reenable", advice)]
    if reader.recovered_at is not None:
        return []
    return [Due(reader, "recovered", ("no_action_needed",))]


def is_turning(incident: Incident) -> bool:
    """Whether something speaks for the end of an incident; a suspicion is not monitored."""
    if incident.status is IncidentStatus.SUSPECTED:
        return bool(incident.recovered)
    return incident.status is IncidentStatus.MONITORING


def to_be_asked(incident: Incident, first: list[Conversation]) -> list[Due]:
    """The few first reporters of it who are asked whether it is over, once, when evidence turns.

    A page or one reporter may be wrong; who has said nothing since knows. Twice as many are asked as
    must agree, the verified first, since others cannot end it.
    """
    if incident.asked or not is_turning(incident):
        return []
    troubled = (c for c in first if c.is_troubled and may_reach(c, incident.cause))
    waiting = [c for c in troubled if not c.switched_off()]
    waiting.sort(key=lambda c: not is_verified(c.counts_as))
    asked = min(2 * agreeing(incident), MOST_ASKED)
    return [Due(c, "is_it_over") for c in waiting[:asked]]
