"""What an operator has set, and where: for admins to read. Secrets are named, never told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

OURS = ("JITABATA_", "SLACK_")  # how our variables begin
# Keys whose values are kept in lines: "mon-fri 09:00-18:00", "2026-12-31", "22:00-07:00".
HOURS, CLOSED, QUIET = "operator.hours", "operator.closed", "broadcast.quiet"
SWITCHED = ("mail", "slack", "webhook")  # the channels that can be turned off, as ``channels.mail``


class SettingSource(StrEnum):
    """Where a setting comes from; what comes first here goes before what comes later."""

    COMMAND = "command"  # an option of the command that started this process
    ENVIRONMENT = "environment"
    FILE = "file"  # the operator's TOML file
    CONSOLE = "console"  # what an admin has saved
    DEFAULT = "default"


class SettingGroup(StrEnum):
    """What settings are about, in the order in which they are shown."""

    OPERATOR = "operator"
    DOORS = "doors"
    CHANNELS = "channels"
    NOTICES = "notices"
    WATCHING = "watching"
    RETENTION = "retention"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True)
class SettingNames:
    """What is set, by name alone: ``variables`` of the environment and ``keys`` of the file.

    A key of a table is named with it: ``operator.name``. ``saved``: keys that an admin has set in
    the console and the file has not. ``file``: what the file is called; "": there is none.
    ``options``: what the command that started this process said.
    """

    variables: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    saved: frozenset[str] = frozenset()
    file: str = ""
    options: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, environment: Mapping[str, object], given: Mapping[str, object], file: str = ""
    ) -> "SettingNames":
        """The names in an environment and in the tables of a file; no value is kept."""
        variables = (name for name, value in environment.items() if name.startswith(OURS) and value)
        inner = (
            f"{key}.{name}"
            for key, table in given.items()
            if isinstance(table, Mapping)
            for name in table
        )
        return cls(frozenset(variables), frozenset((*given, *inner)), file=file)

    def source_of(self, name: str) -> SettingSource:
        """Where a setting comes from, by its key or by its variable."""
        if name in self.options:
            return SettingSource.COMMAND
        if {name, f"JITABATA_{name.upper()}"} & self.variables:
            return SettingSource.ENVIRONMENT
        if name in self.keys:
            return SettingSource.FILE
        return SettingSource.CONSOLE if name in self.saved else SettingSource.DEFAULT


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting in force. ``value``: "" where there is none; of a secret it is never known."""

    group: SettingGroup
    name: str
    source: SettingSource
    value: str = field(default="")
    is_secret: bool = False
    is_set: bool = True
