"""Lists of one store as CSV files: organisations with what they use, and recipients.

Part of the composition root. A file is read again when it is taken, in the transaction that writes:
what is kept is what was shown, or nothing is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import TypeVar

from bot.channels.csv_columns import BadLine
from bot.channels.organisations_file import COLUMNS as ORGANISATION
from bot.channels.organisations_file import OrganisationLine, organisations_in
from bot.channels.organisations_file import row_of as organisation_row
from bot.channels.recipients_file import COLUMNS as RECIPIENT
from bot.channels.recipients_file import RecipientLine, RecipientsFile
from bot.channels.recipients_file import row_of as recipient_row
from bot.channels.recipients_products import ProductWords
from bot.channels.recipients_words import in_words
from bot.channels.webhook.address import Exceptions
from bot.desk.imported_lists import MOST_LINES, ImportedList, ListChange, ListMovedError, ListPlan
from bot.desk.inventories import keep
from bot.desk.ports import Store, UnitOfWork
from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge
from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient

PAGE = 500
Line = TypeVar("Line")


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
        with self._store.look() as work:
            return self._planned(file, lang, work)

    def take(self, file: bytes, seen: str, at: datetime, by: str) -> ListPlan:
        with self._store.work() as work:
            plan = self._planned(file, "en", work)
            for change in _as_seen(plan, seen).changes:
                row = change.after
                uses = tuple(filter(None, row["products"].split(";")))
                is_all = row["complete"] == "yes"
                keep(KnownOrganisation(change.name, row["name"], uses, is_all, at, by), work)
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

    def _planned(self, file: bytes, lang: str, work: UnitOfWork) -> ListPlan:
        def change(line: OrganisationLine) -> ListChange:
            known = work.organisation(line.id)
            before = organisation_row(known) if known is not None else None
            return ListChange(line.number, line.id, before, line.onto(known))

        lines = organisations_in(BytesIO(file), self._words.products, MOST_LINES)
        return _plan_of(lines, change, lang)


class RecipientsList:
    """Fills ``ImportedList`` for who can be told by mail and by webhook."""

    def __init__(self, store: Store, catalogue: Catalogue, exceptions: Exceptions) -> None:
        self._store, self._words, self._exceptions = store, _Words(catalogue), exceptions

    def plan(self, file: bytes, lang: str) -> ListPlan:
        with self._store.look() as work:
            return self._planned(file, lang, work)[0]

    def take(self, file: bytes, seen: str, at: datetime, by: str) -> ListPlan:  # noqa: ARG002 - ImportedList
        with self._store.work() as work:
            plan, recipients = self._planned(file, "en", work)
            _as_seen(plan, seen)
            work.save_recipients(recipients)
            return plan

    def rows(self) -> Iterator[tuple[str, ...]]:
        yield tuple(RECIPIENT)
        after = 0
        while True:
            with self._store.look() as work:
                page = work.recipients(after, PAGE)
            for _, one in page:
                if one.address:
                    yield tuple(recipient_row(one).values())
            if not page:
                return
            after = page[-1][0]

    def _planned(
        self, file: bytes, lang: str, work: UnitOfWork
    ) -> tuple[ListPlan, list[Recipient]]:
        kept: list[Recipient] = []

        def change(line: RecipientLine) -> ListChange:
            known = work.recipient(line.recipient.id)
            becomes = line.onto(known)
            if becomes != known:
                kept.append(becomes)
            before = recipient_row(known) if known is not None else None
            return ListChange(line.number, becomes.address, before, recipient_row(becomes))

        words, most = self._words.products, MOST_LINES
        lines = RecipientsFile(BytesIO(file), words, self._exceptions, most).read()
        return _plan_of(lines, change, lang), kept


def csv_lists(
    store: Store, knowledge: Knowledge, exceptions: Exceptions
) -> dict[str, ImportedList]:
    """Both, by the names of their pages."""
    return {
        "organisations": OrganisationsList(store, knowledge.catalogue),
        "recipients": RecipientsList(store, knowledge.catalogue, exceptions),
    }


def _plan_of(
    lines: Iterator[Line | BadLine], change: Callable[[Line], ListChange], lang: str
) -> ListPlan:
    changes, bad, same = list[ListChange](), list[str](), 0
    for line in lines:
        if isinstance(line, BadLine):
            bad.append(in_words(line, lang))
            continue
        found = change(line)
        if found.before is None or found.changed:
            changes.append(found)
        else:
            same += 1
    return ListPlan(tuple(changes), same, tuple(bad))


def _as_seen(plan: ListPlan, seen: str) -> ListPlan:
    if plan.bad or plan.digest != seen:
        raise ListMovedError("what the file would change is not any more what was shown")
    return plan
