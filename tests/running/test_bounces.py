"""A mail that comes back for good ends what it was sent for, if it was ours."""

import asyncio

import pytest

from bot.channels.mail.message_ids import name_of
from bot.channels.mail.relay import PrintedRelay
from bot.desk.ledger import Claimant, DeliveryState, Settled
from bot.model.recipient import Recipient, RecipientState, recipient_id
from bot.model.subscription import Confirmation
from bot.running.app_context import AppContext
from bot.running.mail import MailSide
from bot.store.sql import SqlStore
from bot.uploads.read import UploadReader
from tests.channels.fakes import NOON, Desk
from tests.channels.mail.letters import Counter
from tests.shipped import knowledge
from tests.store.databases import in_memory
from tests.subscribers import a_subscription

NAME = name_of("confirmation:1", 0, "desk.example")
SATO = a_subscription("sato")


@pytest.fixture
def store() -> SqlStore:
    """Somebody who follows the page was sent a mail of this name."""
    store, me = in_memory(), Claimant("me")
    with store.work() as work:
        work.save_subscription(SATO)
        work.save_recipient(
            Recipient(recipient_id("mail", SATO.address), "mail", SATO.address, uses=("kumo",))
        )
        work.send("confirmation:1", "mail", Confirmation("ja"), NOON, reader=SATO.id)
    (claimed,) = store.ledger.claim("mail", me, 9, NOON)
    store.ledger.settle(me, [Settled(claimed, DeliveryState.DELIVERED, NAME)], NOON)
    return store


def comes_back(store: SqlStore, address: str, name: str = NAME, *, permanent: bool = True) -> None:
    known = knowledge()
    house = AppContext(store, Desk(), known, UploadReader(known.catalogue), lambda: NOON)
    side = MailSide(Counter(PrintedRelay()).settings, None, house, "a secret")
    asyncio.run(side._bounced(address, permanent, name))


def follows(store: SqlStore) -> bool:
    with store.look() as work:
        return work.subscription(SATO.id) is not None


def test_an_address_where_nobody_is_follows_no_more(store: SqlStore) -> None:
    comes_back(store, "Sato@Midori.example")
    assert not follows(store)
    with store.look() as work:
        recipient = work.recipient(recipient_id("mail", SATO.address))
    assert recipient is not None
    assert recipient.state is RecipientState.ACTIVE  # no mail of a notice has come back


@pytest.mark.parametrize(
    ("address", "name", "permanent"),
    [
        (SATO.address, NAME, False),
        (SATO.address, name_of("another", 0, "desk.example"), True),
        (SATO.address, NAME.replace("desk.", "evil."), True),
        ("kato@midori.example", NAME, True),
    ],
)
def test_what_anybody_could_write_ends_nothing(
    store: SqlStore, address: str, name: str, *, permanent: bool
) -> None:
    comes_back(store, address, name, permanent=permanent)
    assert follows(store)
