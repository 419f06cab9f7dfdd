"""A notice on its way to many: everybody once, and nobody who should not hear of it."""

import pytest

from bot.desk.desk import Desk
from bot.desk.ledger import DeliveryState
from bot.desk.progress import progress_of
from bot.model.broadcast import BroadcastStatus, Steering
from bot.model.effect import Effect, Notice
from bot.model.knowledge import Knowledge
from tests.desk.announcing import OTHER_TEXT, TEXT, Announcing, opened, somebody
from tests.store.databases import in_memory

ONCE = 1


def test_a_large_audience_is_written_page_by_page_and_everybody_gets_it_once(
    lasting: Announcing,
) -> None:
    ident = lasting.announces(1_200)
    assert lasting.broadcast(ident).total == 1_200
    assert lasting.standing(ident) == {DeliveryState.WAITING: 500}
    pages = [len(e.to) for e in lasting.goes_on(ident) if isinstance(e, Notice)]
    lasting.day.restarts()
    pages += [len(e.to) for e in lasting.goes_on(ident) if isinstance(e, Notice)]
    assert pages == [500, 200]
    assert lasting.broadcast(ident).status is BroadcastStatus.COMPLETE
    assert lasting.goes_on(ident) == ()
    lasting.delivers()
    assert len(lasting.readers(TEXT)) == 1_200
    assert set(lasting.readers().values()) == {ONCE}


def test_who_watches_a_broadcast_sees_its_counts_change_only_while_it_goes_on(
    lasting: Announcing,
) -> None:
    def watched() -> tuple[int, int, bool]:
        store, now = lasting.day.store, lasting.day.now
        progress = progress_of(lasting.broadcast(ident), store.ledger, now)
        return progress.done, progress.left, progress.is_live

    ident = lasting.announces(3)
    assert watched() == (0, 3, True)
    lasting.delivers(1)
    assert watched() == (1, 2, True)
    lasting.steers(ident, Steering.PAUSE)
    assert watched() == (1, 2, False)
    lasting.steers(ident, Steering.RESUME)
    lasting.delivers()
    assert watched() == (3, 0, False)


def test_who_stops_notices_meanwhile_is_not_told_whether_written_or_not(
    lasting: Announcing,
) -> None:
    ident = lasting.announces(600)
    written, unwritten = somebody(10), somebody(550)
    lasting.stops(written)
    lasting.stops(unwritten)
    lasting.runs(ident)
    lasting.delivers()
    assert len(lasting.readers()) == 598
    assert not {written.id, unwritten.id} & set(lasting.readers())


def test_who_joins_meanwhile_is_not_told_of_what_began_before(announcing: Announcing) -> None:
    ident = announcing.announces(510)
    announcing.knows(somebody(9_000))
    announcing.runs(ident)
    assert sum(announcing.standing(ident).values()) == 510


def test_who_is_known_twice_is_told_once(announcing: Announcing) -> None:
    both, other = somebody(1), somebody(2, uses=())
    announcing.knows(both, other)
    for who in (both, other):
        announcing.day.says(who.id, "ありがとうございます", channel="mail")
    announcing.proposes(both.id, other.id)
    ident = announcing.approves()
    (notice,) = announcing.day.notices("first")
    assert sorted(notice.to) == [both.id, other.id]
    assert announcing.broadcast(ident).total == 2
    announcing.delivers()
    assert announcing.readers() == {both.id: 1, other.id: 1}
    with announcing.day.store.work() as work:
        talk = work.latest_conversation(both.id)
    assert talk is not None
    assert [t.text for t in talk.turns].count(TEXT) == 1


def test_who_wants_no_notices_gets_none_though_a_conversation_knows_them(
    announcing: Announcing,
) -> None:
    silent = somebody(1)
    announcing.knows(silent)
    announcing.stops(silent)
    announcing.day.says(silent.id, "ありがとうございます", channel="mail")
    announcing.proposes(silent.id)
    announcing.approves()
    assert announcing.delivers() == []


def test_a_notice_is_narrowed_to_channels_and_organisations(announcing: Announcing) -> None:
    announcing.knows(*(somebody(n) for n in range(4)))
    announcing.day.says("aoi", "ありがとうございます", tenant="t1", channel="web")
    announcing.day.says("ben", "ありがとうございます", tenant="t3", channel="web")
    announcing.proposes("aoi", "ben")
    announcing.approves(tenants=("t1", "t2"))
    assert [to for n in announcing.day.notices() for to in n.to] == [
        "aoi",
        somebody(1).id,
        somebody(2).id,
    ]
    announcing.proposes("ben", ident="P2", langs=())
    announcing.approves("P2", channels=("mail",))
    assert announcing.all()[0].total == 0


def test_a_pause_holds_what_is_written_and_what_is_not(lasting: Announcing) -> None:
    ident = lasting.announces(700)
    first = lasting.delivers(100)
    lasting.steers(ident, Steering.PAUSE)
    assert lasting.goes_on(ident) == ()
    assert lasting.delivers() == []
    assert lasting.steers(ident, Steering.PAUSE) == ()
    lasting.steers(ident, Steering.RESUME)
    lasting.runs(ident)
    rest = lasting.delivers()
    assert len({*first, *rest}) == len(first) + len(rest) == 700


