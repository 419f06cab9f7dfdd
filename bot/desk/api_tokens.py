"""Tokens of the API and the keys under which its posts are remembered: where they are kept, and the rules.

They are no events: nothing of them is replayed, and no token is ever in the journal.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.desk.staff_accounts import digest_of, named
from bot.masking.redact import redact
from bot.model.api_token import LONGEST_LIFE, OPERATORS_OWN, ApiToken, Scope
from bot.model.errors import JitabataError
from bot.model.staff import Account, spoken_name

PREFIX = "jbt_"  # so that people and scanners know one when they see it
SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
MOST_LIVE = 100
LONGEST_ORGANISATION = 200  # characters
KEYS_LAST = timedelta(hours=24)


class TokenError(JitabataError):
    """What was asked cannot be done with tokens; ``key`` names the text that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class KeyState(StrEnum):
    """What is known of an idempotency key when somebody posts under it."""

    FRESH = "fresh"  # nothing was: it is theirs now
    RUNNING = "running"  # another post under it has not ended, or its end is not known
    DONE = "done"
    OTHER = "other"  # something else was posted under it


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What became of a key; ``status`` and ``body`` are those of the first answer, once there is one."""

    state: KeyState
    status: int = 0
    body: str = ""


class ApiStore(Protocol):
    """Keeps tokens and idempotency keys; each call is a transaction of its own."""

    def tokens(self) -> list[ApiToken]:
        """All of them, the newest first."""
        ...

    def token(self, digest: str) -> ApiToken | None: ...

    def add_token(self, token: ApiToken, most_live: int) -> bool:
        """Keep a new one; False where there are so many already that open something."""
        ...

    def revoke_token(self, ident: str, at: datetime) -> ApiToken | None:
        """Have one open nothing any more; None: there is none of this id that does."""
        ...

    def use_token(self, ident: str, at: datetime) -> None:
        """Note that somebody used it."""
        ...

    def take_key(
        self, key: str, fingerprint: str, now: datetime, again_after: timedelta | None
    ) -> KeptAnswer:
        """Take an idempotency key for a post that ``fingerprint`` tells from others.

        ``again_after``: when one that has not ended may be taken over; None: never, because what it
        did cannot be done twice.
        """
        ...

    def keep_answer(self, key: str, status: int, body: str) -> None:
        """Write down what was answered under a key."""
        ...

    def release_key(self, key: str) -> None:
        """Nothing was done under it: it is free again."""
        ...


def made_token(
    name: str, scopes: Iterable[Scope], organisation: str, lasts: timedelta, by: str, now: datetime
) -> tuple[ApiToken, str]:
    """A new token, and the text with which it is used: shown once, kept nowhere.

    Raises TokenError for what no token can be.
    """
    name, organisation = spoken_name(name), " ".join(organisation.split())
    chosen = frozenset(scopes)
    if not name:
        raise TokenError("api_tokens.problem.name")
    if not chosen:
        raise TokenError("api_tokens.problem.scopes")
    if organisation and chosen & OPERATORS_OWN:
        raise TokenError("api_tokens.problem.operators")
    if len(organisation) > LONGEST_ORGANISATION or redact(organisation).text != organisation:
        raise TokenError("api_tokens.problem.organisation")
    if not timedelta() < lasts <= LONGEST_LIFE:
        raise TokenError("api_tokens.problem.days")
    text = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        secrets.token_hex(6), name, digest_of(text), chosen, organisation, now, by, now + lasts
    )
    return made, text


def keep_token(store: ApiStore, token: ApiToken, accounts: Iterable[Account] = ()) -> None:
    """Keep a new token. Raises TokenError where there are too many, or one of the staff has its name."""
    if named(accounts, token.name) is not None:
        raise TokenError("api_tokens.problem.taken")
    if not store.add_token(token, MOST_LIVE):
        raise TokenError("api_tokens.problem.many")
