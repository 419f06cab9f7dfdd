"""The desk's own public page as one of the status pages that the triage knows."""

from dataclasses import replace
from datetime import datetime

from bot.model.catalogue import Catalogue
from bot.model.publication import Post
from bot.model.status import FeedState, FetchOutcome, Shows

OWN_PAGE = "own-page"  # its id among them


def own_page(running: Post, catalogue: Catalogue, now: datetime) -> FeedState | None:
    """What our own page says of the home product under maintenance, for the triage; None: there is none.

    It is read this very moment, and never counted among the pages of others.
    """
    if catalogue.home is None:
        return None
    title, shows = next(iter(running.titles.values()), ""), Shows.MAINTENANCE_IN_PROGRESS
    fresh = FeedState(OWN_PAGE, catalogue.home.id, FetchOutcome.OK, now)
    return replace(fresh.read(now, shows, title), shows_since=running.starts_at)
