"""Tokens of the provider: whose signature they have, whom they are for, and how old they are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from bot.model.errors import JitabataError

SKEW = 60  # seconds by which the provider's clock may differ
LOGOUT_FOR = 300  # seconds that a logout token is good for
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST = 32_768  # characters


class TokenError(JitabataError):
    """A token is not what it has to be. Holds nothing of it."""


class UnknownKeyError(TokenError):
    """None of the known keys made it; the provider may have a new one."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """What every token must agree with. ``algorithms``: what the provider offers and we take."""

    issuer: str
    client_id: str
    keys: KeySet
    algorithms: tuple[str, ...]

    def id_claims(
        self, token: object, nonce: str, access_token: object, now: datetime
    ) -> Mapping[str, Any]:
        """The claims of an ID token that answers our request. Raises TokenError."""
        header, claims = self._signed(token)
        if str(header.get("typ", "JWT")).upper() != "JWT" or "events" in claims:
            raise TokenError("it is no ID token")
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True},
        }
        params = {"nonce": nonce, "client_id": self.client_id, "access_token": access_token}
        self._validate(CodeIDToken(claims, header, options, params), now)
        return claims

    def logout_claims(self, token: object, now: datetime) -> Mapping[str, Any]:
        """The claims of a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6)."""
        header, claims = self._signed(token)
        events, about = claims.get("events"), (claims.get("sid"), claims.get("sub"))
        is_one = str(header.get("typ", "")).lower() == "logout+jwt" and "nonce" not in claims
        if not is_one or not isinstance(events, dict) or not isinstance(events.get(LOGOUT), dict):
            raise TokenError("it is no logout token")
        if not any(isinstance(name, str) and name for name in about):
            raise TokenError("it says of nobody that they signed out")
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "jti": {"essential": True},
        }
        self._validate(_LogoutToken(claims, header, options), now)
        if now.timestamp() - claims["iat"] > LOGOUT_FOR + SKEW:
            raise TokenError("it is too old")
        return claims

    def _signed(self, token: object) -> tuple[Mapping[str, Any], dict[str, Any]]:
        if not isinstance(token, str) or len(token) > LONGEST:
            raise TokenError("there is no token")
        try:
            read = jwt.decode(token, self.keys, algorithms=list(self.algorithms))
        except InvalidKeyIdError as why:
            raise UnknownKeyError("no key that is known made it") from why
        except (JoseError, ValueError) as why:
            raise TokenError(f"its signature does not hold: {type(why).__name__}") from why
        return read.header, read.claims

    def _validate(self, claims: CodeIDToken, now: datetime) -> None:
        try:
            claims.validate(now=int(now.timestamp()), leeway=SKEW)
        except (JoseError, ValueError, TypeError) as why:
            named = getattr(why, "claim", None) or type(why).__name__
            raise TokenError(f"it does not agree with us: {named}") from why


class _LogoutToken(CodeIDToken):  # type: ignore[misc]  # Authlib ships no types
    """A logout token has the same claims, but for the person's."""

    ESSENTIAL_CLAIMS = ("iss", "aud", "iat", "jti")
