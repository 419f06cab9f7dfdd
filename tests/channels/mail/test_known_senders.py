"""What is known of somebody who writes a mail, and what becomes of it."""

from collections.abc import Iterator

import pytest

from bot.model.recipient import Recipient, RecipientState
from tests.channels.mail.test_mail_inbox import SATO, Bench
from tests.store.databases import in_memory


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = in_memory()
    yield Bench(store)
    store.close()


def test_what_is_known_of_a_recipient_stays_and_who_writes_can_be_reached(bench: Bench) -> None:
    bench.comes("開かない", 1)
    bench.drain()
    ident = bench.desk.heard[0].customer
    known = Recipient(
        ident, "mail", SATO, "ja", "Midori", ("p1",), ("*",), RecipientState.UNREACHABLE
    )
    with bench.store.work() as work:
        work.save_recipient(known)
    bench.comes("まだ開かない", 2)
    bench.drain()
    found = bench.recipient(ident)
    assert found is not None
    assert (found.state, found.uses, found.tenant) == (RecipientState.ACTIVE, ("p1",), "Midori")


@pytest.mark.parametrize("state", [RecipientState.UNSUBSCRIBED, RecipientState.ACTIVE])
def test_who_was_removed_and_writes_has_an_address_and_no_notices_unless_they_want_any(
    bench: Bench, state: RecipientState
) -> None:
    bench.comes("開かない", 1)
    bench.drain()
    ident = bench.desk.heard[0].customer
    with bench.store.work() as work:
        work.save_recipient(Recipient(ident, "mail", "", "ja", state=state))
    bench.comes("まだ開かない", 2)
    bench.drain()
    found = bench.recipient(ident)
    assert found is not None
    assert (found.state, found.address) == (state, SATO)
