"""Who of the staff may do what in Slack: by their account, or by the settings where they have none."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.slack.api.members import StaffMembers
from bot.channels.slack.settings import SlackSettings
from bot.desk.ports import Store
from bot.model.staff import Role, Rule
from bot.model.staff_acts import shared

# The rule of each act, the same as at the console; what is not named is for nobody.
RULES: Mapping[str, Rule] = {
    "staff_claim": shared("case.claim"),
    "staff_reply": shared("case.answer"),
    "staff_close": shared("case.close"),
    "staff_assign": shared("case.assign"),
    "staff_more": replace(shared("case.link"), act=""),  # opens one of the two that follow
    "staff_link": shared("case.link"),
    "staff_wrong": shared("case.rule_out"),
    "staff_decide": shared("notice.decide"),
    "staff_reject": shared("notice.decide"),
    "staff_end": shared("incident.end"),
    "staff_name": shared("incident.name"),
}

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Presser:
    """Who pressed, as Slack vouches for it."""

    user: str
    team: str
    room: str
    name: str


class StaffAdmission:
    """Looks up who somebody is, and whether they may."""

    def __init__(self, settings: SlackSettings, store: Store) -> None:
        self._settings, self._members = settings, StaffMembers(settings, store.staff)

    async def admitted(
        self, who: Presser, what: str, room: str | None = None
    ) -> tuple[Presser, str]:
        """Who it is by their account, if they have one; and why they may not, "" when they may."""
        member = await asyncio.to_thread(self._members.member, who.team, who.user)
        if member is None:
            return who, "staff.staff_only"
        who = replace(who, name=member.name or who.name)
        if room is not None and room != self._settings.triage_channel:
            return who, "staff.not_here"
        rule = RULES.get(what)
        if rule is not None and member.role.covers(rule.least):
            return who, ""
        return who, "staff.view_only" if member.role is Role.VIEWER else "staff.lead_only"

    async def works_on_cases(self, user: str) -> bool:
        """Whether a case can be given to somebody of the staff's workspace."""
        team = self._settings.staff_team
        member = await asyncio.to_thread(self._members.member, team, user)
        return member is not None and member.role.covers(Role.AGENT)


def presser_of(body: Body) -> Presser:
    """Who pressed a button or a menu."""
    user, container = body["user"], body.get("container") or {}
    team = user.get("team_id") or (body.get("team") or {}).get("id") or ""
    room = container.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    return Presser(str(user["id"]), str(team), str(room), _name(user))


def submitter_of(body: Body) -> Presser:
    """Who sent a form. In one of somebody from outside ``team`` is theirs, which is what counts here."""
    user = body["user"]
    team = user.get("team_id") or (body.get("team") or {}).get("id") or ""
    return Presser(str(user["id"]), str(team), "", _name(user))


def _name(user: Mapping[str, Any]) -> str:
    return str(user.get("name") or user.get("username") or user["id"])[:80]
