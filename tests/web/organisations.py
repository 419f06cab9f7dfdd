"""One organisation that a fake desk knows, and no recipients."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.desk.recipient_lists import AudienceCount, RecipientPage
from bot.model.organisation import KnownOrganisation


class FakeOrganisations:
    """Knows one organisation."""

    known = KnownOrganisation(
        *("aoba-inc", "青葉製作所", ("tana_list",)),
        complete=True,
        changed_at=datetime(2026, 1, 5, tzinfo=UTC),
        changed_by="佐藤",
        note="窓口は山田様",
    )

    def organisation(self, ident: str) -> KnownOrganisation | None:
        return self.known if ident == self.known.id else None

    def organisations(self, *_: object, **__: object) -> list[KnownOrganisation]:
        return [self.known]

    def organisations_by_id(self, ids: Sequence[str]) -> dict[str, KnownOrganisation]:
        return {self.known.id: self.known} if self.known.id in ids else {}

    def recipient_page(self, *_: object, **__: object) -> RecipientPage:
        return RecipientPage((), 0)

    def recipient_states(self) -> dict[str, int]:
        return {}

    def audience_counts(self) -> list[AudienceCount]:
        return []
