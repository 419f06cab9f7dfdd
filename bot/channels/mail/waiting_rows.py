"""What an incoming mail leaves in the inbox table: never the mail, only what was read of it.

A mail may have 10 MB and a row has 1 MB, so files are read before the row is written and only their
reading is kept. The row holds words that are not masked yet and is emptied when it is handled.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.channels.mail.reading.bounces import Bounced
from bot.channels.mail.reading.standing import SenderStanding
from bot.model.identity import Identity
from bot.model.picture import Picture
from bot.model.upload import Upload

MOST_BYTES = 900_000  # of a row; the store keeps 1 MB


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as it waits for the desk. ``name``: its Message-ID, "" where it has none to answer to.

    ``standing``: what is known of its sender, a word of ``SenderStanding``; ``identity``: how sure it is
    which organisation that is, a word of ``Identity``. ``pictures`` came with it and are kept.
    ``sender_name``: what they call themselves.
    """

    at: datetime
    message_id: str
    address: str
    customer: str
    tenant: str
    subject: str
    text: str
    name: str = ""
    references: tuple[str, ...] = ()
    upload: Upload | None = None
    standing: str = SenderStanding.UNKNOWN.value
    identity: str = Identity.CLAIMED.value
    pictures: tuple[Picture, ...] = ()
    sender_name: str = ""
    kind: Literal["report"] = "report"

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody else may have written under this address."""
        return self.standing == SenderStanding.FAILED.value


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """Mails of ours that did not arrive."""

    at: datetime
    bounces: tuple[Bounced, ...]
    kind: Literal["returned"] = "returned"


@dataclass(frozen=True, slots=True)
class StopRow:
    """Somebody wants no more notices; the token says who."""

    at: datetime
    token: str
    kind: Literal["stop"] = "stop"


Row = ReportRow | ReturnedRow | StopRow


def pack(row: Row) -> str:
    """The row as text. A reading of a file that is too large for it is left out."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - a quarter of a second

    packed = TypeAdapter[Row](Row).dump_json(row).decode()
    if len(packed.encode()) > MOST_BYTES and isinstance(row, ReportRow) and row.upload is not None:
        return pack(replace(row, upload=None, text=f"{row.text}\n[{row.upload.name}]"))
    return packed


def unpack(stored: str) -> Row:
    """What ``pack`` packed. Raises ValueError."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - a quarter of a second

    kinds = {"report": ReportRow, "returned": ReturnedRow, "stop": StopRow}
    given = json.loads(stored)
    kind = kinds.get(given.get("kind", "")) if isinstance(given, dict) else None
    if kind is None:
        raise ValueError("a row of no known kind")
    if given.get("is_unverified"):  # as the version before wrote it
        stored = json.dumps(given | {"standing": SenderStanding.FAILED.value})
    row: Row = TypeAdapter(kind).validate_json(stored)
    return row
