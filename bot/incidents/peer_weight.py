"""What the word of other desks weighs: each as much as one verified source, by its record and its age.

A sighting of a desk that is right with probability p makes a fault 1 + p (L - 1) times likelier: with p
it is worth ``RIGHT``, else nothing. p is the mean of a Beta distribution that begins at three of five and is worth
two and a half sightings. How many organisations a desk counts changes nothing: it is one source.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import log10

from bot.model.peer import GOES_ON, KeptSighting, Peer, PeerRecord

RIGHT = (
    12.0  # decibans of a sighting that is surely right; a judgement: less than a page in trouble
)
TOGETHER = 15.0  # decibans of all desks together: their customers may be the same
FULL_FOR = timedelta(minutes=40)  # what goes on is told anew every half hour
EXPIRES_AFTER = timedelta(minutes=90)
_RIGHT_BEFORE, _JUDGED_BEFORE = 1.5, 2.5


def reliability(record: PeerRecord) -> float:
    """The probability (0 to 1) that the next sighting of a desk is right."""
    return (record.right + _RIGHT_BEFORE) / (record.judged + _JUDGED_BEFORE)


def decibans(record: PeerRecord, age: timedelta) -> float:
    """What one sighting weighs, in whole decibans."""
    left = min(1.0, max(0.0, (EXPIRES_AFTER - age) / (EXPIRES_AFTER - FULL_FOR)))
    likelier = 1 + reliability(record) * (10 ** (RIGHT / 10) - 1)
    return float(round(left * 10 * log10(likelier)))


def weights(
    heard: Iterable[KeptSighting], peers: Mapping[str, Peer], now: datetime
) -> dict[str, float]:
    """Decibans by product id of what peers say goes on; of those that are not heard any more nothing."""
    found: dict[str, float] = {}
    for kept in heard:
        peer, product = peers.get(kept.peer), kept.sighting.product
        if peer is None or not peer.keys or kept.sighting.state not in GOES_ON:
            continue
        if weight := decibans(peer.record, now - kept.at):
            found[product] = min(TOGETHER, found.get(product, 0.0) + weight)
    return found
