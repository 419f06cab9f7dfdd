"""When announced work was to end, by the words of its page."""

from datetime import timedelta

from bot.model.status import OVERDUE_AFTER, FeedState, Shows
from tests.builders import FORMS, a_feed, at
from tests.cases import each

AT_WORK = Shows.MAINTENANCE_IN_PROGRESS


def shown(text: str | None, shows: Shows = AT_WORK, minutes: float = 0) -> FeedState:
    """A page that began to show it at nine, read so many minutes later."""
    return a_feed(FORMS, shows).read(at(minutes), shows, text)


@each(
    ("text", "minutes"),
    [
        ("定期メンテナンス 7/16 6:00〜9:30", 30),
        ("maintenance 08:00 - 10:15 JST", 75),
        ("22:00〜翌9:20", 20),
        ("22:00〜24:00", -9 * 60),
        ("maintenance 1/4 06:00–1/6 09:00", 24 * 60),
        ("12/31 22:00–1/5 10:00", 60),
        ("2026/1/4 22:00〜2026/1/5 9:40", 40),
        ("13/40 06:00–13/41 09:00", None),
        ("終了時刻は決まり次第お知らせします", None),
        ("9:30まで", None),
        (None, None),
    ],
)
def test_the_end_is_that_of_the_span_that_is_named(text: str | None, minutes: float | None) -> None:
    end = shown(text).announced_end
    assert end == (None if minutes is None else at(minutes))


@each(
    ("minutes", "overdue"),
    [(35, False), (35.1, True)],
)
def test_work_is_overdue_a_little_past_its_end(minutes: float, *, overdue: bool) -> None:
    assert timedelta(minutes=5) == OVERDUE_AFTER
    page = shown("6:00〜9:30", minutes=minutes)
    assert page.is_overdue(at(minutes)) is overdue


@each(("shows",), [(Shows.MAINTENANCE_COMPLETED,), (Shows.MAINTENANCE_SCHEDULED,), (Shows.NOTICE,)])
def test_only_work_that_goes_on_is_overdue(shows: Shows) -> None:
    assert not shown("6:00〜9:30", shows, 60).is_overdue(at(60))


def test_an_old_reading_tells_of_no_delay() -> None:
    assert not shown("6:00〜9:30", minutes=40).is_overdue(at(60))
