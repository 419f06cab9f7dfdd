"""An address that somebody left in the chat goes with the words of their conversation, and no sooner."""

from datetime import timedelta
from pathlib import Path

from bot.model.recipient import CONTACT, Recipient, RecipientState
from bot.model.retention import Retention
from bot.store.sql import SqlStore
from bot.store.tidying.tidy import tidy
from tests.store.builders import NOON, a_conversation

KEPT = timedelta(days=Retention().transcripts)
SECOND = timedelta(seconds=1)


def test_an_address_goes_with_the_words_of_its_conversation(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    off = RecipientState.UNSUBSCRIBED
    with store.work() as work:
        for name, said in (("web:old", NOON - KEPT - SECOND), ("web:new", NOON - KEPT + SECOND)):
            work.save_conversation(a_conversation(name, name), said)
            ident = f"{CONTACT}{name}"
            work.save_recipient(Recipient(ident, "mail", "a@b.example", state=off))
        work.save_recipient(Recipient("mail:1", "mail", "c@d.example", state=off))
    counts = list(tidy(url, Retention(), NOON, lambda *_: None))
    with store.look() as work:
        left = [i for i in ("contact:web:old", "contact:web:new", "mail:1") if work.recipient(i)]
    assert left == ["contact:web:new", "mail:1"]
    assert ("contacts", 1) in counts
    store.close()
