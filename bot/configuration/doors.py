"""The settings that are addresses and names: of the pages, of trusted proxies, of what is measured and from where."""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bot.model.errors import JitabataError

_PLAIN_HTTPS = re.compile(
    r"https://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+(?::\d{1,5})?(?:/[\w./~%-]{0,200})?", re.ASCII
)
SHORTEST_TOKEN = 16  # characters
MOST_PROXIES = 100


def public_url_of(value: str) -> str:
    """Where readers reach the pages, without a slash at its end; "" where nobody said.

    Raises JitabataError for what is no http or https address of a host.
    """
    parts = urlsplit(value)
    is_plain = value.isascii() and value.isprintable() and " " not in value and len(value) <= 200
    if value and not (is_plain and parts.scheme in ("http", "https") and parts.hostname):
        raise JitabataError("public_url must be an address such as https://desk.example.com")
    return value.rstrip("/")


def contact_of(value: str) -> str:
    """An address that is sent along with requests to others. Raises JitabataError."""
    if not (value.isascii() and value.isprintable() and len(value) <= 200):
        raise JitabataError("contact must be an address in printable ASCII")
    return value


def publish_of(folder: str, public_url: str) -> Path | None:
    """The folder for the public page as files; None where nobody names one.

    Raises JitabataError where the pages have no public address: they lead to the chat.
    """
    if folder and not public_url:
        raise JitabataError("publish needs public_url: the page leads to the chat there")
    return Path(folder) if folder else None


def control_url_of(value: str) -> str:
    """The control address of checks from the browser; "" where nobody said.

    Raises JitabataError for what is no plain https address: it stands in a page's security policy.
    """
    if value and not _PLAIN_HTTPS.fullmatch(value):
        raise JitabataError("control_url must be an https address such as https://www.example.com/")
    return value


def trusted_proxies_of(
    environment: Mapping[str, object], given: Mapping[str, object]
) -> tuple[str, ...]:
    """Addresses and networks, from a list or a text with commas, as networks; the environment goes first.

    Raises JitabataError for what is neither; a name would be looked up, and could change.
    """
    told = environment.get("JITABATA_TRUSTED_PROXIES", given.get("trusted_proxies", ""))
    words: Sequence[object] = told.split(",") if isinstance(told, str) else _list(told)
    found = tuple(str(word).strip() for word in words if str(word).strip())
    if len(found) > MOST_PROXIES:
        raise JitabataError(f"trusted_proxies has {len(found)} entries; {MOST_PROXIES} are enough")
    return tuple(map(_network, found))


def door_problem(
    staff_token: str | None, *, is_public: bool, has_accounts: bool = False
) -> str | None:
    """Why the pages must not be opened like that; None: they may."""
    if staff_token is None:
        if is_public and not has_accounts:
            return (
                "with a public_url the staff console needs an account (jitabata staff add) or"
                " JITABATA_STAFF_TOKEN"
            )
        return None
    if len(staff_token) < SHORTEST_TOKEN:
        return f"JITABATA_STAFF_TOKEN needs {SHORTEST_TOKEN} characters (openssl rand -hex 32)"
    return None


def trust_problem(*, trusts_claims: bool, is_public: bool) -> str | None:
    """Why what strangers type must not be believed; None: nothing is, or none can reach the pages."""
    if trusts_claims and is_public:
        return "--trust-claims is for a trial on one machine: take the public_url out first"
    return None


def lead_token_of(environment: Mapping[str, str]) -> str | None:
    """What a lead signs in with in place of the staff token; None: nobody is one by a token.

    Raises JitabataError for one that is short, the staff token itself, or there without that.
    """
    token = environment.get("JITABATA_LEAD_TOKEN") or None
    staff = environment.get("JITABATA_STAFF_TOKEN") or None
    if token is None:
        return None
    if len(token) < SHORTEST_TOKEN:
        raise JitabataError(f"JITABATA_LEAD_TOKEN needs {SHORTEST_TOKEN} characters")
    if staff is None or staff == token:
        raise JitabataError("JITABATA_LEAD_TOKEN stands beside another JITABATA_STAFF_TOKEN")
    return token


def _list(given: object) -> Sequence[object]:
    if not isinstance(given, list):
        raise JitabataError('trusted_proxies must be a list such as ["127.0.0.1", "10.0.0.0/8"]')
    return given


def _network(word: str) -> str:
    try:
        network = ipaddress.ip_network(word, strict=False)
    except ValueError:
        raise JitabataError(
            f"trusted_proxies must hold addresses or networks such as 10.0.0.0/8, not {word!r}"
        ) from None
    if not network.prefixlen:
        raise JitabataError("trusted_proxies must not trust every address")
    return str(network)


def kintone_of(value: str) -> str:
    """The host of the operator's own kintone; "": none is named. Raises JitabataError."""
    if value and not re.fullmatch(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", value.lower()):
        raise JitabataError(f"kintone must be a host such as example.cybozu.com, not {value!r}")
    return value.lower()


def vantage_of(value: str) -> str:
    """The name of the place that a process measures from. Raises JitabataError."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", value):
        raise JitabataError(f"vantage must be a short name of a-z, 0-9 and -, not {value!r}")
    return value
