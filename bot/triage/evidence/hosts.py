"""What became of a product's hosts in the customer's browser or log."""

from bot.model.catalogue import Catalogue, Product
from bot.model.conversation import Complaint


def state_of(product: Product, complaint: Complaint, catalogue: Catalogue) -> str | None:
    """``failing``, ``answering`` or None: how the product's hosts appear in the customer's words.

    A host that a customer pastes with a success code answers; any other mention of a script or
    licence host is taken as failing, since people paste what is red. kintone's own host says
    nothing: a request to it may stand for a dead vendor behind ``kintone.proxy()``.
    """
    for fact, state in (("hosts_ok", "answering"), ("hosts", "failing")):
        hosts = complaint.facts.get(fact)
        if isinstance(hosts, tuple) and any(product.id in catalogue.owners_of(h) for h in hosts):
            return state
    return None
