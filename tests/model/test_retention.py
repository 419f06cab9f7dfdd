"""What is left of whoever is not verified: neither what they typed nor where they wrote from."""

from bot.model.retention import bare_conversation, bare_ticket
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency
from tests.builders import MORNING, a_conversation


def gone(_: str) -> str:
    return "expired:1"


def test_a_verified_organisation_stays_and_a_claim_or_a_network_goes() -> None:
    real = a_conversation(tenant="acme")
    assert bare_conversation(real, gone).tenant == "acme"
    claimed = a_conversation(tenant="~claimed:acme", witness="~from:net1", address="net1")
    bare = bare_conversation(claimed, gone)
    assert "acme" not in repr(bare)
    assert "net1" not in repr(bare)
    ticket = bare_ticket(
        Ticket("T1", MORNING, MORNING, "x", Urgency.LOW, tenant="~claimed:acme"), gone
    )
    assert "acme" not in repr(ticket)
