"""Following the public page: the form, and the pages behind the link that only the address gets.

A GET changes nothing: filters open every link. The token in a link is the authority of its posts, which
mail programs send as well (RFC 8058); the form is guarded as every form of ours is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk import subscribing as desk
from bot.desk.subscriber_links import PATH, SubscriberLinks
from bot.desk.subscribing import Answer, Subscribing
from bot.model.subscription import COMPONENT, MOST_TOPICS, PRODUCT, Subscription, SubscriptionState
from bot.status_page.snapshot import Snapshot
from bot.texts.loader import LANGUAGES
from bot.web.pages import preferred_language
from bot.web.public.cache import Make, SnapshotCache
from bot.web.public.documents import CachedDocument, DocumentMaker
from bot.web.public.links import SUBSCRIBE, LiveLinks
from bot.web.public.outside import grouped
from bot.web.session import Visitors
from bot.web.staff_pages import text_of

LONGEST_ADDRESS = 2_000  # characters
_STATUS = {Answer.BAD_ADDRESS: 409, Answer.TOO_MANY: 429}
_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address may hold a token
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}

# No token is in its address, and without a referrer the form would have no origin to go by.
_OF_THE_FORM: Mapping[str, str] = {**_HEADERS, "Referrer-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form."""

    address: str = ""
    lang: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class SubscriberPages:
    """Asks an address whether it wants to be told, and does what it wants."""

    cache: SnapshotCache
    maker: DocumentMaker
    subscribing: Subscribing
    links: SubscriberLinks
    visitors: Visitors

    def routes(self) -> list[BaseRoute]:
        one = f"{PATH}{{token}}"
        form = [
            Route(SUBSCRIBE, self._form, methods=["GET"]),
            Route(SUBSCRIBE, self._request, methods=["POST"]),
            Route(f"{SUBSCRIBE}/sent", self._sent),
        ]
        return [
            *(form if self.subscribing.ways else ()),
            Route(one, self._one, methods=["GET"]),
            Route(one, self._act, methods=["POST"]),
        ]

    # the form

    async def _form(self, request: Request) -> Response:
        """The empty form, which is the same for every reader of a language and made once."""
        links = _links(request)
        key = (SUBSCRIBE, links.lang, links.is_chosen)
        values = self._fields(Written(lang=links.lang))
        page = await self.cache.kept(key, self._made(links, "subscribe.html", SUBSCRIBE, values))
        return HTMLResponse(page.body, headers=_OF_THE_FORM)

    async def _request(self, request: Request) -> Response:
        links, form = _links(request), await request.form()
        written = await self._written(form)
        channel = "webhook" if written.address.lower().startswith("http") else "mail"
        asked = desk.Request(channel, written.address, written.lang, written.topics)
        network = self.visitors.network_of(request)
        answer = await run_in_threadpool(self.subscribing.request, asked, network)
        if answer is Answer.SENT:
            there = links.to(f"{SUBSCRIBE}/sent", way=channel)
            return RedirectResponse(there, 303, headers=dict(_HEADERS))
        return await self._show_form(links, written, answer)

    async def _show_form(self, links: LiveLinks, written: Written, answer: Answer) -> Response:
        """The form with what was typed, and why it was not taken."""
        page = await self._show(links, "subscribe.html", SUBSCRIBE, **self._fields(written, answer))
        page.headers.update(_OF_THE_FORM)
        page.status_code = _STATUS[answer]
        if answer is Answer.TOO_MANY:
            page.headers["Retry-After"] = "300"
        return page

    def _fields(self, written: Written, answer: Answer | None = None) -> Mapping[str, object]:
        return {"written": written, "problem": answer, "ways": self.subscribing.ways}

    async def _sent(self, request: Request) -> Response:
        asked = request.query_params.get("way")
        way = asked if asked in self.subscribing.ways else next(iter(self.subscribing.ways))
        return await self._show(
            _links(request), "subscribe_sent.html", f"{SUBSCRIBE}/sent", way=way
        )

    async def _written(self, form: FormData) -> Written:
        """What was typed, as far as there is such a thing."""
        offered = _offered(await self.cache.snapshot())
        lang = text_of(form, "lang")
        topics = [topic for topic in map(str, form.getlist("topics")) if topic in offered]
        return Written(
            text_of(form, "address")[: LONGEST_ADDRESS + 1],
            lang if lang in LANGUAGES else LANGUAGES[0],
            tuple(dict.fromkeys(topics))[:MOST_TOPICS],
        )

    # behind the link

    async def _one(self, request: Request) -> Response:
        found = await self._found(request)
        if found is None:
            return await self._gone(request)
        return await self._show_one(request, found, request.query_params.get("done", ""))

    async def _act(self, request: Request) -> Response:
        form = await request.form()
        what = "end" if "List-Unsubscribe" in form else text_of(form, "do")
        found = await self._found(request)
        if found is None:
            return await self._gone(request)
        if what == "end":
            await run_in_threadpool(self.subscribing.end, found.id)
            return await self._show_one(request, found, "end")
        if what not in ("confirm", "change"):
            raise HTTPException(404)
        if "lang" in form:
            written = await self._written(form)
            change = found.id, written.lang, written.topics
            await run_in_threadpool(self.subscribing.change, *change)
        if what == "confirm":
            await run_in_threadpool(self.subscribing.confirm, found.id)
        there = _links(request, found).to(request.url.path, done=what)
        return RedirectResponse(there, 303, headers=dict(_HEADERS))

    async def _show_one(self, request: Request, found: Subscription, done: str) -> Response:
        secrets: tuple[str, ...] = ()
        if found.channel == "webhook" and found.state is SubscriptionState.ACTIVE:
            secrets = await run_in_threadpool(self.subscribing.secrets_of, found.id)
        return await self._show(
            _links(request, found),
            "subscription.html",
            request.url.path,
            subscription=found,
            secrets=secrets,
            written=Written("", found.lang, found.topics),
            done=done if done in ("end", "confirm", "change") else "",
        )

    async def _gone(self, request: Request) -> Response:
        """The same for a link that is not ours, of a request that nobody confirmed, and of what ended."""
        page = await self._show(_links(request), "subscription_gone.html", SUBSCRIBE)
        page.status_code = 404
        return page

    async def _found(self, request: Request) -> Subscription | None:
        ident = self.links.read(request.path_params["token"])
        if ident is None:
            return None
        return await run_in_threadpool(self.subscribing.known, ident)

    async def _show(
        self, links: LiveLinks, template: str, path: str, **values: object
    ) -> HTMLResponse:
        make = self._made(links, template, path, values)
        page = await run_in_threadpool(make, await self.cache.snapshot())
        return HTMLResponse(page.body, headers=dict(_HEADERS))

    def _made(
        self, links: LiveLinks, template: str, path: str, values: Mapping[str, object]
    ) -> Make:
        """What makes a page of a snapshot."""

        def make(snapshot: Snapshot) -> CachedDocument:
            groups = grouped(snapshot.outside)
            named = {"groups": groups, "component": COMPONENT, "product": PRODUCT, **values}
            return self.maker.page(template, links, snapshot, path, **named)

        return make


def _offered(snapshot: Snapshot) -> frozenset[str]:
    """What can be followed by itself."""
    parts = (f"{COMPONENT}{part.key}" for part in snapshot.parts)
    products = (f"{PRODUCT}{row.product.id}" for row in snapshot.outside)
    return frozenset((*parts, *products))


def _links(request: Request, of: Subscription | None = None) -> LiveLinks:
    """Links in the language that the reader chose, else in that of their subscription, or browser."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return LiveLinks(asked, is_chosen=True)
    return LiveLinks(of.lang if of is not None else preferred_language(request))
