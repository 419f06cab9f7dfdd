"""Turns values into pages: language, templates, error pages."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.desk.prose import status_hosts
from bot.model.knowledge import Knowledge
from bot.model.operator import Operator
from bot.texts.loader import LANGUAGES
from bot.web.addresses import with_query
from bot.web.brand import brand_of
from bot.web.guard import HEADERS
from bot.web.mrkdwn import mrkdwn
from bot.web.prose import prose
from bot.web.session import remember_choice
from bot.web.wording import PageWording, Texts
from bot.web.zones import JAPAN, zone_of

HERE = Path(__file__).parent
CHAT = "/chat"  # where customers write; the public page stands at the top
LANGUAGE_COOKIE = "lang"
ZONE_COOKIE = "zone"
THEME_COOKIE = "theme"  # that the script of the console writes, for the console alone
logger = logging.getLogger(__name__)


@dataclass
class Pages:
    """Renders the templates for one reader at a time. It decides nothing and reads nothing."""

    knowledge: Knowledge
    clock: Callable[[], datetime]
    operator: Operator = field(default_factory=Operator)
    trusts_claims: bool = False  # an organisation that somebody types is believed, and pages say so

    @cached_property
    def _environment(self) -> jinja2.Environment:
        return _environment_for(self._hosts)

    @cached_property
    def _hosts(self) -> frozenset[str]:
        """Those to which prose links."""
        return status_hosts(self.knowledge.catalogue)

    def know(self, knowledge: Knowledge) -> None:
        """Show this, and its operator, from now on; any thread may call it."""
        self.knowledge, self.operator = knowledge, knowledge.operator

    def texts_for(self, request: Request) -> Texts:
        return Texts(language_of(request))

    def wording(self, request: Request) -> PageWording:
        texts = self.texts_for(request)
        zone = zone_of(texts.lang, unquote(request.cookies.get(ZONE_COOKIE, "")))
        if request.url.path.startswith("/staff"):
            zone = JAPAN  # so that colleagues who read another language, or elsewhere, see the same times
        return PageWording(texts, self.knowledge, zone, self.clock())

    def render(
        self, request: Request, template: str, status: int = 200, **values: object
    ) -> HTMLResponse:
        """One page in the reader's language. ``?lang=`` is remembered from then on."""
        wording = self.wording(request)
        own = {"in_language": lambda lang: _in_language(request, lang), "theme": theme_of(request)}
        values = {**own, **values}
        response = HTMLResponse(self.html(wording, template, **values), status)
        if request.query_params.get("lang") in LANGUAGES:
            remember_choice(response, request, LANGUAGE_COOKIE, wording.t.lang)
        return response

    def html(self, wording: PageWording, template: str, **values: object) -> str:
        """A page in the words of one reader, or of many."""
        return self._environment.get_template(template).render(
            t=wording.t,
            w=wording,
            home=self.knowledge.catalogue.home,
            platform=self.knowledge.catalogue.platform,
            brand=brand_of(self.operator, wording.t, wording.now),
            trusts_claims=self.trusts_claims,
            **values,
        )

    def error(self, request: Request, status: int, message: str = "") -> HTMLResponse:
        """A page that says what is the matter and where to go; never how we are built."""
        texts = self.texts_for(request)
        key = f"error.{status}" if status in {403, 404, 409, 429, 500} else "error.500"
        page = self.render(
            request,
            "error.html",
            status,
            title=texts(f"{key}.title"),
            message=message or texts(f"{key}.text"),
            of_staff=request.url.path.startswith("/staff"),
        )
        page.headers.update(HEADERS)  # the answer to a crash passes by the guard
        return page

    async def on_http_error(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status not in {403, 404, 409, 429, 500}:
            return Response(HTTPStatus(status).phrase, status, media_type="text/plain")
        return self.error(request, status)

    async def on_away(self, request: Request, error: Exception) -> Response:
        """The database is locked or lost; it comes back."""
        logger.warning("a page cannot be shown: the database is away", exc_info=error)
        page = self.error(request, 503)
        page.headers["Retry-After"] = "10"
        return page

    async def on_crash(self, request: Request, _: Exception) -> Response:
        return self.error(request, 500)


@lru_cache(maxsize=8)  # a template is compiled once in a process, however many sites it serves
def _environment_for(hosts: frozenset[str]) -> jinja2.Environment:
    """The templates, in which prose links to these hosts alone."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        auto_reload=False,  # or each page would look for changes of every file that it is made of
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = lambda text: prose(text, hosts)
    environment.filters["plain_prose"] = prose
    environment.filters["mrkdwn"] = mrkdwn
    environment.globals["languages"] = LANGUAGES
    return environment


def language_of(request: Request) -> str:
    """``?lang=``, then the cookie, then what the browser prefers, then Japanese."""
    chosen = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
    for lang in chosen:
        if lang in LANGUAGES:
            return lang
    return preferred_language(request)


def theme_of(request: Request) -> str:
    """The colours that somebody of the staff chose, "light" or "dark"; "": as their system has them."""
    chosen = request.cookies.get(THEME_COOKIE, "") if request.url.path.startswith("/staff") else ""
    return chosen if chosen in ("light", "dark") else ""


def preferred_language(request: Request) -> str:
    """What the browser prefers, whatever was chosen elsewhere; Japanese when it does not say."""
    header = request.headers.get("accept-language", "")
    ranked: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, quality = part.strip().partition(";q=")
        if not tag:
            continue
        try:
            ranked.append((float(quality or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    ranked.sort(key=lambda r: -r[0])
    known = [lang for quality, lang in ranked if lang in LANGUAGES and quality > 0]
    if known:
        return known[0]
    return "en" if ranked and ranked[0][1] != "*" else LANGUAGES[0]


def _in_language(request: Request, lang: str) -> str:
    return with_query("", {**request.query_params, "lang": lang})


class FreshFiles(StaticFiles):
    """Static files that browsers ask about again each time (answered by 304), so none is stale."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
