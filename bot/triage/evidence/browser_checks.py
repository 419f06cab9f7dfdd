"""What a check from the customer's browser shows: facts and an answered question. It weighs nothing."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.browser_check import BrowserCheck, CheckVerdict, Reachability
from bot.model.catalogue import Catalogue
from bot.model.conversation import Complaint, Conversation
from bot.model.understanding import REPORTS, FactValue, Kind, Understanding

_FACTS = {
    "check_failing": Reachability.FAILED,
    "check_slow": Reachability.SLOW,
    "check_answering": Reachability.REACHED,
}
# Where the line itself is at fault, what fails behind it says nothing of its own.
_OF_THE_LINE = frozenset({CheckVerdict.LINE_DOWN, CheckVerdict.CUT_OFF, CheckVerdict.LINE_SLOW})
# Nobody needs to look for a failing host, or to try other sites, once the browser has.
_ANSWERS = ("console_error", "other_sites")


def with_check(
    heard: Understanding, check: BrowserCheck, conversation: Conversation
) -> Understanding:
    """The message with what its check shows, as far as it was offered in the conversation.

    While trouble lasts it goes on with it; after "it works again" it is no report.
    """
    offer = conversation.offer
    tried = tuple(t for t in check.tried if offer is not None and offer.knows(t.target))
    check = replace(check, tried=tried)
    verdict = check.verdict
    if verdict is None:
        return heard
    facts: dict[str, FactValue] = {"check": str(verdict)}
    is_line = verdict in _OF_THE_LINE
    facts |= {name: () if is_line else check.hosts(reach) for name, reach in _FACTS.items()}
    name, _, version = check.browser.rpartition(" ")
    if name and "browser" not in conversation.complaint.facts:
        facts |= {"browser": name, "browser_version": version}
    kind, before = heard.kind, conversation.complaint.kind
    if conversation.is_troubled:
        kind = before if before in REPORTS else Kind.FUNCTION_REPORT
    answered = tuple(dict.fromkeys((*heard.answered, *_ANSWERS)))
    return replace(heard, kind=kind, facts={**heard.facts, **facts}, answered=answered, check=check)


def states_in_check(complaint: Complaint, catalogue: Catalogue) -> Mapping[str, str]:
    """``failing``, ``slow`` or ``answering`` by product id: what became of their hosts in the check.

    The worst of a product's hosts decides.
    """
    found: dict[str, str] = {}
    for name in _FACTS:
        hosts = complaint.facts.get(name)
        for host in hosts if isinstance(hosts, tuple) else ():
            for ident in catalogue.owners_of(host):
                found.setdefault(ident, name.removeprefix("check_"))
    return found
