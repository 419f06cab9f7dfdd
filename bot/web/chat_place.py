"""Where a chat stands: on a page of its own, or in a frame on another website."""

from dataclasses import dataclass

from starlette.requests import Request

from bot.model.widget import HostSite
from bot.web.pages import CHAT, language_of
from bot.web.session import Visitors


@dataclass(frozen=True, slots=True)
class ChatPlace:
    """``base`` begins all of its addresses but ``page``. ``site``: the website around it; None: none.

    ``is_signed``: the website has to vouch for whoever writes here.
    """

    visitors: Visitors
    base: str = ""
    page: str = CHAT
    site: HostSite | None = None
    is_signed: bool = False

    def query(self, request: Request) -> str:
        """What follows its addresses: in a frame the language, for which browsers keep no cookie."""
        return f"?lang={language_of(request)}" if self.site is not None else ""
