"""The part of ``UnitOfWork`` that keeps the questions which the desk could not answer."""

from sqlalchemy import delete, select

from bot.desk.unanswered import MOST
from bot.model.unanswered import UnansweredQuestion
from bot.store import rows, tables
from bot.store.organisations import OrganisationQueries

_U = tables.unanswered.c


class UnansweredQueries(OrganisationQueries):
    """Fills ``bot.desk.unanswered.UnansweredQuestions`` over one open transaction."""

    def unanswered(self, limit: int = MOST) -> list[UnansweredQuestion]:
        query = select(_U.body).order_by(_U.times.desc(), _U.last_at.desc(), _U.seq)
        return self._values(UnansweredQuestion, query.limit(limit))

    def save_unanswered(self, question: UnansweredQuestion) -> None:
        self._save(tables.unanswered, rows.row_of(question))

    def drop_unanswered(self, ident: str) -> None:
        self._connection.execute(delete(tables.unanswered).where(_U.id == ident))
