import pytest

from bot.desk.ledger import DeliveryState, Lane, Outgoing, Settled
from bot.model.effect import Notice, Reply, StaffAlert, StaffReply, TicketRaised
from bot.model.understanding import Urgency
from bot.web.hub import (
    RESYNC,
    STAFF,
    Hub,
    HubFullError,
    customer_topic,
    publish_effects,
    topics_of,
    topics_of_arrivals,
)
from tests.builders import MORNING

pytestmark = pytest.mark.anyio
SOON = 0.01


async def test_a_listener_hears_its_topics_only() -> None:
    hub = Hub()
    mine, other = customer_topic("a"), customer_topic("b")
    with hub.subscribe([mine]) as subscription:
        hub.publish(other)
        hub.publish(mine, "news")
        message = await subscription.next(SOON)
        assert message is not None
        assert (message.topic, message.payload) == (mine, "news")
        assert await subscription.next(SOON) is None


async def test_a_reconnected_listener_catches_up_with_what_it_missed() -> None:
    hub = Hub()
    hub.publish("t", "one", "1")
    hub.publish("t", "two", "2")
    hub.publish("u", "other", "3")
    with hub.subscribe(["t"], after="1") as subscription:
        message = await subscription.next(SOON)
        assert message is not None
        assert message.id == "2"
    with hub.subscribe(["t"], after="2") as subscription:
        assert await subscription.next(SOON) is None


async def test_what_happens_between_a_page_and_its_stream_is_caught_up_with() -> None:
    hub = Hub()
    for _ in range(2):  # before the first message of all, and after one
        written_after = hub.latest
        with hub.subscribe(["t"], after=written_after) as at_once:
            assert await at_once.next(SOON) is None
        hub.publish("t")
        with hub.subscribe(["t"], after=written_after) as later:
            assert await later.next(SOON) is not None


async def test_a_page_written_before_everything_was_asked_anew_asks_as_well() -> None:
    hub = Hub()
    hub.publish("t")
    before = hub.latest
    hub.resync()
    with hub.subscribe(["t"], after=before) as subscription:
        message = await subscription.next(SOON)
        assert message is not None
        assert message.payload == RESYNC
    with hub.subscribe(["t"], after=hub.latest) as subscription:
        assert await subscription.next(SOON) is None


async def test_an_id_from_an_earlier_process_means_fetch_everything() -> None:
    with Hub().subscribe(["t"], after="from before the restart") as subscription:
        message = await subscription.next(SOON)
        assert message is not None
        assert message.payload == RESYNC


async def test_a_listener_that_reads_too_slowly_is_dropped() -> None:
    hub = Hub(queue=2)
    with hub.subscribe(["t"]) as slow, hub.subscribe(["t"]) as quick:
        for number in range(3):
            hub.publish("t", str(number))
            assert await quick.next(SOON) is not None
        assert slow.dropped
        assert not quick.dropped
        assert await slow.next(SOON) is None


async def test_many_nudges_that_nobody_has_read_yet_are_one() -> None:
    hub = Hub(queue=4)
    with hub.subscribe(["t", "u"]) as listener:
        for _ in range(100):
            hub.publish("t")
        hub.publish("u")
        heard = [await listener.next(SOON) for _ in range(3)]
        assert [message and message.topic for message in heard] == ["t", "u", None]
        hub.publish("u")
        assert await listener.next(SOON) is not None


async def test_who_waits_a_moment_hears_the_last_of_what_came_meanwhile() -> None:
    hub = Hub()
    with hub.subscribe(["t", "u"]) as listener:
        for ident, topic in enumerate("tut"):
            hub.publish(topic, message_id=str(ident))
        first = await listener.next(SOON)
        assert first is not None
        assert listener.newest(first).id == "2"
        assert listener.newest(first) is first
        assert not listener.dropped
        hub.close()
        assert listener.newest(first) is first
        assert await listener.next(60) is None  # it has heard of its end all the same


