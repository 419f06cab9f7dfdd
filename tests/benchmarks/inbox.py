"""How long a page of the inbox and a search take with 100,000 tickets, on both databases.

    python -m tests.benchmarks.inbox [tickets]

Fills a new database through the store that the desk writes with, then asks each view, each kind of
filter, pages deep inside and searches, and prints the second slowest of twenty of each. The bars: 100
ms for a page, 200 ms for a search.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.desk.inbox import END, CaseFilter, CasePlace, CaseSlice, InboxView
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Complaint, Conversation, Speaker, Turn
from bot.model.ticket import Category, Ticket, TicketStatus
from bot.model.understanding import Urgency
from bot.store.sql import SqlStore
from tests.store.databases import a_schema

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AT_ONCE = 1_000
STAFF = ("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺")
NOUNS = [
    "一覧",
    "画面",
    "保存",
    "プラグイン",
    "帳票",
    "通知",
    "ログイン",
    "検索",
    "添付",
    "グラフ",
    "権限",
    "計算",
    "レコード",
    "印刷",
    "連携",
]
VERBS = [
    "開かない",
    "遅い",
    "真っ白です",
    "落ちます",
    "表示されません",
    "保存できません",
    "消えました",
    "固まります",
]
TAILS = [
    "今朝からです。",
    "全員に起きています。",
    "再起動しても同じです。",
    "Error",
    "503",
    "が出ます。",
    "至急お願いします。",
]
ASKED = (
    "帳票が開かない",
    "error 503",
    "固まります 権限",
    "組織4711",
    "C77777",
    "遅い",
    "なし言葉",
    "印刷",
)


def main(arguments: list[str]) -> None:
    """Fill and measure both databases."""
    tickets = int(next((a for a in arguments if a.isdecimal()), "100000"))
    with tempfile.TemporaryDirectory() as folder, a_schema() as schema:
        for name, url in (("SQLite", f"sqlite:///{Path(folder)}/desk"), ("PostgreSQL", schema)):
            store = SqlStore.open(url, durable=False)
            began = time.perf_counter()
            fill(store, tickets)
            each = (time.perf_counter() - began) / tickets * 1000
            print(f"{name}: {tickets:,} conversations with tickets, {each:.2f} ms each to write")
            measure(store)
            store.close()


def fill(store: SqlStore, tickets: int) -> None:
    """Conversations of two to six turns; one in twenty is not resolved."""
    dice = random.Random(4)
    for start in range(0, tickets, AT_ONCE):
        with store.work() as work:
            for n in range(start, min(start + AT_ONCE, tickets)):
                conversation, ticket = a_case(n, tickets, dice)
                work.save_ticket(ticket)
                work.save_conversation(conversation, conversation.turns[-1].at)


def a_case(n: int, of: int, dice: random.Random) -> tuple[Conversation, Ticket]:
    at = NOON - timedelta(minutes=5) * (of - n)
    turns = [Turn(at, Speaker.CUSTOMER, words(dice))]
    for minute in range(1, dice.randint(2, 6)):
        who = dice.choice((Speaker.CUSTOMER, Speaker.DESK, Speaker.STAFF))
        turns.append(Turn(at + timedelta(minutes=minute), who, words(dice)))
    products = tuple(dice.sample([f"product{p}" for p in range(140)], 3))
    conversation = Conversation(
        *(f"C{n}", f"web:{n}", f"組織{dice.randint(0, 8000)}"),
        *(dice.choice(("web", "slack", "mail")), dice.choice(("ja", "ja", "ja", "en")), at),
        turns=tuple(turns),
        complaint=Complaint(products=products),
        incident=f"I{n // 200}" if dice.random() < 0.3 else None,
        ticket=f"T{n}",
    )
    ticket = Ticket(
        *(f"T{n}", at, at, "", dice.choice(list(Urgency)), TicketStatus.CLOSED, f"C{n}"),
        customer=conversation.customer,
        tenant=conversation.tenant,
        cause=f"plugin:{products[0]}",
        staff=dice.choice(STAFF),
        tags=tuple(dice.sample(("請求", "要望", "障害", "使い方", "重要"), 2)),
        category=dice.choice(list(Category)),
        followers=("佐藤",) if dice.random() < 0.002 else (),
    )
    if dice.random() < 0.05:
        claimed = dice.random() < 0.7
        status = TicketStatus.CLAIMED if claimed else TicketStatus.OPEN
        ticket = replace(ticket, status=status, staff=ticket.staff if claimed else None)
    return conversation, ticket


def words(dice: random.Random) -> str:
    return "".join(
        f"{dice.choice(NOUNS)}が{dice.choice(VERBS)}。{dice.choice(TAILS)}{dice.randint(0, 99999)}\n"
        for _ in range(dice.randint(1, 5))
    )


def measure(store: SqlStore) -> None:
    """Print how many milliseconds everything takes that is asked."""
    for view in InboxView:
        show(store, f"view {view}", lambda work, v=view: work.cases(v, "佐藤", NOON))
    for name, narrow in filters():
        for view in (InboxView.ALL, InboxView.WAITING):
            show(
                store,
                f"{view} by {name}",
                lambda work, v=view, f=narrow: work.cases(v, "佐藤", NOON, narrow=f),
            )
    for name, view, part in deep():
        show(
            *(store, f"{name} of {view}, with its place"),
            lambda work, v=view, p=part: _with_place(work, v, p),
        )
    show(store, "counts", lambda work: work.case_counts(["佐藤"]))
    show(store, "choices", lambda work: work.case_choices())
    show(store, "who has cases", lambda work: work.case_staff())
    show(store, "history of one organisation", lambda work: work.cases_beside("組織4711", "C1"))
    for asked in ASKED:
        for view in (InboxView.ALL, InboxView.WAITING):
            narrow = CaseFilter(words=asked)
            show(
                store,
                f"search 「{asked}」 in {view}",
                lambda work, v=view, f=narrow: work.cases(v, "佐藤", NOON, narrow=f),
            )


def filters() -> Iterator[tuple[str, CaseFilter]]:
    yield "product", CaseFilter(product="product7")
    yield "cause", CaseFilter(cause="plugin:product9")
    yield "tag", CaseFilter(tag="請求")
    yield "category", CaseFilter(category="contract")
    yield "incident", CaseFilter(incident="I250")
    yield "organisation", CaseFilter(organisation="組織4711")
    yield "language", CaseFilter(lang="fr")
    yield "state", CaseFilter(state="open")
    yield "colleague and channel", CaseFilter(staff="鈴木", channel="mail")
    yield "age", CaseFilter(age=timedelta(days=7))


def deep() -> Iterator[tuple[str, InboxView, CaseSlice]]:
    """Pages of long lists: the first, one deep inside from either side, five at once, and the last."""
    mark = f"1.{int((NOON - timedelta(days=150)).timestamp()) * 1_000_000}.50000"
    for view in (InboxView.ALL, InboxView.RESOLVED, InboxView.WAITING):
        yield "the first page", view, CaseSlice()
        yield "a page after a mark deep inside", view, CaseSlice(mark)
        yield "a page before a mark deep inside", view, CaseSlice(before=mark)
        yield "five pages deep inside", view, CaseSlice(mark, limit=250)
        yield "the last page", view, CaseSlice(before=END)


def _with_place(work: UnitOfWork, view: InboxView, part: CaseSlice) -> CasePlace:
    return work.case_place(view, "佐藤", work.cases(view, "佐藤", NOON, part=part).start)


def show(store: SqlStore, name: str, ask: Callable[..., object]) -> None:
    taken = sorted(_once(store, ask) for _ in range(20))
    print(f"  {taken[18]:7.1f} ms  {name}")


def _once(store: SqlStore, ask: Callable[..., object]) -> float:
    began = time.perf_counter()
    with _looking(store) as work:
        ask(work)
    return (time.perf_counter() - began) * 1000


@contextmanager
def _looking(store: SqlStore) -> Iterator[UnitOfWork]:
    with store.look() as work:
        yield work


if __name__ == "__main__":
    main(sys.argv[1:])
