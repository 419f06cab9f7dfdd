"""Words that went are not found by their letters either."""

from bot.desk.inbox import CaseFilter, InboxView
from bot.store.sql import SqlStore
from tests.store.builders import NOON
from tests.store.tidying.test_tidy import DAY, a_talk, kind, on_both, store, tidied, url

__all__ = ["kind", "store", "url"]


@on_both
def test_words_that_went_cannot_be_searched_any_more(url: str, store: SqlStore) -> None:
    with store.work() as work:
        work.save_conversation(a_talk("C1"), NOON)
    tidied(url, NOON + 200 * DAY)
    with store.work() as work:
        sought = CaseFilter(words="社外秘")
        assert work.cases(InboxView.ALL, "ito", NOON, narrow=sought).lines == ()
        assert len(work.cases(InboxView.ALL, "ito", NOON).lines) == 1
