"""How to restore, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.store.backup.after_restore import Doubt
from bot.store.backup.contents import Manifest

SECRETS = (
    "secret",
    "slack-key",
    "webhook-key",
)  # files of the desk's folder, by their names in a backup


@dataclass(frozen=True, slots=True)
class Order:
    """How to restore.

    ``at``: the present moment. ``replaces``: also over a database that holds something. ``folder``:
    where secrets are kept.
    """

    at: datetime
    folder: Path
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place. ``before``: where what was there is kept now, "" when nothing was.

    ``secrets``: names of the files that came along.
    """

    manifest: Manifest
    doubt: Doubt
    before: str = ""
    secrets: tuple[str, ...] = ()
