"""The part of ``UnitOfWork`` with which admins look through who can be told by an address."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, collate, exists, func, or_, select

from bot.desk.recipient_lists import (
    NO_AUDIENCE,
    AudienceCount,
    RecipientFilter,
    RecipientPage,
)
from bot.model.recipient import CONTACT, Recipient
from bot.store import rows, tables
from bot.store.recipients import SqlRecipients

_R, _P, _O = tables.recipients.c, tables.recipient_products.c, tables.organisations.c
_IS_LISTED = and_(func.substr(_R.id, 1, len(CONTACT)) != CONTACT, _R.address != "")
_ROWS_OF_ONE = 2  # of a product: who uses it may follow it as well


class RecipientListQueries(SqlRecipients):
    """Fills ``bot.desk.recipient_lists.RecipientLists`` over one open transaction."""

    def recipient_page(
        self, which: RecipientFilter, *, before: int | None = None, limit: int, most: int
    ) -> RecipientPage:
        query = self._numbers(which, before).limit(most * _ROWS_OF_ONE)
        numbers = list(dict.fromkeys(self._connection.scalars(query)))[:most]
        shown = select(_R.seq, _R.body).where(_R.seq.in_(numbers[:limit])).order_by(_R.seq.desc())
        found = self._connection.execute(shown)
        page = tuple((number, rows.value_of(Recipient, body)) for number, body in found)
        return RecipientPage(page, len(numbers))

    def recipient_states(self) -> dict[str, int]:
        query = select(_R.state, func.count()).where(_IS_LISTED).group_by(_R.state)
        return {state: int(number) for state, number in self._connection.execute(query)}

    def audience_counts(self) -> list[AudienceCount]:
        members = select(_P.product, _P.recipient).distinct().subquery()
        kind = members.c.product, _R.channel, _R.lang, _R.state
        query = (
            select(*kind, func.count())
            .join_from(members, tables.recipients, _R.seq == members.c.recipient)
            .where(_IS_LISTED)
            .group_by(*kind)
            .order_by(*kind)
        )
        return [AudienceCount(*found) for found in self._connection.execute(query)]

    def _numbers(self, which: RecipientFilter, before: int | None) -> Select[Any]:
        """The numbers of those whom a filter leaves in, the latest added first; some may come twice.

        With an audience they are taken from its index, in its order, so that it is read no further than needed.
        """
        number: ColumnElement[Any] = _R.seq
        query = select(number)
        if which.audience == NO_AUDIENCE:
            query = query.where(~exists().where(_P.recipient == _R.seq))
        elif which.audience:
            number = _P.recipient
            query = select(number).join_from(
                tables.recipient_products, tables.recipients, _R.seq == number
            )
            query = query.where(_P.product == which.audience)
        for column, wanted in (
            (_R.channel, which.channel),
            (_R.lang, which.lang),
            (_R.state, which.state),
            (_R.tenant, which.tenant),
        ):
            if wanted:
                query = query.where(column == wanted)
        if which.words:
            query = query.where(self._says(which.words))
        if before is not None:
            query = query.where(number < before)
        return query.where(_IS_LISTED).order_by(number.desc())

    def _says(self, words: str) -> ColumnElement[bool]:
        """Whether words stand in an address, or in the key or the registered name of its organisation.

        Only A to Z go by either case: to fold more takes PostgreSQL five times as long.
        """
        of_postgresql = self._dialect == "postgresql"
        place = func.strpos if of_postgresql else func.instr

        def holds(column: Any) -> ColumnElement[bool]:
            plain = collate(column, "C") if of_postgresql else column
            return place(func.lower(plain), words.lower()) > 0

        named = select(_O.id).where(holds(_O.name))
        return or_(holds(_R.address + "\n" + _R.tenant), _R.tenant.in_(named))
