"""Tasks that no engine could keep are refused where they are described."""

from datetime import timedelta

import pytest

from bot.jobs.port import Lock, Task
from bot.jobs.shift import cron_of
from tests.cases import each


@each("name", ["", "Inbox", "in box", "x" * 41, "9", "été"])
def test_a_name_is_short_and_plain(name: str) -> None:
    with pytest.raises(ValueError, match="name of a task"):
        Task(name)


@each("seconds", [0, -5, 0.5, 7, 90, 61, 7 * 60, 5 * 3600, 86401, 2 * 86400])
def test_a_period_divides_the_day(seconds: float) -> None:
    with pytest.raises(ValueError, match="does not divide"):
        Task("sweep", every=timedelta(seconds=seconds))


def test_what_stands_does_not_come_round_again() -> None:
    with pytest.raises(ValueError, match="does not divide"):
        Task("polling", standing=True, every=timedelta(minutes=1))


@each(
    ("period", "line"),
    [
        (timedelta(seconds=1), "* * * * * */1"),
        (timedelta(seconds=5), "* * * * * */5"),
        (timedelta(minutes=1), "*/1 * * * *"),
        (timedelta(minutes=15), "*/15 * * * *"),
        (timedelta(hours=1), "0 */1 * * *"),
        (timedelta(hours=6), "0 */6 * * *"),
        (timedelta(days=1), "0 0 * * *"),
    ],
)
def test_a_period_as_a_line_of_cron(period: timedelta, line: str) -> None:
    assert cron_of(Task("sweep", every=period).every or timedelta()) == line


def test_what_a_job_holds_while_it_runs() -> None:
    assert Task("inbox").lock_of("acme") == "inbox:acme"
    assert Task("tick", lock=Lock.TASK).lock_of("acme") == "tick"
    assert Task("polling", standing=True).lock_of("") == "polling"
    assert Task("chunk", lock=Lock.NONE).lock_of("") is None
