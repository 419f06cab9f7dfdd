"""What the desk may expect of any store about who is at a case, and about saved views."""

from dataclasses import replace

from bot.desk.attendance import Attendance, Doing
from bot.desk.ports import Store
from bot.desk.saved_views import SavedView
from tests.store.builders import MINUTE, NOON

HERE = Attendance(
    "T1", "佐藤", Doing.EDITING, NOON, "確認して\0おります", "折り返し", "other_apps_ok"
)


def test_what_was_told_last_of_somebody_at_a_case_counts(store: Store) -> None:
    with store.work() as work:
        assert work.attendance("T1", "佐藤") is None
        work.save_attendance(HERE)
        later = replace(HERE, doing=Doing.AWAY, at=NOON + MINUTE, reply="")
        work.save_attendance(later)
        assert work.attendance("T1", "佐藤") == later
        assert work.attendance("T2", "佐藤") is None


def test_what_somebody_has_begun_in_many_places_is_found_at_once(store: Store) -> None:
    with store.work() as work:
        there = [replace(HERE, ticket=ticket, reply="") for ticket in ("T1", "T3")]
        for told in (*there, replace(HERE, ticket="T2", staff="加藤")):
            work.save_attendance(told)
        found = work.attendances_of(["T1", "T2", "T3", "T4"], "佐藤")
        assert found == {told.ticket: told for told in there}
        assert work.attendances_of([], "佐藤") == {}


def test_a_draft_comes_back_as_it_was_but_for_what_no_database_keeps(store: Store) -> None:
    with store.work() as work:
        work.save_attendance(HERE)
        assert work.attendance("T1", "佐藤") == replace(HERE, reply="確認しております")


def test_who_is_at_a_case_is_told_until_they_leave_or_are_silent(store: Store) -> None:
    with store.work() as work:
        for staff, doing, after in (
            ("佐藤", Doing.VIEWING, 5),
            ("加藤", Doing.LEFT, 5),
            ("鈴木", Doing.EDITING, 0),
            ("伊藤", Doing.AWAY, 6),
        ):
            work.save_attendance(Attendance("T1", staff, doing, NOON + after * MINUTE))
        found = work.attendances("T1", NOON + 5 * MINUTE)
        assert {each.staff for each in found} == {"佐藤", "伊藤"}
        assert work.attendances("T2", NOON) == []


def test_views_are_kept_for_each_by_name(store: Store) -> None:
    with store.work() as work:
        work.save_view(SavedView("佐藤", "b", "/staff?show=all"))
        work.save_view(SavedView("佐藤", "a", "/staff?q=1"))
        work.save_view(SavedView("佐藤", "b", "/staff?q=2"))
        work.save_view(SavedView("鈴木", "b", "/staff?q=3"))
        assert work.saved_views("佐藤") == [
            SavedView("佐藤", "a", "/staff?q=1"),
            SavedView("佐藤", "b", "/staff?q=2"),
        ]
        work.drop_view("佐藤", "b")
        work.drop_view("佐藤", "no such")
        assert [view.name for view in work.saved_views("佐藤")] == ["a"]
        assert len(work.saved_views("鈴木")) == 1
