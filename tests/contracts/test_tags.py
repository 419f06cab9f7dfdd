"""Tags in every store: counted, found on tickets old and new, and named in saved views."""

from dataclasses import replace

from bot.desk.ports import Store
from bot.desk.saved_views import SavedView
from bot.store.sql import SqlStore
from tests.cases import each
from tests.store.builders import NOON, a_conversation, a_ticket


def tagged(store: Store, ident: str, *tags: str, conversation: str | None = None) -> None:
    with store.work() as work:
        if conversation is not None:
            work.save_conversation(a_conversation(conversation), NOON)
        work.save_ticket(replace(a_ticket(ident), conversation=conversation, tags=tags))


def found(store: Store, tag: str, limit: int = 9) -> list[str]:
    with store.look() as work:
        return sorted(ticket.id for ticket in work.tickets_tagged(tag, limit))


def test_tags_are_counted_by_case(store: Store) -> None:
    tagged(store, "T1", "請求", "重要")
    tagged(store, "T2", "請求")
    tagged(store, "T3")
    with store.look() as work:
        assert work.tag_counts() == {"請求": 2, "重要": 1}


def test_tickets_are_found_by_a_tag_some_at_a_time(store: Store) -> None:
    for number in range(3):
        tagged(store, f"T{number}", "請求", conversation=f"C{number}")
    tagged(store, "T9", "請求書", conversation="C9")
    assert found(store, "請求") == ["T0", "T1", "T2"]
    assert len(found(store, "請求", limit=2)) == 2
    assert found(store, "書") == []


def test_a_ticket_that_is_not_the_latest_of_its_case_is_found_as_well(store: Store) -> None:
    tagged(store, "T1", "要望", conversation="C1")
    with store.work() as work:
        newer = replace(a_ticket("T2", after=5), conversation="C1")
        work.save_ticket(newer)
    with store.look() as work:
        assert work.tag_counts() == {}
    assert found(store, "要望") == ["T1"]


@each(
    "tag, other", [("100%", "1000"), ("a_b", "axb"), ("a/b", "a//b"), ('"x"', "x"), ("a\\b", "ab")]
)
def test_marks_in_a_tag_are_letters(tag: str, other: str) -> None:
    store = SqlStore.open("sqlite://")
    tagged(store, "T1", tag, conversation="C1")
    tagged(store, "T2", other, conversation="C2")
    for ident, conversation in (("T3", "C1"), ("T4", "C2")):
        with store.work() as work:
            work.save_ticket(replace(a_ticket(ident, after=5), conversation=conversation))
    assert found(store, tag) == ["T1"]
    store.close()


def test_saved_views_of_everybody_are_found_by_what_they_ask(store: Store) -> None:
    asked = "/staff?show=all&tag=100%25"
    with store.work() as work:
        work.save_view(SavedView("佐藤", "請求", asked))
        work.save_view(SavedView("鈴木", "請求", asked))
        work.save_view(SavedView("鈴木", "別", "/staff?tag=100x25"))
        assert [v.staff for v in work.views_asking("tag=100%25")] == ["佐藤", "鈴木"]
