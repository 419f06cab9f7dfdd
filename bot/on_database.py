"""The commands on the database: each imports what it needs when it runs, so that --help is quick."""

import argparse
import sys
from logging import ERROR
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings


def settings_of(arguments: argparse.Namespace) -> "Settings":
    """The settings of a command that logs errors alone."""
    from bot.settings import from_environment
    from bot.start import log_to_stderr

    log_to_stderr(ERROR)
    return from_environment(arguments.config)


def audited_settings_of(arguments: argparse.Namespace) -> "Settings":
    """The same for a command for which somebody of the staff answers: it is written down."""
    from bot.commands.audited import note_command
    from bot.start import now

    settings = settings_of(arguments)
    note_command(arguments.command, arguments, settings.database_url, now())
    return settings


def run_migrate(arguments: argparse.Namespace) -> int:
    """Bring the database to the tables of this version."""
    from bot.commands.upkeep import UpkeepSpeech, migrate
    from bot.start import now

    return migrate(
        settings_of(arguments),
        now,
        UpkeepSpeech(sys.stdout, arguments.lang),
        only_check=arguments.check,
        backs_up=arguments.backup,
    )


def run_backup(arguments: argparse.Namespace) -> int:
    """Copy the database, and check the copy."""
    from bot.commands.upkeep import BackupOptions, UpkeepSpeech, backup
    from bot.start import now

    asked = BackupOptions(arguments.to, arguments.keep, arguments.with_secrets)
    return backup(settings_of(arguments), asked, now, UpkeepSpeech(sys.stdout, arguments.lang))


def run_peers(arguments: argparse.Namespace) -> int:
    """Other desks: add, list, revoke."""
    from bot.commands.peers import run

    return run(arguments, audited_settings_of(arguments), sys.stdout)


def run_restore(arguments: argparse.Namespace) -> int:
    """Put a backup in the place of the database; on PostgreSQL what comes after ``pg_restore``."""
    from bot.commands.upkeep import UpkeepSpeech, restore, settle
    from bot.start import now

    speech, settings = UpkeepSpeech(sys.stdout, arguments.lang), settings_of(arguments)
    if arguments.file is None:
        return settle(settings, arguments.before, now, speech)
    return restore(settings, arguments.file, now, speech, replaces=arguments.yes)


def run_tidy(arguments: argparse.Namespace) -> int:
    """Let go of what is older than the operator keeps."""
    from bot.commands.upkeep import UpkeepSpeech, tidy
    from bot.start import now

    return tidy(settings_of(arguments), now, UpkeepSpeech(sys.stdout, arguments.lang))
