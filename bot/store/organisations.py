"""The part of ``UnitOfWork`` that knows organisations and what they use."""

from typing import Any

from sqlalchemy import delete, select

from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient
from bot.store import rows, tables
from bot.store.connect import saving
from bot.store.posts import PostQueries

_O, _R = tables.organisations.c, tables.recipients.c


class OrganisationQueries(PostQueries):
    """Fills ``bot.desk.organisations.Organisations`` over one open transaction."""

    def organisation(self, ident: str) -> KnownOrganisation | None:
        query = select(tables.organisations).where(_O.id == ident)
        found = self._connection.execute(query).first()
        return None if found is None else _organisation_of(found)

    def organisations(self, after: str = "", limit: int = 100) -> list[KnownOrganisation]:
        query = select(tables.organisations).order_by(_O.id).limit(limit)
        if after:
            query = query.where(_O.id > after)
        return [_organisation_of(row) for row in self._connection.execute(query)]

    def save_organisation(self, organisation: KnownOrganisation) -> None:
        row = {
            "id": rows.word_of(organisation.id, "an organisation"),
            "name": rows.word_of(organisation.name, "a name"),
            "products": " ".join(organisation.products),
            "complete": organisation.complete,
            "changed_at": organisation.changed_at,
            "changed_by": rows.word_of(organisation.changed_by, "a name"),
        }
        self._connection.execute(saving(tables.organisations, self._dialect), row)

    def drop_organisation(self, ident: str) -> bool:
        gone = self._connection.execute(delete(tables.organisations).where(_O.id == ident))
        return bool(gone.rowcount)

    def recipients_of(self, tenant: str, limit: int) -> list[Recipient]:
        query = select(_R.body).where(_R.tenant == tenant).order_by(_R.seq).limit(limit)
        return self._values(Recipient, query)


def _organisation_of(row: Any) -> KnownOrganisation:
    return KnownOrganisation(
        *(row.id, row.name, tuple(row.products.split()), row.complete),
        *(row.changed_at, row.changed_by),
    )
