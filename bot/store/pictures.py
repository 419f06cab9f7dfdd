"""The part of ``UnitOfWork`` that keeps screenshots."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.desk.pictures import PicturesKept
from bot.model.picture import PictureFile
from bot.store import rows
from bot.store.organisations import OrganisationQueries
from bot.store.tables import pictures

_P = pictures.c


class PictureQueries(OrganisationQueries):
    """Fills ``bot.desk.pictures.Pictures`` over one open transaction."""

    def put_picture(self, ident: str, file: PictureFile, at: datetime) -> None:
        self._connection.execute(pictures.insert(), rows.flat_row(file, pictures, id=ident, at=at))

    def pictures_since(self, since: datetime, conversation: str | None = None) -> PicturesKept:
        query = select(func.count(), func.coalesce(func.sum(_P.size), 0)).where(_P.at >= since)
        if conversation is not None:
            query = query.where(_P.conversation == conversation)
        number, size = self._connection.execute(query).one()
        return PicturesKept(int(number), int(size))

    def claim_picture(self, ident: str, conversation: str) -> None:
        change = update(pictures).where(_P.id == ident)
        self._connection.execute(change.values(conversation=conversation))

    def drop_pictures(self, idents: Iterable[str]) -> None:
        self._connection.execute(delete(pictures).where(_P.id.in_(list(idents))))

    def pictures_of(self, conversation: str) -> frozenset[str]:
        query = select(_P.id).where(_P.conversation == conversation)
        return frozenset(self._connection.scalars(query))

    def picture(self, conversation: str, ident: str, *, small: bool) -> bytes | None:
        column = _P.small if small else _P.content
        query = select(column).where(_P.id == ident, _P.conversation == conversation)
        found = self._connection.scalar(query)
        return None if found is None else bytes(found)
