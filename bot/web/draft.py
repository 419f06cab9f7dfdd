"""What a customer posts in the chat, as it came."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.upload import Upload
from bot.web.session import organisation_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as posted. ``once`` tells a message sent twice from two messages."""

    text: str
    button: str | None
    organisation: str
    once: str
    token: str
    upload: Upload | None = None

    @classmethod
    def of(cls, form: Mapping[str, object], upload: Upload | None = None) -> "Draft":
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
