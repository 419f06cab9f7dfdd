"""Those who follow the public page, on every database."""

from dataclasses import replace

import pytest

from bot.desk.ledger import DeliveryState, Settled
from bot.desk.subscriptions import Subscribers
from bot.model.broadcast import Broadcast
from bot.model.subscription import Confirmation, SubscriberCount, Subscription, SubscriptionState
from bot.store.sql import SqlStore
from tests.contracts.ledgers import ME, NOON
from tests.subscribers import a_subscription, some_news

REQUESTED = SubscriptionState.REQUESTED
SATO, KATO = a_subscription("sato"), a_subscription("kato", topics=("component:editor",))
MIKA = a_subscription("mika", topics=("product:kumo", "product:kumo_2"))
OTHERS = (a_subscription("ken", lang="en"), a_subscription("yui", state=REQUESTED))


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    with store.work() as work:
        for one in (SATO, KATO, MIKA, *OTHERS):
            work.save_subscription(one)
    return store


def told(store: SqlStore, *topics: str, lang: str = "ja", limit: int = 10) -> list[str]:
    of = Subscribers(lang, topics)
    with store.look() as work:
        found = work.subscriber_page(of, 0, work.last_subscription(), limit)
        assert limit < 10 or work.subscriber_number(of) == len(found)
    return [place.reader.removeprefix("subscriber:") for place in found]


def test_who_follows_what_is_told_of_it_and_of_what_names_nothing(filled: SqlStore) -> None:
    assert told(filled) == ["sato", "kato", "mika"]
    assert told(filled, limit=2) == ["sato", "kato"]
    assert told(filled, lang="en") == ["ken"]
    assert told(filled, "component:editor") == ["sato", "kato"]
    assert told(filled, "own", "product:home") == ["sato", "kato"]  # who follows a part of ours
    assert told(filled, "product:kumo") == ["sato", "mika"]
    assert told(filled, "product:kum_", "product:ku%") == ["sato"]


def test_one_is_kept_as_it_is_and_known_by_its_address(filled: SqlStore) -> None:
    later = replace(KATO, lang="en", topics=(), failures=3, state=SubscriptionState.OFF)
    with filled.work() as work:
        work.save_subscription(later)
    with filled.look() as work:
        assert work.subscription(KATO.id) == later
        assert work.subscription(MIKA.id) == MIKA
        capitals = replace(SATO, address="Sato@Midori.example")
        assert work.subscription_of(capitals.key) == SATO
        assert work.subscription("nobody") is None
        assert [one for _, one in work.subscriptions()] == [SATO, later, MIKA, *OTHERS]
        assert work.subscriber_langs() == {"ja", "en"}
        assert work.subscriber_counts() == [
            SubscriberCount("mail", SubscriptionState.ACTIVE, 3),
            SubscriberCount("mail", SubscriptionState.OFF, 1),
            SubscriberCount("mail", SubscriptionState.REQUESTED, 1),
        ]


def test_what_is_for_them_is_claimed_with_the_address_of_the_moment(filled: SqlStore) -> None:
    spread(filled, SATO, KATO)
    with filled.work() as work:
        work.save_subscription(replace(KATO, address="other@midori.example"))
        asked = Confirmation("ja", is_known=True)
        assert work.send("confirmation:1", "mail", asked, NOON, reader=MIKA.id)
    found = {o.reader: o for o in filled.ledger.claim("mail", ME, 10, NOON)}
    assert found[SATO.id].address == "sato@midori.example"
    assert found[KATO.id].address == "other@midori.example"
    assert found[SATO.id].effect == NEWS
    assert found[MIKA.id].effect == asked
    assert found[MIKA.id].address == "mika@midori.example"


def test_who_has_left_is_told_nothing_more(filled: SqlStore) -> None:
    """Neither what waits nor what was under way and failed for now; others are."""
    spread(filled, SATO, KATO, MIKA)
    (first,) = filled.ledger.claim("mail", ME, 1, NOON)
    assert first.reader == SATO.id
    with filled.work() as work:
        assert work.drop_subscription(SATO.id)
        assert work.drop_subscription(KATO.id)
        assert not work.drop_subscription(KATO.id)
    filled.ledger.settle(ME, [Settled(first, DeliveryState.WAITING, reason="busy")], NOON)
    left = filled.outgoing("mail")
    assert [o.reader for o in left] == [MIKA.id]
    with filled.look() as work:
        assert work.subscription_of(SATO.key) is None
    assert filled.ledger.standing("B1")[DeliveryState.CANCELLED] == 2


NEWS = some_news()


def spread(store: SqlStore, *to: Subscription) -> None:
    said = Broadcast("B1", NEWS.post, "post", NEWS.text, "ja", "", NOON, "", news=NEWS)
    with store.work() as work:
        page = work.subscriber_page(Subscribers("ja"), 0, work.last_subscription(), 10)
        names = {one.id for one in to}
        work.save_broadcast(said)
        work.spread(said, [place for place in page if place.reader in names], NOON)
