"""Signing in by the operator's identity provider (OpenID Connect). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.staff import Role


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """Who vouches for staff, and what makes them what they are here.

    ``issuer`` is compared as it stands. ``claim`` names the claim of a person's groups or app roles,
    ``roles`` maps its values to roles: the first in the operator's order counts, and who has none of
    them gets in by no means. ``label``: what the button calls the provider.
    """

    issuer: str
    client_id: str
    public_url: str
    roles: Mapping[str, Role]
    secret: str = field(default="", repr=False)
    claim: str = "roles"
    label: str = ""
    scopes: str = "openid profile"


def role_of(claims: Mapping[str, object], settings: SingleSignOn) -> Role | None:
    """The role that somebody's claims give them; None: none, whatever they were before."""
    given = claims.get(settings.claim)
    values = given if isinstance(given, list) else [given]
    has = {value for value in values if isinstance(value, str)}
    return next((role for value, role in settings.roles.items() if value in has), None)


def called(claims: Mapping[str, object]) -> str:
    """What to call somebody; a mail address only where it was checked that it is theirs."""
    if claims.get("email_verified") is not True:
        claims = {name: value for name, value in claims.items() if name != "email"}
    found = (claims.get(name) for name in ("name", "preferred_username", "email", "sub"))
    return next((name for name in found if isinstance(name, str) and name.strip()), "")
