"""The reading of a file in a line of the replay protocol, in the words of the model."""

import json
from typing import Any

from bot.model.errors import ProtocolError
from bot.model.upload import Upload


def upload_of(given: dict[str, Any]) -> Upload:
    """The reading that a message carries; fields that it leaves out have their defaults."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - a quarter of a second

    try:
        return TypeAdapter(Upload).validate_json(json.dumps(given))
    except ValidationError as why:
        where = ".".join(map(str, why.errors(include_url=False, include_input=False)[0]["loc"]))
        raise ProtocolError(f"message.upload.{where}: does not fit") from why
