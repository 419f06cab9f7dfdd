"""Signed cookies: who writes in the chat, who sits at the console.

A cookie is readable and cannot be altered; nothing secret goes into it.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.desk.staff_accounts import digest_of
from bot.masking.redact import redact
from bot.model.identity import Identity
from bot.model.staff import LONGEST, Role
from bot.net.addresses import network_of

LONGEST_TENANT = 100  # characters


class TokenSigner:
    """Signs small mappings with a key made for one purpose (HMAC-SHA-256)."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), purpose.encode(), "sha256")

    def seal(self, values: Mapping[str, str], at: datetime) -> str:
        """The values with the moment of sealing, as text for a cookie."""
        body = json.dumps({**values, "at": int(at.timestamp())}, ensure_ascii=False)
        text = _text(body.encode())
        return f"{text}.{self._sign(text)}"

    def unseal(self, sealed: str, now: datetime, lasts_for: timedelta) -> dict[str, str] | None:
        """The values; None when altered, of another key, or too old."""
        text, _, signature = sealed.rpartition(".")
        if not hmac.compare_digest(self._sign(text).encode(), signature.encode()):
            return None
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if now.timestamp() - values.pop("at") > lasts_for.total_seconds():
            return None
        return {str(k): str(v) for k, v in values.items()}

    def form_token(self, session: str) -> str:
        """The token that a form of this session carries, so that no other site can send it."""
        return self._sign(f"form:{session}")

    def alias(self, text: str) -> str:
        """A short word that stands for a text and does not tell it, the same for the same text."""
        return self._sign(f"alias:{text}")[:16]

    def owns(self, session: str, token: str) -> bool:
        return hmac.compare_digest(self.form_token(session).encode(), token.encode())

    def _sign(self, text: str) -> str:
        digest = hmac.digest(self._key, text.encode(), hashlib.sha256)
        return _text(digest)


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Visitor:
    """A customer by an id that nobody guesses, with the organisation that they typed, if they did.

    ``is_signed``: a website around the chat vouches for person and organisation; ``uses``: the
    inventory that it told, by product ids (None: it told none).
    """

    id: str
    organisation: str = ""
    is_signed: bool = False
    uses: tuple[str, ...] | None = None

    @property
    def customer(self) -> str:
        return f"web:{self.id}"

    def identity(self, *, trusts_claims: bool) -> Identity:
        """How sure it is who they are. ``trusts_claims``: what is typed is believed."""
        if self.is_signed:
            return Identity.VERIFIED
        if not self.organisation:
            return Identity.ANONYMOUS
        return Identity.VERIFIED if trusts_claims else Identity.CLAIMED


@dataclass(frozen=True, slots=True)
class Seat:
    """A browser at the console, and who sits there.

    ``staff`` is empty until somebody has signed in; ``account`` is, too, for who came by a token.
    """

    id: str
    staff: str = ""
    role: Role = Role.VIEWER
    account: str = ""

    @property
    def key(self) -> str:
        """What its session is kept under: of use to nobody who reads it there."""
        return digest_of(self.id)


class Visitors:
    """The cookie of the chat."""

    NAME = "jitabata"
    LASTS_FOR = timedelta(days=90)

    def __init__(self, secret: str) -> None:
        self.signer = self._networks = TokenSigner(secret, "visitor")

    def of(self, request: Request, now: datetime) -> Visitor | None:
        values = self.signer.unseal(
            request.cookies.get(cookie_name(request, self.NAME), ""), now, self.LASTS_FOR
        )
        return Visitor(values["id"], values.get("org", "")) if values else None

    def network_of(self, request: Request) -> str:
        """A word for the network that a browser is in, from which nobody can tell the network."""
        host = request.client.host if request.client else ""
        return self._networks.alias(network_of(host) or host)

    def newcomer(self) -> Visitor:
        return Visitor(secrets.token_urlsafe(16))

    def keep(self, visitor: Visitor, response: Response, request: Request, now: datetime) -> None:
        sealed = self.signer.seal({"id": visitor.id, "org": visitor.organisation}, now)
        _set(response, request, cookie_name(request, self.NAME), sealed, self.LASTS_FOR)


class Seats:
    """The cookie of the console: an id, whose session is kept on the server.

    A new token ends every session made with the old one.
    """

    NAME = "jitabata_staff"
    LASTS_FOR = LONGEST

    def __init__(self, secret: str, staff_token: str | None, lead_token: str | None = None) -> None:
        tokens = f"{staff_token or ''}\n{lead_token}" if lead_token else staff_token or ""
        self.signer = TokenSigner(secret, f"seat:{tokens}")

    def of(self, request: Request, now: datetime) -> Seat | None:
        values = self.signer.unseal(
            request.cookies.get(cookie_name(request, self.NAME), ""), now, self.LASTS_FOR
        )
        return Seat(values["id"]) if values else None

    def fresh(self) -> Seat:
        """A seat that nobody had before."""
        return Seat(secrets.token_urlsafe(32))

    def keep(self, seat: Seat, response: Response, request: Request, now: datetime) -> None:
        sealed = self.signer.seal({"id": seat.id}, now)
        _set(response, request, cookie_name(request, self.NAME), sealed, self.LASTS_FOR)

    def drop(self, response: Response, request: Request) -> None:
        """Have the browser forget it."""
        name, is_secure = cookie_name(request, self.NAME), request.url.scheme == "https"
        response.delete_cookie(name, httponly=True, samesite="lax", secure=is_secure)


def organisation_of(text: str) -> str:
    """An organisation's name as typed, or the subdomain when an address was typed; secrets masked."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())[:LONGEST_TENANT]
    address = re.fullmatch(
        r"(?:https?://)?([a-z0-9-]+)(?:\.s)?\.[a-z0-9-]+\.[a-z]{2,3}(?:/.*)?", name, re.I
    )
    if address:
        return address[1].lower()
    name = redact(name).text
    return name.lower() if re.fullmatch(r"[A-Za-z0-9-]+", name) else name


def cookie_name(request: Request, name: str) -> str:
    """A session's cookie by its name; over https one that no other host can set (``__Host-``)."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def remember_choice(response: Response, request: Request, name: str, value: str) -> None:
    """Keep a preference (a language) in the browser; not signed, so check it when reading."""
    _set(response, request, name, value, timedelta(days=365))


def keep_for(
    response: Response, request: Request, name: str, value: str, lasts_for: timedelta
) -> None:
    """Keep something that is sealed in the browser, for this host alone."""
    _set(response, request, cookie_name(request, name), value, lasts_for)


def _set(response: Response, request: Request, name: str, value: str, lasts_for: timedelta) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(lasts_for.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
