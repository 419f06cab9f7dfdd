"""What was published as a feed: Atom and RSS 2.0, one entry for each post, edited in place."""

import re
from datetime import datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.model.japan import JST
from bot.model.publication import Post, PostKind
from bot.status_page.snapshot import Snapshot
from bot.status_page.statuspage import MOST, address_of
from bot.texts.loader import LANGUAGES, in_language, say

ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, however it is escaped.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed:
    """Writes the posts of one snapshot in one language. ``base``: where our pages are."""

    def __init__(self, snapshot: Snapshot, lang: str, base: str, name: str) -> None:
        self._posts = snapshot.posts[:MOST]
        self._lang, self._base = lang, base
        self._title = say(lang, "public.feed", name=name)
        self._name = name
        self._host = urlsplit(base).hostname or "localhost"
        self._updated = max((p.changed_at for p in self._posts), default=snapshot.at)

    def atom(self) -> bytes:
        top = Element("feed", {"xmlns": ATOM, "xml:lang": self._lang})
        _text(top, "id", f"tag:{self._host},2005:{self._path('/history')}")
        _link(top, "alternate", "text/html", self._address("/status"))
        _link(top, "self", "application/atom+xml", self._address("/history.atom"))
        _text(top, "title", self._title)
        _text(top, "updated", _iso(self._updated))
        _text(SubElement(top, "author"), "name", self._name)
        for post in self._posts:
            entry = SubElement(top, "entry")
            _text(entry, "id", self._id(post))
            _text(entry, "published", _iso(_published(post)))
            _text(entry, "updated", _iso(post.changed_at))
            _link(entry, "alternate", "text/html", self._address(address_of(post)))
            _text(entry, "title", in_language(post.titles, self._lang))
            _text(entry, "content", self._content(post)).set("type", "html")
        return _written(top)

    def rss(self) -> bytes:
        top = Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
        channel = SubElement(top, "channel")
        _text(channel, "title", self._title)
        _text(channel, "link", self._address("/status"))
        _text(channel, "description", self._title)
        _text(channel, "language", self._lang)
        _text(channel, "pubDate", format_datetime(self._updated))
        own = {"rel": "self", "type": "application/rss+xml", "href": self._address("/history.rss")}
        SubElement(channel, "atom:link", own)
        for post in self._posts:
            item = SubElement(channel, "item")
            _text(item, "title", in_language(post.titles, self._lang))
            _text(item, "description", self._content(post))
            _text(item, "pubDate", format_datetime(_published(post)))
            _text(item, "link", self._address(address_of(post)))
            _text(item, "guid", self._id(post)).set("isPermaLink", "false")
        return _written(top)

    def _address(self, path: str) -> str:
        return f"{self._base}{self._path(path)}"

    def _path(self, path: str) -> str:
        """A path that leads to the feed's language; the first one needs no word of it."""
        return path if self._lang == LANGUAGES[0] else f"{path}?lang={self._lang}"

    def _id(self, post: Post) -> str:
        return f"tag:{self._host},2005:Incident/{post.id}"

    def _content(self, post: Post) -> str:
        """All that was said of a post as HTML, the latest first."""
        said = [
            f"<p><small>{_clock(u.at)}</small><br><strong>"
            f"{escape(say(self._lang, f'public.status.{u.status}'))}</strong> - "
            f"{_html(in_language(u.texts, self._lang))}</p>"
            for u in reversed(post.updates)
        ]
        if post.kind is PostKind.MAINTENANCE and post.starts_at and post.ends_at:
            span = f"{_clock(post.starts_at)} - {_clock(post.ends_at)}"
            planned = escape(say(self._lang, "public.planned", span=span))
            said.insert(0, f"<p><strong>{planned}</strong></p>")
        return "".join(said)


def _published(post: Post) -> datetime:
    """When readers should take it to be published: of a maintenance its planned start."""
    return post.starts_at if post.starts_at is not None else post.changed_at


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M} JST"


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _text(above: Element, name: str, text: str) -> Element:
    found = SubElement(above, name)
    found.text = _UNFIT.sub("", text)
    return found


def _link(above: Element, rel: str, media_type: str, href: str) -> None:
    SubElement(above, "link", {"rel": rel, "type": media_type, "href": href})


def _written(top: Element) -> bytes:
    written: bytes = tostring(top, "utf-8", xml_declaration=True)
    return written
