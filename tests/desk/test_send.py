"""Where each effect goes: to its reader where they read us, and copies to who is told as well."""

from collections.abc import Iterable
from itertools import count

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.ledger import DeliveryState, Lane, Settled
from bot.desk.ports import UnitOfWork
from bot.desk.send import Copies, send
from bot.model.effect import Effect, Notice, Reply, StaffAlert, StaffReply
from bot.model.event import Event, Tick, TicketAnswered, TicketClosed
from bot.model.peer import Peer, PeerSighting, Sighting, SightingState
from bot.model.recipient import Recipient, RecipientState
from bot.store.sql import SqlStore
from tests.builders import MORNING, RARE, a_conversation, a_message, at
from tests.cases import each
from tests.desk.announcing import HERE

CHANNELS = ("web", "mail", "chat", "webhook", "staff", "board")
ANSWER = StaffReply("aoi", "直しました", "hana")
_numbers = count(1)
SIGHTING = Sighting(RARE.id, SightingState.INCIDENT, MORNING, 3)


def nobody(_: Effect) -> Iterable[DeliveryPlace]:
    return ()


def sends(
    work: UnitOfWork, *effects: Effect, event: Event | None = None, copies: Copies = nobody
) -> None:
    """Effects of one event of the journal."""
    send(effects, event or Tick(at(0)), next(_numbers), work, copies)


def gone(store: SqlStore, minutes: float = 0) -> list[tuple[str, str, Lane]]:
    """What goes by so many minutes, for good: in which channel, to whom, how urgent."""
    now = at(minutes)
    claimed = [o for name in CHANNELS for o in store.ledger.claim(name, HERE, 9, now)]
    store.ledger.settle(HERE, [Settled(o, DeliveryState.DELIVERED) for o in claimed], now)
    return [(o.channel, o.reader, o.lane) for o in claimed]


def talks(work: UnitOfWork, customer: str = "aoi", channel: str = "web") -> None:
    ident = f"C-{customer}"
    work.save_conversation(a_conversation(ident, customer=customer, channel=channel), at(0))


def test_a_notice_goes_to_each_of_its_readers_where_they_read_us(store: SqlStore) -> None:
    with store.work() as work:
        talks(work)
        talks(work, "beni", "mail")
        sends(work, Notice("I1", ("aoi", "beni", "chie"), "update", "…", "ja", RARE.cause))
    assert gone(store) == [
        ("web", "aoi", Lane.NOTICE),
        ("mail", "beni", Lane.NOTICE),
        ("staff", "chie", Lane.NOTICE),  # who is nowhere, whom a person may know
    ]


def test_a_reply_goes_where_the_message_came_from(store: SqlStore) -> None:
    reply = Reply("aoi", "m1", "…", "ja", "none", 0.5)
    with store.work() as work:
        talks(work)
        sends(work, reply, event=a_message())
    assert gone(store) == [("chat", "aoi", Lane.REPLY)]
    with store.work() as work:
        sends(work, Reply("aoi", "m2", "…", "ja", "none", 0.5))  # it waited
    assert gone(store) == [("web", "aoi", Lane.REPLY)]


@each("channel", ["web", "mail"])
def test_an_answer_goes_to_the_address_of_who_has_been_gone_from_the_chat_for_five_minutes(
    store: SqlStore, channel: str
) -> None:
    customer = f"aoi-{channel}"
    contact = Recipient(
        f"contact:{customer}", "mail", "a@x.example", "ja", state=RecipientState.UNSUBSCRIBED
    )
    with store.work() as work:
        talks(work, customer, channel)
        work.save_recipient(contact)
        sends(work, StaffReply(customer, "…", "hana"))
    assert gone(store) == [(channel, customer, Lane.REPLY)]
    assert gone(store, 4.9) == []
    mailed = [("mail", contact.id, Lane.REPLY)] if channel == "web" else []
    assert gone(store, 5) == mailed


@each(
    ("event", "held"),
    [
        (TicketAnswered(at(0), "T1", "hana", "…", held_until=at(1)), True),
        (TicketAnswered(at(0), "T1", "hana", "…"), False),
        (TicketClosed(at(0), "T1", "hana", held_until=at(1)), True),
    ],
)
def test_what_can_be_taken_back_is_held_until_then(
    store: SqlStore, event: Event, *, held: bool
) -> None:
    with store.work() as work:
        talks(work)
        sends(work, ANSWER, event=event)
    expected = [("web", "aoi", Lane.REPLY)]
    assert gone(store) == ([] if held else expected)
    assert gone(store, 1) == (expected if held else [])


def test_staff_and_other_desks_are_told_after_all_customers(store: SqlStore) -> None:
    with store.work() as work:
        work.save_peer(Peer("b", "B", url="https://b.example/told"))
        told = PeerSighting("b", SIGHTING)
        sends(work, StaffAlert("I1", "raised", (), 3, "…"), told, PeerSighting("gone", SIGHTING))
    assert gone(store) == [("webhook", "peer:b", Lane.STAFF), ("staff", "staff", Lane.STAFF)]


def test_of_a_broadcast_there_is_one_copy_and_of_a_notice_of_ones_own_none(
    store: SqlStore,
) -> None:
    def copies(effect: Effect) -> Iterable[DeliveryPlace]:
        assert getattr(effect, "to", ()) == ()
        return (DeliveryPlace("board", "board", "board.example"),)

    own = Notice("I1", ("aoi",), "update", "…", "ja", RARE.cause)
    page = Notice("I1", ("aoi", "beni"), "first", "…", "ja", RARE.cause, broadcast="B1")
    with store.work() as work:
        talks(work)
        sends(work, own, copies=copies)
        for number in range(2):
            sends(work, page, event=Tick(at(number)), copies=copies)
    assert gone(store) == [("web", "aoi", Lane.NOTICE), ("board", "board", Lane.STAFF)]
