"""What stands on a shared cause and is mended before the rest: a vendor that moved off the failing cloud.

Its page, or that of the cause where it has none, and a verified organisation that reported it must agree. The incident goes on for everybody else.
"""

from dataclasses import replace
from datetime import datetime

from bot.incidents.recovery_signs import page_ended
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import MOST_NAMED, Incident


def with_mended(incident: Incident, conversation: Conversation, *, well: bool) -> Incident:
    """The incident with what one verified reporter says of the products that they named: they work again, or not yet.

    Whoever names several and still has trouble says of none which it is.
    """
    named = conversation.complaint.products
    if well:
        mended = tuple(dict.fromkeys((*incident.mended, *named)))[:MOST_NAMED]
    else:
        mended = tuple(i for i in incident.mended if named != (i,))
    return replace(incident, mended=mended)


def over_apart(incident: Incident, watch: Watch) -> tuple[str, ...]:
    """Ids of the products on an open incident's cause whose own trouble is over."""
    served = watch.catalogue.dependants(incident.cause.partition(":")[2])
    return tuple(i for i in incident.mended if i in served and _ended(i, incident, watch))


def _ended(product_id: str, incident: Incident, watch: Watch) -> datetime | None:
    """Since when a page has shown the end for one product: its own, or that of the cause where it has none."""
    page = watch.feeds.get(product_id)
    told_by = product_id if page is not None else incident.cause.partition(":")[2]
    return page_ended(told_by, incident, watch)


def is_over_for(incident: Incident, reader: Conversation, watch: Watch) -> bool:
    """Whether all that a reader uses on the cause is mended, and they have told of no trouble since."""
    served = watch.catalogue.dependants(incident.cause.partition(":")[2])
    complaint = reader.complaint
    used = {*complaint.products, *reader.switched_off()} or {*(complaint.inventory or ())}
    ended = [_ended(i, incident, watch) for i in served & used]
    if not ended or not served & used <= {*over_apart(incident, watch)}:
        return False
    said = reader.last_report_at
    return said is None or all(end is not None and said <= end for end in ended)
