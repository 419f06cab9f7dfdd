"""A desk that only writes to the ledger, for the tests of what any ledger does."""

from datetime import UTC, datetime, timedelta

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.ledger import Claimant, DeliveryState, Edit, Lane, Outgoing, Settled
from bot.desk.ports import Store
from bot.model.broadcast import Broadcast
from bot.model.effect import StaffReply

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ME, OTHER = Claimant("me"), Claimant("other")
DEAD = Claimant("me", lease=timedelta())  # it holds nothing for any time


class Desk:
    """Writes to the ledger as the desk does; on PostgreSQL the clock is the server's."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ledger = store.ledger

    def says(self, text: str, reader: str = "sato", lane: Lane = Lane.REPLY) -> None:
        with self.store.work() as work:
            said = StaffReply(reader, text, "tanaka")
            assert work.send(f"key {text}", "wire", said, NOON, reader=reader, lane=lane)

    def broadcasts(self, *readers: str, ident: str = "B1", destination: str = "") -> Broadcast:
        said = Broadcast(ident, "I1", "first", "お知らせ", "ja", "plugin:kumo", NOON, "tanaka")
        with self.store.work() as work:
            work.save_broadcast(said)
            work.spread(said, [DeliveryPlace(r, "wire", destination) for r in readers], NOON)
        return said

    def claim(self, by: Claimant = ME, limit: int = 100, **how: object) -> list[Outgoing]:
        return self.ledger.claim("wire", by, limit, NOON, **how)  # type: ignore[arg-type]

    def texts(self, claimed: list[Outgoing]) -> list[str]:
        return [o.effect.message if isinstance(o.effect, Edit) else o.effect.text for o in claimed]

    def arrives(self, *claimed: Outgoing, by: Claimant = ME) -> None:
        arrived = [Settled(o, DeliveryState.DELIVERED, f"p{o.id}") for o in claimed]
        self.ledger.settle(by, arrived, NOON)

    def waiting(self) -> list[str]:
        return self.texts(self.store.outgoing("wire"))
