"""The command ``api-tokens``: tokens with which other programs use the API.

Part of the composition root. A desk that runs on the same database knows of a change at once.
"""

import argparse
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TextIO

from bot.commands.audited import login_name
from bot.desk.api_tokens import TokenError, keep_token, made_token
from bot.model.api_token import ApiToken, Scope
from bot.model.errors import JitabataError
from bot.model.japan import JST
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say


def run(
    arguments: argparse.Namespace, settings: Settings, clock: Callable[[], datetime], out: TextIO
) -> int:
    """Make a token, list them, or revoke one. JitabataError says, in words, what cannot be done."""
    with SqlStore.open(settings.database_url) as store:
        try:
            _run(arguments, store, clock(), out)
        except TokenError as why:
            raise JitabataError(say(arguments.lang, why.key)) from why
    return 0


def _run(given: argparse.Namespace, kept: SqlStore, now: datetime, out: TextIO) -> None:
    store = kept.api
    if given.what == "list":
        _listed(store.tokens(), given.lang, now, out)
    elif given.what == "add":
        scopes = [Scope(scope) for scope in given.scope]
        lasts = timedelta(days=max(0, min(given.days, 10_000)))
        who = login_name()
        token, text = made_token(given.name, scopes, given.organisation, lasts, who, now)
        keep_token(store, token, kept.staff.accounts())
        until = _day(token.expires_at)
        told = {"name": token.name, "ident": token.id, "until": until}
        print(say(given.lang, "api_tokens.command.added", **told), file=out)
        print(text, file=out)
    else:
        gone = store.revoke_token(given.ident, now)
        if gone is None:
            raise JitabataError(say(given.lang, "api_tokens.problem.unknown", ident=given.ident))
        told = {"name": gone.name, "ident": gone.id}
        print(say(given.lang, "api_tokens.command.revoked", **told), file=out)


def _listed(tokens: list[ApiToken], lang: str, now: datetime, out: TextIO) -> None:
    """A line each: id, name, whom it reaches, how long it is good, last use, and what it may do."""
    if not tokens:
        print(say(lang, "api_tokens.command.none"), file=out)
    for token in tokens:
        reach = token.organisation or say(lang, "api_tokens.all_organisations")
        used = _day(token.used_at) if token.used_at else say(lang, "api_tokens.never")
        cells = (token.id, token.name, reach, _state(token, lang, now), used)
        print("\t".join((*cells, " ".join(sorted(token.scopes)))), file=out)


def _state(token: ApiToken, lang: str, now: datetime) -> str:
    if token.revoked_at is not None:
        return say(lang, "api_tokens.dead.revoked", date=_day(token.revoked_at))
    if now >= token.expires_at:
        return say(lang, "api_tokens.dead.expired", date=_day(token.expires_at))
    return say(lang, "api_tokens.command.live", until=_day(token.expires_at))


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(JST):%Y-%m-%d}"
