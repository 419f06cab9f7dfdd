"""Whether the customer uses a product: the link without which its outage cannot reach them."""

from enum import StrEnum
from math import log10

from bot.model.catalogue import INFRASTRUCTURE, Blocks, Catalogue, Product, ProductKind
from bot.model.conversation import Complaint

# Shares assumed where the catalogue states none; guesses of ours, to be replaced by inventories.
DEFAULT_SHARES = {
    ProductKind.PLATFORM: 1.0,
    ProductKind.PLUGIN: 0.08,
    ProductKind.CONNECTED_SERVICE: 0.08,
    ProductKind.CUSTOMISATION_SERVICE: 0.15,
    ProductKind.IDP: 0.1,
    ProductKind.ISP: 0.1,
    ProductKind.EXTERNAL_SERVICE: 0.1,
}
# Products of a sort that a customer uses all together, as far as no share is stated: a hundred
# plug-ins that hardly anybody has are not a hundred per customer.
MOST_USED = {
    ProductKind.PLUGIN: 2.5,
    ProductKind.CONNECTED_SERVICE: 2.0,
    ProductKind.CUSTOMISATION_SERVICE: 0.4,
    ProductKind.IDP: 0.35,
    ProductKind.ISP: 0.95,
    ProductKind.EXTERNAL_SERVICE: 1.0,
}

# Decibans of being held for the cause by a customer: a guess is oftener right than wrong, but one
# rumour brings many to guess the same, so that a guess does not show that they use it.
GUESS = 6.0
SISTER_SHARE = 0.1  # of the platform's sister products
_LISTED = INFRASTRUCTURE | {  # how they sign in and on which line stands on no such list
    ProductKind.PLUGIN,
    ProductKind.CONNECTED_SERVICE,
    ProductKind.CUSTOMISATION_SERVICE,
}


class Use(StrEnum):
    """How sure we are that the customer uses a product."""

    NAMED = "named"  # they speak of it
    GUESSED = "guessed"  # they hold it for the cause, and say nothing else of it
    KNOWN = "known"  # it is in their inventory, or below something that is
    POSSIBLE = "possible"  # inventory not known, or not the whole of it
    UNNAMED = "unnamed"  # a service beside the platform, of which they would speak by its name
    UNLIKELY = "unlikely"  # they named another of its sort, as far as the name was understood
    NO = "no"  # they said so, or the inventory is complete without it


def share_of(product: Product, catalogue: Catalogue) -> float:
    """Share of customers (0 to 1) whom an outage of the product could reach.

    What others stand on reaches at least those who use one of these, whatever the catalogue states of itself.
    """
    if product.kind in INFRASTRUCTURE:
        untouched = 1.0
        for child in catalogue.dependants(product.id):
            found = catalogue.get(child)
            if found is not None and found.kind not in INFRASTRUCTURE:
                untouched *= 1 - share_of(found, catalogue)
        return max(0.01, 1 - untouched, product.install_share or 0.0)
    if product.install_share is not None:
        return product.install_share
    if product.kind is ProductKind.PLATFORM and product != catalogue.platform:
        return SISTER_SHARE
    assumed = DEFAULT_SHARES.get(product.kind, 0.05)
    unstated = catalogue.unstated[product.kind]
    return min(assumed, MOST_USED.get(product.kind, assumed * unstated) / max(1, unstated))


class Uses:
    """How sure we are of each product that this customer uses it."""

    def __init__(self, complaint: Complaint, catalogue: Catalogue) -> None:
        self._platform = catalogue.platform
        self._named, self._denied = frozenset(complaint.products), frozenset(complaint.denied)
        self._guessed = frozenset(complaint.guessed)
        self._named -= self._guessed
        self._owned = self._named.union(complaint.inventory or ())
        self._below = frozenset[str]().union(*map(catalogue.foundations, self._owned))
        self._complete = complaint.complete
        self._named_a_line = "isp" in complaint.facts

    def of(self, product: Product) -> Use:
        """How sure we are that this customer uses the product."""
        ident = product.id
        if ident in self._named:
            return Use.NAMED
        if product is self._platform:
            return Use.KNOWN
        if ident in self._denied:
            return Use.NO
        if ident in self._guessed and ident not in self._owned:
            return Use.GUESSED
        if ident in self._owned or (ident in self._below and product.kind in INFRASTRUCTURE):
            return Use.KNOWN
        if product.kind is ProductKind.PLATFORM and product.blocks_opening is Blocks.NO:
            return Use.UNNAMED
        if product.kind is ProductKind.ISP and self._named_a_line:
            return Use.UNLIKELY
        return Use.NO if self._complete and product.kind in _LISTED else Use.POSSIBLE


def use_of(product: Product, complaint: Complaint, catalogue: Catalogue) -> Use:
    """How sure we are that this customer uses one product."""
    return Uses(complaint, catalogue).of(product)


def weight_of(use: Use, share: float) -> float:
    """Decibans by which the use of a product limits the evidence for it."""
    if use is Use.NO:
        return -40.0
    if use in (Use.UNLIKELY, Use.UNNAMED):
        return -20.0
    of_all = 10 * log10(max(share, 0.01))
    if use is Use.POSSIBLE:
        return of_all
    return min(0.0, of_all + GUESS) if use is Use.GUESSED else 0.0
