"""The fields of one line of the replay protocol, each checked when it is taken."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from bot.model.errors import ProtocolError

LONGEST_NAME = 200  # characters of an id; the store keys rows by them
MOST_NAMES = 1000  # in one list
YEARS = range(1970, 3000)  # what every clock and database can count with


Word = TypeVar("Word", bound=StrEnum)


class Fields:
    """The fields of one line, each checked when it is taken."""

    def __init__(self, name: str, given: dict[str, Any], warnings: list[str]) -> None:
        self._name, self._given, self.warnings = name, given, warnings

    def at(self, field: str = "at") -> datetime:
        try:
            at = datetime.fromisoformat(self.text(field))
        except ValueError as why:
            raise ProtocolError(f"{self._name}.{field}: not an ISO 8601 time") from why
        if at.tzinfo is None:
            raise ProtocolError(f"{self._name}.{field}: no offset from UTC")
        if at.year not in YEARS:
            raise ProtocolError(f"{self._name}.{field}: the year {at.year} is out of range")
        return at

    def optional_at(self, field: str) -> datetime | None:
        return None if self._given.get(field) is None else self.at(field)

    def number(self, field: str) -> float | None:
        """A number from 0 up, or None."""
        value = self._given.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
            raise ProtocolError(f"{self._name}.{field}: not a number that can be")
        return float(value)

    def name(self, field: str) -> str:
        """An id: short, and in characters that every database keeps."""
        value = self.text(field)
        if not is_name(value):
            raise ProtocolError(f"{self._name}.{field}: too long for an id, or not text")
        return value

    def optional_name(self, field: str) -> str | None:
        return None if self._given.get(field) is None else self.name(field)

    def text(self, field: str) -> str:
        value = self._given.get(field)
        if not isinstance(value, str):
            raise ProtocolError(f"{self._name}.{field}: not a text")
        return clean(value)

    def optional(self, field: str) -> str | None:
        return None if self._given.get(field) is None else self.text(field)

    def one_of(self, field: str, words: type[Word]) -> Word:
        """One of the words that there are."""
        said = self.text(field)
        if said not in set(words):
            raise ProtocolError(f"{self._name}.{field}: unknown word {said!r}")
        return words(said)

    def flag(self, field: str) -> bool:
        return self._given.get(field) is True

    def names(self, field: str) -> tuple[str, ...] | None:
        value = self._given.get(field)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ProtocolError(f"{self._name}.{field}: not a list of texts")
        names = tuple(clean(v) for v in value)
        if len(names) > MOST_NAMES or not all(is_name(n) for n in names):
            raise ProtocolError(f"{self._name}.{field}: too long, or not ids")
        return names

    def objects(self, field: str) -> list[dict[str, Any]]:
        value = self._given.get(field) or []
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise ProtocolError(f"{self._name}.{field}: not a list of objects")
        return value

    def has(self, field: str) -> bool:
        return self._given.get(field) is not None

    def object(self, field: str) -> dict[str, Any]:
        value = self._given.get(field)
        return value if isinstance(value, dict) else {}


def clean(text: str) -> str:
    """The text without half surrogate pairs, which no database and no file takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def is_name(text: str) -> bool:
    """Whether a text can serve as an id."""
    return len(text) <= LONGEST_NAME and "\0" not in text
