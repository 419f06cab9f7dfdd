"""The part of ``UnitOfWork`` that keeps views of the inbox for each of the staff."""

from sqlalchemy import delete, select

from bot.desk.saved_views import SavedView
from bot.store import rows
from bot.store.case_tables import case_views
from bot.store.connect import insert_into
from bot.store.pictures import PictureQueries

_V = case_views.c


class SavedViewQueries(PictureQueries):
    """Fills ``bot.desk.saved_views.SavedViews`` over one open transaction."""

    def saved_views(self, staff: str) -> list[SavedView]:
        which = _V.staff == rows.word_of(staff, "a name")
        found = self._connection.execute(select(case_views).where(which).order_by(_V.name))
        return [SavedView(row.staff, row.name, row.asked) for row in found]

    def save_view(self, view: SavedView) -> None:
        insert = insert_into(case_views, self._dialect)
        kept = {"asked": insert.excluded["asked"]}
        saving = insert.on_conflict_do_update(index_elements=["staff", "name"], set_=kept)
        self._connection.execute(
            saving,
            {
                "staff": rows.word_of(view.staff, "a name"),
                "name": rows.word_of(view.name, "a name"),
                "asked": rows.text_of(view.asked, "a view"),
            },
        )

    def drop_view(self, staff: str, name: str) -> None:
        self._connection.execute(delete(case_views).where(_V.staff == staff, _V.name == name))
