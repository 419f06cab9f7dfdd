"""A token has one number of requests a minute, however many processes it asks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.sql import SqlStore
from bot.web.api.pace import AT_ONCE, PER_MINUTE, Left, TokenPaces
from tests.web.fakes import NOON

pytestmark = pytest.mark.anyio
TOKEN = "t1"
SECOND = timedelta(seconds=1)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[TokenPaces, TokenPaces]]:
    """Two processes on one database."""
    stores = [SqlStore.open(f"sqlite:///{tmp_path / 'desk.sqlite'}") for _ in range(2)]
    yield TokenPaces(stores[0].slate), TokenPaces(stores[1].slate)
    for store in stores:
        store.close()


async def spent(paces: TokenPaces, times: int, seconds: int = 0) -> list[Left]:
    return [await paces.spend(TOKEN, NOON + seconds * SECOND) for _ in range(times)]


async def test_what_one_process_lets_through_the_other_does_not(
    two: tuple[TokenPaces, TokenPaces],
) -> None:
    one, other = two
    allowed = await spent(one, PER_MINUTE - AT_ONCE)
    assert [left.requests for left in allowed[-2:]] == [AT_ONCE + 1, AT_ONCE]
    beside = await spent(other, AT_ONCE + 1, seconds=20)
    assert [left.requests for left in beside[-2:]] == [0, -1]
    assert beside[-1] == Left(-1, 40)
    assert (await spent(one, 1, seconds=20))[0] == Left(-1, 40)
    assert (await spent(one, 1, seconds=60))[0] == Left(PER_MINUTE - 1, 60)
    later = (await spent(other, 1, seconds=60))[0]
    assert later.requests == PER_MINUTE - AT_ONCE - 1


async def test_who_is_refused_asks_the_database_no_more(
    two: tuple[TokenPaces, TokenPaces], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = two
    await spent(one, PER_MINUTE + 1)
    monkeypatch.setattr(one, "_take", None)
    assert {left.requests for left in await spent(one, 50)} == {-1}


async def test_each_token_has_its_own(two: tuple[TokenPaces, TokenPaces]) -> None:
    one, _ = two
    await spent(one, PER_MINUTE + 1)
    assert (await one.spend("t2", NOON)).requests == PER_MINUTE - 1
