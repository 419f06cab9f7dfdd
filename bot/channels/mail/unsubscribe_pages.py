"""The page behind the link that stops notices, and the post by which mail programs do it.

RFC 8058: the post comes from the mail provider, without cookies and without our form, so the token
in the address is all there is to check. Looking never stops anything: filters open every link.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.desk.signed_ids import SignedIds

PATH = "/unsubscribe/"

_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
}
_PAGES = Environment(
    loader=PackageLoader("bot.channels.mail"), autoescape=True, undefined=StrictUndefined
)

logger = logging.getLogger(__name__)


def unsubscribe_routes(
    tokens: SignedIds, unsubscribe: Callable[[str], Awaitable[object]]
) -> list[Route]:
    """``/unsubscribe/<token>``: a page with one button, and the post that stops notices.

    ``unsubscribe`` is given a recipient's id, perhaps more than once and perhaps of somebody who
    is gone; neither is a fault. The pages are in Japanese and English at once.
    """

    async def look(request: Request) -> Response:
        recipient = tokens.read(request.path_params["token"])
        return _page("ask") if recipient is not None else _page("unknown", 404)

    async def stop(request: Request) -> Response:
        recipient = tokens.read(request.path_params["token"])
        if recipient is None:
            return _page("unknown", 404)
        await unsubscribe(recipient)
        logger.info("%s wants no more notices by mail", recipient)
        return _page("done")

    path = f"{PATH}{{token:str}}"
    return [Route(path, look, methods=["GET"]), Route(path, stop, methods=["POST"])]


def _page(state: str, status: int = 200) -> Response:
    page = _PAGES.get_template("unsubscribe.html").render(state=state)
    return HTMLResponse(page, status, headers=dict(_HEADERS))
