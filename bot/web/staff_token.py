"""What opens the console without an account: a shared token, or links that work once."""

import hmac
import secrets
from collections.abc import Callable

from bot.model.staff import Role

LOGIN = "/staff/login"


class StaffToken:
    """A token that the operator set, and what who shows it may do."""

    def __init__(self, token: str, role: Role) -> None:
        self._token, self.role = token, role

    def opens(self, given: str) -> bool:
        return hmac.compare_digest(self._token.encode(), given.encode("utf-8", "replace"))

    def used(self) -> None:
        """Somebody got in."""


class OneTimeLinks(StaffToken):
    """Without a token: links that work once each, announced where the process was started.

    Who can read them there could make themselves an admin anyway.
    """

    def __init__(self, announce: Callable[[str], None] = lambda _: None) -> None:
        """``announce`` is given the path of each new link."""
        super().__init__(secrets.token_urlsafe(24), Role.ADMIN)
        self._announce = announce

    def announce(self) -> None:
        """Say where the console opens now."""
        self._announce(f"{LOGIN}?key={self._token}")

    def used(self) -> None:
        """The next link."""
        self._token = secrets.token_urlsafe(24)
        self.announce()


class OpenHere(StaffToken):
    """A demo: whoever sits at this machine is let in."""

    def __init__(self) -> None:
        super().__init__("", Role.LEAD)

    def opens(self, given: str) -> bool:
        return not given
