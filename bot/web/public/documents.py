"""Makes the pages and documents of a snapshot."""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from bot.model.publication import Post, PostKind
from bot.status_page.overall import overall
from bot.status_page.snapshot import Snapshot
from bot.status_page.statuspage import Format, address_of
from bot.status_page.syndication import Feed
from bot.texts.loader import in_language
from bot.web.brand import NEUTRAL
from bot.web.pages import CHAT, Pages
from bot.web.public.history import bad_days, bar_of
from bot.web.public.links import SUBSCRIBE, Links
from bot.web.public.outside import grouped
from bot.web.wording import PageWording, Texts, tone_of
from bot.web.zones import zone_of

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
SHOWN_FOR = timedelta(days=14)  # posts that are over, on the page itself
OLD_FROM = timedelta(minutes=2)  # since the page was read; before, its age matters to nobody
UNREACHED = "http://localhost"  # the base of addresses on a desk that has no public one


@dataclass(frozen=True, slots=True)
class CachedDocument:
    """One document. ``packed``: by gzip; ``tag``: of its contents, for whoever has it already."""

    body: bytes
    packed: bytes
    tag: str
    media_type: str

    @classmethod
    def of(cls, body: bytes, media_type: str) -> "CachedDocument":
        tag = hashlib.sha256(body).hexdigest()[:20]
        return cls(body, gzip.compress(body, 9, mtime=0), f'W/"{tag}"', media_type)


PageMaker = Callable[[Links, Snapshot], CachedDocument]


@dataclass(frozen=True)
class DocumentMaker:
    """Makes what is asked for. ``base``: the public address of our pages, "" when they have none."""

    pages_of: Pages
    base: str = ""
    subscribes: bool = False  # whether readers can have the updates sent

    @property
    def root(self) -> str:
        return self.base.rstrip("/") or UNREACHED

    @cached_property
    def pages(self) -> Mapping[str, PageMaker]:
        """What makes the page at each address."""
        return {"/status": self._status, "/": self._status, "/status/history": self._history}

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Where the documents for programs are."""
        empty = Format(Snapshot(self.pages_of.clock()), "ja", self.root, NEUTRAL)
        return frozenset({*empty.documents(), "/history.atom", "/history.rss"})

    def document(self, path: str, lang: str, snapshot: Snapshot) -> CachedDocument:
        """What programs read at an address."""
        name = self.pages_of.operator.called(lang) or NEUTRAL
        feed = Feed(snapshot, lang, self.root, name)
        if path == "/history.atom":
            return CachedDocument.of(feed.atom(), "application/atom+xml; charset=utf-8")
        if path == "/history.rss":
            return CachedDocument.of(feed.rss(), "application/rss+xml; charset=utf-8")
        found = Format(snapshot, lang, self.root, name).documents()[path]()
        return CachedDocument.of(
            json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), JSON
        )

    def post(self, links: Links, post: Post, snapshot: Snapshot) -> CachedDocument:
        """The page of one post. Of its cause it has only what the catalogue knows: the rest customers wrote."""
        product = self.pages_of.knowledge.catalogue.of_cause(post.cause)
        path = address_of(post)
        return self.page("status_post.html", links, snapshot, path, post=post, product=product)

    def _status(self, links: Links, snapshot: Snapshot) -> CachedDocument:
        over = [p for p in snapshot.posts if p.is_over and snapshot.at - p.changed_at < SHOWN_FOR]
        return self.page(
            "status.html",
            links,
            snapshot,
            "/status",
            overall=overall(snapshot),
            incidents=snapshot.open(PostKind.INCIDENT),
            maintenances=snapshot.open(PostKind.MAINTENANCE)[::-1],
            over=over,
            groups=grouped(snapshot.outside),
            tone_of=tone_of,
            share=_share,
            bar_of=bar_of,
            bad_days=bad_days,
        )

    def _history(self, links: Links, snapshot: Snapshot) -> CachedDocument:
        path = "/status/history"
        return self.page("status_history.html", links, snapshot, path, posts=snapshot.posts)

    def page(
        self, template: str, links: Links, snapshot: Snapshot, path: str, **values: object
    ) -> CachedDocument:
        """A page of the frame that all public pages have."""
        lang, known = links.lang, self.pages_of.knowledge
        wording = PageWording(Texts(lang), known, zone_of(lang, ""), self.pages_of.clock())
        html = self.pages_of.html(
            wording,
            template,
            s=snapshot,
            old=wording.now - snapshot.at >= OLD_FROM,
            canonical=f"{self.base.rstrip('/')}{path}" if self.base else "",
            path=path,
            picture=self._picture(),
            links=links,
            to=links.to,
            chat=CHAT,
            subscribe=SUBSCRIBE if self.subscribes else "",
            said=lambda mapping: in_language(mapping, lang),
            lang_of=lambda mapping: lang if mapping.get(lang) else next(iter(mapping), lang),
            address_of=address_of,
            **values,
        )
        return CachedDocument.of(html.encode(), HTML)

    def _picture(self) -> str:
        """The operator's logo where whoever shows links can show it; they know no SVG."""
        logo = self.pages_of.operator.logo
        if not self.base or logo is None or "svg" in logo.media_type:
            return ""
        return f"{self.base.rstrip('/')}/operator-logo"


def _share(share: float) -> str:
    """A share as a percentage that is never rounded up to all or down to nothing."""
    percent = share * 100
    if 99.99 < percent < 100:
        return "99.99%"
    if 0 < percent < 0.01:
        return "0.01%"
    return f"{percent:.2f}".rstrip("0").rstrip(".") + "%"
