"""A database with recipients and a notice that waits for approval."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import insert

from bot.model.broadcast import Audience
from bot.model.event import Approved
from bot.model.recipient import Recipient
from bot.model.ticket import ProposedNotice
from bot.store import rows, tables
from bot.store.sql import SqlStore

CHANNEL = "wire"
PRODUCT = "plugin:kumo_sheet"
PROPOSAL = "N1"
TEXT = "くも表計算で一覧が開かないとの連絡をいただいています。設定は消さずに、無効にしてください。"
BEGAN = datetime(2026, 1, 5, 12, tzinfo=UTC)  # before any clock that runs
AT_ONCE = 5_000
NEXT = "SELECT setval(pg_get_serial_sequence('recipients', 'seq'), max(seq)) FROM recipients"


def recipients(
    number: int,
    host_of: Callable[[int], str] = lambda _: "kaisha.example",
    channel: str = CHANNEL,
) -> Iterable[Recipient]:
    """Users of one product, each with an address of its own at a host."""
    for n in range(number):
        yield Recipient(f"{channel}:{n}", channel, f"{n}@{host_of(n)}", uses=(PRODUCT,))


def settle_in(url: str, people: Iterable[Recipient]) -> None:
    """Fill a new database; written past the store, which is not what is measured."""
    store = SqlStore.open(url, durable=False)
    audience = Audience((PRODUCT,), langs=("ja",))
    proposal = ProposedNotice(
        PROPOSAL, "", (), "first", TEXT, "ja", PRODUCT, BEGAN, audience=audience
    )
    with store.work() as work:
        work.save_proposal(proposal)
    left, seq = iter(people), 0
    while page := list(islice(left, AT_ONCE)):
        given = [rows.recipient_row(r) | {"seq": seq + n} for n, r in enumerate(page, 1)]
        uses = [{"product": PRODUCT, "recipient": row["seq"], "follows": False} for row in given]
        with store._writer.begin() as connection:
            connection.execute(insert(tables.recipients), given)
            connection.execute(insert(tables.recipient_products), uses)
        seq += len(page)
    if store._dialect == "postgresql":
        with store._writer.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
            connection.exec_driver_sql(NEXT)  # customers who write become recipients too
    store.close()


def approval(at: datetime) -> Approved:
    return Approved(at, PROPOSAL, "tanaka")
