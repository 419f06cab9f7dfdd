"""The part of ``UnitOfWork`` that knows organisations and what they use."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select

from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient
from bot.store import rows, tables
from bot.store.bulk import in_pages
from bot.store.posts import PostQueries

_O, _R = tables.organisations.c, tables.recipients.c
_FIND = select(tables.organisations).where(_O.id == bindparam("id"))


class OrganisationQueries(PostQueries):
    """Fills ``bot.desk.organisations.Organisations`` over one open transaction."""

    def organisation(self, ident: str) -> KnownOrganisation | None:
        found = self._connection.execute(_FIND, {"id": ident}).first()
        return None if found is None else _organisation_of(found)

    def organisations(
        self, after: str = "", limit: int = 100, words: str = ""
    ) -> list[KnownOrganisation]:
        query = select(tables.organisations).order_by(_O.id).limit(limit)
        if after:
            query = query.where(_O.id > after)
        if words:
            said = (
                func.lower(c).contains(words.lower(), autoescape=True) for c in (_O.id, _O.name)
            )
            query = query.where(or_(*said))
        return [_organisation_of(row) for row in self._connection.execute(query)]

    def organisations_by_id(self, ids: Sequence[str]) -> dict[str, KnownOrganisation]:
        found: dict[str, KnownOrganisation] = {}
        for page in in_pages(ids):
            query = select(tables.organisations).where(_O.id.in_(page))
            found |= {row.id: _organisation_of(row) for row in self._connection.execute(query)}
        return found

    def save_organisations(self, organisations: Sequence[KnownOrganisation]) -> None:
        for page in in_pages([_row_of(organisation) for organisation in organisations]):
            self._save(tables.organisations, page)

    def drop_organisation(self, ident: str) -> bool:
        gone = self._connection.execute(delete(tables.organisations).where(_O.id == ident))
        return bool(gone.rowcount)

    def recipients_of(self, tenants: Sequence[str], limit: int) -> Iterator[Recipient]:
        for page in in_pages(tenants):
            query = select(_R.body).where(_R.tenant.in_(page)).order_by(_R.seq).limit(limit)
            yield from self._values(Recipient, query)


def _row_of(organisation: KnownOrganisation) -> rows.Row:
    products = " ".join(organisation.products)
    return rows.flat_row(organisation, tables.organisations, products=products)


def _organisation_of(row: Any) -> KnownOrganisation:
    return rows.flat_value(KnownOrganisation, row, products=tuple(row.products.split()))
