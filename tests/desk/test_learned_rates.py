"""The rhythm of reports is learned from what no incident explains, once an hour and only once."""

from datetime import timedelta

from bot.desk.learned_rates import learn, learned_until, rhythm_of
from bot.desk.ports import UnitOfWork
from bot.model.tenant_report import NO_INCIDENT
from tests.builders import MINUTE, MORNING, a_report, a_testimony, at
from tests.store.databases import in_memory

HOUR = 60


def rate(work: UnitOfWork, minutes: float) -> tuple[float, float]:
    """Reports and hours looked at in one hour of the week."""
    when = at(minutes)
    place = when.weekday() * 24 + when.hour
    rhythm = rhythm_of(work)
    return rhythm.reports[place], rhythm.watched[place]


def keep(work: UnitOfWork, number: int, after: float, incident: str | None = None) -> None:
    work.save_conversation(a_report(number, {}, after=after, incident=incident), at(after))


def test_an_hour_is_learned_when_it_is_clear_what_incidents_explain() -> None:
    store = in_memory()
    with store.work() as work:
        assert not learn(work, at(0))
        assert not learn(work, at(HOUR))  # nobody looked before the desk opened
        keep(work, 1, 65)
        keep(work, 2, 80)
        keep(work, 3, 90, incident="I1")
        keep(work, 4, 130)
        assert not learn(work, at(4 * HOUR))
        assert learn(work, at(5 * HOUR))
        assert rate(work, 30) == (0, 0)
        assert rate(work, 90) == (2, 1)
        assert rate(work, 150) == (0, 0)
        assert not learn(work, at(5 * HOUR + 30))
        before = learned_until(work)
        assert learn(work, at(6 * HOUR))
        assert learned_until(work) != before
        assert rate(work, 90) == (2, 1)
        assert rate(work, 150) == (1, 1)
    store.close()


def test_a_long_pause_is_made_up_for_a_day_at_most() -> None:
    store = in_memory()
    with store.work() as work:
        learn(work, MORNING)
        assert learn(work, MORNING + timedelta(days=9))
        assert sum(rhythm_of(work).watched) == 24
        assert not learn(work, MORNING + timedelta(days=9) + MINUTE)
    store.close()


def test_old_testimonies_are_let_go_of_meanwhile() -> None:
    store = in_memory()
    with store.work() as work:
        learn(work, MORNING)
        work.testify(NO_INCIDENT, "tenant1", a_testimony(1, {"plugin:x": 3.0}))
        work.testify(NO_INCIDENT, "tenant2", a_testimony(2, {"plugin:x": 3.0}, at=at(11 * HOUR)))
        learn(work, at(12 * HOUR))
        assert work.testimony(NO_INCIDENT, "tenant1") is None
        assert work.testimony(NO_INCIDENT, "tenant2") is not None
    store.close()
