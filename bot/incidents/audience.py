"""Who should hear of an incident: who reported it, and who uses what fails and has not written of it."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from bot.incidents.assign import fits, may_reach
from bot.model.broadcast import Audience
from bot.model.catalogue import Product
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import ENDINGS, Incident
from bot.model.knowledge import Knowledge
from bot.model.ticket import ProposedNotice


class ReaderStanding(StrEnum):
    """Where a reader stands towards an incident, which decides whether they hear of it."""

    AFFECTED = "affected"  # reports it, and the cause explains what they say
    OFF = "off"  # has switched something off
    DELETED = "deleted"
    WELL = "well"  # says that it works again
    VAGUE = "vague"  # reports it, and says too little that points to the cause
    APART = "apart"  # of it, and all that they use is mended already
    UNREACHED = "unreached"  # of it, but the cause cannot reach them
    PROPOSED = "proposed"  # has not reported it; staff are to decide
    BROADCAST = "broadcast"  # has not reported it, and was told
    ELSEWHERE = "elsewhere"  # reports something else


def standing(incident: Incident, reader: Conversation, told: Collection[str]) -> ReaderStanding:
    """Where a reader stands; ``told``: the reasons that they have had. It decides as ``due`` does."""
    if reader.incident != incident.id:
        if not told:
            return ReaderStanding.ELSEWHERE
        return ReaderStanding.PROPOSED if {*told} == {"proposed"} else ReaderStanding.BROADCAST
    if incident.is_open and not ENDINGS.isdisjoint(told):
        return ReaderStanding.APART
    if reader.switched_off():
        return ReaderStanding.OFF
    if reader.deleted():
        return ReaderStanding.DELETED
    if not reader.is_troubled:
        return ReaderStanding.WELL
    if fits(reader, incident.cause):
        return ReaderStanding.AFFECTED
    return (
        ReaderStanding.VAGUE
        if told or may_reach(reader, incident.cause)
        else ReaderStanding.UNREACHED
    )


def proposals(
    incident: Incident,
    bystanders: Iterable[Conversation],
    told: Mapping[str, frozenset[str]],
    watch: Watch,
    knowledge: Knowledge,
    langs: Collection[str] = (),
) -> list[ProposedNotice]:
    """Notices for staff to decide on, one a language; ``told``: reasons by customer.

    Only those whose inventory is known to hold the product, or who follow it, are proposed, and
    nobody twice: a notice bears the name of the first conversation it is for. ``langs``: of the
    recipients concerned, whom no conversation knows. It neither sends nor approves.
    """
    products = concerned_products(incident, watch)
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return []
    readers: dict[str, list[Conversation]] = {}
    for bystander in bystanders:
        if bystander.customer not in told and _is_concerned(bystander, product, incident, watch):
            readers.setdefault(bystander.lang, []).append(bystander)
    spoken: dict[str, list[str]] = {}
    for lang in sorted(langs):
        spoken.setdefault(read_in(lang, knowledge), []).append(lang)
    return [
        ProposedNotice(
            id=f"P-{incident.id}-{_first(readers.get(lang), incident, lang)}",
            incident=incident.id,
            to=tuple(c.customer for c in readers.get(lang, ())),
            reason="first",
            text=knowledge.say(lang, "notice.first", what=product.name),
            lang=lang,
            cause=incident.cause,
            proposed_at=watch.now,
            audience=Audience(products, tuple(spoken[lang])) if lang in spoken else None,
        )
        for lang in dict.fromkeys((*readers, *spoken))
        if knowledge.say(lang, "notice.first", what=product.name)
    ]


def concerned_products(incident: Incident, watch: Watch) -> tuple[str, ...]:
    """Ids of what fails and of what depends on it; () where the cause is in no catalogue."""
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return ()
    return tuple(sorted({product.id, *watch.catalogue.dependants(product.id)}))


def read_in(lang: str, knowledge: Knowledge) -> str:
    """The language in which somebody is told: their own where we speak it, or else English."""
    return lang if knowledge.say(lang, "notice.first", what="") else "en"


def _first(readers: list[Conversation] | None, incident: Incident, lang: str) -> str:
    """What tells one proposal of an incident from the others."""
    return readers[0].id if readers else f"{incident.relapses}-{lang}"


def _is_concerned(reader: Conversation, product: Product, incident: Incident, watch: Watch) -> bool:
    """Whether a customer who did not report is known to use what fails, and has not said since that it works."""
    if reader.recovered_at is not None and reader.recovered_at >= incident.raised_at:
        return False
    owned = set(reader.complaint.inventory or ())
    concerned = product.id in owned or bool(owned & watch.catalogue.dependants(product.id))
    if product == watch.catalogue.platform:
        concerned = fits(reader, incident.cause)
    return concerned
