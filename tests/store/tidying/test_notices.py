"""What a transcript shows of its notices stays as long as the transcript."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.transcript import as_heard
from bot.model.broadcast import Broadcast, BroadcastStatus
from bot.model.conversation import Speaker, Turn
from bot.store import tables
from bot.store.sql import SqlStore
from tests.examples import first
from tests.store.builders import NOON
from tests.store.databases import a_database
from tests.store.tidying.test_tidy import DAY, a_talk, change, tidied


@pytest.mark.parametrize("kind", first(1, ["file", "postgresql"]))
def test_a_delivery_stays_as_long_as_the_transcript_that_shows_it(
    kind: str, tmp_path: Path
) -> None:
    with a_database(kind, tmp_path) as url:
        store = SqlStore.open(url, durable=False)
        check(url, store)
        store.close()


def check(url: str, store: SqlStore) -> None:
    sent = Broadcast("B1", "I1", "first", "お知らせ", "ja", "plugin:kumo", NOON, "suzuki")
    sent = replace(sent, status=BroadcastStatus.COMPLETE)
    told = Turn(NOON, Speaker.DESK, "お知らせ", broadcast="B1")
    readers = ("sato-taro", "ito-jiro", "mail:kato@example")
    with store.work() as work:
        work.save_conversation(a_talk("C1").with_turn(told), NOON)
        work.save_conversation(a_talk("C2", "ito-jiro"), NOON)
        work.save_broadcast(sent)
        work.spread(sent, [DeliveryPlace(reader, "web") for reader in readers], NOON)
    change(
        url, tables.outbox, state="delivered", told=1, tried_at=NOON + DAY, settled_at=NOON + DAY
    )
    assert tidied(url, NOON + 100 * DAY)["deliveries"] == 2
    with store.work() as work:
        conversation = work.conversation("C1")
        assert conversation is not None
        assert as_heard(conversation, work).turns[-1].text == "お知らせ"
    assert tidied(url, NOON + 200 * DAY)["deliveries"] == 1
