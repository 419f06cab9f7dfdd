"""Which cause it may be: as narrow as the reports allow, and no narrower."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.incidents.levels import OF_MANY
from bot.incidents.posterior import Posterior
from bot.incidents.prior import seen_products, seen_weight
from bot.incidents.report_counts import ReportCounts
from bot.model.evidence import UNKNOWN, WORKS_AS_DESIGNED
from bot.model.facts import Watch

FEWEST_TENANTS = 2
SHOWN = 0.03  # probability from which a suspect is shown
MOST_SUSPECTS = 5
SEEN = 6.0  # decibans of a page or a measurement that tell one product from its like
_HARDLY = 1e-4  # probability below which a cause is not looked at
# Probability from which a cause leads even where it is likelier that none is known.
SHORT_LIST = 0.3
BOTH_AT = 0.5  # probability from which each of two causes counts as at fault, so that both are


def narrowed(
    found: Posterior, tally: ReportCounts, watch: Watch, default: str = UNKNOWN
) -> list[tuple[str, float]]:
    """The causes that may be at fault, as narrow as the reports allow, with their probability.

    The lead comes first, then what may stand in its place; a second fault beside it is no suspect. Of
    two faults at once, each likelier than not, the one leads that explains more of the organisations.
    Several products of a sort that one organisation at most is known to use are one suspect, some
    product of the sort, unless a page or a measurement of ours tells which.
    """
    together = told_apart(found, tally, watch)
    if not together:
        return [(default, 0.0)]
    chances = {name: found.any_of(causes) for name, causes in together.items()}
    named = {n: p for n, p in chances.items() if n != UNKNOWN and p >= SHORT_LIST}
    lead = max(named or chances, key=lambda n: (chances[n], n))
    lead = max(
        _at_once(lead, named, found, watch),
        key=lambda n: (explains(n, together, tally), n == lead, named.get(n, 0.0), n),
    )
    if default in chances and _is_too_little(lead, chances, together, tally, default):
        lead = default  # evidence that goes leaves what was believed, until something else is
    if lead != default and default in together[lead] and chances[lead] < SHORT_LIST:
        # So it does where reports no longer tell it from others of its sort.
        return [(default, found.of(default))]
    instead = found.instead_of(together[lead][0]) if len(together[lead]) == 1 else found.chances
    rest = {n: sum(instead[c] for c in causes) for n, causes in together.items() if n != lead}
    shown = sorted(((n, p) for n, p in rest.items() if p >= SHOWN), key=lambda i: (-i[1], i[0]))
    return [(lead, chances[lead]), *shown][:MOST_SUSPECTS]


def told_apart(found: Posterior, tally: ReportCounts, watch: Watch) -> dict[str, list[str]]:
    """The faults there may be, likeliest first, by the name under which reports tell them apart."""
    sorts = _sorts(found, tally, watch)
    together: dict[str, list[str]] = {}
    for cause, _ in found.ranked:
        if not cause.startswith(WORKS_AS_DESIGNED):
            together.setdefault(sorts.get(cause, cause), []).append(cause)
    return together


def _is_too_little(
    lead: str,
    chances: Mapping[str, float],
    together: Mapping[str, Sequence[str]],
    tally: ReportCounts,
    default: str,
) -> bool:
    """Whether a cause is too unlikely, or meant by too few, to take the place of one that was believed."""
    if chances[lead] < SHORT_LIST:
        return True
    of_one = explains(lead, together, tally) < FEWEST_TENANTS
    return of_one and default != UNKNOWN and explains(default, together, tally) >= FEWEST_TENANTS


def _at_once(lead: str, named: Collection[str], found: Posterior, watch: Watch) -> Iterator[str]:
    """The lead, and the causes that are likelier than not at fault beside it, what they stand on included."""
    yield lead
    if found.of(lead) < BOTH_AT:
        return
    of_lead = _chain(lead, watch)
    for cause in named:
        chain = _chain(cause, watch) - of_lead
        if cause in chain and found.any_of(chain & found.chances.keys()) >= BOTH_AT:
            yield cause


def _chain(cause: str, watch: Watch) -> frozenset[str]:
    """A cause, and the causes of what its product stands on and of what stands on it."""
    product = watch.catalogue.of_cause(cause)
    if product is None:
        return frozenset({cause})
    ids = watch.catalogue.foundations(product.id) | watch.catalogue.dependants(product.id)
    return frozenset({cause, *(p.cause for p in map(watch.catalogue.get, ids) if p is not None)})


def explains(name: str, together: Mapping[str, Sequence[str]], tally: ReportCounts) -> int:
    """How many organisations' reports a cause explains, or some of the causes that count as one."""
    return max(map(tally.organisations, (name, *together[name])))


def _sorts(found: Posterior, tally: ReportCounts, watch: Watch) -> dict[str, str]:
    """The sort as which each cause counts that reports do not tell from others of its sort.

    A sister of the platform that hardly anybody speaks of is something unknown.
    """
    platform = watch.catalogue.platform.cause if watch.catalogue.platform else None
    users, seen = tally.users(), seen_products(watch)
    alike: dict[str, list[str]] = {}
    for cause, chance in found.chances.items():
        heading, _, ident = cause.partition(":")
        if heading not in OF_MANY or cause == platform or chance < _HARDLY:
            continue
        is_told = users.get(cause, 0) >= FEWEST_TENANTS or (
            ident in seen and seen_weight(cause, watch, tally.newest) >= SEEN
        )
        if ident == "any" or not is_told:
            alike.setdefault(f"{heading}:any", []).append(cause)
    sorts = {c: sort for sort, causes in alike.items() if len(causes) > 1 for c in causes}
    sorts.update(dict.fromkeys(alike.get("platform:any", ()), UNKNOWN))
    return sorts
