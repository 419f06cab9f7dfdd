"""Whose a case is, and what nobody else does with it: answering it, and closing it without knowing whose it is.

One rule for the console, the API and Slack; the desk keeps it, whoever was quicker.
"""

from bot.model.ticket import Ticket, TicketStatus


def held_by_another(ticket: Ticket, staff: str) -> str:
    """Who has a case, where that is somebody else than ``staff``; "": it is theirs, or nobody's."""
    is_taken = ticket.status is TicketStatus.CLAIMED and ticket.staff != staff
    return ticket.staff or "?" if is_taken else ""


def may_answer(ticket: Ticket, staff: str) -> bool:
    """Whether one of the staff may answer: a case that is open, and nobody else's."""
    return ticket.status is not TicketStatus.CLOSED and not held_by_another(ticket, staff)


def may_close(ticket: Ticket, staff: str, whose: str | None) -> bool:
    """Whether one of the staff may close a case.

    ``whose``: the colleague who has it, as far as they know; None: nobody asks, as in a replay.
    """
    return whose is None or held_by_another(ticket, staff) in ("", whose)
