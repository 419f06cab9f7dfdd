"""Where in Slack people meet the desk, and to whom each press and each form goes."""

from collections.abc import Mapping
from typing import Any, Protocol

Body = Mapping[str, Any]

STAFF_PREFIX = "staff_"  # of action ids and of callback ids that are for staff alone


class StaffSide(Protocol):
    """What staff do in Slack: everything whose id begins with ``staff_``.

    It decides by itself who is staff: nobody else has looked. It is called before the
    acknowledgement and has a second at most; what must not be lost it has written down when it
    returns. A press is acknowledged by the caller.
    """

    async def press(self, body: Body) -> None:
        """A button or menu of staff (``block_actions``)."""
        ...

    async def submit(self, body: Body) -> dict[str, Any] | None:
        """A form of staff (``view_submission``); a ``response_action``, None: the form closes."""
        ...


class NoStaffSide:
    """Nobody works from Slack: what is for staff is taken and dropped."""

    async def press(self, body: Body) -> None:
        """Nothing happens."""

    async def submit(self, body: Body) -> dict[str, Any] | None:  # noqa: ARG002 - the port's
        """The form closes."""
        return None
