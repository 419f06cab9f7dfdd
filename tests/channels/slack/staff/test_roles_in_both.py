"""The console and Slack allow the same roles the same acts: neither can be loosened alone."""

import asyncio

import pytest

from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.staff.admission import RULES, Presser, StaffAdmission
from bot.desk.staff_accounts import add
from bot.model.staff import Role
from bot.model.staff_acts import LEAST
from bot.web.access import WRITES, may
from tests.builders import MORNING
from tests.store.databases import in_memory

ROOM = "CTRIAGE"
SETTINGS = SlackSettings("xoxb-1", "s", staff_team="TOURS", triage_channel=ROOM)
PRESSER = Presser("UKATO", "TOURS", ROOM, "kato")
# What can be pressed in Slack, by what the audit log calls it, and who may: nobody who is not named here.
MATRIX = {
    ("staff_claim", "case.claim"): (Role.AGENT, Role.LEAD, Role.ADMIN),
    ("staff_reply", "case.answer"): (Role.AGENT, Role.LEAD, Role.ADMIN),
    ("staff_close", "case.close"): (Role.AGENT, Role.LEAD, Role.ADMIN),
    ("staff_assign", "case.assign"): (Role.AGENT, Role.LEAD, Role.ADMIN),
    ("staff_link", "case.link"): (Role.AGENT, Role.LEAD, Role.ADMIN),
    ("staff_wrong", "case.rule_out"): (Role.AGENT, Role.LEAD, Role.ADMIN),
    ("staff_decide", "notice.decide"): (Role.LEAD, Role.ADMIN),
    ("staff_reject", "notice.decide"): (Role.LEAD, Role.ADMIN),
    ("staff_end", "incident.end"): (Role.LEAD, Role.ADMIN),
    ("staff_name", "incident.name"): (Role.LEAD, Role.ADMIN),
}
OPENS = {"staff_more": ("staff_link", "staff_wrong")}  # a form of either, and does nothing itself


def admitted(role: Role) -> set[str]:
    """What Slack lets somebody of a role do."""
    store = in_memory()
    with store.staff.hold() as accounts:
        add(accounts, "加藤", role, PRESSER.user, MORNING)
    admission = StaffAdmission(SETTINGS, store)

    async def asked() -> set[str]:
        found = {what: await admission.admitted(PRESSER, what, room=ROOM) for what in RULES}
        return {what for what, (_, refused) in found.items() if not refused}

    try:
        return asyncio.run(asked())
    finally:
        store.close()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_in_slack_what_it_may_at_the_console_and_no_more(role: Role) -> None:
    in_slack = admitted(role)
    for (what, act), roles in MATRIX.items():
        paths = [path for path, rule in WRITES.items() if rule.act == act]
        assert paths, f"the console does not know {act}"
        assert {what in in_slack, *(may(role, path) for path in paths)} == {role in roles}, what
    for what, opened in OPENS.items():
        assert (what in in_slack) == any(one in in_slack for one in opened)


def test_the_matrix_has_every_act_of_slack_under_its_name_and_each_is_one_of_the_shared() -> None:
    named = {what: rule.act for what, rule in RULES.items() if what not in OPENS}
    assert set(named.items()) == set(MATRIX)
    assert set(OPENS) == set(RULES) - set(named)
    assert set(LEAST) == set(named.values())
