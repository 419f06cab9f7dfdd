"""Writes down in the audit log which command somebody used, and under which name of the machine."""

import argparse
import getpass
from collections.abc import Mapping
from datetime import datetime

from bot.model.audit import AuditEntry, AuditVia
from bot.model.staff import LONGEST_NAME
from bot.store.sql import SqlStore

# What changes something that staff answer for, or takes addresses along; by command and its word.
_STEERED = ("pause", "resume", "cancel", "correct", "retract", "resend")
ACTS: Mapping[tuple[str, str], str] = {
    **{("broadcasts", what): "broadcast.steer" for what in _STEERED},
    **{("staff", what): f"account.{what}" for what in ("add", "role", "link", "remove")},
    **{("peers", what): f"peer.{what}" for what in ("add", "revoke")},
    **{("api-tokens", what): f"token.{what}" for what in ("add", "revoke")},
    ("broadcasts", "failures"): "failures.export",
    ("recipients", "export"): "recipients.export",
    ("recipients", "list"): "recipients.export",
    ("subscriptions", "export"): "subscriptions.export",
}


def note_command(command: str, asked: argparse.Namespace, url: str, now: datetime) -> None:
    """Write it down before it is carried out; what nobody answers for is not."""
    act = ACTS.get((command, asked.what or ""))
    if act is None:
        return
    about = getattr(asked, "ident", None) or getattr(asked, "name", None) or ""
    entry = AuditEntry(now, act, login_name(), AuditVia.COMMAND, about[:200], asked.what)
    with SqlStore.open(url) as store:
        store.staff.note(entry)


def login_name() -> str:
    """Who uses the command, as the machine knows them."""
    try:
        name = getpass.getuser().strip()
    except (OSError, KeyError):  # nobody is logged in, as in a container
        name = ""
    return name[:LONGEST_NAME] or "staff"
