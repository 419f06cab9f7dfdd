"""Which organisation in an incident uses which product, as far as it is known."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.incidents.assign import fits
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import AdviceOutcome, Conversation

MOST_PRODUCTS = 6
# What a list of plug-ins would name; that it does not name a host or a service says nothing.
_LISTED = frozenset({ProductKind.PLUGIN, ProductKind.CUSTOMISATION_SERVICE})


class Usage(StrEnum):
    """What is known of one organisation and one product; what points to most comes first."""

    OFF_HELPED = "off_helped"  # switched off, and it works
    OFF_IN_VAIN = "off_in_vain"  # switched off, and it does not
    NAMED = "named"  # by the customer
    HAS = "has"  # by the list of what it uses
    HAS_NOT = "has_not"  # by the whole list
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One organisation: since when it reports, and what is known of each product."""

    tenant: str
    since: datetime
    usages: tuple[Usage, ...]


@dataclass(frozen=True, slots=True)
class UsageTable:
    """Organisations by products; ``shared``: how many have each, ``known``: of how many it is known."""

    products: tuple[str, ...]
    rows: tuple[UsageRow, ...]

    def having(self, product: str) -> tuple[int, int]:
        """How many organisations have a product, and of how many that is known."""
        column = [row.usages[self.products.index(product)] for row in self.rows]
        known = [u for u in column if u is not Usage.UNKNOWN]
        return sum(u is not Usage.HAS_NOT for u in known), len(known)


def usage_table(
    members: Sequence[Conversation], suspects: Iterable[str], catalogue: Catalogue
) -> UsageTable:
    """The table of the products of these causes and of those that several of the reporters have.

    Who has a product has what that stands on. The platform, which everybody has, is left out.
    """
    by_tenant: dict[str, list[Conversation]] = {}
    for member in members:
        by_tenant.setdefault(member.counts_as, []).append(member)
    common = Counter(
        ident
        for conversations in by_tenant.values()
        for ident in sorted({i for c in conversations for i in _owned(c)})
    )
    everywhere = catalogue.platform
    left_out = {"any", "", *([everywhere.id] if everywhere is not None else [])}
    wanted = [c.partition(":")[2] for c in suspects]
    wanted += [ident for ident, n in common.most_common() if n > 1]
    products = tuple(dict.fromkeys(i for i in wanted if i not in left_out))[:MOST_PRODUCTS]
    rows = (
        UsageRow(tenant, _since(of), tuple(usage_of(of, ident, catalogue) for ident in products))
        for tenant, of in by_tenant.items()
    )
    return UsageTable(products, tuple(sorted(rows, key=lambda row: (row.since, row.tenant))))


def explained_by(members: Sequence[Conversation], causes: Sequence[str]) -> Mapping[str, int]:
    """How many organisations' reports each cause explains."""
    return {c: len({m.counts_as for m in members if fits(m, c)}) for c in causes}


def _owned(conversation: Conversation) -> tuple[str, ...]:
    complaint = conversation.complaint
    return (*complaint.products, *(complaint.inventory or ()))


def _since(conversations: Sequence[Conversation]) -> datetime:
    return min(c.reported_at or c.opened_at for c in conversations)


def usage_of(conversations: Sequence[Conversation], product: str, catalogue: Catalogue) -> Usage:
    """What the conversations of one organisation tell of a product."""
    found = {usage for c in conversations for usage in _known(c, product, catalogue)}
    return next((usage for usage in Usage if usage in found), Usage.UNKNOWN)


def _known(conversation: Conversation, product: str, catalogue: Catalogue) -> Iterable[Usage]:
    complaint, known = conversation.complaint, catalogue.get(product)
    is_listed = known is not None and known.kind in _LISTED
    tried = {t.outcome for t in conversation.trials if t.advice == f"disable_plugin:{product}"}
    if AdviceOutcome.WORKED in tried:
        yield Usage.OFF_HELPED
    if AdviceOutcome.FAILED in tried:
        yield Usage.OFF_IN_VAIN
    if product in complaint.products:
        yield Usage.NAMED
    if not {product, *catalogue.dependants(product)}.isdisjoint(_owned(conversation)):
        yield Usage.HAS
    elif (complaint.complete and is_listed) or product in complaint.denied:
        yield Usage.HAS_NOT
