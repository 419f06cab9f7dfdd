"""What came with a message, in a line of the replay protocol, in the words of the model."""

import json
from typing import Any, TypeVar

from bot.model.browser_check import BrowserCheck
from bot.model.errors import ProtocolError
from bot.model.upload import Upload

T = TypeVar("T", Upload, BrowserCheck)


def upload_of(given: dict[str, Any]) -> Upload:
    """The reading of a file that a message carries; fields that it leaves out have their defaults."""
    return _read(Upload, "upload", given)


def check_of(given: dict[str, Any]) -> BrowserCheck:
    """What the sender's browser found; the same."""
    return _read(BrowserCheck, "check", given)


def _read(kind: type[T], field: str, given: dict[str, Any]) -> T:
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - a quarter of a second

    try:
        return TypeAdapter(kind).validate_json(json.dumps(given))
    except ValidationError as why:
        where = ".".join(map(str, why.errors(include_url=False, include_input=False)[0]["loc"]))
        raise ProtocolError(f"message.{field}.{where}: does not fit") from why
