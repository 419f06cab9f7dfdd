"""Notices to customers and alerts to staff in words. Built from approved fields only.

No reporter's text, no name and no count below three ever gets into what a customer reads.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.incidents.broadcast import Due, is_hidden
from bot.incidents.cause_names import STAFF_LANG, cause_name, name_with_product
from bot.incidents.declare import Declaration, IncidentAction
from bot.incidents.tellable import may_be_told, published_by
from bot.model.advice_plan import CLEARED, UPDATED, plugins_on
from bot.model.conversation import Conversation
from bot.model.evidence import LINE
from bot.model.facts import Watch
from bot.model.incident import Incident
from bot.model.japan import JST
from bot.model.knowledge import Knowledge
from bot.model.phrasing import organisation_words, quoted, remedy_text, voices_words
from bot.model.status import Shows
from bot.model.tenant_report import UPDATED_BROWSER
from bot.text.language import language

_SHOWN_EVIDENCE = 6
FEWEST_SHARING = 2  # organisations
_SAID_AGAIN = frozenset({"recovered", "reenable", "is_it_over"})  # with the hour, as it is news
MOST_SHARED = 5  # products that are named as shared


def notice(
    due: Due,
    incident: Incident,
    watch: Watch,
    knowledge: Knowledge,
    began: datetime | None = None,
) -> str:
    """What one reader reads, in their language. ``began``: when it was first reported, where that is told."""
    lang = due.conversation.lang
    what = cause_name(_known_as(incident, due, watch), watch, knowledge, due.conversation)
    if due.reason.startswith("helped:"):
        return "\n\n".join(p for p in _helped(due, what, knowledge) if p)
    parts = [_lead(due, incident, watch, knowledge)]
    if "update" in due.also:
        parts.insert(0, _published(due, incident, watch, knowledge))
    if began is not None:
        at = f"{began.astimezone(JST):%H:%M}"
        parts.append(knowledge.say(lang, "notice.since", at=at))
    shown = {"update": (), "stale": (), "recovered": due.advice[1:], "reenable": due.advice[:1]}
    for n, advice in enumerate(shown.get(due.reason, due.advice)):
        ident = advice.partition(":")[2]
        name = cause_name(f"plugin:{ident}", watch, knowledge, due.conversation) if ident else what
        in_full = n == 0 and due.reason != "recovered"
        parts.append(remedy_text(knowledge, advice, lang, name, whole=in_full))
    for ident in due.gone:
        name = cause_name(f"plugin:{ident}", watch, knowledge, due.conversation)
        parts.append(knowledge.say(lang, "notice.install_again", product=name))
    return "\n\n".join(p for p in parts if p)


def _helped(due: Due, what: str, knowledge: Knowledge) -> Iterator[str]:
    """What helped others with the same trouble; nobody is named, and nothing promised."""
    lang, advice = due.conversation.lang, due.advice[0]
    if advice in (CLEARED, UPDATED):
        newer = f"{what} {due.version}".strip()
        yield knowledge.say(lang, f"notice.helped.{advice}", product=newer)
    else:
        yield knowledge.say(lang, "notice.helped")
        yield remedy_text(knowledge, advice, lang)
    for then in due.advice[1:]:
        yield remedy_text(knowledge, then, lang, what)


def _lead(due: Due, incident: Incident, watch: Watch, knowledge: Knowledge) -> str:
    """The sentence that a notice begins with; what a reader's plug-in stands on is spoken of without its name."""
    if due.reason == "update":
        return _published(due, incident, watch, knowledge)
    known_as = _known_as(incident, due, watch)
    what = cause_name(known_as, watch, knowledge, due.conversation)
    if "update" not in due.also:  # which says what their product has to do with it
        what = name_with_product(known_as, watch, knowledge, due.conversation)
    key = f"notice.{due.reason}"
    if known_as.startswith("plugin:") and known_as != incident.cause and due.reason == "workaround":
        behind = knowledge.say(due.conversation.lang, "notice.workaround.behind", what=what)
        return behind or knowledge.say(due.conversation.lang, key, what=what)
    if incident.relapses and due.reason in _SAID_AGAIN:
        at = f"{watch.now.astimezone(JST):%H:%M}"
        return knowledge.say(due.conversation.lang, f"{key}.again", at=at)
    return knowledge.say(due.conversation.lang, key, what=what, version=due.version)


