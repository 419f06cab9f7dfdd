"""The command ``staff``: accounts for the console, and the links with which their owners begin.

Part of the composition root. Each change is one short transaction, so a desk that runs on the same
database goes on, and knows within seconds.
"""

import argparse
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TextIO
from urllib.parse import urlencode

from bot.desk.staff_accounts import (
    AccountError,
    StaffStore,
    add,
    changed,
    give_role,
    invite,
    named,
    remove,
)
from bot.model.errors import JitabataError
from bot.model.japan import JST
from bot.model.staff import Account, Role
from bot.running.web_server import REACHED_AT, reached_at
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say
from bot.web.own_account import INVITATION


def run(
    arguments: argparse.Namespace, settings: Settings, clock: Callable[[], datetime], out: TextIO
) -> int:
    """List accounts, make one, or change one. JitabataError says, in words, what cannot be done."""
    with SqlStore.open(settings.database_url) as store:
        try:
            _run(arguments, partial(_begin, settings, store), store.staff, clock(), out)
        except AccountError as why:
            raise JitabataError(say(arguments.lang, why.key)) from why
    return 0


def _run(
    given: argparse.Namespace,
    begin: Callable[[], str],
    staff: StaffStore,
    now: datetime,
    out: TextIO,
) -> None:
    if given.what == "list":
        _listed(staff.accounts(), given.lang, now, out)
        return
    if given.what == "add":
        role, slack = Role(given.role), given.slack
        account, key = changed(staff, lambda held: add(held, given.name, role, slack, now))
    else:
        ident, key = _of(staff, given.name, given.lang).id, ""
        if given.what == "link":
            account, key = changed(staff, lambda held: invite(held, ident, now))
        elif given.what == "role":
            account = changed(staff, lambda held: give_role(held, ident, Role(given.role)))
        else:
            account = changed(staff, lambda held: remove(held, ident))
    role_word = say(given.lang, f"accounts.role.{account.role}")
    done = {"add": "added", "link": "linked", "role": "role", "remove": "removed"}[given.what]
    told = say(given.lang, f"accounts.command.{done}", name=account.name, role=role_word)
    print(told, file=out)
    if key:
        print(f"{begin()}{INVITATION}?{urlencode({'key': key})}", file=out)


def _begin(settings: Settings, store: SqlStore) -> str:
    """How the console's addresses begin: as the operator says, as the desk was served last, or as it would be."""
    if settings.public_urls:
        return settings.public_urls[0]
    with store.look() as work:
        served = work.recall(REACHED_AT)
    return served or reached_at(settings.host, settings.port)


def _of(staff: StaffStore, name: str, lang: str) -> Account:
    account = named(staff.accounts(), name)
    if account is None:
        raise JitabataError(say(lang, "accounts.problem.unknown", name=name))
    return account


def _listed(accounts: list[Account], lang: str, now: datetime, out: TextIO) -> None:
    """A line each: name, role, whether they can sign in, and who they are in Slack."""
    if not accounts:
        print(say(lang, "accounts.command.none"), file=out)
    for account in accounts:
        cells = (account.name, say(lang, f"accounts.role.{account.role}"), account.slack)
        print("\t".join((*cells[:2], _state(account, lang, now), *cells[2:])).rstrip(), file=out)


def _state(account: Account, lang: str, now: datetime) -> str:
    if account.can_sign_in:
        return say(lang, "accounts.all.state.active")
    if account.invited_until is not None and now < account.invited_until:
        until = f"{account.invited_until.astimezone(JST):%Y-%m-%d %H:%M}"
        return say(lang, "accounts.all.state.invited", until=until)
    return say(lang, "accounts.all.state.expired")
