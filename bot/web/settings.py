"""The settings, for admins: what can be changed here, and all that is in force with where it comes from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.saved_settings import SettingsInForce
from bot.model.japan import JST
from bot.model.operator import MOST_SPANS
from bot.model.settings_in_force import QUIET, SettingGroup
from bot.web.closed_form import in_words
from bot.web.hours_form import SPARE_ROWS
from bot.web.session import Seat
from bot.web.settings_rows import SettingRows, asks
from bot.web.staff_pages import StaffPages, text_of

SETTINGS = "/staff/settings"
IN_FORCE = f"{SETTINGS}/in-force"
OWN = "operator."
DAYS = "retention."  # how the settings begin that say how long something is kept


@dataclass(frozen=True, slots=True)
class SettingsDraft:
    """What an admin has written into the form, beside what they saw of what is kept.

    ``rows``: what they have filled in where a setting has several fields. ``faults``: the part of each value
    that cannot be; "": its fields say why. ``problem`` names the text that says why nothing was saved.
    """

    values: Mapping[str, str]
    seen: str
    rows: SettingRows
    faults: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


class SettingsPage:
    """Shows them as this process goes by them, and saves what admins change."""

    def __init__(self, staff: StaffPages, settings: SettingsInForce) -> None:
        self._staff, self._settings = staff, settings

    def routes(self) -> list[BaseRoute]:
        return [
            Route(SETTINGS, self._staff.posted(self._save), methods=["POST"]),
            Route(SETTINGS, self._staff.seated(self._edit)),
            Route(IN_FORCE, self._staff.seated(self._in_force)),
        ]

    async def _in_force(self, request: Request, seat: Seat) -> Response:
        lines = self._settings.lines()
        groups = ((group, [x for x in lines if x.group is group]) for group in SettingGroup)
        return await self._staff.show(
            request,
            seat,
            "settings_in_force.html",
            groups=[(group, own) for group, own in groups if own],
            file=self._settings.names.file,
        )

    async def _edit(self, request: Request, seat: Seat) -> Response:
        await run_in_threadpool(self._settings.refresh)
        saved = await run_in_threadpool(self._settings.saved)
        values = self._settings.values()
        rows = SettingRows.of(values, self._settings.office_hours())
        draft = SettingsDraft(values, _digest(saved), rows)
        return await self._form(request, seat, draft)

    async def _form(self, request: Request, seat: Seat, draft: SettingsDraft) -> Response:
        names = list(self._settings.values())
        products = self._staff.pages.knowledge.catalogue.products.values()
        return await self._staff.show(
            request,
            seat,
            "settings.html",
            draft=draft,
            is_saved=request.query_params.get("done") == "saved" and not draft.problem,
            spare_rows=SPARE_ROWS,
            most_rows=MOST_SPANS,
            own=[name for name in names if name.startswith(OWN)],
            notices=[QUIET],
            say_day=partial(in_words, t=self._staff.pages.texts_for(request)),
            today=self._staff.pages.clock().astimezone(JST).date(),
            days=[name for name in names if name.startswith(DAYS)],
            locked=frozenset(name for name in names if self._settings.is_locked(name)),
            given=self._settings.names.keys,
            file=self._settings.names.file,
            products=sorted((p.id, p.name) for p in products),
            status=409 if draft.problem else 200,
        )

    async def _save(self, request: Request, seat: Seat, form: FormData) -> Response:
        """All of it or nothing; what the file decides is not asked for."""
        house, now = self._settings, self._staff.pages.clock()
        await run_in_threadpool(house.refresh)
        saved, values = await run_in_threadpool(house.saved), house.values()
        before = SettingRows.of(values, house.office_hours())
        in_force = {**values, **before.texts()}
        free = [name for name in in_force if not house.is_locked(name) and asks(form, name)]
        rows = before.typed(form, free, in_force)
        told = rows.texts()
        written = {n: told[n] if n in told else _plain(text_of(form, n)) for n in free}
        changed = [name for name in free if written[name] != in_force[name]]
        request.state.about = " ".join(changed)
        found = {name: fault for name in changed if (fault := house.fault(name, written[name]))}
        empty = {name: "" for name in changed if name.startswith(DAYS) and not written[name]}
        found |= dict.fromkeys(rows.faulty(), "")
        draft = SettingsDraft({**in_force, **written}, _digest(saved), rows, found | empty)
        if problem := _problem(draft, changed, in_force, form):
            return await self._form(request, seat, replace(draft, problem=problem))
        kept = {n: v for n, v in saved.items() if n not in free} | written
        if not await run_in_threadpool(house.save, saved, kept, now, seat.staff):
            again = await run_in_threadpool(house.saved)
            late = replace(draft, seen=_digest(again), problem="settings.meanwhile")
            return await self._form(request, seat, late)
        return RedirectResponse(f"{SETTINGS}?done=saved", 303)


def _problem(
    draft: SettingsDraft, changed: list[str], in_force: Mapping[str, str], form: FormData
) -> str:
    """Why nothing can be saved, as the name of a text; "": it can."""
    if draft.faults:
        return "settings.faulty"
    if text_of(form, "seen") != draft.seen:
        return "settings.meanwhile"
    days = [name for name in changed if name.startswith(DAYS)]
    shorter = any(int(draft.values[name]) < int(in_force[name]) for name in days)
    return "settings.shorter" if shorter and text_of(form, "sure") != "on" else ""


def _plain(text: str) -> str:
    """Without blank lines, and without spaces around a line."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _digest(saved: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(saved.items())).encode()).hexdigest()[:16]
