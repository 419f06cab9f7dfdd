"""The part of ``UnitOfWork`` that keeps views of the inbox for each of the staff."""

from sqlalchemy import delete, select

from bot.desk.saved_views import SavedView
from bot.store import rows
from bot.store.case_tables import case_views
from bot.store.connect import replacing
from bot.store.pictures import PictureQueries

_V = case_views.c


class SavedViewQueries(PictureQueries):
    """Fills ``bot.desk.saved_views.SavedViews`` over one open transaction."""

    def saved_views(self, staff: str) -> list[SavedView]:
        which = _V.staff == rows.word_of(staff, "a name")
        found = self._connection.execute(select(case_views).where(which).order_by(_V.name))
        return [rows.flat_value(SavedView, row) for row in found]

    def save_view(self, view: SavedView) -> None:
        saving = replacing(case_views, self._dialect, "asked")
        self._connection.execute(saving, rows.flat_row(view, case_views))

    def drop_view(self, staff: str, name: str) -> None:
        self._connection.execute(delete(case_views).where(_V.staff == staff, _V.name == name))
