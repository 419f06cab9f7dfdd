"""Posts that staff write by hand, and maintenance that begins and ends by the clock or by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import posts
from bot.desk.ports import UnitOfWork
from bot.model.knowledge import Knowledge
from bot.model.probe import MeasurementStep, ProbeRef, ProbeState
from bot.model.publication import Post, PostKind, PostStatus, PostWritten
from bot.model.status import Shows
from tests.builders import HOME, MINUTE, a_catalogue, at
from tests.cases import each
from tests.fakes import Day
from tests.store.databases import in_memory

DELIVERY = ProbeRef(
    "scripts.sazanami.example/health", HOME.id, names={"ja": "配信"}, component="delivery"
)
SAYS = {"ja": "サーバーを入れ替えます。"}


@pytest.fixture
def day(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    day.opens(probes=(DELIVERY,))
    day.passes(5)
    yield day
    day.store.close()


def plans(day: Day, *, by_clock: bool = True, ahead: timedelta = 10 * MINUTE) -> Post:
    """A maintenance from then on, for twenty minutes."""
    starts = day.now + ahead
    day._tell(
        PostWritten(
            *(day.now, "", "hana", PostKind.MAINTENANCE, PostStatus.SCHEDULED),
            *({"ja": "定期メンテナンス"}, SAYS),
            components=("delivery",),
            starts_at=starts,
            ends_at=starts + timedelta(minutes=20),
            by_clock=by_clock,
        )
    )
    return the_post(day)


def the_post(day: Day) -> Post:
    with day.store.look() as work:
        (post,) = work.posts(day.now - timedelta(days=1))
    return post


def statuses(day: Day) -> list[PostStatus]:
    return [update.status for update in the_post(day).updates]


def says(day: Day, status: PostStatus) -> None:
    day._tell(PostWritten(day.now, the_post(day).id, "hana", status=status, texts=SAYS))


def home_shows(day: Day) -> Shows | None:
    """What the triage takes the page of the home product to say."""
    with day.store.look() as work:
        room = day.desk._room
        assert room is not None
        feed = room.around.watch(work, day.now).feeds.get(HOME.id)
    return feed.says(day.now) if feed is not None else None


@pytest.mark.slow
def test_maintenance_begins_and_ends_by_the_clock_and_the_triage_knows(day: Day) -> None:
    plans(day)
    day.passes(5)
    assert statuses(day) == [PostStatus.SCHEDULED]
    assert home_shows(day) is not Shows.MAINTENANCE_IN_PROGRESS
    day.passes(6)
    assert the_post(day).is_running
    assert home_shows(day) is Shows.MAINTENANCE_IN_PROGRESS
    day.passes(20)
    assert statuses(day)[1:] == [PostStatus.IN_PROGRESS, PostStatus.COMPLETED]
    assert home_shows(day) is not Shows.MAINTENANCE_IN_PROGRESS


@pytest.mark.slow
def test_by_hand_it_begins_and_ends_when_staff_say_so_and_an_overrun_is_said_once(day: Day) -> None:
    plans(day, by_clock=False)
    day.passes(15)
    assert statuses(day) == [PostStatus.SCHEDULED]
    assert not the_post(day).is_late(day.now)
    day.passes(1)
    assert the_post(day).is_late(day.now)  # staff should have begun it
    says(day, PostStatus.IN_PROGRESS)
    day.passes(30)
    (overrun,) = the_post(day).updates[2:]
    assert "予定の終了時刻を過ぎて" in overrun.texts["ja"]
    assert the_post(day).overruns(day.now)
    assert not the_post(day).is_late(day.now)
    says(day, PostStatus.COMPLETED)
    assert the_post(day).is_over


@pytest.mark.slow
def test_an_overrun_that_is_said_the_minute_it_begins_is_said_once_as_well(day: Day) -> None:
    ends = plans(day, by_clock=False, ahead=MINUTE).ends_at
    assert ends is not None
    day.passes(1)
    says(day, PostStatus.IN_PROGRESS)
    day.now = ends - MINUTE
    day.passes(2)
    assert len(statuses(day)) == 3


@pytest.mark.slow
@pytest.mark.parametrize(("days", "reminders"), [(5, 1), (2, 1), (1, 0)])
def test_what_was_announced_long_ago_is_announced_again_the_day_before(
    day: Day, days: int, reminders: int
) -> None:
    starts = plans(day, ahead=timedelta(days=days, minutes=10)).starts_at
    assert starts is not None
    day.passes(2)
    assert statuses(day) == [PostStatus.SCHEDULED]
    day.now = starts - timedelta(days=1, minutes=2)
    for _ in range(2):
        day.passes(3)
        said = [update.texts["ja"] for update in the_post(day).updates[1:]]
        assert len(said) == reminders
        assert all("再度のご案内" in text for text in said)
        day.now = max(day.now, starts - timedelta(hours=12))
    day.now = starts - MINUTE
    day.passes(2)
    assert statuses(day)[-1] is PostStatus.IN_PROGRESS


@pytest.mark.slow
def test_nothing_ends_by_the_clock_while_what_it_touches_fails(day: Day) -> None:
    plans(day)
    day.passes(12)
    day.measures(DELIVERY, MeasurementStep.STATUS)
    day.passes(25)
    assert statuses(day)[1:] == [PostStatus.IN_PROGRESS, PostStatus.IN_PROGRESS]
    day.measures(DELIVERY, None)
    day.passes(3)
    assert the_post(day).is_over


def test_an_incident_by_hand_and_what_does_not_fit_it(day: Day) -> None:
    told = {"ja": "連絡は0312345678まで", "en": "We look into it."}
    day._tell(PostWritten(day.now, "", "hana", titles={"en": "Slow forms"}, texts=told))
    says(day, PostStatus.SCHEDULED)  # no state of an incident
    assert statuses(day) == [PostStatus.INVESTIGATING]
    says(day, PostStatus.RESOLVED)
    assert the_post(day).is_over
    day._tell(PostWritten(day.now, "none", "hana", status=PostStatus.RESOLVED, texts=SAYS))
    day._tell(PostWritten(day.now, "", "hana", PostKind.MAINTENANCE, PostStatus.SCHEDULED))
    assert the_post(day).titles == {"en": "Slow forms"}


SAID = {"再度のご案内": "soon", "予定の終了時刻を過ぎて": "overruns", "入れ替え": "staff"}


def tells(work: UnitOfWork, minutes: float) -> list[str]:
    """What the post says anew once it is so late: a state, or what of its words shows why."""
    (before,) = work.posts(at(-30_000))
    posts.keep_time(at(minutes), work, (DELIVERY,), a_catalogue())
    (after,) = work.posts(at(-30_000))
    said = after.updates[len(before.updates) :]
    return [
        next((why for words, why in SAID.items() if words in u.texts["ja"]), u.status) for u in said
    ]


def planned(work: UnitOfWork, announced: float, *, by_clock: bool = True) -> Post:
    """Twenty minutes of work from nine o'clock on, announced so many minutes after that."""
    event = PostWritten(
        *(at(announced), "", "hana", PostKind.MAINTENANCE, PostStatus.SCHEDULED),
        *({"ja": "定期メンテナンス"}, SAYS),
        components=("delivery",),
        starts_at=at(0),
        ends_at=at(20),
        by_clock=by_clock,
    )
    posts.write(event, work, a_catalogue())
    return work.posts()[0]


