"""One recipient of notices, for admins: added, changed, stopped, started again and removed."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk import recipient_changes as changes
from bot.desk.organisations import names_of
from bot.desk.ports import UnitOfWork
from bot.desk.recipient_changes import (
    CHANNELS,
    ParseAddress,
    RecipientDetails,
    RecipientFault,
    RecipientFaultError,
)
from bot.model.recipient import EVERYTHING, Recipient, recipient_id
from bot.texts.loader import LANGUAGES
from bot.web.addresses import with_query
from bot.web.audience_counts import AudienceCounts
from bot.web.product_choice import products_by_name
from bot.web.recipient_form import LONGEST_ADDED, LONGEST_ADDRESS, RecipientDraft, checked
from bot.web.recipients import ALL, RecipientListPages
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read

NEW = f"{ALL}/new"
LONGEST_ID = 60  # characters
DONE = frozenset({"added", "changed", "stopped", "started"})

Done = TypeVar("Done")


class RecipientPages:
    """Shows recipients, and keeps what admins change of one. The audit log names it by its id, never its address."""

    def __init__(
        self, staff: StaffPages, parse_address: ParseAddress, counts: AudienceCounts
    ) -> None:
        """``counts`` are taken anew after each change."""
        self._staff, self._parse_address, self._counts = staff, parse_address, counts
        self._list = RecipientListPages(staff)

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        actions = {"stop": self._stop, "start": self._start, "remove": self._remove}
        return [
            Route(ALL, posted(self._change), methods=["POST"]),
            Route(ALL, seated(self._page)),
            Route(NEW, posted(self._add), methods=["POST"]),
            Route(NEW, seated(self._new)),
            *self._list.routes(),
            *(
                Route(f"{ALL}/{name}", posted(action), methods=["GET", "POST"])
                for name, action in actions.items()
            ),
        ]

    # Pages

    async def _page(self, request: Request, seat: Seat) -> Response:
        """One recipient, or the list of them where the address names none."""
        ident = request.query_params.get("id", "")
        if not ident:
            return await self._list.page(request, seat)
        return await self._show(request, seat, ident)

    async def _new(self, request: Request, seat: Seat) -> Response:
        return await self._form(request, seat, RecipientDraft(RecipientDetails("mail", "", "ja")))

    async def _show(
        self,
        request: Request,
        seat: Seat,
        ident: str,
        draft: RecipientDraft | None = None,
        unsure: str = "",
    ) -> Response:
        """One of them; ``draft``: what could not be saved, ``unsure``: what is not done without a tick."""
        request.state.about = request.state.about or ident[:LONGEST_ID]

        def found(work: UnitOfWork) -> dict[str, object]:
            known = _known(ident, work)
            own = draft or RecipientDraft.of(known)
            if "" in own.faults:  # what is saved now goes over what somebody else saved meanwhile
                own = replace(own, seen=RecipientDraft.of(known).seen)
            called = names_of([known.tenant], work)
            return {
                **self._choices(),
                "known": known,
                "draft": own,
                "called": called.get(known.tenant, ""),
                "writes": bool(work.conversing([known.id])),
            }

        done = request.query_params.get("done", "")
        return await self._staff.show(
            request,
            seat,
            "recipient.html",
            found,
            done=done if done in DONE else "",
            unsure=unsure,
            status=409 if draft is not None or unsure else 200,
        )

    async def _form(self, request: Request, seat: Seat, draft: RecipientDraft) -> Response:
        """The form of a new one."""
        said = {"known": None, "draft": draft, "called": "", "writes": False}
        return await self._staff.show(
            request,
            seat,
            "recipient.html",
            lambda _: {**said, **self._choices()},
            status=409 if draft.faults else 200,
            done="",
            unsure="",
        )

    def _choices(self) -> dict[str, object]:
        return {
            "path": ALL,
            "channels": CHANNELS,
            "languages": LANGUAGES,
            "everything": EVERYTHING,
            "products": products_by_name(self._staff.pages.knowledge.catalogue),
            "longest_address": LONGEST_ADDRESS,
            "longest_added": LONGEST_ADDED,
        }

    # Changes

    async def _add(self, request: Request, seat: Seat, form: FormData) -> Response:
        """All of it or nothing."""
        written = RecipientDraft.written(form)
        draft = self._checked(request, written, None)
        if draft.faults:
            return await self._form(request, seat, draft)
        ident = request.state.about = _id_of(draft.details)
        try:
            await self._do(lambda work: changes.add(draft.details, work))
        except RecipientFaultError as why:
            return await self._form(
                request, seat, self._refused(request, written, why.fault, ident)
            )
        return _to_recipient(ident, "added")

    async def _change(self, request: Request, seat: Seat, form: FormData) -> Response:
        """All of it or nothing: not over what somebody else has saved meanwhile."""
        written = RecipientDraft.written(form)
        ident = request.state.about = written.id[:LONGEST_ID]
        known = await read(self._staff.views, lambda work: _known(ident, work))
        draft = self._checked(request, written, RecipientDetails.of(known))
        if draft.faults:
            return await self._show(request, seat, ident, draft)
        new = _id_of(draft.details)
        request.state.about = f"{ident} {new}" if new != ident else ident
        try:
            await self._do(
                lambda work: changes.change(_known(ident, work), draft.details, draft.seen, work)
            )
        except RecipientFaultError as why:
            again = self._refused(request, written, why.fault, new)
            return await self._show(request, seat, ident, again)
        return _to_recipient(new, "changed")

    async def _stop(self, request: Request, _: Seat, form: FormData) -> Response:
        ident = request.state.about = text_of(form, "id")[:LONGEST_ID]
        await self._do(lambda work: changes.stop(_known(ident, work), work))
        return _to_recipient(ident, "stopped")

    async def _start(self, request: Request, seat: Seat, form: FormData) -> Response:
        ident = request.state.about = text_of(form, "id")[:LONGEST_ID]
        sure = text_of(form, "sure") == "on"
        try:
            await self._do(lambda work: changes.start(_known(ident, work), sure=sure, work=work))
        except RecipientFaultError:
            return await self._show(request, seat, ident, unsure="start")
        return _to_recipient(ident, "started")

    async def _remove(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Only with a tick that they are sure."""
        ident = request.state.about = text_of(form, "id")[:LONGEST_ID]
        if text_of(form, "sure") != "on":
            return await self._show(request, seat, ident, unsure="remove")
        kept_out = await self._do(lambda work: changes.remove(_known(ident, work), work))
        done = "kept_out" if kept_out else "removed"
        return RedirectResponse(with_query(ALL, {"done": done}), 303)

    async def _do(self, change: Callable[[UnitOfWork], Done]) -> Done:
        """Carry out a change in a transaction of its own."""

        def done() -> Done:
            with self._staff.views.work() as work:
                return change(work)

        answer = await run_in_threadpool(done)
        self._counts.forget()
        return answer

    def _checked(
        self, request: Request, written: RecipientDraft, known: RecipientDetails | None
    ) -> RecipientDraft:
        pages = self._staff.pages
        return checked(
            written, known, self._parse_address, pages.knowledge, pages.texts_for(request)
        )

    def _refused(
        self, request: Request, written: RecipientDraft, fault: RecipientFault, ident: str
    ) -> RecipientDraft:
        """What was written, with a word on why it is not saved, and who has the address already."""
        other = ident if fault is RecipientFault.THERE else ""
        return written.refused(self._staff.pages.texts_for(request), fault, other)


def _known(ident: str, work: UnitOfWork) -> Recipient:
    """A recipient that admins see; 404 where there is none."""
    found = changes.listed(ident, work)
    if found is None:
        raise HTTPException(404)
    return found


def _id_of(details: RecipientDetails) -> str:
    return recipient_id(details.channel, details.address)


def _to_recipient(ident: str, done: str) -> Response:
    return RedirectResponse(with_query(ALL, {"id": ident, "done": done}), 303)
