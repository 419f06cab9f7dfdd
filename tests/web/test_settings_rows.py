"""Settings with fields of their own: business hours, closed days, quiet hours."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.model.audit import AuditFilter
from bot.model.operator import BusinessHours
from bot.model.staff import Role
from tests.web.conftest import House
from tests.web.staffing import joins
from tests.web.test_settings import EDIT, FILE, closed_days, house, office_hours, saves

__all__ = ["house"]
pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mon 18:00 09:00", "They must end later than they begin."),
        ("mon 09:00 ", "Give both times"),
        (" 09:00 18:00", "Tick the days"),
    ],
)
async def test_what_is_wrong_with_hours_is_told_at_their_row_and_nothing_is_saved(
    house: House, row: str, said: str
) -> None:
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        answer = await saves(admin, office_hours("sat 10:00 12:00", row))
    assert answer.status_code == 409
    kept, wrong = re.findall(r'<fieldset class="hours-row">.*?</fieldset>', answer.text, re.S)[:2]
    assert 'value="10:00"' in kept
    assert "aria-invalid" not in kept
    assert said in wrong
    assert re.search(r'aria-invalid="true" aria-describedby="(hours-1-fault)"', wrong)
    assert 'id="hours-1-fault"' in wrong
    assert house.kept.settings.saved() == {}


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("2026-13-01", "Give the first day"),
        ("1798675200", "Give the first day"),
        ("2026-12-31 2026-12-29", "must not come before"),
        ("2026-12-29 2027-12-31", "Is the year right?"),
    ],
)
async def test_what_is_wrong_with_closed_days_is_told_at_their_row_and_nothing_is_saved(
    house: House, added: str, said: str
) -> None:
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        answer = await saves(admin, None, **closed_days(add=added))
    assert answer.status_code == 409
    assert said in answer.text
    assert f'value="{added[:10]}" aria-invalid="true"' in answer.text
    assert house.kept.settings.saved() == {}


async def test_closed_days_are_listed_and_those_without_their_tick_go(house: House) -> None:
    days = {"operator.closed": "2021-01-01\n2026-12-31\n2027-01-01"}
    house.kept.settings.save({}, days, house.clock(), "x")
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(EDIT)).text
        assert "2026-12-31 (Thu)" in page
        assert "Past days: 1" in page
        await saves(admin, {"closed.kept": ["2021-01-01", "2027-01-01"]}, **closed_days())
    assert house.kept.settings.saved() == {"operator.closed": "2021-01-01\n2027-01-01"}


async def test_closed_days_of_the_file_are_listed_without_ticks(house: House) -> None:
    hours = BusinessHours((), frozenset({date(2026, 12, 31)}))
    operator = replace(house.given.operator, hours=hours)
    file = replace(FILE, keys=FILE.keys | {"operator.closed", "broadcast.quiet"})
    house.given = replace(house.given, operator=operator, names=file)
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(EDIT)).text
        assert "2026-12-31 (Thu)" in page
        assert 'name="closed.' not in page
        assert 'name="quiet.' not in page
        await saves(admin, None, **closed_days(), quiet__begins="", quiet__ends="")
    assert house.kept.settings.saved() == {}


@pytest.mark.parametrize(("begins", "ends"), [("22:00", ""), ("22:00", "22:00"), ("25:00", "7:00")])
async def test_quiet_hours_that_cannot_be_are_told_and_not_saved(
    house: House, begins: str, ends: str
) -> None:
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        answer = await saves(admin, None, quiet__begins=begins, quiet__ends=ends)
    assert answer.status_code == 409
    assert "Give both times, and not the same one twice." in answer.text
    assert house.kept.settings.saved() == {}


async def test_without_quiet_hours_both_times_are_empty(house: House) -> None:
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(EDIT)).text
        assert 'name="quiet.begins" value="22:00"' in page
        await saves(admin, None, quiet__begins="", quiet__ends="")
        assert 'name="quiet.begins" value=""' in (await admin.get(EDIT)).text
    assert house.kept.settings.saved() == {"broadcast.quiet": ""}


async def test_hours_that_were_saved_in_words_stand_in_the_form_and_are_not_changed_by_it(
    house: House,
) -> None:
    house.kept.settings.save({}, {"operator.hours": "平日 9:00-24:00"}, house.clock(), "x")
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(EDIT)).text
        first = page.partition('class="hours-row"')[2].partition("</fieldset>")[0]
        assert re.findall(r'value="(\d)" checked', first) == ["0", "1", "2", "3", "4"]
        assert re.findall(r'type="time" name="\S+" value="([^"]*)"', first) == ["09:00", "00:00"]
        same = office_hours("mon,tue,wed,thu,fri 09:00 00:00", " " * 2)
        assert (await saves(admin, same, operator__greeting="はい。")).status_code == 303
    (noted,) = house.staff.audited(AuditFilter(act="settings.change"), None, 9)
    assert noted.about == "operator.greeting"


async def test_hours_of_the_file_are_read_in_words_and_cannot_be_filled_in(house: House) -> None:
    file = replace(FILE, keys=FILE.keys | {"operator.hours"})
    house.given = replace(house.given, names=file)
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        assert 'name="hours.rows"' not in (await admin.get(EDIT)).text
        await saves(admin, office_hours("mon 09:00 18:00"))
    assert house.kept.settings.saved() == {}
