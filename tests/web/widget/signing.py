"""A website that vouches for its visitors, well or badly."""

import base64
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from bot.channels.keys import new_key
from bot.model.widget import HostSite
from tests.web.conftest import House
from tests.web.fakes import NOON

DESK = "https://desk.example.com"
SHOP = HostSite("shop", ("https://shop.example",), (new_key(), new_key()))
OTHER = HostSite("other", ("https://other.example",), (new_key(),))


def a_house(*sites: HostSite) -> House:
    return House(widgets=sites or (SHOP, OTHER), public_urls=(DESK,))


def claims_of(**changes: Any) -> dict[str, Any]:
    """Good claims of the shop, with changes; None takes one out."""
    now = int(NOON.timestamp())
    good = {
        "iss": "shop",
        "aud": DESK,
        "sub": "user-17",
        "org": "aoba",
        "iat": now,
        "exp": now + 120,
        "jti": "once-1",
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def signed(key: str, claims: dict[str, Any], **header: Any) -> str:
    octets = base64.urlsafe_b64decode(key)
    head = {"alg": "HS256"} | header
    return jwt.encode(head, claims, OctKey.import_key(octets), algorithms=[head["alg"]])


def a_token(**changes: Any) -> str:
    return signed(SHOP.keys[0], claims_of(**changes))
