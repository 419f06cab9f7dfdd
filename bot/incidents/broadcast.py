"""From an incident to the notices that are due, each with its reason, each told once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.incidents.apart import is_over_for, over_apart
from bot.incidents.assign import fits, may_reach
from bot.incidents.recovery_signs import agreeing, is_contested
from bot.incidents.remedies import passed_on, released, ways_of
from bot.incidents.tellable import is_published, may_be_told
from bot.model.advice_plan import CLEARED, UPDATED, plugins_on
from bot.model.broadcast import PROGRESS
from bot.model.catalogue import ProductKind
from bot.model.conversation import Change, Conversation, Done, Trial
from bot.model.evidence import LINE
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import Incident, IncidentStatus, ReportedRemedy

ANSWERED_WITHIN = timedelta(minutes=10)
_AT_THE_END = {
    IncidentStatus.RESOLVED: ("over",),
    IncidentStatus.WITHDRAWN: ("withdrawn",),
}
_SCRIPTS = (ProductKind.PLUGIN, ProductKind.CDN, ProductKind.HOSTING)
THOUGHT_OVER = "thought_over"  # of who was told of the end of an incident's earlier life
_UNTRIED = {CLEARED: "stale", UPDATED: "released"}  # reasons of what nobody says has helped yet
MOST_ASKED = 20  # first reporters who are asked whether it is over


@dataclass(frozen=True, slots=True)
class Due:
    """One notice for one conversation.

    ``reason``: update, workaround, helped:ADVICE, released, stale, recovered, reenable, withdrawn,
    first, or is_it_over; ``version`` is the one that helped others or that the vendor released. ``also``: what else the notice tells, so
    that one message says both. ``gone``: ids of products that the reader deleted.
    """

    conversation: Conversation
    reason: str
    advice: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    version: str = ""


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
    found += [f"helped:{way.advice}:{way.version}" for way in _to_try(incident, watch)]
    found += [f"over:{product}" for product in over_apart(incident, watch)]
    return tuple(found)


def due(incident: Incident, reader: Conversation, told: Collection[str], watch: Watch) -> list[Due]:
    """The notices that are due to one reporter now; ``told``: the reasons they have had.

    Who reported hears how their own trouble goes on without waiting for approval. Who was told that
    it is over hears when it is back. Whom the cause cannot reach, and who was told nothing, hears
    nothing of the end. It does not say how a notice is worded or sent.
    """
    if incident.status is IncidentStatus.RESOLVED:
        concerned = told or reader.switched_off() or may_reach(reader, incident.cause)
        return _recovery(incident, reader, told, watch) if concerned else []
    if incident.status is IncidentStatus.WITHDRAWN:
        return _retraction(reader, told)
    if is_over_for(incident, reader, watch):
        return _recovery(incident, reader, told, watch)
    kinds = {t.partition(":")[0] for t in incident.telling}
    if "relapse" in kinds and THOUGHT_OVER in told and "relapse" not in told:
        return [Due(reader, "relapse", _off_again(incident, reader))]
    if not (reader.is_troubled and fits(reader, incident.cause)):
        return []
    news = ("update",) if "update" in kinds and "update" not in told else ()
    if "workaround" in kinds and "workaround" not in told and _needs_it(incident, reader, watch):
        return [Due(reader, "workaround", also=news)]
    ways = list(_helpful(incident, reader, told, watch))
    if news and ways and ways[0].reason == "released":  # one message says both
        return [replace(ways[0], also=news), *ways[1:]]
    return [Due(reader, "update", ("point_to_status_page",)), *ways] if news else ways


def _to_try(incident: Incident, watch: Watch) -> tuple[ReportedRemedy, ...]:
    """What those affected may try: what helped others or is released, and to do away with stale files."""
    ways = passed_on(incident)
    if (new := released(incident, watch)) and all(w.advice != UPDATED for w in ways):
        ways = (*ways, new)
    again = incident.relapses > 0  # who was well in between has no old files
    stale = is_contested(incident, watch) and not again and all(w.advice != CLEARED for w in ways)
    return (
        (*ways, ReportedRemedy(CLEARED)) if stale and _runs_in_browsers(incident, watch) else ways
    )


def _runs_in_browsers(incident: Incident, watch: Watch) -> bool:
    """Whether browsers may go on with an old script of the cause, or of what it serves."""
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return incident.cause.startswith(("plugin:", "unlisted_plugin:"))
    return product.in_browser or product.kind in _SCRIPTS


def _helpful(
    incident: Incident, reader: Conversation, told: Collection[str], watch: Watch
) -> Iterator[Due]:
    """What one reader has not heard of and not tried. Who has it off needs no way but a cure."""
    known = {*ways_of(reader), *(a.advice for a in reader.advised), *_tried(reader)}
    ident = incident.cause.partition(":")[2]
    off = reader.switched_off()
    if _was_just_asked(reader, watch):
        return
    for way in _to_try(incident, watch):
        reason = f"helped:{way.advice}" if way.helped else _UNTRIED[way.advice]
        if reason in told or way.advice in known:
            continue
        if way.advice != UPDATED and not off:
            yield Due(reader, reason, (way.advice,), version=way.version)
        elif way.advice == UPDATED and _may_name(incident, reader, watch):
            proven = ident in off and way.helped  # a release alone may mend a part
            again = (f"reenable_with_caution:{ident}",) if proven else ()
            yield Due(reader, reason, (way.advice, *again), version=way.version)


def _tried(reader: Conversation) -> tuple[str, ...]:
    tried = reader.complaint.facts.get("already_tried")
    return tried if isinstance(tried, tuple) else ()


def _may_name(incident: Incident, reader: Conversation, watch: Watch) -> bool:
    """Whether a reader may read what is to be updated: it is told to all, or they named it or were told of it."""
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return False
    known = product.id in reader.complaint.products or reader.may_have_off(product.id)
    return known or may_be_told(incident, watch)


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


def _was_just_asked(reader: Conversation, watch: Watch) -> bool:
    """Whether a question of ours is on its way to being answered: the reply will say more."""
    if not reader.open_questions or not reader.turns:
        return False
    return watch.now - reader.turns[-1].at < ANSWERED_WITHIN


def _is_unheard_of(incident: Incident, reader: Conversation, watch: Watch) -> bool:
    """Whether the cause lies behind what readers use and nobody has made it public to them yet.

    Who hosts a product, or where a recipient keeps mail, is named only when its own page says so
    or the reader did. Who uses a plug-in that stands on it hears of that plug-in, and who may be on
    a failing line hears of the line without the provider's name.
    """
    above = plugins_on(incident.cause, reader.complaint, watch.catalogue)
    spoken_of = bool(above) or incident.cause.startswith(LINE)
    return is_hidden(incident, reader, watch) and not spoken_of


def is_hidden(incident: Incident, reader: Conversation, watch: Watch) -> bool:
    """Whether the cause lies behind what a reader uses, and neither its page nor they have named it."""
    behind = incident.cause.startswith(("infra:", "external:", LINE))
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
    was_told = bool({"workaround", "update", "first", PROGRESS}.intersection(told))
    return [Due(reader, "withdrawn")] if was_told and "withdrawn" not in told else []


def _recovery(
    incident: Incident, reader: Conversation, told: Collection[str], watch: Watch
) -> list[Due]:
    """Recovery to exactly those who reported or were told; re-enable to those who disabled.

    What another open incident is about stays off. Who deleted something hears how to have it again.
    """
    if {"recovered", "reenable"}.intersection(told):
        return []
    off = tuple(dict.fromkeys(_off(incident, reader, watch)))
    gone = tuple(i for i in reader.deleted() if i)
    if off:
        advice = tuple(f"reenable_plugin:{p}" for p in off)
        since = max(incident.raised_at, *(s.at for s in reader.steps if _is_off(s)))
        told_in_reply = {a.advice for a in reader.advised if a.at >= since}
        known = told_in_reply.intersection(advice)
        return [] if known else [Due(reader, "reenable", advice, gone=gone)]
    if (reader.recovered_at is not None and not gone) or _goes_on(incident, reader):
        return []
    return [Due(reader, "recovered", ("no_action_needed",), gone=gone)]


def _goes_on(incident: Incident, reader: Conversation) -> bool:
    """Whether a reader has told of trouble since there was evidence of the end, be it the latest: theirs may be another."""
    begun, well, said = incident.monitoring_since, incident.well_at, reader.last_report_at
    since = max(begun, well) if begun is not None and well is not None else begun
    return reader.is_troubled and since is not None and said is not None and said > since


def _off(incident: Incident, reader: Conversation, watch: Watch) -> Iterator[str]:
    """What a reader may switch on again; what they did not name is what the incident was about."""
    heading, _, ident = incident.cause.partition(":")
    others = (other for other in watch.open if other.id != incident.id)
    failing = {p for other in others for p in _may_fail_in(other, incident, watch)}
    for off in reader.switched_off():
        if off and off not in failing:
            yield off
        elif not off and heading == "unlisted_plugin":
            yield "unlisted"
        elif not off and heading == "plugin" and ident != "any":
            yield ident


def _may_fail_in(other: Incident, ended: Incident, watch: Watch) -> set[str]:
    """What an open incident may be about: its likeliest cause with all that stands on it, and its other suspects.

    Of these suspects not what has ended, which is not kept off for a doubt.
    """
    ident = other.cause.partition(":")[2]
    suspects = {cause.partition(":")[2] for cause in other.suspects}
    suspects -= {ended.cause.partition(":")[2]}
    return {ident, *suspects, *watch.catalogue.dependants(ident)}


def _is_off(step: Trial | Change) -> bool:
    if isinstance(step, Change):
        return step.what is Done.OFF
    return step.advice.startswith("disable_plugin:")


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
    waiting = (c for c in troubled if not c.switched_off())
    verified_first = sorted(waiting, key=lambda c: not is_verified(c.counts_as))
    most = min(2 * agreeing(incident), MOST_ASKED)
    return [Due(c, "is_it_over") for c in verified_first[:most]]
