"""An RSS, RDF or Atom document as plain values, by feedparser; vendors' meanings come later."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

import feedparser

from bot.feeds.document import XmlDocument, unreadable
from bot.feeds.fields import moment, rows, text
from bot.model.japan import JST

MOST_ENTRIES = 300
_ELSEWHERE = timezone(
    timedelta(hours=-11)
)  # tells a time that names its zone from one that does not
_JAPANESE_HOST = re.compile(r"//[^/]{1,200}\.jp(?:[/:]|$)")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item. ``html`` is raw and untrusted; ``published`` is as the feed writes it.

    ``zone`` is that of times that name none.
    """

    id: str
    title: str
    link: str
    html: str
    published: str
    categories: tuple[str, ...] = ()
    updated: str = ""
    zone: tzinfo = UTC

    @property
    def published_at(self) -> datetime | None:
        return moment(self.published, self.zone)

    @property
    def said_at(self) -> datetime | None:
        """When the item was last touched."""
        times = [at for at in (self.published_at, moment(self.updated, self.zone)) if at]
        return max(times, default=None)

    @property
    def began(self) -> str | None:
        """``published``, with the offset of its zone where it names none itself."""
        at = self.published_at
        if at is None or at == moment(self.published, _ELSEWHERE):
            return self.published or None
        return at.astimezone(self.zone).isoformat()


@dataclass(frozen=True, slots=True)
class FeedChannel:
    """A feed: its own title, id, links and date, and its items in their order.

    Where a time names no zone it is that of the feed: Japan's for a Japanese feed, else UTC.
    """

    title: str
    id: str
    links: tuple[str, ...]
    updated: str
    entries: tuple[FeedItem, ...]
    oddities: tuple[str, ...] = ()
    generator: str = ""
    zone: tzinfo = UTC

    @property
    def updated_at(self) -> datetime | None:
        return moment(self.updated, self.zone)


def channel(document: XmlDocument) -> FeedChannel:
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
    links = _links(about)
    zone = _zone(about, links)
    return FeedChannel(
        title=text(about.get("title")),
        id=text(about.get("id")),
        links=links,
        updated=_date(about, "updated", "published"),
        entries=tuple(_entry(e, zone) for e in parsed.entries[:MOST_ENTRIES]),
        oddities=("the feed is not well-formed XML",) if _broken(parsed) else (),
        generator=text(about.get("generator")),
        zone=zone,
    )


def _zone(about: Mapping[str, Any], links: tuple[str, ...]) -> tzinfo:
    japanese = text(about.get("language")).lower().startswith("ja")
    return JST if japanese or any(_JAPANESE_HOST.search(link) for link in links) else UTC


def _broken(parsed: Mapping[str, Any]) -> bool:
    return bool(parsed.get("bozo")) and "SAX" in type(parsed.get("bozo_exception")).__name__


def _date(item: dict[str, Any], *names: str) -> str:
    """The first of these dates; past feedparser's lookup, which warns where one stands in."""
    return next((said for name in names if (said := text(dict.get(item, name)))), "")


def _links(about: Mapping[str, Any]) -> tuple[str, ...]:
    hrefs = (text(link.get("href")) for link in rows(about.get("links")))
    return (text(about.get("link")), *hrefs)


def _entry(item: dict[str, Any], zone: tzinfo) -> FeedItem:
    contents = rows(item.get("content"))
    html = next((c.get("value") for c in contents if c.get("value")), None) or item.get("summary")
    link = text(item.get("link"))
    return FeedItem(
        id=text(item.get("id")) or link,
        title=text(item.get("title")),
        link=link,
        html=html if isinstance(html, str) else "",
        published=_date(item, "published", "updated"),
        categories=tuple(text(tag.get("term")) for tag in rows(item.get("tags"))),
        updated=_date(item, "updated"),
        zone=zone,
    )