def written(work: UnitOfWork, post: Post, minutes: float, **said: Any) -> Post:
    event = PostWritten(at(minutes), post.id, "hana", texts={"ja": "続けています"}, **said)
    posts.write(event, work, a_catalogue())
    found = work.post(post.id)
    assert found is not None
    return found


A_DAY = 24 * 60


@each(
    ("announced", "by_clock", "minutes", "said"),
    [
        (-3 * A_DAY, True, -A_DAY - 0.1, []),
        (-3 * A_DAY, True, -A_DAY, ["soon"]),
        (-3 * A_DAY, False, -0.1, ["soon"]),
        (-2 * A_DAY, True, -A_DAY, ["soon"]),
        (-2 * A_DAY + 1, True, -A_DAY, []),
        (-3 * A_DAY, True, 0, [PostStatus.IN_PROGRESS]),
        (-3 * A_DAY, False, 0, []),  # staff begin it, who know that it is late
    ],
)
def test_what_was_announced_two_days_ahead_is_announced_again_from_the_day_before_until_it_begins(
    announced: float, minutes: float, said: list[str], *, by_clock: bool
) -> None:
    with in_memory().work() as work:
        planned(work, announced, by_clock=by_clock)
        assert tells(work, minutes) == said


@each(
    ("by_clock", "fails", "minutes", "said"),
    [
        (True, False, 19.9, []),
        (True, False, 20, [PostStatus.COMPLETED]),
        (True, True, 20, ["overruns"]),
        (False, False, 19.9, []),
        (False, False, 20, ["overruns"]),
    ],
)
def test_it_ends_by_the_clock_unless_what_it_touches_fails(
    minutes: float, said: list[str], *, by_clock: bool, fails: bool
) -> None:
    with in_memory().work() as work:
        post = planned(work, -10, by_clock=by_clock)
        written(work, post, 1, status=PostStatus.IN_PROGRESS)
        if fails:
            work.save_probe(failing(minutes))
        assert tells(work, minutes) == said
        assert tells(work, minutes + 1) == [] or minutes < 20


def failing(minutes: float) -> ProbeState:
    """What is delivered was well, and fails for the third time now."""
    well = ProbeState(DELIVERY.id, HOME.id, "main", at(0), at(0), answered_at=at(0), measured=9)
    return replace(well, at=at(minutes), since=at(1), step=MeasurementStep.STATUS, fails=3)


def test_another_end_of_it_is_none_before_it_begins_and_is_said(work: UnitOfWork) -> None:
    post = planned(work, -10)
    assert written(work, post, 1, status=PostStatus.IN_PROGRESS, ends_at=at(-5)).ends_at == at(0)
    later = written(work, post, 1, status=PostStatus.IN_PROGRESS, ends_at=at(40))
    assert (later.ends_at, len(later.updates)) == (at(40), 3)
    again = written(work, post, 2, status=PostStatus.IN_PROGRESS, ends_at=at(40))
    assert again == later


@each("lacks", ["titles", "starts_at", "ends_at"])
def test_work_is_planned_with_a_title_a_beginning_and_an_end(work: UnitOfWork, lacks: str) -> None:
    given: dict[str, Any] = {"titles": {"ja": "…"}, "starts_at": at(0), "ends_at": at(20)}
    posts.write(
        PostWritten(
            *(at(-10), "", "hana", PostKind.MAINTENANCE, PostStatus.SCHEDULED),
            **{**given, lacks: {} if lacks == "titles" else None},
        ),
        work,
        a_catalogue(),
    )
    assert work.posts() == []


def test_a_form_that_is_sent_twice_is_one_post(work: UnitOfWork) -> None:
    for _ in range(2):
        event = PostWritten(at(0), "", "hana", titles={"ja": "…"}, texts=SAYS, key="k")
        posts.write(event, work, a_catalogue())
    assert [len(post.updates) for post in work.posts()] == [1]
