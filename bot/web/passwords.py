"""Passwords of staff: hashed with Argon2id, checked few at a time, and how good one must be."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool

from bot.model.staff import spelled_alike

SHORTEST, LONGEST = 12, 200  # characters
AT_ONCE = 2  # each takes 19 MiB and some 50 ms of one core
FEWEST_DIFFERENT = 5  # characters, besides one's own name
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


def problem_of(password: str, again: str, name: str) -> str:
    """Why a password cannot be somebody's, as a key of the texts; "": it can."""
    if len(password) < SHORTEST:
        return "accounts.problem.short"
    if len(password) > LONGEST:
        return "accounts.problem.long"
    if len(set(spelled_alike(password).replace(spelled_alike(name), ""))) < FEWEST_DIFFERENT:
        return "accounts.problem.easy"
    return "" if password == again else "accounts.problem.unlike"
