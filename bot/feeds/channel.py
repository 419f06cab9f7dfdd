"""An RSS, RDF or Atom document as plain values, by feedparser; vendors' meanings come later."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser

from bot.feeds.document import XmlDocument, unreadable
from bot.feeds.fields import moment, rows, text

MOST_ENTRIES = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. ``html`` is raw and untrusted; ``published`` is as the feed writes it."""

    id: str
    title: str
    link: str
    html: str
    published: str
    categories: tuple[str, ...] = ()

    @property
    def published_at(self) -> datetime | None:
        return moment(self.published)


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its own title, id, links and date, and its items in their order."""

    title: str
    id: str
    links: tuple[str, ...]
    updated: str
    entries: tuple[Entry, ...]
    oddities: tuple[str, ...] = ()


def channel(document: XmlDocument) -> Channel:
    """The feed of a document. Raises FeedError where feedparser finds none."""
    source = io.BytesIO(document.text.encode("utf-8", "replace"))  # never a path or an address
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            source, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as e:  # feedparser lets many kinds through on broken input
        raise unreadable(f"not a feed: {type(e).__name__}") from e
    if not parsed.get("version"):
        raise unreadable("markup, but no feed")
    about: dict[str, Any] = parsed.feed
    return Channel(
        title=text(about.get("title")),
        id=text(about.get("id")),
        links=_links(about),
        updated=_date(about, "updated", "published"),
        entries=tuple(_entry(e) for e in parsed.entries[:MOST_ENTRIES]),
        oddities=("the feed is not well-formed XML",) if _broken(parsed) else (),
    )


def _broken(parsed: Mapping[str, Any]) -> bool:
    return bool(parsed.get("bozo")) and "SAX" in type(parsed.get("bozo_exception")).__name__


def _date(item: dict[str, Any], *names: str) -> str:
    """The first of these dates; past feedparser's lookup, which warns where one stands in."""
    return next((said for name in names if (said := text(dict.get(item, name)))), "")


def _links(about: Mapping[str, Any]) -> tuple[str, ...]:
    hrefs = (text(link.get("href")) for link in rows(about.get("links")))
    return (text(about.get("link")), *hrefs)


def _entry(item: dict[str, Any]) -> Entry:
    contents = rows(item.get("content"))
    html = next((c.get("value") for c in contents if c.get("value")), None) or item.get("summary")
    link = text(item.get("link"))
    return Entry(
        id=text(item.get("id")) or link,
        title=text(item.get("title")),
        link=link,
        html=html if isinstance(html, str) else "",
        published=_date(item, "published", "updated"),
        categories=tuple(text(tag.get("term")) for tag in rows(item.get("tags"))),
    )
