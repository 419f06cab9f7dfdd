"""The addresses of the public page and of its formats."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.status_page.statuspage import address_of
from bot.texts.loader import LANGUAGES
from bot.web.pages import Pages, preferred_language
from bot.web.public.cache import SnapshotCache, TooManyLookupsError
from bot.web.public.documents import CachedDocument, DocumentMaker
from bot.web.public.links import LiveLinks
from bot.web.public.style import style_sheet
from bot.web.views import Views

STYLE = "/status.css"
_PAGES: Mapping[str, str] = {
    "Cache-Control": "public, max-age=15, stale-if-error=86400",
    "Vary": "Accept-Encoding, Accept-Language",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}
_PROGRAMS: Mapping[str, str] = {
    "Cache-Control": "public, max-age=15, stale-if-error=86400",
    "Vary": "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@dataclass(frozen=True)
class PublicPage:
    """Answers from the cache."""

    cache: SnapshotCache
    maker: DocumentMaker

    @classmethod
    def of(cls, views: Views, pages: Pages, base: str, *, subscribes: bool) -> "PublicPage":
        """``base``: the public address of our pages, "" when they have none.

        ``subscribes``: whether readers can have the updates sent.
        """
        cache = SnapshotCache(views, pages)
        return cls(cache, DocumentMaker(pages, base, subscribes))

    def routes(self) -> list[BaseRoute]:
        style = _style()

        async def styled(request: Request) -> Response:
            return _answer(request, style, {"Cache-Control": "public, max-age=300"})

        return [
            Route("/", self._page),
            Route("/status", self._page),
            Route("/status/history", self._page),
            Route("/status/incidents/{post}", self._post),
            Route("/incidents/{post}", _to_post),
            Route("/history", _to_history),
            Route("/history.atom", self._document),
            Route("/history.rss", self._document),
            Route("/api/v2/{name:path}", self._document),
            Route(STYLE, styled),
        ]

    async def _page(self, request: Request) -> Response:
        links = _links(request)
        path = "/status" if request.url.path == "/" else request.url.path
        make = self.maker.pages[path]
        kept = await self.cache.kept((path, links.lang, links.is_chosen), partial(make, links))
        return _answer(request, kept, _PAGES)

    async def _post(self, request: Request) -> Response:
        links = _links(request)
        try:
            post = await self.cache.post(request.path_params["post"])
        except TooManyLookupsError as why:
            raise HTTPException(429) from why
        if post is None:
            raise HTTPException(404)
        key = address_of(post), links.lang, links.is_chosen
        kept = await self.cache.kept(key, partial(self.maker.post, links, post))
        return _answer(request, kept, _PAGES)

    async def _document(self, request: Request) -> Response:
        asked = request.query_params.get("lang")
        lang = asked if asked in LANGUAGES else LANGUAGES[0]
        path = request.url.path
        if path not in self.maker.addresses:
            return Response("not found", 404, media_type="text/plain", headers=dict(_PROGRAMS))
        kept = await self.cache.kept((path, lang, True), partial(self.maker.document, path, lang))
        return _answer(request, kept, _PROGRAMS)


async def _to_post(request: Request) -> Response:
    return RedirectResponse(f"/status/incidents/{request.path_params['post']}", 308)


async def _to_history(_: Request) -> Response:
    return RedirectResponse("/status/history", 308)


def _links(request: Request) -> LiveLinks:
    """Links in the reader's language; no cookie says which, so that caches may keep the page."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return LiveLinks(asked, is_chosen=True)
    return LiveLinks(preferred_language(request))


@cache
def _style() -> CachedDocument:
    """The style sheet, read and packed once: it does not change while a process runs."""
    return CachedDocument.of(style_sheet(), "text/css; charset=utf-8")


def _answer(request: Request, kept: CachedDocument, headers: Mapping[str, str]) -> Response:
    sent = {**headers, "ETag": kept.tag}
    known = request.headers.get("if-none-match", "")
    if known == "*" or kept.tag in (tag.strip() for tag in known.split(",")):
        return Response(status_code=304, headers=sent)
    if _takes_gzip(request.headers.get("accept-encoding", "")):
        sent["Content-Encoding"] = "gzip"
        return Response(kept.packed, media_type=kept.media_type, headers=sent)
    return Response(kept.body, media_type=kept.media_type, headers=sent)


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";q=")
        if name.strip() in ("gzip", "*"):
            return quality.strip() not in ("0", "0.0", "0.00", "0.000")
    return False
