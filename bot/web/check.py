"""*Check from your browser*: the page behind a signed link, and the result that it sends back.

The link is the authority: whoever has it speaks for the customer who was given it, and for nobody else.
The page holds the addresses; what it sends back are their places in the list, so that no other
address can be told of.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.browser_checks import PATH, Awaited, CheckLinks, awaited, message_of
from bot.model.browser_check import (
    CONTROL,
    MOST_RUNS,
    MOST_SECONDS,
    BrowserCheck,
    CheckTarget,
    Tried,
)
from bot.model.errors import StoreUnavailableError
from bot.model.probe import SLOW_FROM
from bot.web.hub import STAFF, Hub, customer_topic
from bot.web.limit import Limiter, sender_of
from bot.web.message_line import FullError, MessageLine, gone_from
from bot.web.pages import Pages
from bot.web.views import Views, read

MOST_BYTES = 4_000  # of a result
OF_A_LINK, OF_A_NETWORK = 6, 30  # results a minute
ASKED_FOR = (
    "/favicon.ico"  # a small thing that most hosts have; that they answer is all that counts
)
OURSELVES = "/healthz"  # the control address where the operator names none
_HEADERS = {
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "X-Robots-Tag": "noindex",
}
# A browser's own mark comes before those of the browsers that it says it is like.
_BROWSERS = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/(\d{1,4})")),
    ("Opera", re.compile(r"(?:OPR|OPT)/(\d{1,4})")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/(\d{1,4})")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d{1,4})")),
    ("Chrome", re.compile(r"(?:Chrome|CriOS)/(\d{1,4})")),
    ("Safari", re.compile(r"Version/(\d{1,4})[\d.]* (?:Mobile/\w+ )?Safari/")),
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class BrowserChecks:
    """Shows the page and takes its results. ``control``: the operator's control address, "" for ourselves."""

    line: MessageLine
    views: Views
    hub: Hub
    pages: Pages
    links: CheckLinks
    control: str = ""
    of_a_link: Limiter = field(default_factory=lambda: Limiter(OF_A_LINK))
    of_a_network: Limiter = field(default_factory=lambda: Limiter(OF_A_NETWORK))

    def routes(self) -> list[BaseRoute]:
        path = f"{PATH}{{token:str}}"
        return [Route(path, self.page), Route(path, self.receive, methods=["POST"])]

    async def page(self, request: Request) -> Response:
        """What will be tried, and the button that begins it; nothing is tried before it is pressed."""
        run = await self._run(request)
        if run is None:
            return self._with_headers(self._gone(request), ())
        targets = (CONTROL, *run.offer.targets)
        rows = [(number, t, self._url(t)) for number, t in enumerate(targets)]
        response = self.pages.render(
            request,
            "check.html",
            rows=[*rows[1:], rows[0]],  # the control address explains itself after the others
            run=run,
            most_runs=MOST_RUNS,
            most_ms=int(1000 * MOST_SECONDS),
            slow_ms=int(1000 * SLOW_FROM),
            browser=browser_of(request.headers.get("user-agent", "")),
            from_chat=run.conversation.channel == "web",
        )
        return self._with_headers(response, [url for _, _, url in rows])

    async def receive(self, request: Request) -> Response:
        """Take the result of a run in, once; the answer to the customer goes to their conversation."""
        run, now = await self._run(request), self.pages.clock()
        if run is None:
            return self._said(request, "gone", 410)
        network = sender_of(request)
        if not self.of_a_network.allows(network, now):
            return self._said(request, "fast", 429)
        if not self.of_a_link.allows(run.conversation.id, now):
            return self._said(request, "fast", 429)
        body = await request.body()
        given = _read(body, run) if len(body) <= MOST_BYTES else None
        if given is None:
            return self._said(request, "unclear", 400)
        number, tried = given
        if number < run.run:
            return self._said(request, "sent", left=MOST_RUNS + 1 - run.run)
        if run.is_spent or number > run.run:
            return self._said(request, "spent", 409)
        return await self._hand_in(
            request, run, BrowserCheck(tried, browser_of(request.headers.get("user-agent", "")))
        )

    async def _hand_in(self, request: Request, run: Awaited, check: BrowserCheck) -> Response:
        message = message_of(run, check, self.pages.clock())
        try:
            await self.line.hand_in(message, gone_from(request))
        except FullError as full:
            response = self._said(request, "busy", 503)
            response.headers["Retry-After"] = str(full.retry_after)
            return response
        except StoreUnavailableError:
            logger.warning("a check could not be taken in", exc_info=True)
            return self._said(request, "busy", 503)
        self.hub.publish(customer_topic(run.conversation.customer))
        self.hub.publish(STAFF)
        return self._said(request, "sent", left=MOST_RUNS - run.run)

    async def _run(self, request: Request) -> Awaited | None:
        now = self.pages.clock()
        link = self.links.read(request.path_params["token"], now)
        if link is None:
            return None
        return await read(self.views, lambda work: awaited(link, work, now))

    def _url(self, target: CheckTarget) -> str:
        if target == CONTROL:
            return self.control or OURSELVES
        return f"https://{target.host}{ASKED_FOR}"

    def _said(self, request: Request, what: str, status: int = 200, left: int = 0) -> Response:
        """What became of a result, in words; ``left``: how often the check can be run again."""
        said = self.pages.texts_for(request).word("check.said", what)
        return JSONResponse({"said": said, "left": max(0, left)}, status, dict(_HEADERS))

    def _gone(self, request: Request) -> Response:
        texts = self.pages.texts_for(request)
        return self.pages.render(
            request,
            "error.html",
            410,
            title=texts("check.gone.title"),
            message=texts("check.said.gone"),
            of_staff=False,
        )

    def _with_headers(self, response: Response, urls: Sequence[str]) -> Response:
        response.headers.update({**_HEADERS, "Content-Security-Policy": policy(urls)})
        return response


def policy(urls: Sequence[str]) -> str:
    """What the page may load and ask: our own files, and the addresses that it lists."""
    hosts = dict.fromkeys(f"https://{p.netloc}" for u in urls if (p := urlsplit(u)).netloc)
    asked = " ".join(["'self'", *hosts])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src {asked}; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def browser_of(agent: str) -> str:
    """The browser's name and main version by its ``User-Agent``, "" for one that we do not know."""
    found = ((name, pattern.search(agent[:500])) for name, pattern in _BROWSERS)
    return next((f"{name} {match[1]}" for name, match in found if match), "")


def _read(body: bytes, run: Awaited) -> tuple[int, tuple[Tried, ...]] | None:
    """Which run a result is of, and what was tried; None for what no page of ours sends.

    Every address of the list stands in it once, by its place.
    """
    try:
        given = json.loads(body)
        number, results = given["run"], [_one(r) for r in given["results"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    targets = (CONTROL, *run.offer.targets)
    if (
        type(number) is not int
        or number < 1
        or sorted(place for place, _, _ in results) != list(range(len(targets)))
    ):
        return None
    return number, tuple(
        Tried.of(targets[place], seconds, answered=answered)
        for place, answered, seconds in sorted(results)
    )


def _one(given: Mapping[str, object]) -> tuple[int, bool, float]:
    """One address of a result: its place in the list, whether it answered, after how many seconds."""
    place, answered, took = given["place"], given["answered"], given["ms"]
    if not (type(place) is int and type(answered) is bool and isinstance(took, int | float)):
        raise ValueError("not a result of ours")
    if not took >= 0:  # nor is what is no number at all
        raise ValueError("a time before the beginning")
    return place, answered, min(took, 1000 * MOST_SECONDS) / 1000
