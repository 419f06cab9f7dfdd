"""The table ``[oidc]``: who vouches for staff. The client's secret comes from the environment."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.model.errors import JitabataError
from bot.model.single_sign_on import SingleSignOn
from bot.model.staff import Role

_KNOWN = frozenset({"issuer", "client_id", "claim", "roles", "label", "scopes"})
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


def oidc_of(environment: Mapping[str, str], given: object, public_url: str) -> SingleSignOn | None:
    """The settings; None where nobody wrote any down. Raises JitabataError, which names no secret."""
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise JitabataError("[oidc] must be a table")
    if unknown := sorted(set(given) - _KNOWN):
        raise JitabataError(f"[oidc] knows no {', '.join(unknown)}; it knows {', '.join(_KNOWN)}")
    if not public_url:
        raise JitabataError("[oidc] needs public_url: people come back to it from the provider")
    scopes = _text(given, "scopes", "openid profile")
    if "openid" not in scopes.split():
        raise JitabataError("[oidc] scopes must hold openid")
    return SingleSignOn(
        issuer=_issuer(_text(given, "issuer")),
        client_id=_text(given, "client_id"),
        public_url=public_url,
        roles=_roles(given.get("roles")),
        secret=environment.get("JITABATA_OIDC_SECRET", ""),
        claim=_text(given, "claim", "roles"),
        label=_text(given, "label", " ").strip()[:40],
        scopes=scopes,
    )


def _text(given: Mapping[str, Any], name: str, otherwise: str = "") -> str:
    value = given.get(name, otherwise)
    if not isinstance(value, str) or not value:
        raise JitabataError(f"[oidc] {name} must be a text")
    return value


def _issuer(value: str) -> str:
    """An https address; http is for this machine alone."""
    try:
        parts = urlsplit(value)
        host, scheme = parts.hostname, parts.scheme
    except ValueError:
        host, scheme = None, ""
    is_safe = scheme == "https" or (scheme == "http" and host in _HERE)
    if not host or not is_safe or "?" in value or "#" in value or "@" in value:
        raise JitabataError("[oidc] issuer must be an https address, as the provider spells it")
    return value


def _roles(given: object) -> dict[str, Role]:
    if not isinstance(given, Mapping) or not given:
        raise JitabataError('[oidc.roles] must say who may what: a claim\'s value = "agent"')
    for value, role in given.items():
        if role not in set(Role):
            raise JitabataError(f"[oidc.roles] {value}: there is no role {role!r}")
    return {str(value): Role(role) for value, role in given.items()}
