"""The options of the commands that keep the database. Light, since --help imports them."""

import argparse
from pathlib import Path

BACKUP = """\
Copy the database while the desk runs. The copy is checked, packed with its checksums, and read back
before it gets its name; a backup that has a name is whole.

It is a .tar.gz with a manifest and the database as one file, readable by its owner alone. Whoever
has it reads every report. Tokens of Slack workspaces are sealed in it: without the key
(JITABATA_SLACK_KEY, or var/slack-key) they are worthless, and that is meant, since a backup travels.
Keep the keys (secret, slack-key, webhook-key) somewhere else; --with-secrets puts those that are
files in var/ into the backup all the same.

PostgreSQL is backed up by pg_dump instead: `jitabata help running`, under Backups.
"""
RESTORE = """\
Put a backup in the place of the database. Stop the desk and every worker first. Everything is
checked before anything is changed; what is there is kept beside it. An older version is brought up
to date. Deliveries that waited are marked, so that the channels look for them before they repeat
them, and what the database before knew of who was told since is taken over.

On PostgreSQL pg_restore puts the tables back (`jitabata help running`, under Backups has the
commands); then run this without a file.
"""


def migrate_options(made: argparse.ArgumentParser) -> None:
    """Add those of ``migrate``."""
    made.add_argument("--check", action="store_true", help="only say; 1 when steps are needed")
    made.add_argument(
        "--no-backup",
        action="store_false",
        dest="backup",
        help="do not back up first (SQLite; PostgreSQL never is)",
    )


def backup_options(made: argparse.ArgumentParser) -> None:
    """Add those of ``backup``."""
    made.description = BACKUP
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("--to", type=Path, metavar="FOLDER|FILE", help="default backups/ in var/")
    made.add_argument(
        "--keep", type=_positive, metavar="N", help="delete all but the newest N in the folder"
    )
    made.add_argument("--with-secrets", action="store_true", help="take the keys in var/ along")


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise ValueError(word)
    return number


def restore_options(made: argparse.ArgumentParser) -> None:
    """Add those of ``restore``."""
    made.description = RESTORE
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("file", type=Path, metavar="FILE", nargs="?", help="what backup made")
    made.add_argument(
        "--yes", action="store_true", help="also over a database that holds something"
    )
    made.add_argument(
        "--before", metavar="SCHEMA", help="PostgreSQL: where the tables are that were replaced"
    )
