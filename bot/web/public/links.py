"""Where the links of the public pages lead: on the desk, and among files on another server."""

from dataclasses import dataclass
from typing import Protocol

from bot.texts.loader import LANGUAGES
from bot.web.addresses import with_query
from bot.web.pages import CHAT

SUBSCRIBE = "/subscribe"


class Links(Protocol):
    """The links of one page in one language."""

    @property
    def lang(self) -> str: ...

    def to(self, address: str, **asked: str) -> str:
        """A link to one of our pages, with what is asked of it."""
        ...

    def in_language(self, address: str, lang: str) -> str:
        """A link to the same page in a language."""
        ...

    def document(self, address: str) -> str:
        """A link to a document for programs, in the page's language."""
        ...


@dataclass(frozen=True, slots=True)
class LiveLinks:
    """Of pages that the desk answers. A language that the reader chose goes along."""

    lang: str
    is_chosen: bool = False

    def to(self, address: str, **asked: str) -> str:
        return with_query(address, {**asked, "lang": self.lang if self.is_chosen else ""})

    def in_language(self, address: str, lang: str) -> str:
        return f"{address}?lang={lang}"

    def document(self, address: str) -> str:
        return f"{address}?lang={self.lang}"


@dataclass(frozen=True, slots=True)
class FileLinks:
    """Of pages that stand as files elsewhere, each language in its own folder but for the first.

    ``base``: where the desk is; its chat and its forms are no files.
    """

    lang: str
    base: str

    def to(self, address: str, **asked: str) -> str:
        if address in (CHAT, SUBSCRIBE):
            return with_query(f"{self.base}{address}", {**asked, "lang": self.lang})
        return self.in_language(address, self.lang)

    def in_language(self, address: str, lang: str) -> str:
        return f"{folder_of(lang)}{address}/"

    def document(self, address: str) -> str:
        return f"{folder_of(self.lang)}{address}"


def folder_of(lang: str) -> str:
    """How the addresses of a language's files begin."""
    return "" if lang == LANGUAGES[0] else f"/{lang}"
