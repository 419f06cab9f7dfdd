"""Who of those in Slack is staff, and with which role: by their account, else by the settings."""

from dataclasses import dataclass

from bot.channels.slack.settings import SlackSettings
from bot.desk.staff_accounts import StaffStore
from bot.model.staff import Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff. ``name``: that of their account, "" where they have none."""

    role: Role
    name: str = ""


@dataclass(frozen=True, slots=True)
class StaffMembers:
    """Looks people up. It reads the store, so it is asked off the loop."""

    settings: SlackSettings
    store: StaffStore

    def member(self, team: str, user: str) -> Member | None:
        """Who somebody is; None: nobody of ours, as is everybody outside the operator's workspace."""
        if not self.settings.staff_team or team != self.settings.staff_team:
            return None
        for account in self.store.accounts():
            if account.slack == user:
                return Member(account.role, account.name)
        role = self.settings.staff.get(user)
        return Member(role) if role is not None else None

    def is_staff(self, team: str, user: str) -> bool:
        return self.member(team, user) is not None
