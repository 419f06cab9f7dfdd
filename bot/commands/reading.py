"""The command that reads one status feed and prints what it says."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.feeds.reading_json import as_json, read_feed
from bot.knowledge.load import load_notices
from bot.model.errors import JitabataError


def print_reading(source: str, clock: Callable[[], datetime], out: TextIO) -> int:
    """Print the reading of one feed, from a file or an address, as JSON. Raises JitabataError."""
    load_notices()
    if source.startswith(("https://", "http://")):
        from bot.commands.outside import fetched  # noqa: PLC0415 - the network costs half a second

        said = as_json(fetched(source), clock())
    else:
        try:
            said = read_feed(Path(source).read_bytes(), clock())
        except OSError as why:
            raise JitabataError(f"cannot read {source}: {why.strerror}") from why
    out.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 0
