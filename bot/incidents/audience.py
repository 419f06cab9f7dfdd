"""Who else should hear of an incident: those who use what fails and have not written of it."""

from collections.abc import Iterable, Mapping

from bot.incidents.fit import fits
from bot.model.catalogue import Product
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.ticket import ProposedNotice


def proposals(
    incident: Incident,
    bystanders: Iterable[Conversation],
    told: Mapping[str, frozenset[str]],
    watch: Watch,
    knowledge: Knowledge,
) -> list[ProposedNotice]:
    """Notices for staff to decide on, one a language; ``told``: reasons by customer.

    Only those whose inventory is known to hold the product are proposed, and nobody twice: a notice
    bears the name of the first conversation it is for. It neither sends nor approves.
    """
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return []
    readers: dict[str, list[Conversation]] = {}
    for bystander in bystanders:
        if bystander.customer not in told and _is_concerned(bystander, product, incident, watch):
            readers.setdefault(bystander.lang, []).append(bystander)
    return [
        ProposedNotice(
            id=f"P-{incident.id}-{concerned[0].id}",
            incident=incident.id,
            to=tuple(c.customer for c in concerned),
            reason="first",
            text=knowledge.say(lang, "notice.first", what=product.name),
            lang=lang,
            cause=incident.cause,
            proposed_at=watch.now,
        )
        for lang, concerned in readers.items()
        if knowledge.say(lang, "notice.first", what=product.name)
    ]


def _is_concerned(reader: Conversation, product: Product, incident: Incident, watch: Watch) -> bool:
    """Whether a customer who did not report is known to use what fails."""
    owned = set(reader.complaint.inventory or ())
    concerned = product.id in owned or bool(owned & watch.catalogue.dependants(product.id))
    if product == watch.catalogue.platform:
        concerned = fits(reader, incident.cause)
    return concerned
