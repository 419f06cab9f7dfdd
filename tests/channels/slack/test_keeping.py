"""Which notes of Slack's side can expire, as the other modules write them."""

from datetime import UTC, datetime

from bot.channels.slack.keeping import note_of
from bot.model.retention import Note
from tests.cases import each

OLD, NEW = 1_718_000_000.0001, 1_718_000_060.5
THREAD = "T1/C1:1718000000.000100"


def moment(ts: float) -> datetime:
    return datetime.fromtimestamp(ts, UTC)


@each(
    "key",
    [
        f"slack:{kind}:{THREAD}"
        for kind in ("taken", "spoken", "quiet", "gone", "who", "card", "members")
    ],
)
def test_a_note_on_a_thread_is_as_old_as_its_first_post(key: str) -> None:
    assert note_of(key, "yes") == Note(moment(OLD), (THREAD,))


@each(
    ("key", "value", "threads"),
    [
        ("slack:at:slack:T1:C1:1718000000.000100", "T1/C1:1718000060.500000", 1),
        ("slack:latest:slack:T1:U1", "T1/C1:1718000060.500000", 1),
        ("slack:joined:T1/C1:1718000060.500000", THREAD, 2),
        ("slack:group:T1/C1:slack:T1:U1", "1718000060.500000", 0),
        (f"slack:card:{THREAD}", '{"ts": "1718000060.500000", "text": "3.14 and 12345"}', 1),
        ("slack:feedback:T1/C1:1718000060.500000:U1", "good", 1),
        (f"slack:pressed:{THREAD}:failed:U1", "1718000050.5 1718000060.5", 1),
        ("slack:files:slack:T1:view:V1", '{"thread": "T1/C1:1718000060.500000", "ja": []}', 1),
        ("slack:contact:slack:T1:U1:T1/C1:1718000060.500000", '{"name": "佐藤"}', 1),
    ],
)
def test_the_newest_moment_counts(key: str, value: str, threads: int) -> None:
    found = note_of(key, value)
    assert found is not None
    assert found.latest == moment(NEW)
    assert len(found.threads) == threads


def test_a_staff_card_goes_with_its_ticket_or_incident() -> None:
    posted = '{"ts": "1718000000.000100", "digest": "1718000060.5"}'
    assert note_of("slack:staff:ticket:T7", posted) == Note(moment(OLD), ticket="T7")
    assert note_of("slack:staff:incident:I3", posted) == Note(moment(OLD), incident="I3")
    said = '{"last": "slack:T1:C1:1718000000.000100"}'
    assert note_of("slack:staff:said:T7", said) == Note(moment(OLD), ticket="T7")
    assert note_of("slack:staff:said:T7:m1", "{}") is None


@each(
    ("key", "value"),
    [
        ("slack:posts noted since", "2026-01-05T12:00:00+00:00"),
        ("slack:shut:T1:chat.postMessage", "1718000060.500"),
        ("slack:shared:T1/C1", "yes"),
        ("slack:astray", THREAD),
        ("slack:posting:0123abcd", "yes"),
        ("slack:staff:ticket:T7", "no json"),
        ("slack:card:T1/C1:none", ""),
        (f"thread:{THREAD}", "C1"),
        ("clock", "2026-01-05T12:00:00+00:00"),
    ],
)
def test_what_is_of_nobody_or_tells_no_age_stays(key: str, value: str) -> None:
    assert note_of(key, value) is None
