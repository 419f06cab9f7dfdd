"""The part of ``UnitOfWork`` that keeps macros."""

from sqlalchemy import delete, select

from bot.model.macro import Macro
from bot.store import rows, tables
from bot.store.unanswered import UnansweredQueries

_M = tables.macros.c


class MacroQueries(UnansweredQueries):
    """Fills ``bot.desk.macros.Macros`` over one open transaction."""

    def macro(self, ident: str) -> Macro | None:
        return self._by_id(tables.macros, Macro, ident)

    def macros(self) -> list[Macro]:
        found = self._values(Macro, select(_M.body))
        return sorted(found, key=lambda macro: macro.name)

    def macro_names(self) -> tuple[str, ...]:
        return tuple(sorted(self._connection.scalars(select(_M.name))))

    def save_macro(self, macro: Macro) -> None:
        self._save(tables.macros, rows.row_of(macro))

    def drop_macro(self, ident: str) -> None:
        self._connection.execute(delete(tables.macros).where(_M.id == ident))
