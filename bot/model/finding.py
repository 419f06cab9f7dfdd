"""Findings: what was read out of pasted or uploaded material. They say nothing about the cause."""

from dataclasses import dataclass
from enum import StrEnum


class RequestFailure(StrEnum):
    """How a request or a script failed."""

    TIMED_OUT = "timed_out"
    REFUSED = "refused"
    RESET = "reset"
    NOT_RESOLVED = "not_resolved"
    CERTIFICATE = "certificate"
    BLOCKED_BY_CLIENT = "blocked_by_client"
    BLOCKED_BY_CORS = "blocked_by_cors"
    MIXED_CONTENT = "mixed_content"
    OFFLINE = "offline"
    SERVER_ERROR = "server_error"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    RATE_LIMITED = "rate_limited"
    SCRIPT_ERROR = "script_error"
    SLOW = "slow"  # it answered, after more than ten seconds
    PENDING = "pending"  # it had not answered when the material was taken
    OTHER = "other"


class Whose(StrEnum):
    """To whom a piece of code belongs."""

    OWN_SCRIPT = "own_script"  # uploaded to kintone by the customer, or from a host of theirs
    PRODUCT = "product"  # from a host of products in the catalogue
    PLUGIN = "plugin"  # packaged with a plugin that only its id names
    PLATFORM = "platform"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a host or a script is.

    ``products`` holds catalogue ids, several where they share the host. ``plugin_id`` is the id
    that kintone gives a packaged plugin. That code of somebody failed does not say that it is to
    blame: a field may have been renamed under it.
    """

    whose: Whose
    products: tuple[str, ...] = ()
    host: str = ""
    plugin_id: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which one host failed, counted.

    ``host`` is in small letters, without port, and empty where the material names none. ``detail``
    is a masked example: a file name, a status, a message. ``answered`` counts the good answers of
    the same host in the same material. ``proxied``: the request went to the customer's own kintone
    address and stood for another server (``kintone.proxy()``), so the host says nothing of it.
    ``owner``: whose code stood first in the stack trace of a script error.
    """

    host: str
    failure: RequestFailure
    count: int = 1
    detail: str = ""
    slowest_seconds: float | None = None
    answered: int = 0
    proxied: bool = False
    owner: Owner | None = None
