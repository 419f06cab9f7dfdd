"""The console's pages of other desks: who is heard and told, what was, and how to set one up."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.peer_setup import LONGEST_TITLE, PeerAsked, PeerSetup, PeerSetupError
from bot.desk.ports import UnitOfWork
from bot.model.errors import JitabataError
from bot.web.hub import STAFF
from bot.web.peer_views import desks, heard, sent
from bot.web.session import Seat
from bot.web.signin import field_of
from bot.web.staff_pages import StaffPages

ALL = "/staff/peers"


@dataclass(frozen=True, slots=True)
class PeerForm:
    """What stands in the form, and why it was not taken (a text's key), "" when nothing is wrong."""

    asked: PeerAsked = field(default_factory=PeerAsked)
    problem: str = ""


class PeerPages:
    """Shows other desks; admins add, change and revoke them."""

    def __init__(self, staff: StaffPages, setup: PeerSetup) -> None:
        self._staff, self._setup = staff, setup

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        one = f"{ALL}/{{peer}}"
        return [
            Route(ALL, seated(self._all)),
            Route(ALL, posted(self._add), methods=["POST"]),
            Route(one, seated(self._one)),
            Route(one, posted(self._change), methods=["POST"]),
            Route(f"{one}/revoke", posted(self._revoke), methods=["POST"]),
        ]

    async def _all(self, request: Request, seat: Seat, form: PeerForm | None = None) -> Response:
        """All desks, what they told and what they were told."""
        now = self._staff.pages.clock()

        def seen(work: UnitOfWork) -> dict[str, object]:
            return {"desks": desks(work, now), "told": heard(work, now), "ours": sent(work)}

        form = form or PeerForm()
        return await self._staff.show(
            request,
            seat,
            "peers.html",
            seen,
            form=form,
            longest_title=LONGEST_TITLE,
            done=request.query_params.get("done") == "revoke",
            status=409 if form.problem else 200,
        )

    async def _one(self, request: Request, seat: Seat, form: PeerForm | None = None) -> Response:
        """One desk: what its operator needs of us, and what is exchanged with it."""
        ident, now = request.path_params["peer"], self._staff.pages.clock()

        def seen(work: UnitOfWork) -> dict[str, object]:
            found = next((desk for desk in desks(work, now) if desk.peer.id == ident), None)
            if found is None:
                raise HTTPException(404)
            told = [view for view in heard(work, now) if view.peer.id == ident]
            ours = [view for view in sent(work) if view.peer.id == ident]
            peer = found.peer
            kept = PeerAsked(peer.id, peer.name, peer.keys, peer.url, peer.early)
            return {"desk": found, "told": told, "ours": ours, "form": form or PeerForm(kept)}

        return await self._staff.show(
            request,
            seat,
            "peer.html",
            seen,
            longest_title=LONGEST_TITLE,
            keys=await run_in_threadpool(self._keys_for, ident),
            address=self._setup.address_for(ident),
            done=request.query_params.get("done", ""),
            status=409 if form is not None and form.problem else 200,
        )

    def _keys_for(self, ident: str) -> tuple[str, ...]:
        """Our public keys; none while the desk has nothing to sign with."""
        try:
            return self._setup.keys_for(ident)
        except JitabataError:
            return ()

    async def _add(self, request: Request, seat: Seat, form: FormData) -> Response:
        asked = _asked(form, field_of(form, "name"))
        request.state.about = asked.name[:100]

        def keep(work: UnitOfWork) -> None:
            if work.peer(asked.name) is not None:
                raise PeerSetupError("there")
            self._setup.keep(asked, work)

        problem = await run_in_threadpool(self._kept, keep)
        if problem:
            return await self._all(request, seat, PeerForm(asked, problem))
        self._staff.hub.publish(STAFF)
        return RedirectResponse(f"{ALL}/{asked.name}?done=add", 303)

    async def _change(self, request: Request, seat: Seat, form: FormData) -> Response:
        asked = _asked(form, request.path_params["peer"])

        def keep(work: UnitOfWork) -> None:
            if work.peer(asked.name) is None:
                raise HTTPException(404)
            self._setup.keep(asked, work)

        problem = await run_in_threadpool(self._kept, keep)
        if problem:
            return await self._one(request, seat, PeerForm(asked, problem))
        self._staff.hub.publish(STAFF)
        return RedirectResponse(f"{ALL}/{asked.name}?done=change", 303)

    def _kept(self, keep: Callable[[UnitOfWork], None]) -> str:
        """Do it; answers the key of what is wrong, "" where nothing is."""
        try:
            with self._staff.views.work() as work:
                keep(work)
        except PeerSetupError as why:
            return why.key
        return ""

    async def _revoke(self, request: Request, _: Seat, __: FormData) -> Response:
        ident = request.path_params["peer"]

        def gone() -> bool:
            with self._staff.views.work() as work:
                return work.drop_peer(ident)

        if not await run_in_threadpool(gone):
            raise HTTPException(404)
        self._staff.hub.publish(STAFF)
        return RedirectResponse(f"{ALL}?done=revoke", 303)


def _asked(form: FormData, name: str) -> PeerAsked:
    """What was typed; a key on each line."""
    return PeerAsked(
        name.strip(),
        field_of(form, "title"),
        tuple(field_of(form, "keys").split()),
        field_of(form, "url").strip(),
        early=field_of(form, "early") == "on",
    )