async def test_the_oldest_window_of_one_customer_gives_way() -> None:
    hub = Hub(per_topic=2)
    windows = [hub.subscribe(["customer:a"]) for _ in range(3)]
    assert [w.dropped for w in windows] == [True, False, False]


async def test_there_is_an_end_to_listeners() -> None:
    hub = Hub(listeners=1)
    hub.subscribe(["customer:a"])
    with pytest.raises(HubFullError):
        hub.subscribe(["customer:b"])


async def test_one_address_has_so_many_pages_and_staff_have_room_beyond_all_others() -> None:
    hub = Hub(listeners=4, for_staff=1, per_address=2)
    for customer in "ab":
        hub.subscribe([customer_topic(customer)], address="192.0.2.1")
    with pytest.raises(HubFullError):
        hub.subscribe([customer_topic("c")], address="192.0.2.1")
    for customer in "cd":
        hub.subscribe([customer_topic(customer)], address=f"192.0.2.{customer}")
    with pytest.raises(HubFullError):
        hub.subscribe([customer_topic("e")], address="192.0.2.5")
    hub.subscribe([STAFF], address="192.0.2.1")
    with pytest.raises(HubFullError):
        hub.subscribe([STAFF], address="192.0.2.1")


async def test_closing_the_hub_ends_every_stream() -> None:
    hub = Hub()
    subscription = hub.subscribe(["t"])
    hub.close()
    assert subscription.dropped
    assert await subscription.next(60) is None  # at once


async def test_effects_nudge_everybody_they_concern_once() -> None:
    hub = Hub()
    topics = [customer_topic(c) for c in "abcd"]
    everything = hub.subscribe([*topics, STAFF])
    publish_effects(
        hub,
        (
            Reply("a", "m1", "…", "ja", "unknown", 0.5),
            TicketRaised("T-1", "a", "…", None, Urgency.NORMAL),
            TicketRaised("T-2", None, "…", None, Urgency.NORMAL),
            StaffAlert("I-1", "raised", (), 3, "…"),
            Notice("I-1", ("b", "c"), "first", "…", "ja", "unknown"),
            StaffReply("d", "…", "佐藤"),
        ),
    )
    heard = []
    while message := await everything.next(SOON):
        heard.append(message.topic)
    assert sorted(heard) == sorted([*topics, STAFF])


async def test_of_the_many_readers_of_a_broadcast_only_those_with_a_page_are_nudged() -> None:
    many = (*(f"mail:{n}" for n in range(499)), "web:a")
    notice = Notice("I-1", many, "first", "…", "ja", "unknown", broadcast="B1")
    assert topics_of((notice,)) == (STAFF, customer_topic("web:a"))


async def test_when_a_notice_to_many_arrives_those_with_a_page_are_nudged() -> None:
    def settled(reader: str, lane: Lane, state: DeliveryState) -> Settled:
        notice = Notice("I-1", (reader,), "first", "…", "ja", "unknown")
        return Settled(Outgoing(1, "k", "web", notice, MORNING, reader=reader, lane=lane), state)

    there, waits = DeliveryState.DELIVERED, DeliveryState.WAITING
    arrived = settled("web:a", Lane.BROADCAST, there)
    others = [
        settled("web:b", Lane.BROADCAST, waits),
        settled("web:c", Lane.REPLY, there),
        settled("mail:d", Lane.BROADCAST, there),
    ]
    assert topics_of_arrivals([arrived, *others]) == (STAFF, customer_topic("web:a"))
    assert topics_of_arrivals(others) == ()


async def test_what_is_published_here_is_told_elsewhere_and_what_is_heard_is_not() -> None:
    hub, told = Hub(), list[list[str]]()
    hub.echo = lambda topics: told.append(list(topics))
    hub.publish("t")
    hub.publish_all(["t", "u"])
    hub.publish_all([])
    assert told == [["t"], ["t", "u"]]
    with hub.subscribe(["t"]) as subscription:
        hub.hear(["u", "t"])
        message = await subscription.next(SOON)
        assert message is not None
        assert message.topic == "t"
        assert await subscription.next(SOON) is None
    assert len(told) == 2
