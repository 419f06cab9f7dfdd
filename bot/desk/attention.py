"""What is under suspicion now, so that its page and its hosts are looked at more often."""

from datetime import datetime, timedelta

from bot.desk.ports import UnitOfWork
from bot.model.catalogue import Catalogue

LATELY = timedelta(minutes=30)
MOST_SUSPECTS = 3  # of an incident, and of a report
LEAST = 0.0  # decibans of its own that a report must say of a cause


def suspected(work: UnitOfWork, catalogue: Catalogue, now: datetime) -> frozenset[str]:
    """Products that open incidents and fresh reports point to, with what they stand on.

    While anything is suspected, so are the platform and the home product.
    """
    causes = {cause for i in work.incidents() for cause in i.suspects[:MOST_SUSPECTS]}
    for conversation in work.unexplained(now - LATELY):
        said = conversation.testimony
        likeliest = sorted(said, key=lambda cause: (-said[cause], cause))[:MOST_SUSPECTS]
        causes.update(cause for cause in likeliest if said[cause] > LEAST)
    named = (catalogue.of_cause(cause) for cause in causes)
    products = {product.id for product in named if product is not None}
    if products:
        products.update(p.id for p in (catalogue.platform, catalogue.home) if p is not None)
    below = (catalogue.foundations(ident) for ident in products)
    return frozenset(products.union(*below))
