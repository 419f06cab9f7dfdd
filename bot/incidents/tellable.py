"""Whether the likeliest cause of an incident may be named to those affected."""

from bot.incidents.decisions import is_confirmed
from bot.incidents.prior import probe_fails, shows_trouble
from bot.model.catalogue import Product
from bot.model.facts import Watch
from bot.model.incident import Incident

NAMED_AT = 0.8  # probability from which the cause is told to those affected
FEWEST_UNSEEN = 4  # organisations, where nothing but their contrast points to the cause
FEWEST_CONTRASTING = 3  # organisations whose own words or answers point to it


def may_be_told(incident: Incident, watch: Watch) -> bool:
    """Whether the likeliest cause may be named to those affected: never from counts alone."""
    if _sure_of_it(incident, watch) < NAMED_AT:
        return False
    if (
        is_confirmed(incident)
        or incident.proven
        or is_published(incident, watch)
        or is_measured(incident, watch)
    ):
        return True
    enough = incident.organisations >= FEWEST_UNSEEN
    return enough and incident.supported >= FEWEST_CONTRASTING


def _sure_of_it(incident: Incident, watch: Watch) -> float:
    """The probability that the likeliest cause shows the trouble: that it is at fault, or what it stands on.

    Which of the two it is makes no difference to those who use it, once enough report it to tell it from
    other products above the same foundation.
    """
    product = watch.catalogue.of_cause(incident.cause)
    if product is None or incident.organisations < FEWEST_UNSEEN:
        return incident.confidence
    return incident.chance_of_any({product.id} | watch.catalogue.foundations(product.id))


def published_by(incident: Incident, watch: Watch) -> Product | None:
    """Whose own page reports the trouble: the likeliest cause's, or one of those it stands on."""
    product = watch.catalogue.of_cause(incident.cause)
    if product is None:
        return None
    if shows_trouble(watch.feeds.get(product.id), watch):
        return product
    below = sorted(watch.catalogue.foundations(product.id))
    told = [i for i in below if shows_trouble(watch.feeds.get(i), watch)]
    return watch.catalogue.get(told[0]) if told else None


def is_published(incident: Incident, watch: Watch) -> bool:
    """Whether a page of the vendor, or of what the product stands on, reports trouble."""
    return published_by(incident, watch) is not None


def is_measured(incident: Incident, watch: Watch) -> bool:
    """Whether our own measurements find the likeliest cause failing."""
    product = watch.catalogue.of_cause(incident.cause)
    return product is not None and probe_fails(product.id, watch)
