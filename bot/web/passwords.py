"""Passwords of staff: hashed with Argon2id, checked few at a time, and how good one must be."""

import asyncio
import re
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool

from bot.model.staff import spelled_alike
from bot.web.common_passwords import unusual

SHORTEST, LONGEST = 12, 200  # characters
AT_ONCE = 2  # each takes 19 MiB and some 50 ms of one core
FEWEST_DIFFERENT = 6  # characters, besides common words, runs of keys, and one's own name
SHORTEST_NAME = 3  # characters of a part of a name that is looked for by itself
# The least that OWASP recommends for Argon2id.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Passwords:
    """Hashes passwords and compares them. The hash names its own parameters."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def hashed(self, password: str) -> str:
        async with self._turns:
            return await run_in_threadpool(_HASHER.hash, password)

    async def is_right(self, password: str, hashed: str) -> bool:
        """Whether a password is the one of a hash; "" is nobody's, and takes as long to refuse."""
        async with self._turns:
            return await run_in_threadpool(_matches, password, hashed)


def _matches(password: str, hashed: str) -> bool:
    try:
        _HASHER.verify(hashed or _nobodys(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return bool(hashed)


@cache
def _nobodys() -> str:
    """A hash to compare with where there is none."""
    return _HASHER.hash(secrets.token_urlsafe())


def _names_in(name: str) -> set[str]:
    """What of a name no password may hold: all of it, and its longer parts."""
    whole, parts = spelled_alike(name), re.split(r"[\W_]+", name)
    found = {spelled_alike(part) for part in parts if len(part) >= SHORTEST_NAME}
    return found | {whole} if len(whole) > 1 else found


def problem_of(password: str, again: str, name: str) -> str:
    """Why a password cannot be somebody's, as a key of the texts; "": it can."""
    if len(password) < SHORTEST:
        return "accounts.problem.short"
    if len(password) > LONGEST:
        return "accounts.problem.long"
    own = _names_in(name)
    if any(part in spelled_alike(password) for part in own):
        return "accounts.problem.own_name"
    if len(set(unusual(password))) < FEWEST_DIFFERENT:
        return "accounts.problem.easy"
    return "" if password == again else "accounts.problem.unlike"
