"""A reading whose notice bears no mark, taken by its words, as the poll takes a notice on a page."""

from dataclasses import replace

from bot.feeds.formats.notice_sentences import announces, says_over, severity
from bot.model.event import Event, FeedRead
from bot.model.status import Shows, State


def by_words(event: Event) -> Event:
    """The event; a reading that shows a notice of trouble, or of its end, shows that instead."""
    if not isinstance(event, FeedRead) or event.shows is not Shows.NOTICE or not event.text:
        return event
    if says_over(event.text):
        return replace(event, shows=Shows.RESOLVED)
    is_trouble = not announces(event.text) and severity(event.text) is not State.UNKNOWN
    return replace(event, shows=Shows.INVESTIGATING) if is_trouble else event
