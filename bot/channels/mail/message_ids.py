"""Names of mails: ours follow from what they say to whom, so that the same mail has the same name.

A name here is a Message-ID without its angle brackets. The id of an incoming message in the desk
is ``mail:<name> <sender>``: anybody can send a mail under the name of another's.
"""

import hashlib
import re

PREFIX = "mail:"  # of the ids that incoming mails have in the desk

_LONGEST = 900  # characters; a header line has 998 octets
_SHAPE = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without spaces and angle brackets
_OURS = re.compile(r"(?:thread\.)?[0-9a-f]{40}")


def name_of(key: str, edition: int, domain: str) -> str:
    """The name of the mail of a delivery.

    What is said anew under the same key (a later ``edition``) is another mail; otherwise receivers
    would drop it as a double.
    """
    return f"{_digest(key, str(edition))}@{domain}"


def thread_of(incident: str, reader: str, domain: str) -> str:
    """What all notices of one incident to one reader hang from; no mail has this name itself."""
    return f"thread.{_digest(incident, reader)}@{domain}"


def is_ours(name: str, domain: str) -> bool:
    """Whether a name is one that this module gives at a domain."""
    local, _, at = name.rpartition("@")
    return at.lower() == domain and _OURS.fullmatch(local) is not None


def is_name(text: str) -> bool:
    """Whether a text can stand in ``References``; other people's mails name themselves oddly."""
    return len(text) <= _LONGEST and _SHAPE.fullmatch(text) is not None


def message_id_of(name: str, sender: str) -> str:
    """The id in the desk of a mail from somebody; ``sender``: as the desk knows them."""
    return f"{PREFIX}{name} {_digest(sender)[:16]}"


def answered_name(message_id: str) -> str:
    """The name of the incoming mail that has this id in the desk; "" where it is no mail."""
    name = message_id.removeprefix(PREFIX).partition(" ")[0]
    return name if message_id.startswith(PREFIX) and is_name(name) else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
