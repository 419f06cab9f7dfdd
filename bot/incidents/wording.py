"""Notices to customers and alerts to staff in words. Built from approved fields only.

No reporter's text, no name and no count below three ever gets into what a customer reads.
"""

from collections.abc import Iterable, Sequence

from bot.incidents.broadcast import Due, may_be_told, published_by
from bot.incidents.declare import Action, Declaration
from bot.model.conversation import Conversation
from bot.model.counsel import unlisted_name
from bot.model.evidence import UNKNOWN
from bot.model.facts import Watch
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.phrasing import organisation_words, quoted, remedy_text, voices_words
from bot.model.status import Shows

STAFF_LANG = "ja"
_SHOWN_EVIDENCE = 6


def notice(due: Due, incident: Incident, watch: Watch, knowledge: Knowledge) -> str:
    """What one reader reads, in their language."""
    lang = due.conversation.lang
    what = cause_name(incident.cause, watch, knowledge, due.conversation)
    product = watch.catalogue.of_cause(incident.cause)
    if due.reason == "update":
        is_platform = product is not None and product == watch.catalogue.platform
        key = "notice.update.platform" if is_platform else "notice.update.vendor"
        publisher = published_by(incident, watch)
        parts = [knowledge.say(lang, key, what=publisher.name if publisher else what)]
    elif due.reason == "workaround":
        parts = [knowledge.say(lang, "notice.workaround", what=what)]
        parts += [
            remedy_text(knowledge, a, lang, what, whole=n == 0) for n, a in enumerate(due.advice)
        ]
    elif due.reason == "reenable":
        switched = f"plugin:{due.advice[0].partition(':')[2]}"
        name = cause_name(switched, watch, knowledge, due.conversation)
        parts = [knowledge.say(lang, "notice.reenable", product=name)]
        parts += [remedy_text(knowledge, a, lang, name, whole=True) for a in due.advice[:1]]
    elif due.reason == "recovered":
        parts = [knowledge.say(lang, "notice.recovered")]
        parts += [remedy_text(knowledge, a, lang, what) for a in due.advice[1:]]
    elif due.reason == "relapse":
        parts = [knowledge.say(lang, "notice.relapse", what=what)]
        parts += [remedy_text(knowledge, a, lang, what, whole=True) for a in due.advice]
    elif due.reason == "is_it_over":
        parts = [knowledge.say(lang, "notice.is_it_over")]
    elif due.reason == "withdrawn":
        parts = [knowledge.say(lang, "notice.withdrawn")]
    else:
        parts = [knowledge.say(lang, "notice.first", what=what)]
    return "\n\n".join(p for p in parts if p)


def alert(
    change: Declaration, members: Sequence[Conversation], watch: Watch, knowledge: Knowledge
) -> str:
    """What staff read of an incident: what, how sure, how many, and the evidence."""
    incident = change.incident
    what = cause_name(incident.cause, watch, knowledge)
    action = change.action or Action.UPDATED
    if action in (Action.RECOVERED, Action.WITHDRAWN):
        return knowledge.say(STAFF_LANG, f"staff.{action}", what=what, why=change.why)
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
        lines.append("お客様にはまだ製品名を原因として伝えていません（独立した根拠が足りません）。")
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
        lines.append(f"ほかの候補：{names}")
    lines.append(_common(members, watch, knowledge))
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


def _common(members: Sequence[Conversation], watch: Watch, knowledge: Knowledge) -> str:
    """Products that every reporter with a known inventory uses, or that there is none."""
    owned = [
        set(c.complaint.inventory or ()) | set(c.complaint.products)
        for c in members
        if c.complaint.complete or c.complaint.products
    ]
    shared = set.intersection(*owned) if owned else set()
    names = [p.name for p in watch.catalogue.products.values() if p.id in shared]
    if not owned or not names:
        return knowledge.say(STAFF_LANG, "staff.no_common")
    return knowledge.say(STAFF_LANG, "staff.common", text="、".join(names))


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
    lines = [
        f"共通する手がかり：{knowledge.signatures[s].title['ja']}"
        for s, n in counts.items()
        if n >= 2 and s in knowledge.signatures
    ]
    syncs = [
        str(c.complaint.facts["last_sync"]) for c in members if "last_sync" in c.complaint.facts
    ][:5]
    if syncs:
        lines.append(
            f"最後に同期された時刻（お客様談）：{_quotations(syncs)}。再実行による重複に注意"
        )
    return lines


def _quotations(said: Iterable[str]) -> str:
    return "、".join(f"「{quoted(text, 60)}」" for text in said)


def cause_name(
    cause: str, watch: Watch, knowledge: Knowledge, reader: Conversation | None = None
) -> str:
    """A cause as a reader may read it; of a product in no catalogue staff read a quotation.

    It may be no more than a sort of product, or not known at all.
    """
    product = watch.catalogue.of_cause(cause)
    if product is not None:
        return product.name
    heading, _, ident = cause.partition(":")
    lang = reader.lang if reader is not None else STAFF_LANG
    if cause == UNKNOWN:
        return knowledge.say(lang, "cause.unclear")
    entry = knowledge.causes.get(heading)
    if ident == "any" and entry is not None:
        return knowledge.say(lang, "cause.some", what=knowledge.phrase(entry.title, lang))
    if ident != "unlisted" and not cause.startswith("unlisted_plugin:"):
        return ident
    if reader is None:
        return f"「{quoted(ident, 60)}」"
    found = unlisted_name(reader.complaint, watch.named)
    return found or knowledge.say(reader.lang, "unlisted.some")
