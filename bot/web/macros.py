"""Macros: the replies that staff keep ready, listed for everybody and written by leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.macros import LONGEST_NAME, LONGEST_TEXT, MOST, MacroFault, Variable, fault_of
from bot.model.macro import Macro, MacroRemoved, MacroSaved
from bot.texts.loader import LANGUAGES
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages, text_of
from bot.web.views import read, read_one

ALL = "/staff/macros"
DONE = frozenset({"saved", "removed"})


@dataclass(frozen=True, slots=True)
class MacroDraft:
    """What somebody has written into the form of a macro."""

    name: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: FormData) -> "MacroDraft":
        name = " ".join(text_of(form, "name").split())
        return cls(name, {lang: text_of(form, f"text_{lang}") for lang in LANGUAGES})


class MacroPages:
    """Shows macros, and passes what leads do with them to the desk."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        seated, posted, one = self._staff.seated, self._staff.posted, f"{ALL}/{{macro}}"
        return [
            Route(ALL, seated(self._all)),
            Route(f"{ALL}/new", posted(self._add), methods=["POST"]),
            Route(f"{ALL}/new", seated(self._new)),
            Route(one, posted(self._change), methods=["POST"]),
            Route(one, seated(self._one)),
            Route(f"{one}/remove", posted(self._remove), methods=["GET", "POST"]),
        ]

    async def _all(self, request: Request, seat: Seat) -> Response:
        done = request.query_params.get("done", "")
        return await self._staff.show(
            request,
            seat,
            "macros.html",
            lambda work: {"macros": work.macros()},
            done=done if done in DONE else "",
        )

    async def _new(self, request: Request, seat: Seat) -> Response:
        return await self._form(request, seat, MacroDraft())

    async def _one(self, request: Request, seat: Seat) -> Response:
        macro = await self._macro(request)
        return await self._form(request, seat, MacroDraft(macro.name, macro.texts), macro)

    async def _form(
        self,
        request: Request,
        seat: Seat,
        draft: MacroDraft,
        macro: Macro | None = None,
        fault: MacroFault | None = None,
    ) -> Response:
        """The form, with what was written kept and the reason told when it cannot be saved."""
        says = self._staff.pages.texts_for(request)
        problem = ""
        if fault is not None:
            known = says("joint.comma").join(f"{{{name}}}" for name in Variable)
            bounds = {"name": LONGEST_NAME, "text": LONGEST_TEXT, "most": MOST}
            problem = says(f"macros.fault.{fault.key}", word=fault.word, known=known, **bounds)
        return await self._staff.show(
            request,
            seat,
            "macro.html",
            draft=draft,
            macro=macro,
            problem=problem,
            variables=tuple(Variable),
            longest_name=LONGEST_NAME,
            longest=LONGEST_TEXT,
            status=409 if problem else 200,
        )

    async def _add(self, request: Request, seat: Seat, form: FormData) -> Response:
        return await self._save(request, seat, form, None)

    async def _change(self, request: Request, seat: Seat, form: FormData) -> Response:
        return await self._save(request, seat, form, await self._macro(request))

    async def _save(
        self, request: Request, seat: Seat, form: FormData, macro: Macro | None
    ) -> Response:
        draft, ident = MacroDraft.of(form), macro.id if macro is not None else ""
        known = await read(self._staff.views, lambda work: work.macros())
        if fault := fault_of(draft.name, draft.texts, ident, known):
            return await self._form(request, seat, draft, macro, fault)
        now = self._staff.pages.clock()
        await self._staff.hand_in(MacroSaved(now, ident, seat.staff, draft.name, draft.texts))
        return RedirectResponse(f"{ALL}?done=saved", 303)

    async def _remove(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Only with a tick that they are sure."""
        macro = await self._macro(request)
        if text_of(form, "sure") != "on":
            draft = MacroDraft(macro.name, macro.texts)
            return await self._form(request, seat, draft, macro, MacroFault("sure"))
        await self._staff.hand_in(MacroRemoved(self._staff.pages.clock(), macro.id, seat.staff))
        return RedirectResponse(f"{ALL}?done=removed", 303)

    async def _macro(self, request: Request) -> Macro:
        ident = request.path_params["macro"]
        return await read_one(self._staff.views, lambda work: work.macro(ident))
