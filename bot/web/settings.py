"""The settings in force, for admins: what is set, and where it comes from. Nothing is changed here."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.model.settings_in_force import SettingGroup, SettingLine
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages


class SettingsPage:
    """Shows them as they were when this process started."""

    def __init__(self, staff: StaffPages, lines: Sequence[SettingLine]) -> None:
        groups = (
            (group, [line for line in lines if line.group is group]) for group in SettingGroup
        )
        self._staff, self._groups = staff, [(group, own) for group, own in groups if own]

    def routes(self) -> list[BaseRoute]:
        return [Route("/staff/settings", self._staff.seated(self._page))]

    async def _page(self, request: Request, seat: Seat) -> Response:
        shown: dict[str, object] = {"groups": self._groups}
        return await self._staff.show(request, seat, "settings.html", lambda _: shown)
