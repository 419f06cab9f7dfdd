"""Who of the staff may do what in Slack: by their account, or by the settings."""

import pytest

from bot.channels.slack.api.members import Member, StaffMembers
from bot.channels.slack.settings import SlackSettings
from bot.desk.staff_accounts import add
from bot.model.audit import AuditFilter
from bot.model.staff import Role
from tests.channels.slack.staff_house import House, Play, a_ticket


@pytest.mark.parametrize(
    ("role", "told", "closed_by"),
    [
        (Role.VIEWER, ["閲覧だけの権限のため、この操作はできません。"], None),
        (Role.ADMIN, [], "加藤さん"),
    ],
)
def test_an_account_says_who_somebody_is_and_what_they_may(
    play: Play, role: Role, told: list[str], closed_by: str | None
) -> None:
    async def scene(house: House) -> None:
        ticket = a_ticket(house.day)
        with house.store.staff.hold() as accounts:
            add(accounts, "加藤さん", role, "UKATO", house.day.now)
        await house.presses({"action_id": "staff_close", "value": ticket}, user="UKATO")
        assert [text for _, text in house.room.whispers] == told
        with house.store.work() as work:
            found = work.ticket(ticket)
        assert found is not None
        assert found.staff == closed_by
        log = [(e.act, e.staff, e.about) for e in house.store.staff.audited(AuditFilter())]
        assert log == [("case.close", name, ticket) for name in (closed_by,) if name]

    play(scene)


def test_nobody_is_staff_where_no_workspace_is_the_operators_own(play: Play) -> None:
    async def scene(house: House) -> None:
        with house.store.staff.hold() as accounts:
            add(accounts, "加藤", Role.ADMIN, "UKATO", house.day.now)
        ours, others = ("TOURS", "UKATO"), ("TCUSTOMER", "UKATO")
        settings = SlackSettings("xoxb-1", "s", staff_team="TOURS", staff={"UHANA": Role.AGENT})
        members = StaffMembers(settings, house.store.staff)
        assert members.member(*ours) == Member(Role.ADMIN, "加藤")
        assert members.member("TOURS", "UHANA") == Member(Role.AGENT)
        assert (members.is_staff(*ours), members.is_staff(*others)) == (True, False)
        unset = StaffMembers(SlackSettings("xoxb-1", "s"), house.store.staff)
        assert not unset.is_staff("", "UKATO")

    play(scene)


def test_an_act_that_is_in_no_table_is_for_nobody(play: Play) -> None:
    async def scene(house: House) -> None:
        await house.presses({"action_id": "staff_new", "value": "x"}, user="UKATO")
        assert len(house.room.whispers) == 1

    play(scene)