def _known_as(incident: Incident, due: Due, watch: Watch) -> str:
    """The cause as a reader knows it, where its name is not public: their own plug-in, or some line."""
    if not is_hidden(incident, due.conversation, watch):
        return incident.cause
    if incident.cause.startswith(LINE):
        return f"{LINE}any"
    above = plugins_on(incident.cause, due.conversation.complaint, watch.catalogue)
    return f"plugin:{above[0]}" if above else incident.cause


def _published(due: Due, incident: Incident, watch: Watch, knowledge: Knowledge) -> str:
    """That a page of the vendor, or of what its product stands on, says so now, and what it tells its readers to do."""
    product, lang = watch.catalogue.of_cause(incident.cause), due.conversation.lang
    publisher = published_by(incident, watch)
    cause = publisher.cause if publisher else incident.cause
    what = name_with_product(cause, watch, knowledge, due.conversation)
    guidance = watch.guidance.get(publisher.id, "") if publisher else ""
    if guidance and language(guidance) == lang:
        said = knowledge.say(lang, "notice.update.vendor", what=what)
        return f"{said}\n\n{knowledge.say(lang, 'page.says', text=guidance)}"
    is_platform = product is not None and product == watch.catalogue.platform
    key = "notice.update.platform" if is_platform else "notice.update.vendor"
    return knowledge.say(lang, key, what=what)


def alert(
    change: Declaration, members: Sequence[Conversation], watch: Watch, knowledge: Knowledge
) -> str:
    """What staff read of an incident: what, how sure, how many, and the evidence."""
    incident = change.incident
    what = cause_name(incident.cause, watch, knowledge)
    action = change.action or IncidentAction.UPDATED
    if action in (IncidentAction.RECOVERED, IncidentAction.WITHDRAWN):
        why = change.why or knowledge.say(STAFF_LANG, "staff.decided", who=incident.withdrawn_by)
        return knowledge.say(STAFF_LANG, f"staff.{action}", what=what, why=why)
    lines = [
        knowledge.say(
            STAFF_LANG,
            f"staff.{action}",
            what=what,
            tenants=incident.organisations,
            percent=round(100 * incident.confidence),
        )
    ]
    if change.why:
        lines.append(change.why)
    lines += evidence(incident, members, watch, knowledge)
    if not may_be_told(incident, watch):
        lines.append(knowledge.say(STAFF_LANG, "staff.not_told"))
    return "\n".join(lines)


def evidence(
    incident: Incident, members: Sequence[Conversation], watch: Watch, knowledge: Knowledge
) -> list[str]:
    """The evidence table in sentences: who, in which words, what they share, which hosts.

    ``members``: the first conversations of the incident.
    """
    say = knowledge.say
    named = dict.fromkeys(organisation_words(knowledge, t, STAFF_LANG) for t in incident.tenants)
    lines = [say(STAFF_LANG, "staff.tenants", tenants="、".join(named))]
    if voices := voices_words(knowledge, incident.voices, STAFF_LANG):
        lines.append(voices)
    others = incident.suspects[1:3]
    if others:
        names = "、".join(cause_name(c, watch, knowledge) for c in others)
        lines.append(say(STAFF_LANG, "staff.others", names=names))
    lines += _common(members, watch, knowledge)
    lines += _browsers(members, knowledge)
    hosts = _hosts(members)
    if hosts:
        lines.append(say(STAFF_LANG, "staff.hosts", hosts="、".join(hosts[:8])))
    lines += _about_the_product(incident, watch, knowledge)
    unlisted = dict.fromkeys(n for c in members for n in c.complaint.unlisted)
    if unlisted:
        lines.append(say(STAFF_LANG, "staff.unlisted", names=_quotations(unlisted)))
    langs = dict.fromkeys(c.lang for c in members)
    if len(langs) > 1:
        lines.append(say(STAFF_LANG, "staff.languages", languages="、".join(langs)))
    lines += _notes(members, knowledge)
    for conversation in members[:_SHOWN_EVIDENCE]:
        said = next((t.text for t in conversation.turns if t.speaker == "customer"), "")
        who = organisation_words(knowledge, conversation.tenant, STAFF_LANG)
        lines.append(say(STAFF_LANG, "staff.reports", text=f"{who}「{quoted(said, 80)}」"))
    return lines


