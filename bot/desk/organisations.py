"""The part of ``UnitOfWork`` that knows what organisations use, as a program of the operator's tells."""

from typing import Protocol

from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient


class Organisations(Protocol):
    """Organisations by the name under which their verified senders are known."""

    def organisation(self, ident: str) -> KnownOrganisation | None: ...

    def organisations(self, after: str = "", limit: int = 100) -> list[KnownOrganisation]:
        """Those after one of them, by id."""
        ...

    def save_organisation(self, organisation: KnownOrganisation) -> None: ...

    def drop_organisation(self, ident: str) -> bool:
        """Forget one; whether there was one."""
        ...

    def recipients_of(self, tenant: str, limit: int) -> list[Recipient]:
        """Who of an organisation can be told by an address."""
        ...
