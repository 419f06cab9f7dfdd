"""Following the public page: nothing is believed but what the address itself says, and nobody is flooded."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest

from bot.desk.ledger import Outgoing
from bot.desk.subscribing import OF_A_NETWORK, OF_ALL, OF_AN_ADDRESS, Answer, Request, Subscribing
from bot.model.subscription import CONFIRMED_WITHIN, Confirmation, SubscriptionState
from bot.store.sql import SqlStore
from tests.builders import MORNING
from tests.store.databases import in_memory
from tests.subscribers import a_subscription

SATO = "sato@midori.example"
AN_HOUR = timedelta(hours=1)


def kept(typed: str) -> str:
    if "@" not in typed:
        raise ValueError
    return typed.strip()


@dataclass
class Door:
    """The way in, with a clock that is told to go on."""

    store: SqlStore = field(default_factory=in_memory)

    def __post_init__(self) -> None:
        self.now = MORNING
        ids = count(1)
        self.subscribing = Subscribing(
            *(self.store, lambda: self.now, lambda: str(next(ids)), "a secret", {"mail": kept})
        )

    def asks(
        self, address: str = SATO, network: str = "n1", lang: str = "ja", *topics: str
    ) -> Answer:
        return self.subscribing.request(Request("mail", address, lang, topics), network)

    def mails(self) -> list[Outgoing]:
        return self.store.outgoing("mail", 10_000)


@pytest.fixture
def door() -> Door:
    return Door()


def test_nobody_is_told_before_the_address_has_confirmed(door: Door) -> None:
    assert door.asks(SATO, "n1", "en", "component:editor") is Answer.SENT
    (mail,) = door.mails()
    assert mail.effect == Confirmation("en")
    assert mail.address == SATO
    known = door.subscribing.known(mail.reader)
    assert known is not None
    assert known.state is SubscriptionState.REQUESTED
    assert SATO not in mail.reader
    assert SATO not in mail.key
    assert door.subscribing.confirm(mail.reader)
    known = door.subscribing.known(mail.reader)
    assert known is not None
    assert (known.state, known.topics) == (SubscriptionState.ACTIVE, ("component:editor",))


def test_a_request_that_nobody_confirms_is_forgotten(door: Door) -> None:
    door.asks()
    (mail,) = door.mails()
    door.now += CONFIRMED_WITHIN
    assert door.subscribing.known(mail.reader) is None
    assert not door.subscribing.confirm(mail.reader)


def test_what_somebody_types_changes_nothing_of_who_follows_already(door: Door) -> None:
    with door.store.work() as work:
        work.save_subscription(a_subscription())
    assert door.asks(SATO, "n1", "en", "component:editor") is Answer.SENT  # the same answer
    (mail,) = door.mails()
    assert mail.effect == Confirmation("ja", is_known=True)
    assert door.subscribing.known(mail.reader) == a_subscription()


def test_it_is_changed_and_ended_by_who_has_its_link(door: Door) -> None:
    with door.store.work() as work:
        work.save_subscription(a_subscription())
    ident = a_subscription().id
    assert door.subscribing.change(ident, "en", ("product:kumo",))
    known = door.subscribing.known(ident)
    assert known is not None
    assert (known.lang, known.topics) == ("en", ("product:kumo",))
    assert door.subscribing.end(ident)
    assert door.subscribing.known(ident) is None
    assert not door.subscribing.end(ident)
    assert not door.subscribing.change(ident, "en", ())


def test_an_address_is_written_to_so_often_and_the_answer_does_not_tell(door: Door) -> None:
    for number in range(OF_AN_ADDRESS.burst + 5):
        assert door.asks(SATO.upper() if number % 2 else SATO) is Answer.SENT
        door.now += timedelta(minutes=5)
    assert len(door.mails()) == OF_AN_ADDRESS.burst
    door.now += timedelta(seconds=OF_AN_ADDRESS.every)
    door.asks()
    assert len(door.mails()) == OF_AN_ADDRESS.burst + 1


def test_a_network_cannot_flood_nor_keep_others_out(door: Door) -> None:
    answers = [door.asks(f"a{n}@x.example") for n in range(OF_A_NETWORK.burst + 10)]
    assert answers.count(Answer.TOO_MANY) == 10
    assert door.asks("b@x.example", "n2") is Answer.SENT
    door.now += AN_HOUR
    assert door.asks("c@x.example") is Answer.SENT


@pytest.mark.slow
def test_all_networks_together_cannot_either(door: Door) -> None:
    answers = [door.asks(f"a{n}@x.example", f"n{n}") for n in range(OF_ALL.burst + 10)]
    assert answers.count(Answer.TOO_MANY) == 10
    assert len(door.mails()) == OF_ALL.burst


def test_what_is_no_address_is_said_and_bounded_as_well(door: Door) -> None:
    answers = [door.asks("no address") for _ in range(OF_A_NETWORK.burst + 1)]
    assert set(answers[:-1]) == {Answer.BAD_ADDRESS}
    assert answers[-1] is Answer.TOO_MANY
    webhook = Request("webhook", "https://hooks.example/", "ja")
    assert door.subscribing.request(webhook, "n2") is Answer.BAD_ADDRESS  # there is no such way
    assert not door.mails()


def test_an_address_stands_in_its_own_table_alone(door: Door) -> None:
    """Also not in what bounds how often it is written to."""
    door.asks()
    with door.store._beside(writes=False) as connection:
        dump = "\n".join(connection.connection.iterdump())
    with_address = [line for line in dump.splitlines() if "midori" in line]
    assert with_address
    for line in with_address:
        table = line.partition("(")[0]
        assert "subscriptions" in table or "outbox" in table
    outbox = [line for line in with_address if "outbox" in line.partition("(")[0]]
    assert all(SATO not in line for line in outbox)  # the domain alone, for its rate limit
