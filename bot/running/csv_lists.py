"""Lists of one store as CSV files: organisations with what they use, and recipients.

Part of the composition root. A file is read again when it is taken, in the transaction that writes:
what is kept is what was shown, or nothing is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO

from bot.channels.csv_list import BadLine, in_words
from bot.channels.csv_organisations import COLUMNS as ORGANISATION
from bot.channels.csv_organisations import OrganisationLine, organisations_in
from bot.channels.csv_organisations import row_of as organisation_row
from bot.channels.csv_products import ProductWords
from bot.channels.csv_recipients import COLUMNS as RECIPIENT
from bot.channels.csv_recipients import RecipientLine, RecipientsFile
from bot.channels.csv_recipients import row_of as recipient_row
from bot.channels.webhook.address import Exceptions
from bot.desk.imported_lists import (
    MOST_LINES,
    CustomerLists,
    ImportedList,
    ListChange,
    ListMovedError,
    ListPlan,
)
from bot.desk.inventories import keep
from bot.desk.ports import Store, UnitOfWork
from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge
from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient
from bot.running.recipients import address_parser, everybody

PAGE = 500


@dataclass
class _Words:
    """Knows a catalogue's products by name, from the first file on: to learn them takes a while."""

    catalogue: Catalogue

    @cached_property
    def products(self) -> ProductWords:
        return ProductWords(self.catalogue)


class OrganisationsList:
    """Fills ``ImportedList`` for what organisations use."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._words = store, _Words(catalogue)

    def plan(self, file: bytes, lang: str) -> ListPlan:
        lines = self._read(file)
        with self._store.look() as work:
            return _plan_of(lines, self._changes(lines, work), lang)

    def take(self, file: bytes, seen: str, at: datetime, by: str) -> ListPlan:
        lines = self._read(file)  # which takes a while, and nobody else waits for it
        with self._store.work() as work:
            plan = _as_seen(_plan_of(lines, self._changes(lines, work), "en"), seen)
            known = work.organisations_by_id([change.name for change in plan.changes])
            keep([_organisation(c, known.get(c.name), at, by) for c in plan.changes], work)
            return plan

    def rows(self) -> Iterator[tuple[str, ...]]:
        yield tuple(ORGANISATION)
        after = ""
        while True:
            with self._store.look() as work:
                page = work.organisations(after, PAGE)
            yield from (tuple(organisation_row(one).values()) for one in page)
            if not page:
                return
            after = page[-1].id

    def _read(self, file: bytes) -> list[OrganisationLine | BadLine]:
        return list(organisations_in(BytesIO(file), self._words.products, MOST_LINES))

    def _changes(
        self, lines: Sequence[OrganisationLine | BadLine], work: UnitOfWork
    ) -> list[ListChange]:
        good = [line for line in lines if isinstance(line, OrganisationLine)]
        known = work.organisations_by_id([line.id for line in good])
        before = {ident: organisation_row(one) for ident, one in known.items()}
        return [
            ListChange(line.number, line.id, before.get(line.id), line.onto(known.get(line.id)))
            for line in good
        ]


def _organisation(
    change: ListChange, known: KnownOrganisation | None, at: datetime, by: str
) -> KnownOrganisation:
    """An organisation as its line has it; the note, which no file has, stays."""
    row, note = change.after, known.note if known is not None else ""
    uses = tuple(filter(None, row["products"].split(";")))
    return KnownOrganisation(change.name, row["name"], uses, row["complete"] == "yes", at, by, note)


class RecipientsList:
    """Fills ``ImportedList`` for who can be told by mail and by webhook."""

    def __init__(self, store: Store, catalogue: Catalogue, exceptions: Exceptions) -> None:
        self._store, self._words, self._exceptions = store, _Words(catalogue), exceptions

    def plan(self, file: bytes, lang: str) -> ListPlan:
        lines = self._read(file)
        with self._store.look() as work:
            return _plan_of(lines, self._changes(lines, work)[0], lang)

    def take(self, file: bytes, seen: str, at: datetime, by: str) -> ListPlan:  # noqa: ARG002 - ImportedList
        lines = self._read(file)
        with self._store.work() as work:
            changes, becoming = self._changes(lines, work)
            plan = _as_seen(_plan_of(lines, changes, "en"), seen)
            work.save_recipients(becoming)
            return plan

    def rows(self) -> Iterator[tuple[str, ...]]:
        yield tuple(RECIPIENT)
        for one in everybody(self._store):
            yield tuple(recipient_row(one).values())

    def _read(self, file: bytes) -> list[RecipientLine | BadLine]:
        words, most = self._words.products, MOST_LINES
        return list(RecipientsFile(BytesIO(file), words, self._exceptions, most).read())

    def _changes(
        self, lines: Sequence[RecipientLine | BadLine], work: UnitOfWork
    ) -> tuple[list[ListChange], list[Recipient]]:
        """What changes, and the recipients that are to be saved for it."""
        good = [line for line in lines if isinstance(line, RecipientLine)]
        known = work.recipients_by_id([line.recipient.id for line in good])
        changes, becoming = list[ListChange](), list[Recipient]()
        for line in good:
            was = known.get(line.recipient.id)
            becomes = line.onto(was)
            if becomes != was:
                becoming.append(becomes)
            before = recipient_row(was) if was is not None else None
            changes.append(ListChange(line.number, becomes.address, before, recipient_row(becomes)))
        return changes, becoming


def csv_lists(store: Store, knowledge: Knowledge, exceptions: Exceptions) -> CustomerLists:
    """Both; an address that an admin types is read by the rules of a file's lines."""
    files: dict[str, ImportedList] = {
        "organisations": OrganisationsList(store, knowledge.catalogue),
        "recipients": RecipientsList(store, knowledge.catalogue, exceptions),
    }
    return CustomerLists(files, address_parser(exceptions))


def _plan_of(lines: Iterable[object], found: Sequence[ListChange], lang: str) -> ListPlan:
    changes = [change for change in found if change.before is None or change.changed]
    bad = [in_words(line, lang) for line in lines if isinstance(line, BadLine)]
    return ListPlan(tuple(changes), len(found) - len(changes), tuple(bad))


def _as_seen(plan: ListPlan, seen: str) -> ListPlan:
    if plan.bad or plan.digest != seen:
        raise ListMovedError("what the file would change is not any more what was shown")
    return plan
