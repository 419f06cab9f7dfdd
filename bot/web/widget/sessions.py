"""The cookies of the chat in a frame: of strangers, and of those whom the website around it vouches for.

Browsers keep them apart for each website that the frame stands on (CHIPS), so a session never follows a
person from one website to another, nor to the desk's own pages.
"""

import base64
import hmac
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.model.widget import HostSite
from bot.web.session import TokenSigner, Visitor, Visitors, cookie_name
from bot.web.widget.identity import SignedPerson

NAME = "jitabata_frame"


class FrameVisitors(Visitors):
    """Whoever writes in the frames of one website without anybody's word for it."""

    KIND = "visitor"

    def __init__(self, secret: str, site: HostSite) -> None:
        super().__init__(secret)
        self.signer = TokenSigner(secret, f"{self.KIND} in {site.id}")
        self._name = f"{NAME}_{self.KIND}_{site.id}"

    def of(self, request: Request, now: datetime) -> Visitor | None:
        sealed = request.cookies.get(cookie_name(request, self._name), "")
        values = self.signer.unseal(sealed, now, self.LASTS_FOR)
        return Visitor(values["id"], values.get("org", "")) if values else None

    def keep(self, visitor: Visitor, response: Response, request: Request, now: datetime) -> None:
        sealed = self.signer.seal({"id": visitor.id, "org": visitor.organisation}, now)
        self._set(response, request, sealed, self.LASTS_FOR)

    def end(self, response: Response, request: Request) -> None:
        """Have the browser forget it."""
        self._set(response, request, "", timedelta())

    def _set(self, response: Response, request: Request, sealed: str, lasts_for: timedelta) -> None:
        """Written by hand: Starlette takes ``Partitioned`` from Python 3.14 on only.

        A cookie of a frame is always ``Secure``; browsers take that from this machine over http too.
        """
        response.headers.append(
            "Set-Cookie",
            f"{cookie_name(request, self._name)}={sealed}; Max-Age={int(lasts_for.total_seconds())};"
            " Path=/; HttpOnly; Secure; SameSite=None; Partitioned",
        )


class SignedVisitors(FrameVisitors):
    """Those whom the website vouches for. Only a token of it begins a session, and none is drawn out.

    The same person of the same organisation is the same customer in every browser.
    """

    KIND = "signed"
    LASTS_FOR = timedelta(hours=8)

    def __init__(self, secret: str, site: HostSite) -> None:
        super().__init__(secret, site)
        self._people = hmac.digest(secret.encode(), f"people of {site.id}".encode(), "sha256")

    def of(self, request: Request, now: datetime) -> Visitor | None:
        sealed = request.cookies.get(cookie_name(request, self._name), "")
        values = self.signer.unseal(sealed, now, self.LASTS_FOR)
        if values is None:
            return None
        uses = tuple(values["uses"].split()) if "uses" in values else None
        return Visitor(values["id"], values["org"], is_signed=True, uses=uses)

    def keep(self, visitor: Visitor, response: Response, request: Request, now: datetime) -> None:
        """Leave the session as it is: it ends when it was to end."""

    def visitor_of(self, person: SignedPerson) -> Visitor:
        """The person as a customer, by an id that tells neither name nor organisation."""
        said = f"{len(person.organisation)}:{person.organisation}:{person.person}"
        digest = hmac.digest(self._people, said.encode(), "sha256")
        ident = base64.urlsafe_b64encode(digest[:18]).decode()
        return Visitor(ident, person.organisation, is_signed=True, uses=person.uses)

    def begin(self, visitor: Visitor, response: Response, request: Request, now: datetime) -> None:
        values = {"id": visitor.id, "org": visitor.organisation}
        if visitor.uses is not None:
            values["uses"] = " ".join(visitor.uses)
        self._set(response, request, self.signer.seal(values, now), self.LASTS_FOR)
