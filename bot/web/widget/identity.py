"""What a website says of who its visitor is: a short signed token (JWT), good once. Pure."""

import base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from bot.model.errors import JitabataError
from bot.model.widget import HostSite

LONGEST = 4_000  # characters of a token
LASTS_FOR = 300  # seconds from its making to its end, at most
LATEST = 1e12  # seconds since 1970; beyond is no time
SKEW = 30  # seconds by which the website's clock may differ
MOST_NAME, MOST_USES = 100, 50
ALGORITHM = "HS256"
HEADER = frozenset({"alg", "typ", "kid"})  # what a token's header may hold


class IdentityError(JitabataError):
    """A token proves nothing. Says what is wrong with it, in English for the operator, and holds nothing of it."""


@dataclass(frozen=True, slots=True)
class SignedPerson:
    """Who a visitor is by a website's word. ``person``: its own id of them; ``token``: the token's id.

    ``uses``: the products of the organisation, by their ids, None where the token has no list;
    ``ends``: when the token is void, in seconds since 1970.
    """

    organisation: str
    person: str
    token: str
    ends: float
    uses: tuple[str, ...] | None = None


def person_in(
    token: object, site: HostSite, desk: str, products: Collection[str], now: datetime
) -> SignedPerson:
    """Who a token of this website is about. Raises IdentityError.

    ``desk``: our own address, for which it has to be made. ``products``: the ids that there are; others
    are left out. Whether it was used before is for the caller to find out.
    """
    claims = _signed(token, site)
    if claims.get("iss") != site.id:
        raise IdentityError(f"iss is not {site.id}, the name of the website in the settings")
    if claims.get("aud") != desk:
        raise IdentityError(f"aud is not {desk}, the address of this desk")
    ends = _good_until(claims, now.timestamp())
    organisation = _name(claims, "org")
    if site.organisation and organisation != site.organisation:
        raise IdentityError("org is not the organisation that this website may name")
    return SignedPerson(
        organisation,
        person=_name(claims, "sub"),
        token=_name(claims, "jti"),
        ends=ends,
        uses=_uses(claims.get("uses"), products),
    )


def _signed(token: object, site: HostSite) -> Mapping[str, Any]:
    """The claims of a token that one of the website's keys has signed; no other algorithm counts."""
    if not site.keys:
        raise IdentityError("the website has no key, so nothing that it signs counts")
    if not isinstance(token, str) or not token or len(token) > LONGEST:
        raise IdentityError("there is no token, or it is too long")
    for key in site.keys:
        octets = base64.urlsafe_b64decode(key)
        try:
            read = jwt.decode(token, OctKey.import_key(octets), algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError):
            continue
        if str(read.header.get("typ", "JWT")).upper() != "JWT" or set(read.header) - HEADER:
            raise IdentityError("its header says more than alg, typ: JWT and kid")
        return read.claims
    raise IdentityError(f"no key of the website made its {ALGORITHM} signature")


def _good_until(claims: Mapping[str, Any], now: float) -> float:
    made, ends = _moment(claims, "iat"), _moment(claims, "exp")
    if ends - made > LASTS_FOR:
        raise IdentityError(f"exp is more than {LASTS_FOR} seconds after iat")
    if made > now + SKEW:
        raise IdentityError("iat lies ahead: the website's clock is fast")
    if now >= ends + SKEW:
        raise IdentityError("exp is past: the token has expired")
    if "nbf" in claims and _moment(claims, "nbf") > now + SKEW:
        raise IdentityError("nbf lies ahead: the token is not good yet")
    return ends


def _moment(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value < LATEST:
        return float(value)
    raise IdentityError(f"{name} is no number of seconds since 1970")


def _name(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise IdentityError(f"{name} is no text")
    if len(value) > MOST_NAME:
        raise IdentityError(f"{name} has more than {MOST_NAME} characters")
    return value.strip()


def _uses(given: object, products: Collection[str]) -> tuple[str, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or len(given) > MOST_USES:
        raise IdentityError(f"uses is no list of at most {MOST_USES} product ids")
    return tuple(dict.fromkeys(p for p in given if isinstance(p, str) and p in products))
