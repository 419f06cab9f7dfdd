"""What gets onto the public page: notices that staff publish, how they go on, and our measurements."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.ports import UnitOfWork
from bot.desk.post_news import publish_update
from bot.desk.staff import heir_of
from bot.model.broadcast import FIRST, PUBLIC_PAGE, Broadcast, Steering
from bot.model.catalogue import Catalogue
from bot.model.event import Approved, Probed, Steered
from bot.model.incident import Incident, IncidentStatus
from bot.model.japan import JST
from bot.model.probe import Importance, ProbeRef, ProbeState, ServiceHealth
from bot.model.publication import (
    ComponentDay,
    Impact,
    Post,
    PostKind,
    PostStatus,
    PostUpdate,
    public_id,
)
from bot.model.status import all_fail
from bot.model.ticket import ProposalStatus, ProposedNotice
from bot.texts.loader import LANGUAGES, say
from bot.triage.evidence.probes import blind

MAY_COME_BACK = timedelta(days=7)  # since a post is over


# What staff publish


def publish(
    event: Approved, work: UnitOfWork, catalogue: Catalogue, refs: Sequence[ProbeRef]
) -> None:
    """Put an approved notice onto the page, where staff want it there; what was not approved is not."""
    proposal = work.proposal(event.proposal)
    if proposal is None or proposal.status is not ProposalStatus.APPROVED:
        return
    if not event.public or proposal.decided_at != event.at:
        return
    text = event.own.get(PUBLIC_PAGE, proposal.text)
    _show(replace(proposal, text=text), event.at, work, catalogue, refs)


def _show(
    notice: ProposedNotice | Broadcast,
    at: datetime,
    work: UnitOfWork,
    catalogue: Catalogue,
    refs: Sequence[ProbeRef],
) -> None:
    incident = heir_of(notice.incident, work)
    known = _post_of(incident.id if incident is not None else notice.incident, work)
    if known is None:
        known = _begun(notice, incident, at, work, catalogue, refs)
    publish_update(_with_notice(known, notice, at), work, catalogue)


def _post_of(incident: str, work: UnitOfWork) -> Post | None:
    """The open post of an incident, or of one that was merged into it."""
    for post in work.posts():
        heir = heir_of(post.incident, work)
        if post.incident == incident or (heir is not None and heir.id == incident):
            return post
    return None


def _begun(
    proposal: ProposedNotice | Broadcast,
    incident: Incident | None,
    at: datetime,
    work: UnitOfWork,
    catalogue: Catalogue,
    refs: Sequence[ProbeRef],
) -> Post:
    number = work.number("post")
    failing = failing_parts(refs, work, at) if _is_home(proposal.cause, catalogue) else {}
    return Post(
        public_id("post", str(number), at.isoformat()),
        PostKind.INCIDENT,
        PostStatus.INVESTIGATING,
        titles_of(proposal.cause, catalogue),
        incident.raised_at if incident is not None else at,
        at,
        at,
        impact=_impact(proposal.cause, failing, catalogue),
        incident=incident.id if incident is not None else proposal.incident,
        cause=proposal.cause,
        components=tuple(failing),
        followed=incident.status if incident is not None else None,
    )


def titles_of(cause: str, catalogue: Catalogue) -> dict[str, str]:
    """What a post about a cause is called, by language. A product in no catalogue is not named."""
    product = catalogue.of_cause(cause)
    if product is None:
        return {lang: say(lang, "public.title.some") for lang in LANGUAGES}
    return {lang: say(lang, "public.title.product", name=product.name) for lang in LANGUAGES}


def _with_notice(post: Post, proposal: ProposedNotice | Broadcast, at: datetime) -> Post:
    """The same notice in another language is one update with it.

    What is at fault is known with it; where staff or the incident have the post beyond that, it stays.
    """
    one, lang = _one_in_all(proposal), proposal.lang
    for number, said in enumerate(post.updates):
        if one and said.notice == one and lang not in said.texts:
            both = replace(said, texts={**said.texts, lang: proposal.text})
            updates = (*post.updates[:number], both, *post.updates[number + 1 :])
            return replace(post, updates=updates, changed_at=at)
    begins = post.status is PostStatus.INVESTIGATING
    status = PostStatus.IDENTIFIED if begins else post.status
    return post.with_update(PostUpdate(at, status, {lang: proposal.text}, one))


def _one_in_all(notice: ProposedNotice | Broadcast) -> str:
    """What is the same of a notice in every language; "" where that is not known.

    The first notices of a cause say the same. Updates do that were written at the same moment.
    """
    if notice.reason == FIRST:
        return f"{FIRST}:{notice.cause}"
    if isinstance(notice, ProposedNotice):
        return f"{notice.reason}:{notice.proposed_at.isoformat()}"
    return ""


def _is_home(cause: str, catalogue: Catalogue) -> bool:
    return catalogue.home is not None and catalogue.of_cause(cause) == catalogue.home


def _impact(cause: str, failing: dict[str, ProbeRef], catalogue: Catalogue) -> Impact:
    """Of somebody else's trouble little is ours; of our own it depends on what stands still."""
    if not _is_home(cause, catalogue):
        return Impact.MINOR
    vital = any(ref.importance is Importance.HIGH for ref in failing.values())
    return Impact.CRITICAL if vital else Impact.MAJOR


