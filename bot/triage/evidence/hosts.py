"""What became of products' hosts in the customer's browser or log."""

from collections.abc import Mapping

from bot.model.catalogue import Catalogue
from bot.model.conversation import Complaint


def states(complaint: Complaint, catalogue: Catalogue) -> Mapping[str, str]:
    """``failing`` or ``answering`` by product id: how their hosts appear in the customer's words.

    A host that a customer pastes with a success code answers; any other mention of a script or
    licence host is taken as failing, since people paste what is red. kintone's own host says
    nothing: a request to it may stand for a dead vendor behind ``kintone.proxy()``.
    """
    found: dict[str, str] = {}
    for fact, state in (("hosts", "failing"), ("hosts_ok", "answering")):
        hosts = complaint.facts.get(fact)
        for host in hosts if isinstance(hosts, tuple) else ():
            found.update(dict.fromkeys(catalogue.owners_of(host), state))
    return found
