"""What one process tells its pages is heard by the others: on the real PostgreSQL."""

import asyncio
import hashlib
from collections.abc import Sequence

from sqlalchemy import create_engine, text

from bot.store.pubsub import EVERYBODY, PubSub
from tests.store.databases import a_schema


class Ear:
    """What one process hears."""

    def __init__(self) -> None:
        self.heard: list[Sequence[str]] = []
        self.something = asyncio.Event()

    def __call__(self, topics: Sequence[str]) -> None:
        self.heard.append(topics)
        self.something.set()

    async def until(self, *topics: str) -> None:
        while list(topics) not in [list(h) for h in self.heard]:
            self.something.clear()
            await self.something.wait()


def cut_all(url: str) -> None:
    """As a restart of the server does, for those who listen in this schema."""
    schema = url.rpartition("%3D")[2]
    digest = hashlib.sha256(str((schema,)).encode()).hexdigest()[:16]
    engine = create_engine(url)
    with engine.connect() as connection:
        cut = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE :listening AND pid <> pg_backend_pid()"
        )
        found = connection.execute(cut, {"listening": f"LISTEN%jitabata_pages_{digest}%"})
        assert found.all()
    engine.dispose()


def test_the_others_hear_and_oneself_does_not() -> None:
    async def scenario(url: str) -> None:
        first, second = PubSub(url, "first"), PubSub(url, "second")
        mine, theirs = Ear(), Ear()
        running = [asyncio.create_task(first.run(mine)), asyncio.create_task(second.run(theirs))]
        while ["ready"] not in mine.heard:  # both listen
            second.tell(["ready"])
            await asyncio.sleep(0.02)
        first.tell(["staff", "customer:佐藤"])
        await theirs.until("staff", "customer:佐藤")
        assert ["staff", "customer:佐藤"] not in mine.heard
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    with a_schema() as url:
        asyncio.run(asyncio.wait_for(scenario(url), 50))


def test_what_waits_to_be_told_is_told_together_and_each_once() -> None:
    async def scenario() -> None:
        echo = PubSub("postgresql://nobody", "one")
        for topics in (["staff"], ["staff", "case:T1"], ["staff"]):
            echo.tell(topics)
        assert await echo._next() == ["staff", "case:T1"]
        echo.tell(["case:T2"])
        assert await echo._next() == ["case:T2"]

    asyncio.run(scenario())


def test_of_too_many_pages_everybody_looks() -> None:
    async def scenario(url: str) -> None:
        first, second, theirs = PubSub(url, "first"), PubSub(url, "second"), Ear()
        running = [
            asyncio.create_task(first.run(Ear())),
            asyncio.create_task(second.run(theirs)),
        ]
        while [EVERYBODY] not in theirs.heard:
            first.tell([f"customer:{n}" for n in range(2_000)])
            await asyncio.sleep(0.02)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    with a_schema() as url:
        asyncio.run(asyncio.wait_for(scenario(url), 50))


def test_after_a_loss_of_the_connection_everybody_looks_and_it_goes_on() -> None:
    async def scenario(url: str) -> None:
        first, second, theirs = PubSub(url, "first"), PubSub(url, "second"), Ear()

        async def at_once(_: float) -> None:
            await asyncio.sleep(0.01)

        running = [
            asyncio.create_task(first.run(Ear(), at_once)),
            asyncio.create_task(second.run(theirs, at_once)),
        ]
        while ["one"] not in theirs.heard:
            first.tell(["one"])
            await asyncio.sleep(0.02)
        await asyncio.to_thread(cut_all, url)
        await theirs.until(EVERYBODY)
        while ["two"] not in theirs.heard:
            first.tell(["two"])
            await asyncio.sleep(0.02)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    with a_schema() as url:
        asyncio.run(asyncio.wait_for(scenario(url), 50))


def test_beside_sqlite_there_is_nobody_to_tell() -> None:
    echo = PubSub("sqlite://", "alone")
    echo.tell(["staff"])
    assert echo.is_alone
    asyncio.run(asyncio.wait_for(echo.run(lambda _: None), 50))
