"""Open inboxes that ask at the same time are answered by one reading, and none of them by an old one."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.desk.inbox import EVERYTHING, InboxView
from bot.desk.ports import UnitOfWork
from bot.model.ticket import TicketStatus
from bot.store.sql import SqlStore
from bot.web.shared_inbox import InboxLook, InboxShown, SharedInbox
from tests.store.builders import MINUTE, NOON, a_conversation, a_ticket
from tests.store.databases import in_memory

pytestmark = pytest.mark.anyio
SATO, ITO = "佐藤", "伊藤"


class CountingViews:
    """A store that counts how often it is looked into. A look ends when ``may_end`` is set."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.looks, self.is_away = store, 0, False
        self.has_read, self.may_end = threading.Event(), threading.Event()
        self.may_end.set()

    @contextmanager
    def look(self) -> Iterator[UnitOfWork]:
        self.looks += 1
        if self.is_away:
            raise ConnectionError("away")
        with self.store.look() as work:
            yield work
        self.has_read.set()
        assert self.may_end.wait(30)


def add(store: SqlStore, ident: str) -> None:
    with store.work() as work:
        work.save_conversation(a_conversation(ident, ident), NOON)


@pytest.fixture
def views() -> CountingViews:
    views = CountingViews(in_memory())
    add(views.store, "c1")
    return views


def a_look(staff: str = SATO, view: InboxView = InboxView.ALL) -> InboxLook:
    return InboxLook(staff, view, EVERYTHING)


def of(views: CountingViews) -> SharedInbox:
    return SharedInbox(views, lambda: NOON)  # type: ignore[arg-type]


async def all_of(inbox: SharedInbox, *looks: InboxLook) -> list[InboxShown]:
    return list(await asyncio.gather(*(inbox.show(look) for look in looks)))


def ids(shown: InboxShown) -> list[str]:
    return [line.id for line in shown.found.lines]


async def test_who_asks_at_the_same_time_is_answered_by_one_reading(views: CountingViews) -> None:
    staff = [f"担当{n}" for n in range(200)]
    shown = await all_of(of(views), *map(a_look, staff))
    assert [ids(one) for one in shown] == [["c1"]] * 200
    assert views.looks == 1


async def test_nobody_is_shown_what_was_read_before_they_asked(views: CountingViews) -> None:
    moments = [NOON + 2 * MINUTE, NOON + MINUTE, NOON]
    inbox = SharedInbox(views, moments.pop)  # type: ignore[arg-type]
    views.may_end.clear()
    before = asyncio.create_task(inbox.show(a_look()))
    assert await asyncio.to_thread(views.has_read.wait, 30)
    add(views.store, "c2")
    after = asyncio.create_task(all_of(inbox, a_look(), a_look(ITO)))
    await asyncio.sleep(0)
    views.may_end.set()
    assert ids(await before) == ["c1"]
    assert [sorted(ids(one)) for one in await after] == [["c1", "c2"]] * 2
    assert views.looks == 2
    assert moments == [NOON + 2 * MINUTE]  # each as of when it was read


async def test_everybody_has_their_own_entries_and_marks(views: CountingViews) -> None:
    with views.store.work() as work:
        work.case_seen("c1", SATO, NOON + MINUTE)
    mine = a_look(ITO, InboxView.MINE)
    inbox = of(views)
    sato, ito, own = await all_of(inbox, a_look(SATO), a_look(ITO), mine)
    assert [line.is_unread for one in (sato, ito) for line in one.found.lines] == [False, True]
    assert ids(own) == []
    assert views.looks == 1
    for shown, name in ((sato, SATO), (ito, ITO)):
        with views.store.look() as work:
            assert shown.found == work.cases(InboxView.ALL, name, NOON)
            assert shown.counts.cases == work.case_counts([name]).of(name)


async def test_each_is_told_how_many_entries_their_list_has(views: CountingViews) -> None:
    with views.store.work() as work:
        work.save_ticket(
            replace(a_ticket("t1"), status=TicketStatus.CLAIMED, staff=ITO, conversation="c1")
        )
        work.save_conversation(replace(a_conversation("c1", "c1"), ticket="t1"), NOON)
    asked = [a_look(name, view) for name in (SATO, ITO) for view in InboxView]
    for look, shown in zip(asked, await all_of(of(views), *asked), strict=True):
        with views.store.look() as work:
            assert shown.place == work.case_place(look.view, look.staff, ""), look
        assert shown.place is not None
        assert shown.place.total == len(shown.found.lines)
    assert views.looks == 1


async def test_a_reading_that_fails_fails_for_all_and_the_next_one_is_made(
    views: CountingViews,
) -> None:
    inbox, views.is_away = of(views), True
    looks = a_look(SATO), a_look(ITO)
    found = await asyncio.gather(*(inbox.show(one) for one in looks), return_exceptions=True)
    assert [type(one) for one in found] == [ConnectionError] * 2
    views.is_away = False
    assert ids((await all_of(inbox, a_look()))[0]) == ["c1"]


async def test_who_goes_away_takes_no_answer_from_the_others(views: CountingViews) -> None:
    inbox = of(views)
    gone, stays = (asyncio.create_task(inbox.show(a_look())) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert ids(await stays) == ["c1"]


async def test_what_is_alike_for_many_is_written_once_in_a_reading(views: CountingViews) -> None:
    with views.store.work() as work:
        work.case_seen("c1", SATO, NOON + MINUTE)
    inbox, others = of(views), [f"担当{n}" for n in range(20)]
    written: list[str] = []

    def rows(shown: InboxShown) -> str:
        def write() -> Markup:
            marks = "".join("*" if line.is_unread else "-" for line in shown.found.lines)
            written.append(marks)
            return Markup(marks)  # noqa: S704 - no word of anybody's

        return shown.once("rows", "ja", write)

    shown = await all_of(inbox, *map(a_look, (SATO, *others)))
    assert [rows(one) for one in shown] == ["-", *["*"] * 20]
    assert sorted(written) == ["*", "-"]  # once for who has read it, and once for all others
    (later,) = await all_of(inbox, a_look(ITO))
    assert rows(later) == "*"
    assert len(written) == 3  # the next reading may find something else


async def test_counts_that_differ_are_told_apart(views: CountingViews) -> None:
    with views.store.work() as work:
        claimed = replace(
            a_ticket("T1"), status=TicketStatus.CLAIMED, staff=SATO, conversation="c1"
        )
        work.save_ticket(claimed)
        work.save_conversation(replace(a_conversation("c1", "c1"), ticket="T1"), NOON)
    sato, ito = await all_of(of(views), a_look(SATO), a_look(ITO))
    assert (sato.entries, sato.numbers, ito.numbers) == (ito.entries, (0, 1), (0, 0))
