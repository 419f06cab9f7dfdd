"""The commands ``recipients``: who can be told of incidents by mail and by webhook.

Part of the composition root. Everything is read and written in short transactions, so that a desk
that runs on the same database goes on.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TextIO

from bot.channels.csv_list import BadLine, in_words
from bot.channels.csv_products import ProductWords
from bot.channels.csv_recipients import COLUMNS, RecipientLine, RecipientsFile, row_of
from bot.channels.given_file import seekable
from bot.channels.keys import new_key
from bot.channels.webhook.address import spelt
from bot.channels.webhook.settings import WebhookSettings
from bot.desk.ports import UnitOfWork
from bot.desk.recipient_changes import remove
from bot.desk.spreadsheet_cells import guarded
from bot.knowledge.load import load
from bot.model.errors import JitabataError
from bot.model.recipient import Recipient, RecipientState, recipient_id
from bot.running.recipients import everybody
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say

AT_ONCE = 1_000  # lines in one transaction
MOST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RecipientsCommand:
    """The recipients in one store, for somebody who speaks ``lang`` (ja, en)."""

    store: SqlStore
    lang: str
    out: TextIO

    def take_in(
        self,
        lines: RecipientsFile,
        err: TextIO,
        *,
        skip_bad: bool = False,
        dry_run: bool = False,
    ) -> int:
        """Import a file, all of it or nothing, or with ``skip_bad`` its good lines.

        Every bad line is named on ``err``. It is written in parts: when the process dies between
        two, importing the file again does the rest. 1 when nothing was taken.
        """
        good = bad = 0
        for line in lines.read():
            if isinstance(line, BadLine):
                bad += 1
                err.write(in_words(line, self.lang) + "\n")
            else:
                good += 1
        if bad and not skip_bad:
            err.write(self._say("recipients.none_taken", bad=bad, good=good) + "\n")
            return 1
        taken = (line for line in lines.read() if isinstance(line, RecipientLine))
        self._report(self._save(taken, dry_run=dry_run), bad, dry_run=dry_run)
        return 0

    def _save(self, lines: Iterable[RecipientLine], *, dry_run: bool) -> Counter[str]:
        counts: Counter[str] = Counter()
        for page in _in_pages(lines):
            with self.store.work() as work:
                there = work.recipients_by_id([line.recipient.id for line in page])
                known_of = ((line, there.get(line.recipient.id)) for line in page)
                saved = [(line.onto(known), known) for line, known in known_of]
                if not dry_run:
                    work.save_recipients(new for new, known in saved if new != known)
            for new, known in saved:
                counts["added" if known is None else "same" if new == known else "changed"] += 1
                counts[new.state] += 1
        return counts

    def _report(self, counts: Counter[str], bad: int, *, dry_run: bool) -> None:
        told = {name: counts[name] for name in ("added", "changed", "same")}
        lines = [self._say("recipients.taken", lines=sum(told.values()), **told)]
        lines += [
            self._say(f"recipients.state.{state}", number=counts[state])
            for state in (RecipientState.UNSUBSCRIBED, RecipientState.UNREACHABLE)
            if counts[state]
        ]
        if bad:
            lines.append(self._say("recipients.skipped", bad=bad))
        if dry_run:
            lines.append(self._say("recipients.tried"))
        self.out.write("\n".join(lines) + "\n")

    def show_all(self, state: str | None = None) -> int:
        """A line for each, separated by tabs."""
        self.out.write("\t".join(self._field(name) for name in ("id", *COLUMNS)) + "\n")
        for recipient in everybody(self.store):
            if state in (None, recipient.state):
                row = row_of(recipient) | {"state": self._field(recipient.state)}
                self.out.write("\t".join([recipient.id, *row.values()]) + "\n")
        return 0

    def export(self) -> int:
        """A CSV file that ``import`` takes and a spreadsheet opens; UTF-8 with its mark."""
        self.out.write("\ufeff")
        writer = csv.writer(self.out)
        writer.writerow(COLUMNS)
        for recipient in everybody(self.store):
            writer.writerow([guarded(cell) for cell in row_of(recipient).values()])
        return 0

    def show(self, what: str) -> int:
        """All that is known of one."""
        with self.store.work() as work:
            found = self._found(work, what)
        row = {"id": found.id, **row_of(found), "state": self._field(found.state)}
        for name, value in row.items():
            self.out.write(f"{self._field(name)}: {value}\n")
        return 0

    def remove(self, what: str) -> int:
        """Forget one; of who wants no notices the address goes, and that they want none stays."""
        with self.store.work() as work:
            found = self._found(work, what)
            kept_out = remove(found, work)
        said = self._say("recipients.kept_out" if kept_out else "recipients.removed", what=found.id)
        self.out.write(said + "\n")
        return 0

    def secret(self, what: str, settings: WebhookSettings) -> int:
        """What the receiver of a webhook checks signatures with: its secret, and the public key."""
        reader = what if settings.endpoint(what) is not None else None
        if reader is None:
            with self.store.work() as work:
                found = self._found(work, what)
            if found.channel != "webhook":
                raise JitabataError(self._say("recipients.no_webhook", what=what))
            reader = found.id
        signer = settings.signer()
        self.out.write(f"{signer.secrets(reader)[0]}\n{signer.public_keys(reader)[0]}\n")
        return 0

    def _found(self, work: UnitOfWork, what: str) -> Recipient:
        """By id, or by address."""
        for ident in (what, recipient_id("mail", what), recipient_id("webhook", spelt(what))):
            found = work.recipient(ident)
            if found is not None and found.address:
                return found
        raise JitabataError(self._say("recipients.nobody", what=what))

    def _say(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)

    def _field(self, name: str) -> str:
        return say(self.lang, f"recipients.field.{name}")


def run(
    asked: argparse.Namespace, settings: Settings, stdin: IO[bytes], out: TextIO, err: TextIO
) -> int:
    """What ``jitabata recipients`` was asked for; what it answers is the exit code."""
    with SqlStore.open(settings.database_url) as store:
        recipients = RecipientsCommand(store, asked.lang, out)
        match asked.what:
            case "import":
                with seekable(asked.file, stdin, MOST_BYTES) as file:
                    words = ProductWords(load(asked.knowledge).catalogue)
                    lines = RecipientsFile(file, words, settings.webhook.exceptions)
                    return recipients.take_in(
                        lines, err, skip_bad=asked.skip_bad, dry_run=asked.dry_run
                    )
            case "list":
                return recipients.show_all(asked.state)
            case "show":
                return recipients.show(asked.who)
            case "remove":
                return recipients.remove(asked.who)
            case "secret":
                return recipients.secret(asked.who, settings.webhook)
            case _:
                return recipients.export()


def print_key(out: TextIO) -> int:
    """Print a new key for ``JITABATA_WEBHOOK_KEY``; it is kept nowhere."""
    out.write(new_key() + "\n")
    return 0


def _in_pages(lines: Iterable[RecipientLine]) -> Iterator[list[RecipientLine]]:
    page: list[RecipientLine] = []
    for line in lines:
        page.append(line)
        if len(page) >= AT_ONCE:
            yield page
            page = []
    if page:
        yield page