def failing_parts(refs: Sequence[ProbeRef], work: UnitOfWork, at: datetime) -> dict[str, ProbeRef]:
    """The operator's components that surely fail now, by their ids."""
    failing = {s.probe for s in work.probes() if s.says(at) is ServiceHealth.FAILING}
    return {ref.part: ref for ref in refs if ref.is_own and ref.id in failing}


# How it goes on


def follow(at: datetime, work: UnitOfWork, catalogue: Catalogue) -> None:
    """Say of every post how its incident goes on; a post that follows none stays as it is.

    An incident that stands where it did has nothing to add, whatever staff have said of the post.
    """
    for post in work.posts(at - MAY_COME_BACK):
        incident = heir_of(post.incident, work)
        if incident is None or incident.status is post.followed:
            continue
        said, followed = _news(post, incident), replace(post, followed=incident.status)
        if said is not None:
            said_of_it = followed.with_update(said_everywhere(*said, at))
            publish_update(said_of_it, work, catalogue)
        else:
            work.save_post(followed)


def _news(post: Post, incident: Incident) -> tuple[PostStatus, str] | None:
    """Where a post stands from now on, and what is said of it; None: nothing is new."""
    if incident.is_open and post.is_over:
        return PostStatus.INVESTIGATING, "again"
    if post.is_over:
        return None
    match incident.status:
        case IncidentStatus.WITHDRAWN:
            return PostStatus.RESOLVED, "withdrawn"
        case IncidentStatus.RESOLVED:
            return PostStatus.RESOLVED, "resolved"
        case IncidentStatus.MONITORING if post.status is not PostStatus.MONITORING:
            return PostStatus.MONITORING, "monitoring"
        case IncidentStatus.CONFIRMED if post.status is PostStatus.MONITORING:
            return PostStatus.IDENTIFIED, "goes_on"
        case _:
            return None


def said_everywhere(status: PostStatus, what: str, at: datetime) -> PostUpdate:
    """One of the desk's own sentences, in every language."""
    return PostUpdate(at, status, {lang: say(lang, f"public.said.{what}") for lang in LANGUAGES})


def steered(
    event: Steered, work: UnitOfWork, catalogue: Catalogue, refs: Sequence[ProbeRef]
) -> None:
    """What staff did with a notice shows on the page: corrected, taken back, or shown there at last."""
    broadcast = work.broadcast(event.broadcast)
    if broadcast is None:
        return
    post = _post_of(broadcast.incident, work)
    if event.what is Steering.PUBLISH:
        text = broadcast.said(broadcast.edition, PUBLIC_PAGE)
        _show(replace(broadcast, text=text), event.at, work, catalogue, refs)
    elif post is not None and event.what is Steering.CORRECT:
        said = PostUpdate(event.at, post.status, {broadcast.lang: event.text})
        publish_update(post.with_update(said), work, catalogue)
    elif post is not None and event.what is Steering.RETRACT:
        # It follows its incident no more: what staff take back does not come back by itself.
        taken_back = post.with_update(said_everywhere(PostStatus.RESOLVED, "retracted", event.at))
        publish_update(replace(taken_back, incident=None), work, catalogue)


# What we measure


def count(event: Probed, state: ProbeState, work: UnitOfWork, refs: Sequence[ProbeRef]) -> None:
    """Add a measurement of an own component to its day, unless nobody can be sure of it."""
    ref = next((r for r in refs if r.id == event.probe and r.is_own), None)
    health = state.says(event.at)
    if ref is None or health is None:
        return
    if health is ServiceHealth.FAILING and _is_blind(event, work):
        return
    day = event.at.astimezone(JST).date().isoformat()
    failed, slow = health is ServiceHealth.FAILING, health is ServiceHealth.SLOW
    work.count_day(ComponentDay(ref.part, day, 1, int(failed), int(slow)))


def _is_blind(event: Probed, work: UnitOfWork) -> bool:
    feeds_fail = all_fail(work.feeds())
    return event.vantage in blind(work.probes(), event.at, feeds_fail=feeds_fail)
