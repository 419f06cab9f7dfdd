"""One invented message through the real triage: how the knowledge base's examples are tried.

What an example may say beside its text (``Given``), product by product under ``any_SORT``: the
first product of that sort in the catalogue, so that no example depends on one vendor. In the text
``{any_SORT}`` stands for its name and ``{any_SORT_host}`` for one of its hosts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.conversation import AdviceOutcome, Complaint, Conversation, Trial
from bot.model.event import MessageReceived
from bot.model.evidence import UNKNOWN, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.probe import Measure, ServiceHealth
from bot.model.status import FeedState, Shows
from bot.model.status import FetchOutcome as Read
from bot.model.understanding import Understanding
from bot.triage.advise import advise
from bot.triage.after_recovery import after_recovery
from bot.triage.triage import Triage

GIVEN = frozenset({"uses", "feed", "probe", "facts", "asked", "tried", "cause"})
_ANY = "any_"
_NAMED = re.compile(r"\{(any_[a-z]+?)(_host)?\}")
_SHOWS = {
    "trouble": Shows.MAJOR_OUTAGE,
    "ending": Shows.MONITORING,
    "maintenance": Shows.MAINTENANCE_IN_PROGRESS,
    "maintenance_over": Shows.MAINTENANCE_COMPLETED,
    "notice": Shows.NOTICE,
    "quiet": Shows.OPERATIONAL,
}
# Causes of one kind of product that are filed under another heading.
_SORT_BEHIND = {"update": "platform", "maintenance": "platform"}


@dataclass(frozen=True, slots=True)
class _Scene:
    """One example, heard: the customer's words as understood, and all that is known."""

    heard: Understanding
    facts: Facts


def rehearsal(knowledge: Knowledge) -> Triage:
    """The triage that examples are tried with.

    Examples of the home product need one: where the catalogue has none, the first customisation
    service with a script in the page and hosts of its own plays that part.
    """
    catalogue = knowledge.catalogue
    if catalogue.home is None:
        like_one = (
            p.id
            for p in catalogue.products.values()
            if p.kind is ProductKind.CUSTOMISATION_SERVICE and p.in_browser and p.hosts
        )
        catalogue = catalogue.with_home(next(like_one, ""))
    return Triage(knowledge, catalogue)


def rehearse(triage: Triage, text: str, given: Mapping[str, object], at: datetime) -> list[str]:
    """The causes that the message points to, likeliest first, by the ids of the knowledge base.

    A product's cause counts for its sort (``plugin``); ``unknown`` is left out, since one message
    seldom beats it and an example asks which cause leads. Raises ValueError for an example that
    cannot be played, e.g. one that names a sort of product which the catalogue lacks.
    """
    diagnosis = triage.diagnose(_play(triage, text, given, at).facts)
    totals: dict[str, float] = {}
    for h in diagnosis.ranked:
        if h.cause != UNKNOWN:
            totals[_sort_of(h.cause)] = totals.get(_sort_of(h.cause), 0.0) + h.probability
    return sorted(totals, key=lambda sort: -totals[sort])


def advised(triage: Triage, text: str, given: Mapping[str, object], at: datetime) -> frozenset[str]:
    """The kinds of advice (ids without product) that the desk gives for the message.

    Those of the next move; with ``given["cause"]`` those for that cause once it may be named, and
    those after its end. Raises ValueError as ``rehearse`` does.
    """
    scene = _play(triage, text, given, at)
    facts = scene.facts
    if "cause" not in given:
        advice = {*triage.next_move(facts, scene.heard, triage.diagnose(facts)).advice}
    else:
        cause = _cause(triage, str(given["cause"]))
        complaint = facts.conversation.complaint
        advice = {
            *advise(Hypothesis(cause, 1.0), facts, triage.knowledge, named=True).advice,
            *after_recovery(cause, facts.conversation, facts, triage.knowledge),
            *triage.knowledge.checks_afterwards(cause, complaint.symptoms, complaint.signatures),
        }
    return frozenset(a.partition(":")[0] for a in advice)


