"""A message as it was posted, and why it may not be taken."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from starlette.requests import Request

from bot.model.upload import Upload
from bot.web.pages import Pages
from bot.web.session import organisation_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message was not taken: a key of the texts, and the HTTP status that says so.

    ``retry_after``: seconds until it is worth sending the same again; None: the page does not.
    """

    reason: str
    status: int
    retry_after: int | None = None

    @property
    def keeps_form(self) -> bool:
        """Whether the form stays what it was: it may be there all the same, and counts once."""
        return self.status == HTTPStatus.SERVICE_UNAVAILABLE


AWAY = Refusal("refused.away", 503, 5)  # the database is; what was written is kept on the page
LOST = Refusal("refused.session", 403)  # the page was open for too long, or keeps no cookie


@dataclass(frozen=True, slots=True)
class ChatDraft:
    """A message as posted. ``once`` tells a message sent twice from two messages."""

    text: str
    button: str | None
    organisation: str
    once: str
    token: str
    upload: Upload | None = None

    @property
    def digest(self) -> str:
        """Some digits that are the same when the same comes again; a kept picture has another id then."""
        said, upload = f"{self.button}\n{self.text}".encode(), self.upload
        if upload is not None:
            picture = upload.picture and replace(upload.picture, id="")
            said += repr(replace(upload, picture=picture)).encode("utf-8", "replace")
        return hashlib.sha256(said).hexdigest()[:12]

    @classmethod
    def of(cls, form: Mapping[str, object], upload: Upload | None = None) -> "ChatDraft":
        def field_text(name: str) -> str:
            value = form.get(name)
            return value.replace("\r\n", "\n") if isinstance(value, str) else ""

        return cls(
            upload=upload,
            text=field_text("text").strip(),
            button=field_text("button") or None,
            organisation=organisation_of(field_text("organisation")),
            once=field_text("once"),
            token=field_text("token"),
        )


def is_script(request: Request) -> bool:
    """Whether our page's script asks, which shows by itself what comes later."""
    return "application/json" in request.headers.get("accept", "")


def begun(request: Request, pages: Pages) -> ChatDraft | None:
    """A report begun for somebody who comes from the public page, about a product that we know."""
    product = pages.knowledge.catalogue.get(request.query_params.get("about", ""))
    if product is None:
        return None
    return ChatDraft.of({"text": pages.texts_for(request)("chat.about", name=product.name)})
