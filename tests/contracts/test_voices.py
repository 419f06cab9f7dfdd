"""Who an incident's reporters are, on every store."""

from bot.desk.ports import Store
from bot.model.incident import Voices
from tests.store.builders import MINUTE, NOON, a_member


def test_the_newest_conversation_of_a_network_says_as_whom_its_reports_count(store: Store) -> None:
    with store.work() as work:
        first = a_member("C1", tenant="~claimed:acme", address="net1")
        work.save_conversation(first, NOON)
        second = a_member("C2", tenant="~from:net1", witness="~claimed:acme", address="net1")
        work.save_conversation(second, NOON + MINUTE)
        assert work.witness_at("net1", NOON + MINUTE) == "~claimed:acme"
        assert work.witness_at("net1", NOON + 2 * MINUTE) is None
        assert work.witness_at("net2", NOON) is None
        assert work.conversations_of("~claimed:acme", "I1", NOON) == [second, first]


def test_the_voices_of_an_incident_are_counted_by_what_is_known_of_them(store: Store) -> None:
    with store.work() as work:
        work.save_conversation(a_member("C1", tenant="acme"), NOON)
        for ident, network in (("C2", "net1"), ("C3", "net1"), ("C4", "net2")):
            said = a_member(ident, tenant=f"~from:{network}", address=network)
            work.save_conversation(said, NOON + MINUTE)
        assert work.voices("I1", NOON) == Voices(reports=4, unverified=3, addresses=2)
        assert work.voices("I1", NOON + MINUTE) == Voices(3, 3, 2)
        assert work.voices("I2", NOON) == Voices()