def _play(triage: Triage, text: str, given: Mapping[str, object], at: datetime) -> _Scene:
    if unknown := sorted(given.keys() - GIVEN):
        raise ValueError(f"an example has no {', '.join(unknown)}")
    catalogue = triage.catalogue
    said = _NAMED.sub(partial(_named, catalogue), text)
    event = MessageReceived(at, *("example",) * 4, said, installed_plugins=_uses(catalogue, given))
    blank = replace(
        Conversation(*("example",) * 4, "ja", at),
        complaint=Complaint(facts=_mapping("facts", given)),
        asked=tuple(str(q) for q in _list("asked", given)),
        trials=_trials(_mapping("tried", given), at),
    )
    heard = triage.understand(event, blank)
    conversation = triage.hear(blank, event, heard)
    feeds = _feeds(catalogue, _mapping("feed", given), at)
    probes = {
        _product(catalogue, name).id: Measure(ServiceHealth(word), at, at)
        for name, word in _mapping("probe", given).items()
    }
    return _Scene(heard, Facts(at, conversation, catalogue, feeds, probes))


def _sort_of(cause: str) -> str:
    return cause if cause.startswith("customer:") else cause.partition(":")[0]


def _product(catalogue: Catalogue, name: str) -> Product:
    """The product that ``any_SORT`` stands for, or that an id names."""
    is_any = name.startswith(_ANY)
    found = _first(catalogue, name.removeprefix(_ANY)) if is_any else catalogue.get(name)
    if found is None:
        raise ValueError(f"the catalogue has no product {name}")
    return found


def _first(catalogue: Catalogue, sort: str) -> Product | None:
    """The first product of a sort.

    Preferred are products with hosts of their own, and infrastructure that the platform does not
    stand on: its outage would be the platform's.
    """
    platform = catalogue.platform
    below = catalogue.foundations(platform.id) if platform else frozenset()
    alike = [p for p in catalogue.products.values() if _sort_of(p.cause) == sort]
    return min(alike, key=lambda p: (p.id in below, not p.hosts), default=None)


def _named(catalogue: Catalogue, match: re.Match[str]) -> str:
    product = _product(catalogue, match[1])
    if not match[2]:
        return product.name
    if not product.hosts:
        raise ValueError(f"no host is known for {match[1]}")
    return product.hosts[0].replace("*.", "www.")


def _uses(catalogue: Catalogue, given: Mapping[str, object]) -> tuple[str, ...] | None:
    """The customer's inventory, None where the example does not give it."""
    if "uses" not in given:
        return None
    return tuple(_product(catalogue, str(u)).id for u in _list("uses", given))


def _feeds(catalogue: Catalogue, feed: Mapping[str, Any], at: datetime) -> dict[str, FeedState]:
    """A reading of this moment for each product whose page the example describes."""
    feeds = {}
    for name, word in feed.items():
        shows = _SHOWS.get(word)
        if shows is None:
            raise ValueError(f"feed: {word} is none of {', '.join(_SHOWS)}")
        ident = _product(catalogue, name).id
        feeds[ident] = FeedState(
            ident, ident, Read.OK, at, shows=shows, read_at=at, shows_since=at, trouble_at=at
        )
    return feeds


def _trials(tried: Mapping[str, Any], at: datetime) -> tuple[Trial, ...]:
    """What the customer had tried before this message, by advice id."""
    return tuple(Trial(advice, AdviceOutcome(word), at) for advice, word in tried.items())


def _list(name: str, given: Mapping[str, object]) -> list[object]:
    found = given.get(name, [])
    if not isinstance(found, list):
        raise ValueError(f"{name}: needs a list")  # noqa: TRY004 - one sort for whoever calls
    return found


def _mapping(name: str, given: Mapping[str, object]) -> Mapping[str, Any]:
    found = given.get(name, {})
    if not isinstance(found, dict):
        raise ValueError(f"{name}: needs a mapping")  # noqa: TRY004
    return found


def _cause(triage: Triage, written: str) -> str:
    """A cause id of the triage for an id of the knowledge base, e.g. ``plugin:x`` for ``plugin``."""
    if written not in triage.knowledge.causes:
        raise ValueError(f"the cause {written} does not exist")
    if ":" in written:
        return written
    sort = _SORT_BEHIND.get(written, written)
    found = _first(triage.catalogue, sort)
    return f"{written}:{found.id if found else 'any'}"
