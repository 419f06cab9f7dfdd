"""What is noted of the mails that came in: in which thread they stand, and how to answer there.

A note is kept for each mail of each sender, the case of each mail within an organisation and the
latest mail of each sender, in the store. Each holds the moment, so that it can expire
(``keeping.py``). Subjects are masked before they are kept. Nobody's mail takes the place of another's
of the same name.
"""

import asyncio
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Protocol

from bot.channels.mail.message_ids import PREFIX
from bot.channels.mail.waiting_rows import ReportRow
from bot.desk.ports import Store, UnitOfWork
from bot.masking.redact import redact
from bot.text.language import language

MOST_REFERENCES = 12  # names that are kept for an answer


@dataclass(frozen=True, slots=True)
class Answered:
    """A mail that is answered. ``name`` and ``references`` are Message-IDs without brackets."""

    name: str
    subject: str = ""
    references: tuple[str, ...] = ()
    lang: str = ""


class Correspondence(Protocol):
    """Mails that came in, by reader."""

    async def answered(self, reader: str, name: str) -> Answered | None:
        """The mail of a reader with a name, or with "" their latest one; None: not known."""
        ...


class Correspondents:
    """Fills ``Correspondence`` from the store. It changes nothing by being asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def answered(self, reader: str, name: str) -> Answered | None:
        return await asyncio.to_thread(self._answered, reader, name)

    def _answered(self, reader: str, name: str) -> Answered | None:
        with self._store.work() as work:
            latest = str(_known(work, f"mail:latest:{reader}").get("mail"))
            digest = _digest(reader, name) if name else latest
            note = _known(work, f"mail:noted:{digest}")
        if note.get("customer") != reader:
            return None
        return Answered(note["name"], note["subject"], tuple(note["references"]), note["lang"])


def thread_of(report: ReportRow, work: UnitOfWork) -> str:
    """The case that a mail belongs to.

    It is the case of a mail that it answers, if that was written by the same person or within the
    same organisation: who was sent a copy goes on where a colleague began. Otherwise it is the
    sender's latest; the desk begins a new one there after a day of silence. Who may have written
    under a false address has cases of their own, since they are another customer with no tenant.
    """
    for name in reversed(report.references):
        own = _known(work, f"mail:noted:{_digest(report.customer, name)}")
        within = _digest(report.tenant, name)
        if found := own or (_known(work, f"mail:case:{within}") if report.tenant else {}):
            return str(found["thread"])
    latest = _known(work, f"mail:latest:{report.customer}")
    return str(latest.get("thread") or PREFIX + _digest(report.message_id))


def note(report: ReportRow, thread: str, work: UnitOfWork) -> str:
    """Remember a mail, and answer the language that it is written in. Twice changes nothing."""
    lang = language(report.text[:2_000])
    digest = _digest(report.customer, report.name or report.message_id)
    at = report.at.timestamp()
    kept = {
        "at": at,
        "thread": thread,
        "customer": report.customer,
        "tenant": report.tenant,
        "name": report.name,
        "subject": redact(report.subject).text,
        "references": report.references[-MOST_REFERENCES:],
        "lang": lang,
    }
    work.remember(f"mail:noted:{digest}", json.dumps(kept, ensure_ascii=False))
    if report.tenant and report.name:
        case = f"mail:case:{_digest(report.tenant, report.name)}"
        work.remember(case, json.dumps({"at": at, "thread": thread}))
    latest = {"at": at, "thread": thread, "mail": digest}
    work.remember(f"mail:latest:{report.customer}", json.dumps(latest))
    return lang


def _known(work: UnitOfWork, key: str) -> dict[str, Any]:
    found = json.loads(work.recall(key) or "{}")
    return found if isinstance(found, dict) else {}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
