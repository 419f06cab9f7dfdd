"""The accounts and sessions of staff: where they are kept, and the rules for changing them.

They are no events: nothing of them is replayed, and no password is ever in the journal.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from bot.model.audit import AuditEntry, AuditFilter
from bot.model.errors import JitabataError
from bot.model.staff import (
    INVITED_FOR,
    LONGEST_NAME,
    Account,
    Role,
    StaffSession,
    spelled_alike,
    spoken_name,
)

Accounts = MutableMapping[str, Account]  # by id
Change = TypeVar("Change")
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{1,30}")


class AccountError(JitabataError):
    """What was asked cannot be done with accounts; ``key`` names the text that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class StaffStore(Protocol):
    """Keeps accounts, sessions and the audit log; each call is a transaction of its own."""

    def accounts(self) -> list[Account]:
        """All of them, by name."""
        ...

    def hold(self) -> AbstractContextManager[Accounts]:
        """All accounts by id; what is changed in them is kept, and nobody else holds them meanwhile.

        The sessions of one that is taken out end. It may block.
        """
        ...

    def sessions_by(self, keys: Sequence[str]) -> Mapping[str, StaffSession]:
        """Those of these sessions that nobody has ended, with the name and role that their account has now."""
        ...

    def sessions(self, now: datetime, account: str | None = None) -> list[StaffSession]:
        """Those that go on, the one used last first; of one account, or of everybody."""
        ...

    def begin_session(self, session: StaffSession, *, instead: bool) -> bool:
        """Begin one; False where another browser has the name by a token as well.

        ``instead``: end that one's session.
        """
        ...

    def use_session(self, key: str, at: datetime) -> None:
        """Note that somebody uses it."""
        ...

    def end_session(self, key: str, at: datetime) -> None: ...

    def end_sessions(self, account: str, at: datetime, but: str = "") -> None:
        """End all sessions of an account, but for one."""
        ...

    def note(self, entry: AuditEntry) -> None:
        """Add an entry to the audit log."""
        ...

    def audited(
        self, which: AuditFilter, before: int | None = None, limit: int = 100
    ) -> list[AuditEntry]:
        """Entries of the audit log that were added before one of them, the newest first."""
        ...

    def seen_since(self, since: datetime) -> list[str]:
        """The names of all who used a session since then."""
        ...


def named(accounts: Iterable[Account], name: str) -> Account | None:
    """The account of a name, however it is spelled; None: nobody's."""
    wanted = spelled_alike(name)
    return next((a for a in accounts if spelled_alike(a.name) == wanted), None)


def invited(accounts: Iterable[Account], key: str, now: datetime) -> Account | None:
    """Whose invitation a link is; None: it was used, replaced or is too old."""
    digest = digest_of(key)
    for account in accounts:
        is_theirs = secrets.compare_digest(account.invitation, digest)
        if is_theirs and account.invited_until is not None and now < account.invited_until:
            return account
    return None


def add(
    accounts: Accounts, name: str, role: Role, slack: str, now: datetime
) -> tuple[Account, str]:
    """A new account, and the key of the link with which its owner sets a password.

    Raises AccountError where there is no name, or somebody has it.
    """
    name = spoken_name(name)
    if not name:
        raise AccountError("accounts.problem.name")
    if named(accounts.values(), name) is not None:
        raise AccountError("accounts.problem.taken")
    account = Account(secrets.token_hex(8), name, role, now)
    accounts[account.id] = account
    connect_slack(accounts, account.id, slack)
    return invite(accounts, account.id, now)


def invite(accounts: Accounts, ident: str, now: datetime) -> tuple[Account, str]:
    """The account, and the key of a new link; the one before it opens nothing any more.

    Raises AccountError for who signs in by the identity provider, and by nothing else.
    """
    if _of(accounts, ident).identity:
        raise AccountError("accounts.problem.vouched")
    key = secrets.token_urlsafe(32)
    account = replace(
        _of(accounts, ident), invitation=digest_of(key), invited_until=now + INVITED_FOR
    )
    accounts[ident] = account
    return account, key


def accept(accounts: Accounts, key: str, password: str, now: datetime) -> Account:
    """Have somebody who was invited set a password (its hash). The link is used up."""
    account = invited(accounts.values(), key, now)
    if account is None:
        raise AccountError("accounts.problem.invitation")
    return set_password(accounts, account.id, password)


def set_password(accounts: Accounts, ident: str, password: str) -> Account:
    """Give an account another password (its hash); no link to set one is open any more."""
    account = replace(_of(accounts, ident), password=password, invitation="", invited_until=None)
    accounts[ident] = account
    return account


def vouched_for(accounts: Accounts, identity: str, name: str, role: Role, now: datetime) -> Account:
    """The account of whom an identity provider vouches for, with the role that it gives them.

    Somebody new gets one, under a name that nobody has: a name alone makes nobody somebody else.
    """
    account = next((a for a in accounts.values() if a.identity == identity), None)
    if account is None:
        name = spoken_name(name) or "?"
        names = (name, *(f"{name[: LONGEST_NAME - 5]} ({n})" for n in range(2, 1_000)))
        free = next(n for n in names if named(accounts.values(), n) is None)
        account = Account(secrets.token_hex(8), free, role, now, identity=identity)
    account = replace(account, role=role)
    accounts[account.id] = account
    return account


def give_role(accounts: Accounts, ident: str, role: Role) -> Account:
    """Give an account another role. Raises AccountError where nobody would be admin any more."""
    account = replace(_of(accounts, ident), role=role)
    if role is not Role.ADMIN:
        _keep_an_admin(accounts, ident)
    accounts[ident] = account
    return account


def connect_slack(accounts: Accounts, ident: str, slack: str) -> Account:
    """Say who somebody is in Slack, by their user id there; "": nobody.

    Raises AccountError for what is no such id, or somebody else's.
    """
    if slack and not _SLACK_USER.fullmatch(slack):
        raise AccountError("accounts.problem.slack")
    if slack and any(a.slack == slack and a.id != ident for a in accounts.values()):
        raise AccountError("accounts.problem.slack_taken")
    account = replace(_of(accounts, ident), slack=slack)
    accounts[ident] = account
    return account


def remove(accounts: Accounts, ident: str) -> Account:
    """Remove an account. Raises AccountError where nobody would be admin any more."""
    account = _of(accounts, ident)
    _keep_an_admin(accounts, ident)
    del accounts[ident]
    return account


def digest_of(key: str) -> str:
    """What is kept of a key, so that nobody can use what is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def changed(store: StaffStore, change: Callable[[Accounts], Change]) -> Change:
    """Carry a change out and keep it. Raises what ``change`` raises; then nothing is kept."""
    with store.hold() as accounts:
        return change(accounts)


def _of(accounts: Accounts, ident: str) -> Account:
    account = accounts.get(ident)
    if account is None:
        raise AccountError("accounts.problem.gone")
    return account


def _keep_an_admin(accounts: Accounts, ident: str) -> None:
    """Refuse to leave others alone without an admin; the last account of all may go."""
    others = [a for a in accounts.values() if a.id != ident]
    is_admin = _of(accounts, ident).role is Role.ADMIN
    if is_admin and not any(a.role is Role.ADMIN and a.can_sign_in for a in others) and others:
        raise AccountError("accounts.problem.last_admin")