def test_what_is_written_to_the_end_can_be_paused_and_resumed_too(announcing: Announcing) -> None:
    announcing.day.says("aoi", "ありがとうございます", channel="web")
    announcing.proposes("aoi", langs=())
    ident = announcing.approves()
    assert announcing.broadcast(ident).status is BroadcastStatus.COMPLETE
    announcing.steers(ident, Steering.PAUSE)
    assert announcing.delivers(channel="web") == []
    announcing.steers(ident, Steering.RESUME)
    announcing.runs(ident)
    assert announcing.delivers(channel="web") == ["aoi"]
    assert announcing.day.heard("first") == ["aoi"]


def test_cancelling_spares_everybody_who_was_not_told(lasting: Announcing) -> None:
    ident = lasting.announces(700)
    lasting.delivers(100)
    under_way = lasting.claims(5)
    lasting.steers(ident, Steering.CANCEL)
    assert lasting.goes_on(ident) == ()
    assert lasting.delivers() == []
    lasting.settles(under_way[:3])
    lasting.settles(under_way[3:], DeliveryState.WAITING)
    assert lasting.standing(ident) == {DeliveryState.DELIVERED: 103, DeliveryState.CANCELLED: 397}
    lasting.steers(ident, Steering.RESUME)
    assert lasting.broadcast(ident).status is BroadcastStatus.CANCELLED


def test_a_correction_goes_to_those_who_had_the_old_text_and_the_others_get_the_new_one_alone(
    lasting: Announcing,
) -> None:
    ident = lasting.announces(700)
    told = set(lasting.delivers(600 - 100))
    lasting.steers(ident, Steering.CORRECT, OTHER_TEXT)
    lasting.runs()
    lasting.delivers()
    assert len(told) == 500
    for number in range(700):
        reader = somebody(number).id
        got = lasting.got(reader)
        assert got[-1].endswith(OTHER_TEXT), reader
        assert [TEXT in text for text in got] == ([True, False] if reader in told else [False])
        assert ("訂正" in got[-1]) == (reader in told)


@pytest.mark.slow
def test_a_second_correction_takes_the_place_of_the_first(announcing: Announcing) -> None:
    ident = announcing.announces(600)
    announcing.delivers()
    announcing.runs()
    announcing.delivers()
    announcing.steers(ident, Steering.CORRECT, OTHER_TEXT)
    announcing.delivers(50)
    announcing.steers(ident, Steering.CORRECT, "三つめの文です。")
    announcing.runs()
    announcing.delivers()
    assert len(announcing.readers(OTHER_TEXT)) == 50
    assert len(announcing.readers("三つめの文です。")) == 600
    assert all(
        texts[-1].endswith("三つめの文です。")
        for texts in map(announcing.got, announcing.readers())
    )


def test_correcting_to_the_same_text_or_to_none_tells_nobody(announcing: Announcing) -> None:
    ident = announcing.announces(3)
    announcing.delivers()
    assert announcing.steers(ident, Steering.CORRECT, TEXT) == ()
    assert announcing.steers(ident, Steering.CORRECT, "") == ()
    assert len(announcing.all()) == 1


def test_a_retraction_reaches_exactly_those_who_were_told_and_once(lasting: Announcing) -> None:
    ident = lasting.announces(1_200)
    told = lasting.delivers(300)
    lasting.steers(ident, Steering.RETRACT)
    lasting.runs()
    lasting.delivers()
    assert lasting.readers("取り下げます") == dict.fromkeys(told, ONCE)
    assert lasting.readers(TEXT) == dict.fromkeys(told, ONCE)
    assert lasting.steers(ident, Steering.RETRACT) == ()
    assert lasting.steers(ident, Steering.CORRECT, OTHER_TEXT) == ()


@pytest.mark.slow
def test_a_retraction_overtakes_no_correction_that_was_still_to_come(
    announcing: Announcing,
) -> None:
    ident = announcing.announces(900)
    announcing.runs()
    announcing.delivers()
    announcing.steers(ident, Steering.CORRECT, OTHER_TEXT)
    announcing.steers(ident, Steering.RETRACT)
    announcing.runs()
    announcing.delivers()
    assert announcing.readers(OTHER_TEXT) == {}
    assert len(announcing.readers("取り下げます")) == 900


def test_who_stopped_notices_hears_of_no_correction_either(announcing: Announcing) -> None:
    ident = announcing.announces(3)
    announcing.delivers()
    announcing.stops(somebody(1))
    announcing.steers(ident, Steering.CORRECT, OTHER_TEXT)
    announcing.delivers()
    assert sorted(announcing.readers(OTHER_TEXT)) == [somebody(0).id, somebody(2).id]
    assert announcing.all()[0].total == 2


@pytest.mark.slow
def test_a_replayed_journal_decides_the_same(announcing: Announcing, knowledge: Knowledge) -> None:
    readers = [somebody(n) for n in range(700)]
    announcing.knows(*readers)
    announcing.day.says("aoi", "ありがとうございます")
    announcing.proposes("aoi")
    ident = announcing.approves()
    announcing.steers(ident, Steering.PAUSE)
    announcing.steers(ident, Steering.RESUME)
    announcing.runs(ident)
    announcing.steers(ident, Steering.CANCEL)
    again = opened(in_memory(), knowledge)
    again.knows(*readers)
    again.proposes("aoi")
    replayed: list[Effect] = []
    desk = Desk(again.day.store, knowledge)
    for _, event in announcing.day.store.events():
        replayed += desk.handle(event)
    again.day.store.close()
    assert [e for e in replayed if isinstance(e, Notice)] == announcing.day.notices()
    assert len(announcing.day.notices()) == 2
