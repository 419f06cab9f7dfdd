"""The name under which the ledger knows an address: one, whether they wrote from it or a file names it."""

import hashlib


def id_of(channel: str, address: str) -> str:
    """``channel``, a colon and 24 hex digits. Mail addresses go by lower case, and unquoted."""
    said = address.lower() if channel == "mail" else address
    return f"{channel}:{hashlib.sha256(said.encode()).hexdigest()[:24]}"
