"""Real customers' words and secrets go through the desk, the store and deliveries while these fail.

Whatever fails, and wherever, no line of the log holds any of it.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from bot.delivery.pump import Outlet, Pump
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.ledger import Claimant, Outgoing
from bot.model.effect import StaffReply
from bot.model.errors import DeliveryError
from bot.model.event import MessageReceived
from bot.store.sql import SqlStore
from bot.triage.triage import Triage
from tests import shipped
from tests.builders import MORNING, a_message, opening
from tests.examples import often
from tests.store.databases import in_memory
from tests.test_logs import Log, log

__all__ = ["log"]
SECRETS = (
    "aoi.tanaka@blueberry.example",
    "xoxb-000000000000-blueberryblueberry",
    "password=blueberry-7",
    "https://blueberry.cybozu.com/k/12/?token=blueberry&view=3",
    "090-1234-5678",
)
SENTENCES = (
    "株式会社ベリーの田中です。見積アプリが開きません",
    "Blueberry Holdings here: the quote app stays blank since nine",
    "TypeError: blueberry is not a function",
)
SAID = st.builds(
    lambda said, secret, more: f"{said} {secret} {more}",
    st.sampled_from(SENTENCES),
    st.sampled_from(SECRETS),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
)
QUIET = settings(
    max_examples=often(12), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def assert_silent(log: Log) -> None:
    """Of what anybody wrote nothing is in the log; that something happened is."""
    assert log.lines
    for piece in ("lueberry", "ベリー", "田中", "1234-5678", "quote app"):
        assert piece not in log.everything


def failing(kind: int, said: str) -> Exception:
    """As libraries fail: quoting what they were given."""
    return (ValueError(said), KeyError(said), UnicodeError(said), RuntimeError({"text": said}))[
        kind % 4
    ]


@pytest.fixture
def store() -> Iterator[SqlStore]:
    made = in_memory()
    yield made
    made.close()


@dataclass
class Work:
    """A desk at work, one for all examples, and a number for each message."""

    desk: Desk
    numbers: Iterator[int]

    def hears(self, said: str) -> MessageReceived:
        return replace(a_message(f"m{next(self.numbers)}"), text=said)


@pytest.fixture
def work(store: SqlStore) -> Work:
    desk = Desk(store, shipped.knowledge())
    desk.handle(opening())
    return Work(desk, count())


@QUIET
@given(said=SAID, kind=st.integers(0, 3))
def test_when_triage_fails(work: Work, log: Log, said: str, kind: int) -> None:
    def chokes(*_: Any, **__: Any) -> None:
        raise failing(kind, said)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Triage, "understand", chokes)
        assert work.desk.handle(work.hears(said))
    assert_silent(log)


@QUIET
@given(said=SAID)
def test_when_the_store_fails(work: Work, store: SqlStore, log: Log, said: str) -> None:
    with store._writer.begin() as connection:
        connection.execute(sql("DROP TABLE IF EXISTS conversations"))
    try:
        asyncio.run(DeskDoor(work.desk).handle(work.hears(said)))
    except OperationalError:  # as every caller of the door does
        logging.getLogger("bot.channels.slack.incoming.worker").exception(
            "the desk failed on %s", "m1"
        )
    assert_silent(log)


class Choking:
    """A channel whose library quotes the message that it could not send."""

    def __init__(self, kind: int) -> None:
        self._kind = kind

    async def deliver(self, outgoing: Outgoing) -> str:
        error = failing(self._kind, str(outgoing.effect))
        if self._kind % 2:
            raise error
        raise DeliveryError("it cannot be sent", permanent=True) from error


@QUIET
@given(said=SAID, kind=st.integers(0, 7))
def test_when_a_delivery_fails(store: SqlStore, work: Work, log: Log, said: str, kind: int) -> None:
    key = f"reply:m{next(work.numbers)}"
    with store.work() as writing:
        reader = f"aoi{key}"
        writing.send(key, "mail", StaffReply("aoi", said, "hana"), MORNING, reader=reader)
    outlet = Outlet("mail", Choking(kind))
    asyncio.run(Pump(store.ledger, outlet, Claimant("one"), lambda: MORNING).drain())
    assert_silent(log)
    assert key in log.everything


@pytest.mark.parametrize("secret", SECRETS[:3])
def test_when_a_server_refuses_and_quotes_addresses_and_secrets(log: Log, secret: str) -> None:
    refused = DeliveryError(f"550 5.1.1 {secret} was refused: 田中さん", permanent=True)
    logging.getLogger("bot.delivery.pump").error("%s failed: %s", "notice:1", refused)
    assert_silent(log)
    assert "notice:1 failed: DeliveryError: 550 5.1.1" in log.text


def test_what_is_kept_is_masked_too(work: Work, store: SqlStore) -> None:
    work.desk.handle(work.hears(f"開きません {SECRETS[0]} {SECRETS[2]}"))
    (kept,) = [e for _, e in store.events() if isinstance(e, MessageReceived)]
    assert "blueberry" not in kept.text
