"""What staff can still do with a broadcast, and what it then does."""

from bot.desk.failures import kind_of
from bot.desk.ledger import DeliveryState, Settled
from bot.desk.steering import is_current, is_possible, sequels
from bot.model.broadcast import BroadcastStatus, Steering
from bot.model.event import Steered
from bot.model.incident import IncidentStatus
from tests.cases import each
from tests.desk.announcing import HERE, OTHER_TEXT, TEXT, Announcing

STOPS = {Steering.PAUSE, Steering.CANCEL}


def fails(announcing: Announcing, number: int, reason: str) -> list[str]:
    """So many deliveries fail for good; whose."""
    claimed = announcing.claims(number)
    lost = [Settled(o, DeliveryState.FAILED, reason=reason) for o in claimed]
    announcing.day.store.ledger.settle(HERE, lost, announcing.day.now)
    return [o.reader for o in claimed]


def followers(announcing: Announcing, ident: str) -> list[str]:
    with announcing.day.store.work() as work:
        return [b.id for b in sequels(announcing.broadcast_in(work, ident), work)]


def holds(announcing: Announcing, ident: str) -> bool:
    with announcing.day.store.work() as work:
        return is_current(announcing.broadcast_in(work, ident), work)


def test_what_is_written_can_be_stopped_until_all_of_it_has_arrived(announcing: Announcing) -> None:
    ident = announcing.announces(2)
    assert announcing.broadcast(ident).status is BroadcastStatus.COMPLETE
    announcing.delivers(1)
    assert announcing.possible(ident) >= STOPS  # one of them waits still
    announcing.delivers()
    assert not announcing.possible(ident) & STOPS
    assert announcing.possible(ident) >= {Steering.CORRECT, Steering.RETRACT}


def test_what_is_paused_goes_on_or_ends_and_is_not_paused_again(announcing: Announcing) -> None:
    ident = announcing.announces(2)
    announcing.steers(ident, Steering.PAUSE)
    assert announcing.possible(ident) & {*STOPS, Steering.RESUME} == {
        Steering.RESUME,
        Steering.CANCEL,
    }
    assert announcing.delivers() == []
    announcing.steers(ident, Steering.RESUME)
    announcing.runs()
    assert len(announcing.delivers()) == 2


def test_what_was_called_off_before_anybody_got_it_can_only_be_shown(
    announcing: Announcing,
) -> None:
    ident = announcing.announces(2)
    announcing.steers(ident, Steering.CANCEL)
    assert announcing.delivers() == []
    assert announcing.possible(ident) == {Steering.PUBLISH}
    assert not holds(announcing, ident)


def test_the_page_shows_nothing_for_the_first_time_of_what_is_over(announcing: Announcing) -> None:
    ident = announcing.announces(2)
    announcing.delivers()
    assert Steering.PUBLISH in announcing.possible(ident)
    announcing.ends()
    assert Steering.PUBLISH not in announcing.possible(ident)
    assert not holds(announcing, ident)  # its end was told after it


@each(
    ("incident", "text", "can"),
    [("I1", OTHER_TEXT, True), ("I2", TEXT, False), ("I3", "", False)],
)
def test_a_correction_says_something_else(
    announcing: Announcing, incident: str, text: str, *, can: bool
) -> None:
    announcing.knows_many(2)
    announcing.proposes(ident=f"P-{incident}", incident=incident, text=TEXT)
    ident = announcing.approves(f"P-{incident}")
    with announcing.day.store.work() as work:
        event = Steered(announcing.day.now, ident, "hana", Steering.CORRECT, text)
        assert is_possible(event, work) is can


def test_what_is_said_after_a_notice_is_of_its_line_and_is_not_corrected_itself(
    announcing: Announcing,
) -> None:
    ident = announcing.announces(2)
    announcing.proposes(ident="P2", text=OTHER_TEXT)
    other = announcing.approves("P2")
    announcing.delivers()
    announcing.steers(ident, Steering.CORRECT, "影響は印刷だけです。")
    (correction,) = followers(announcing, ident)
    assert followers(announcing, other) == []  # another line of the same incident
    assert not announcing.possible(correction) & {Steering.CORRECT, Steering.RETRACT}
    assert holds(announcing, ident)  # in its new words
    announcing.steers(ident, Steering.CORRECT, "影響は検索だけです。")
    assert len(followers(announcing, ident)) == 2
    assert Steering.CORRECT in announcing.possible(ident)


def test_what_staff_took_back_is_done_with(announcing: Announcing) -> None:
    ident = announcing.announces(2)
    announcing.delivers(1)
    announcing.steers(ident, Steering.RETRACT)
    announcing.delivers()
    assert announcing.possible(ident) == set()
    assert sorted(announcing.readers().values()) == [2]  # the other hears of neither


def test_what_failed_is_sent_again_for_one_kind_of_reason_or_for_all(
    announcing: Announcing,
) -> None:
    ident = announcing.announces(5)
    busy = fails(announcing, 2, "451 queue id 4F0001A: try later")
    gone = fails(announcing, 1, "550 no such user")
    announcing.delivers()
    assert Steering.RESEND in announcing.possible(ident)
    announcing.steers(ident, Steering.RESEND, kind_of("451 queue id 4F0002B: try later"))
    assert sorted(announcing.delivers()) == sorted(busy)
    announcing.steers(ident, Steering.RESEND)
    assert announcing.delivers() == gone
    assert Steering.RESEND not in announcing.possible(ident)


@each(
    ("status", "incident", "words"),
    [
        (IncidentStatus.RESOLVED, "I1", ["復旧を確認"]),
        (IncidentStatus.WITHDRAWN, "I2", ["当てはまらない"]),
        (IncidentStatus.MONITORING, "I3", []),  # that is no news to them
    ],
)
def test_how_an_incident_ends_is_said_once(
    announcing: Announcing, status: IncidentStatus, incident: str, words: list[str]
) -> None:
    announcing.knows_many(2)
    announcing.proposes(ident=f"P-{incident}", incident=incident, text=f"{incident}です。")
    announcing.approves(f"P-{incident}")
    announcing.delivers()
    before = len(announcing.arrived)
    for _ in range(2):
        announcing.ends(status, incident)
        announcing.delivers()
    said = announcing.arrived[before:]
    assert len(said) == 2 * len(words)
    assert all(word in text for word in words for _, text in said)