def _common(members: Sequence[Conversation], watch: Watch, knowledge: Knowledge) -> Iterator[str]:
    """Products that most of the reporting organisations use or name, and how many of how many.

    That they have none in common is said only where what each of them uses is known in full.
    """
    owned: dict[str, set[str]] = {}
    for c in members:
        uses = owned.setdefault(c.counts_as, set())
        uses |= {*(c.complaint.inventory or ()), *c.complaint.products}
    counts = Counter(ident for uses in owned.values() for ident in sorted(uses))
    platform = watch.catalogue.platform
    shared = [
        (product, n)
        for ident, n in counts.most_common()
        if n >= FEWEST_SHARING
        and 2 * n > len(owned)
        and (product := watch.catalogue.get(ident)) is not None
        and product != platform
    ]
    if shared:
        parts = [
            product.name
            if n == len(owned)
            else knowledge.say(STAFF_LANG, "staff.shared", name=product.name, n=n, all=len(owned))
            for product, n in shared[:MOST_SHARED]
        ]
        yield knowledge.say(STAFF_LANG, "staff.common", text="、".join(parts))
    elif len(owned) >= FEWEST_SHARING and all(c.complaint.complete for c in members):
        yield knowledge.say(STAFF_LANG, "staff.no_common")


def _browsers(members: Sequence[Conversation], knowledge: Knowledge) -> Iterator[str]:
    """The browsers in which it fails, with their versions, where it works in another or an older one."""
    elsewhere = any(
        c.complaint.facts.get("other_browser_ok") is True
        or UPDATED_BROWSER in c.complaint.signatures
        for c in members
    )
    told = {(c.counts_as, _browser(c)) for c in members if elsewhere}
    counts = Counter(name for _, name in sorted(told) if name)
    named = [
        knowledge.say(STAFF_LANG, "staff.browser", name=name, n=n)
        for name, n in counts.most_common(MOST_SHARED)
    ]
    if named:
        yield knowledge.say(STAFF_LANG, "staff.browsers", text="、".join(named))


def _browser(conversation: Conversation) -> str:
    facts = conversation.complaint.facts
    return f"{facts.get('browser', '')} {facts.get('browser_version', '')}".strip()


def _about_the_product(incident: Incident, watch: Watch, knowledge: Knowledge) -> list[str]:
    """What staff should look at: the hosts of the suspect, and a maintenance that may overrun."""
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return []
    lines = []
    if product.hosts and product != watch.catalogue.platform:
        hosts = "、".join(product.hosts[:6])
        lines.append(
            knowledge.say(STAFF_LANG, "staff.product_hosts", name=product.name, hosts=hosts)
        )
    feed = watch.feeds.get(product.id)
    if feed is not None and feed.says(watch.now) is Shows.MAINTENANCE_COMPLETED:
        lines.append(knowledge.say(STAFF_LANG, "note.overrun", name=product.name))
    if feed is not None and feed.is_overdue(watch.now):
        lines.append(knowledge.say(STAFF_LANG, "note.overdue", name=product.name))
    return lines


def _hosts(members: Sequence[Conversation]) -> list[str]:
    found: dict[str, None] = {}
    for conversation in members:
        hosts = conversation.complaint.facts.get("hosts")
        found.update(dict.fromkeys(hosts if isinstance(hosts, tuple) else ()))
    return list(found)


def _notes(members: Sequence[Conversation], knowledge: Knowledge) -> list[str]:
    """Signatures that two or more reporters share, and their answers about the last sync."""
    counts: dict[str, int] = {}
    for conversation in members:
        for signature in conversation.complaint.signatures:
            counts[signature] = counts.get(signature, 0) + 1
    titles = [
        knowledge.signatures[s].title[STAFF_LANG]
        for s, n in counts.items()
        if n >= 2 and s in knowledge.signatures
    ]
    lines = [knowledge.say(STAFF_LANG, "staff.signature", title=title) for title in titles]
    syncs = [
        str(c.complaint.facts["last_sync"]) for c in members if "last_sync" in c.complaint.facts
    ][:5]
    if syncs:
        lines.append(knowledge.say(STAFF_LANG, "staff.last_sync", times=_quotations(syncs)))
    return lines


def _quotations(said: Iterable[str]) -> str:
    return "、".join(f"「{quoted(text, 60)}」" for text in said)
