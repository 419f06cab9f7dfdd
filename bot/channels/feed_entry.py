"""A page that is to be added: its reading in words, and its entry for ``knowledge/feeds.yaml``."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge, Robots
from bot.model.status import FeedReading, State
from bot.texts.loader import say

MOST = 12  # lines of one sort
UNNAMED = "which-product"  # where the host tells nothing of the product
_SUBDOMAINS = frozenset({"status", "www", "api", "health", "stat", "trust"})
_ENDINGS = frozenset(
    {"statuspage", "instatus", "betteruptime", "io", "com", "net", "jp", "co", "org"}
)


def in_words(reading: FeedReading, now: datetime, lang: str) -> str:
    """A reading for a person, some lines. Texts of the page stay text: they are printable."""
    return "".join(f"{line}\n" for line in _lines(reading, now, lang))


def _lines(reading: FeedReading, now: datetime, lang: str) -> Iterator[str]:
    yield say(lang, "feeds.page.format", format=reading.format)
    yield say(lang, "feeds.page.overall", state=reading.overall)
    wrong = [c for c in reading.components if c.state is not State.OPERATIONAL]
    yield say(lang, "feeds.page.components", n=len(reading.components), m=len(wrong))
    shown = [say(lang, "feeds.page.component", name=c.name, state=c.state) for c in wrong]
    yield from _some(shown, lang)
    open_ones = reading.incidents
    yield (
        say(lang, "feeds.page.incidents", n=len(open_ones))
        if open_ones
        else say(lang, "feeds.page.none")
    )
    unknown = say(lang, "feeds.page.unknown")
    told = [
        say(
            lang,
            "feeds.page.incident",
            title=i.title,
            state=i.state,
            impact=i.impact or unknown,
            at=i.started_at or unknown,
        )
        for i in open_ones
    ]
    yield from _some(told, lang)
    planned = [
        say(lang, "feeds.page.maintenance", title=m.title, state=m.state, at=m.starts_at or unknown)
        for m in reading.maintenances
    ]
    yield from _some(planned, lang)
    at = reading.updated_at
    if at is None:
        yield say(lang, "feeds.page.no_time")
    else:
        age = max(int((now - at).total_seconds() // 60), 0)
        yield say(lang, "feeds.page.updated", at=f"{at:%Y-%m-%d %H:%M %Z}", age=age)
    for what in reading.oddities[:MOST]:
        yield say(lang, "feeds.page.odd", what=what)


def _some(lines: list[str], lang: str) -> Iterator[str]:
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield say(lang, "feeds.page.more", n=len(lines) - MOST)


def already(url: str, knowledge: Knowledge, lang: str) -> str:
    """That this very address is among the feeds; "" when it is not."""
    known = next((feed.id for feed in knowledge.feeds.values() if feed.url == url), None)
    return say(lang, "feeds.page.already", id=known) + "\n" if known else ""


def entry_for(url: str, reading: FeedReading, knowledge: Knowledge, robots: Robots) -> str:
    """The entry, to be put at the end of ``feeds.yaml``; ``verified``, since it has just answered.

    The product is found by its status page or its hosts; where none is, the entry says so and
    ``jitabata check`` will.
    """
    service = _service(url, knowledge.catalogue)
    lines = [
        f"- id: {_free(service or _name(url), knowledge)}",
        f"  service: {service or UNNAMED}",
        f'  url: "{url}"',
        f"  format: {reading.format}",
        "  verified: true",
    ]
    if robots is not Robots.OBEYED:
        lines.append(f"  robots: {robots}")
    return "\n".join(lines) + "\n"


def _service(url: str, catalogue: Catalogue) -> str | None:
    host = urlsplit(url).hostname or ""
    for product in catalogue.products.values():
        page = urlsplit(product.status_page or "").hostname
        if page and page == host:
            return product.id
    owners = catalogue.nearest_to(host)
    return owners[0] if owners else None


def _name(url: str) -> str:
    labels = re.sub(r"[^a-z0-9.-]", "", (urlsplit(url).hostname or "feed").lower()).split(".")
    own = [label for label in labels if label and label not in _SUBDOMAINS | _ENDINGS]
    return own[0].removesuffix("status").strip("-") or own[0] if own else "feed"


def _free(name: str, knowledge: Knowledge) -> str:
    """The name, with a number behind it where it is taken."""
    found, number = name, 1
    while found in knowledge.feeds:
        number += 1
        found = f"{name}-{number}"
    return found
