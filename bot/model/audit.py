"""Who did what of the staff, on what, when and from where. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AuditVia(StrEnum):
    """Where somebody did it."""

    CONSOLE = "console"
    SLACK = "slack"
    COMMAND = "command"
    API = "api"
    DESK = "desk"  # the desk by itself, from what somebody decided


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did, or was refused.

    ``act`` names it (``case.answer``), ``choice`` which of several things a form does it was,
    ``about`` what it was done to: an id, or a name. ``staff``: the name at that time, "" where the desk did it, ``account``
    the id of their account. ``network``: where it came from, never a whole address. No customer's
    word stands in it.
    """

    at: datetime
    act: str
    staff: str
    via: AuditVia
    about: str = ""
    choice: str = ""
    account: str = ""
    network: str = ""
    refused: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries somebody looks for; "" and None: whichever. ``act``: one, or all of a group.

    ``among``: only these acts; ``but``: these are left out.
    """

    staff: str = ""
    act: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None
    among: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
