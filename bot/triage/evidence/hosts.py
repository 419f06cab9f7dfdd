"""What became of products' hosts in the customer's browser or log."""

from collections.abc import Mapping

from bot.model.catalogue import Catalogue
from bot.model.conversation import Complaint
from bot.model.understanding import FactValue
from bot.triage.understand.facts.web import is_own_machine, is_tenants


def states(complaint: Complaint, catalogue: Catalogue) -> Mapping[str, str]:
    """``failing`` or ``answering`` by product id: how their hosts appear in the customer's words.

    A host that is pasted with a success code, or said to answer, answers, and one of which both was said
    answers by now; any other mention of a script or licence host is taken as failing, since people
    paste what is red. That one host of a product answers says nothing where another fails. kintone's
    own host says nothing: a request to it may stand for a dead vendor behind ``kintone.proxy()``.
    """
    answering = _listed(complaint, "hosts_ok")
    failing = _failing(complaint)
    found: dict[str, str] = {}
    for hosts, state in ((answering, "answering"), (failing, "failing")):
        for host in hosts:
            found.update(dict.fromkeys(catalogue.owners_of(host), state))
    return found


def only_foreign_fail(complaint: Complaint, catalogue: Catalogue) -> bool:
    """Whether a host fails that no product of the catalogue has, and nothing is said of the hosts of any.

    Had a product of the catalogue failed, the customer's browser would most likely have shown its own host.
    """
    foreign = any(_is_foreign(host, catalogue) for host in _failing(complaint))
    return foreign and not states(complaint, catalogue)


def _failing(complaint: Complaint) -> list[str]:
    answering = _listed(complaint, "hosts_ok")
    return [host for host in _listed(complaint, "hosts") if host not in answering]


def _listed(complaint: Complaint, fact: str) -> tuple[str, ...]:
    hosts = complaint.facts.get(fact)
    return hosts if isinstance(hosts, tuple) else ()


def foreign_hosts(
    facts: dict[str, FactValue], leaving_out: frozenset[str], catalogue: Catalogue
) -> dict[str, FactValue]:
    """Hosts in the customer's words that belong to somebody unknown."""
    hosts = facts.get("hosts")
    if not isinstance(hosts, tuple):
        return {}
    foreign = tuple(h for h in hosts if h not in leaving_out and _is_foreign(h, catalogue))
    return {"unlisted_hosts": foreign} if foreign else {}


def _is_foreign(host: str, catalogue: Catalogue) -> bool:
    """Whether a host belongs to somebody unknown: neither to kintone, nor to a known product, nor to the reader's machine."""
    return not (is_tenants(host) or is_own_machine(host) or catalogue.owners_of(host))
