"""Screenshots as staff see them: small in the conversation, large when asked for; and taken away for good."""

import hashlib
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web import views as look
from bot.web.guard import UNFRAMED
from bot.web.hub import STAFF
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages
from bot.web.views import read_one

PATH = "/staff/conversations/{conversation}/pictures/{picture}"
# Whatever a picture may be taken for, nothing in it runs; each showing asks again whether one may see it.
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; sandbox; {UNFRAMED}",
    "Content-Disposition": 'inline; filename="screenshot.webp"',
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


class PicturePages:
    """Serves what a conversation keeps; who is let in, and what the audit log says, the table of access tells."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        return [
            Route(PATH, seated(self._serving(small=False))),
            Route(f"{PATH}/small", seated(self._serving(small=True))),
            Route(f"{PATH}/remove", posted(self._remove), methods=["GET", "POST"]),
        ]

    def _serving(self, *, small: bool) -> Callable[[Request, Seat], Awaitable[Response]]:
        async def serve(request: Request, _: Seat) -> Response:
            conversation, ident = _named(request)
            found = await read_one(
                self._staff.views, lambda work: work.picture(conversation, ident, small=small)
            )
            tag = f'"{hashlib.sha256(found).hexdigest()[:32]}"'
            headers = {**HEADERS, "ETag": tag}
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers=headers)
            return Response(found, media_type="image/webp", headers=headers)

        return serve

    async def _remove(self, request: Request, _: Seat, __: FormData) -> Response:
        """Take one away, as who sent it may ask for; the page of its case is shown again."""
        conversation, ident = _named(request)

        def removed() -> str | None:
            with self._staff.views.work() as work:
                if ident not in work.pictures_of(conversation):
                    return None
                work.drop_pictures([ident])
                found = look.talk(work, conversation)
                ticket = found.conversation.ticket if found is not None else None
                return f"tickets/{ticket}" if ticket else f"conversations/{conversation}"

        page = await run_in_threadpool(removed)
        if page is None:
            raise HTTPException(404)
        self._staff.hub.publish(STAFF)
        return RedirectResponse(f"/staff/{page}", 303)


def _named(request: Request) -> tuple[str, str]:
    return request.path_params["conversation"], request.path_params["picture"]
