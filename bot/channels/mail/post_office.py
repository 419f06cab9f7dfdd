"""Takes a mail in: reads it and its files, and writes the inbox row. After that it may be acknowledged."""

import asyncio
import io
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.mail.message_ids import answered_name
from bot.channels.mail.reading.automatic import IgnoredMail
from bot.channels.mail.reading.contents import Attachment
from bot.channels.mail.reading.incoming import MailRules, Report, Returned, Stop, read_mail
from bot.channels.mail.waiting_rows import ReportRow, ReturnedRow, Row, StopRow, pack
from bot.desk.ports import Store, Uploads
from bot.model.picture import Picture
from bot.model.upload import Sort, Upload, UploadProblem

CHANNEL = "mail"
MOST_READ = 5  # files of one mail; the others are named
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\[\]\u200b-\u200f\u2028-\u202e\u2066-\u2069]")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a mail: the key of its row and whether that is new, or why there is none."""

    key: str = ""
    is_new: bool = False
    ignored: IgnoredMail | None = None


@dataclass(frozen=True, slots=True)
class _MailFiles:
    """The reading of the file that tells most, the names of the others, and the pictures that are kept."""

    upload: Upload | None
    others: list[str]
    pictures: tuple[Picture, ...] = ()


class PostOffice:
    """The one way in for mail, by IMAP or by webhook. The same mail twice is one row."""

    def __init__(
        self,
        store: Store,
        rules: MailRules,
        clock: Callable[[], datetime],
        uploads: Uploads | None = None,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        """``uploads`` None: files are named and not read. ``nudge`` is called for a new row."""
        self._store = store
        self._rules = rules
        self._clock = clock
        self._uploads = uploads
        self._nudge = nudge

    async def take(self, raw: bytes) -> Receipt:
        """Take one mail in; when this returns, its row is committed. Raises what the store raises."""
        receipt = await asyncio.to_thread(self._take, raw)
        if receipt.is_new:
            self._nudge()
        return receipt

    def _take(self, raw: bytes) -> Receipt:
        found = read_mail(raw, self._rules)
        if isinstance(found, IgnoredMail):
            logger.info("a mail is nothing for the desk: %s", found)
            return Receipt(ignored=found)
        at = self._clock()
        key, row = self._kept(found, at)
        return Receipt(key, self._store.receive(key, CHANNEL, pack(row), at))

    def _kept(self, found: Report | Returned | Stop, at: datetime) -> tuple[str, Row]:
        """The row and its key."""
        match found:
            case Report():
                return found.message_id, self._row(found, at)
            case Returned():
                return f"{found.message_id}:returned", ReturnedRow(at, found.bounces)
            case Stop():
                return f"{found.message_id}:stop", StopRow(at, found.token)

    def _row(self, report: Report, at: datetime) -> Row:
        read = self._read(report)
        named = [f"[{_shown(name)}]" for name in read.others]
        return ReportRow(
            at=at,
            message_id=report.message_id,
            address=report.sender.spec,
            customer=report.customer,
            tenant=report.tenant,
            subject=report.subject,
            text="\n".join(part for part in (report.text, *named) if part),
            name=answered_name(report.message_id),
            references=report.references,
            sender_name=report.sender_name,
            upload=read.upload,
            pictures=read.pictures,
            standing=report.standing.value,
            identity=report.identity.value,
        )

    def _read(self, report: Report) -> "_MailFiles":
        """What came of its files."""
        names = [file.name for file in report.attachments]
        uploads = []
        if self._uploads is not None:
            uploads = [self._one(file, self._uploads) for file in report.attachments[:MOST_READ]]
        best = min(range(len(uploads)), key=lambda i: (_worth(uploads[i]), i), default=None)
        if best is not None:
            others = [name for i, name in enumerate(names) if i != best]
            pictures = tuple(picture for upload in uploads for picture in upload.pictures)
            return _MailFiles(uploads[best], [*others, *report.unread], pictures)
        if report.unread and not names:
            name, *rest = report.unread
            return _MailFiles(Upload(name[-80:], Sort.OTHER, problem=UploadProblem.BINARY), rest)
        return _MailFiles(None, [*names, *report.unread])

    def _one(self, file: Attachment, uploads: Uploads) -> Upload:
        if file.kind.startswith(("video/", "audio/")):
            return Upload(file.name[-80:], Sort.OTHER, problem=UploadProblem.BINARY)
        return uploads.read(file.name, io.BytesIO(file.octets))


def _shown(name: str) -> str:
    return _UNSEEN.sub("", name)[:200]


def _worth(upload: Upload) -> int:
    """How little a file tells: 0 is what helps, pictures come last."""
    if upload.problem is None or upload.findings or upload.inventory is not None:
        return 0
    return 2 if upload.sort is Sort.PICTURE else 1
