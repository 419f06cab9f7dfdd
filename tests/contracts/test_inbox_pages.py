"""What the desk may expect of any store about pages of the inbox, from the beginning and from the end."""

from collections.abc import Callable
from typing import Any

from bot.desk.inbox import (
    END,
    CaseExcerpt,
    CaseFilter,
    CaseLine,
    CasePlace,
    CaseSlice,
    CaseSort,
    InboxView,
    sorts_of,
)
from bot.desk.ports import Store, UnitOfWork
from bot.model.ticket import StaffNote
from bot.model.understanding import Urgency
from tests.contracts.test_inbox import ASKS, ME, both, talk, ticket
from tests.store.builders import NOON
from tests.store.databases import asking


def fill(work: UnitOfWork) -> None:
    """25 cases, five at a time, every third of them urgent."""
    for n in range(25):
        urgency = Urgency.HIGH if n % 3 == 0 else Urgency.NORMAL
        raised = ticket(f"t{n}", f"c{n}", urgency=urgency)
        both(work, talk(f"c{n}", (ASKS, "同じ"), after=n // 5), raised)


def test_page_by_page_every_entry_comes_once(store: Store) -> None:
    with store.work() as work:
        fill(work)
        for view in (InboxView.WAITING, InboxView.ALL):
            whole = [c.id for c in work.cases(view, ME, NOON).lines]
            pages, mark = list[str](), ""
            while not pages or mark:
                page = work.cases(view, ME, NOON, part=CaseSlice(mark, limit=7))
                pages += [c.id for c in page.lines]
                mark = page.next
            assert pages == whole
            assert len(set(pages)) == 25
            for wrong in ("x", "1.2", "0.999999999999999999.1", "²"):
                assert len(work.cases(view, ME, NOON, part=CaseSlice(wrong)).lines) == 25


def backwards(work: UnitOfWork, view: InboxView) -> list[str]:
    """All entries of a view, read from its end in pages of seven."""
    part, found = CaseSlice(before=END, limit=7), list[str]()
    while True:
        page = work.cases(view, ME, NOON, part=part)
        fresh = [c.id for c in page.lines if c.id not in found]
        assert work.case_place(view, ME, page.start) == CasePlace(25 - len(found) - len(fresh), 25)
        found = fresh + found
        if not page.start:
            return found
        part = CaseSlice(before=page.rows[0].mark, limit=7)


def test_from_the_end_every_entry_comes_once_as_well(store: Store) -> None:
    with store.work() as work:
        fill(work)
        for view in (InboxView.WAITING, InboxView.ALL):
            whole = [c.id for c in work.cases(view, ME, NOON).lines]
            assert backwards(work, view) == whole
            page = work.cases(view, ME, NOON, part=CaseSlice(limit=20))
            seen = CaseSlice(before=page.rows[14].mark, limit=10)
            inside = work.cases(view, ME, NOON, part=seen)
            assert [c.id for c in inside.lines] == whole[4:14]
            assert (inside.start, inside.next) == (page.rows[3].mark, page.rows[13].mark)
            few = work.cases(view, ME, NOON, part=CaseSlice(before=page.rows[3].mark, limit=10))
            assert [c.id for c in few.lines] == whole[:10]  # a whole page all the same
            assert (few.start, few.next) == ("", page.rows[9].mark)
            for wrong in ("x", "1.2", "0.999999999999999999.1", "²"):
                assert work.cases(view, ME, NOON, part=CaseSlice(before=wrong)).start == ""


def test_every_order_of_a_view_holds_from_page_to_page_and_from_either_end(store: Store) -> None:
    orders: dict[CaseSort, Callable[[CaseLine], Any]] = {
        CaseSort.URGENT: lambda c: (c.urgency is not Urgency.HIGH, c.since),
        CaseSort.WAIT: lambda c: c.since,
        CaseSort.LATEST: lambda c: NOON - c.last_at,
        CaseSort.OLDEST: lambda c: c.last_at,
    }
    with store.work() as work:
        fill(work)
        for view in (InboxView.WAITING, InboxView.ALL):
            for sort in sorts_of(view):
                lines, mark = list[CaseLine](), ""
                while not lines or mark:
                    page = work.cases(view, ME, NOON, part=CaseSlice(mark, limit=7, sort=sort))
                    assert work.case_place(view, ME, page.start, sort).before == len(lines)
                    lines += page.lines
                    mark = page.next
                assert len({c.id for c in lines}) == 25
                keys = [orders[sort](c) for c in lines]
                assert keys == sorted(keys), (view, sort)
                end = work.cases(view, ME, NOON, part=CaseSlice(before=END, limit=7, sort=sort))
                assert end.lines == tuple(lines[-7:])


def test_an_order_that_a_view_cannot_have_is_its_own(store: Store) -> None:
    with store.work() as work:
        fill(work)
        asked = CaseSlice(sort=CaseSort.URGENT)
        assert work.cases(InboxView.ALL, ME, NOON, part=asked) == work.cases(
            InboxView.ALL, ME, NOON
        )


def test_what_a_search_found_comes_with_the_words_around_it_by_one_question(store: Store) -> None:
    with store.work() as work:
        fill(work)
        both(work, talk("d1", (ASKS, "帳票が開きません"), after=9), ticket("u1", "d1"))
        noted = ticket("u2", "d2", notes=(StaffNote(NOON, ME, "帳票の件"),))
        both(work, talk("d2", (ASKS, "別の件です"), after=8), noted)
    with asking() as asked, store.look() as work:
        page = work.cases(InboxView.ALL, ME, NOON, narrow=CaseFilter(words="帳票"))
    assert [(c.id, c.found) for c in page.lines] == [
        ("d1", CaseExcerpt("", "帳票", "が開きません")),
        ("d2", None),  # it stands in a note
    ]
    assert sum("FROM conversations" in each for each in asked) <= 1
    with store.look() as work:
        assert not any(c.found for c in work.cases(InboxView.ALL, ME, NOON).lines)
