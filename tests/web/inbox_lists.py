"""Inboxes with more cases than one page shows."""

from dataclasses import replace
from datetime import timedelta

from bot.model.conversation import Speaker, Turn
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Urgency
from tests.store.builders import a_conversation
from tests.web.sending import SendingHouse


def fill(house: SendingHouse, number: int, first: int = 0) -> None:
    """So many customers who wait for an answer, one minute after the other, with the tickets W0, W1, …"""
    begins = house.clock() - timedelta(days=2)
    with house.store.work() as work:
        for n in range(first, first + number):
            at, ident = begins + timedelta(minutes=n), f"w{n}"
            words = Turn(at, Speaker.CUSTOMER, f"{n}番目のお問い合わせです")
            talk = replace(
                a_conversation(ident, f"web:{ident}"), opened_at=at, turns=(words,), ticket=f"W{n}"
            )
            ticket = Ticket(
                *(f"W{n}", at, at, "", Urgency.NORMAL, TicketStatus.OPEN, ident),
                customer=talk.customer,
            )
            work.save_ticket(ticket)
            work.save_conversation(talk, at)
