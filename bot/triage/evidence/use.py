"""Whether the customer uses a product: the link without which its outage cannot reach them."""

from enum import StrEnum
from math import log10

from bot.model.catalogue import INFRASTRUCTURE, Catalogue, Product, ProductKind
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

UNLISTED = -7.0  # decibans of a product that could stand on a list and does not
SISTER_SHARE = 0.1  # of the platform's sister products


class Use(StrEnum):
    """How sure we are that the customer uses a product."""

    NAMED = "named"  # they speak of it
    KNOWN = "known"  # it is in their inventory, or below something that is
    POSSIBLE = "possible"  # inventory not known, or not the whole of it
    NO = "no"  # they said so, or the inventory is complete without it


def share_of(product: Product, catalogue: Catalogue) -> float:
    """Share of customers (0 to 1) whom an outage of the product could reach."""
    if product.install_share is not None:
        return product.install_share
    if product.kind is ProductKind.PLATFORM and product != catalogue.platform:
        return SISTER_SHARE
    if product.kind in INFRASTRUCTURE:
        untouched = 1.0
        for child in catalogue.dependants(product.id):
            found = catalogue.get(child)
            if found is not None and found.kind not in INFRASTRUCTURE:
                untouched *= 1 - share_of(found, catalogue)
        return max(0.01, 1 - untouched)
    assumed = DEFAULT_SHARES.get(product.kind, 0.05)
    unstated = catalogue.unstated[product.kind]
    return min(assumed, MOST_USED.get(product.kind, assumed * unstated) / max(1, unstated))


def use_of(product: Product, complaint: Complaint, catalogue: Catalogue) -> Use:
    """How sure we are that this customer uses the product."""
    if product == catalogue.platform and product.id not in complaint.products:
        return Use.KNOWN
    if product.id in complaint.products:
        return Use.NAMED
    if product.id in complaint.denied:
        return Use.NO
    reached = {product.id} | (
        catalogue.dependants(product.id) if product.kind in INFRASTRUCTURE else frozenset()
    )
    owned = set(complaint.inventory or ()) | set(complaint.products)
    if reached & owned:
        return Use.KNOWN
    is_listed = product.kind in (
        ProductKind.PLUGIN,
        ProductKind.CONNECTED_SERVICE,
        ProductKind.CUSTOMISATION_SERVICE,
        *INFRASTRUCTURE,
    )
    if is_listed and complaint.complete:
        return Use.NO
    return Use.POSSIBLE


def weight_of(use: Use, share: float, *, complete: bool = False) -> float:
    """Decibans by which the use of a product limits the evidence for it.

    ``complete``: everything is known that they have installed. How they sign in and on which line
    is often left out of such a list, so that it only makes the use less likely.
    """
    if use is Use.NO:
        return -40.0
    if use is Use.POSSIBLE:
        return 10 * log10(max(share, 0.01)) + (UNLISTED if complete else 0.0)
    return 0.0
