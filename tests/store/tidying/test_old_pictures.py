"""Screenshots go before words do, with their conversation, or when no message claimed them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.picture import PictureFile
from bot.model.retention import Retention
from bot.model.ticket import TicketStatus
from bot.store.sql import SqlStore
from tests.store.builders import NOON, a_ticket
from tests.store.tidying.test_tidy import DAY, a_talk, kind, on_both, store, tidied, url

__all__ = ["kind", "store", "url"]

HOUR = timedelta(hours=1)
MONTH = 30 * DAY


def keeps(store: SqlStore, at: datetime, conversation: str | None = None) -> None:
    with store.work() as work:
        ident = f"p{at.isoformat()}"
        work.put_picture(ident, PictureFile(b"large", b"small", 4, 3), at)
        if conversation is not None:
            work.claim_picture(ident, conversation)


def left(store: SqlStore, now: datetime, conversation: str | None = None) -> int:
    with store.look() as work:
        return work.pictures_since(now - 400 * DAY, conversation).number


def test_thirty_days_are_the_policy() -> None:
    assert Retention().pictures == 30


@on_both
def test_one_goes_after_so_many_days_unless_its_case_is_open(url: str, store: SqlStore) -> None:
    with store.work() as work:
        for ident, status in (("C1", TicketStatus.CLOSED), ("C2", TicketStatus.CLAIMED)):
            work.save_conversation(a_talk(ident, f"person-{ident}"), NOON)
            work.save_ticket(replace(a_ticket(f"T{ident}"), status=status, conversation=ident))
    keeps(store, NOON, "C1")
    keeps(store, NOON + HOUR, "C2")
    keeps(store, NOON + MONTH, "C1")
    assert "pictures" not in tidied(url, NOON + MONTH)
    assert tidied(url, NOON + MONTH + HOUR)["pictures"] == 1
    assert left(store, NOON + MONTH, "C1") == 1
    assert left(store, NOON + MONTH, "C2") == 1


def test_one_that_no_message_claimed_goes_after_a_day(url: str, store: SqlStore) -> None:
    keeps(store, NOON)
    assert "pictures" not in tidied(url, NOON + DAY)
    assert tidied(url, NOON + DAY + HOUR)["pictures"] == 1


def test_none_is_left_of_a_conversation_that_is_gone(url: str, store: SqlStore) -> None:
    keeps(store, NOON, "never-saved")
    with store.work() as work:
        work.save_conversation(a_talk("C1"), NOON)
    keeps(store, NOON + 190 * DAY, "C1")
    assert tidied(url, NOON + 190 * DAY + HOUR)["pictures"] == 2
    assert left(store, NOON + 190 * DAY) == 0
