"""The part of ``UnitOfWork`` that knows what organisations use, as a program of the operator's tells."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient


class Organisations(Protocol):
    """Organisations by the name under which their verified senders are known."""

    def organisation(self, ident: str) -> KnownOrganisation | None: ...

    def organisations(
        self, after: str = "", limit: int = 100, words: str = ""
    ) -> list[KnownOrganisation]:
        """Those after one of them, by id; ``words``: only those in whose id or name they stand."""
        ...

    def organisations_by_id(self, ids: Sequence[str]) -> dict[str, KnownOrganisation]: ...
    def save_organisations(self, organisations: Sequence[KnownOrganisation]) -> None: ...

    def drop_organisation(self, ident: str) -> bool:
        """Forget one; whether there was one."""
        ...

    def recipients_of(self, tenants: Sequence[str], limit: int) -> Iterator[Recipient]:
        """Who of some organisations can be told by an address; at most so many of any 500 of them."""
        ...


def names_of(keys: Iterable[str | None], work: Organisations) -> dict[str, str]:
    """What registered organisations are called, by their keys; a key that names none is left out."""
    found = work.organisations_by_id(sorted({key for key in keys if key}))
    return {ident: known.name for ident, known in found.items() if known.name}
