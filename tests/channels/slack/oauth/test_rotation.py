"""Tokens are renewed before they expire, once, whatever happens on the way."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.slack.api.calls import TOKEN_WAIT, Calls, SlackError
from bot.channels.slack.api.rates import Call
from bot.channels.slack.api.workspaces import NoWorkspaceError
from bot.channels.slack.oauth.installations import Installations, Installed, Renewed
from bot.model.errors import DeliveryError
from bot.store.locks import Locks
from bot.store.sql import SqlStore
from tests.channels.slack.granting import CLIENT_ID, Granting
from tests.channels.slack.installing import Database, a_desk_database
from tests.store.databases import ON_POSTGRESQL, a_database

Scenario = Callable[[Database, Granting], Coroutine[Any, Any, None]]


@pytest.fixture(params=["file", ON_POSTGRESQL])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path) as address:
        yield address


@asynccontextmanager
async def a_world(url: str) -> AsyncIterator[tuple[Database, Granting]]:
    async with Granting().open() as slack:
        with a_desk_database(url, slack) as database:
            yield database, slack


def play(url: str, scenario: Scenario) -> None:
    async def run() -> None:
        async with a_world(url) as (database, slack):
            await scenario(database, slack)

    asyncio.run(run())


def renewals(slack: Granting) -> int:
    return slack.calls.count("oauth.v2.access")


def test_a_token_that_lives_long_is_left_alone(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        for kept in (database.has("T1", hours=2.1), database.has("T2", hours=None)):
            assert await database.rotation().fresh(kept) == kept
        assert slack.calls == []

    play(url, scenario)


def test_two_hours_before_it_expires_it_is_renewed_and_kept(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old = database.has("T1", hours=1.9)
        fresh = await database.rotation().fresh(old)
        assert fresh == database.now("T1")
        assert slack.is_good(fresh.token)
        assert fresh.refresh_token != old.refresh_token
        assert fresh.expires_at == database.clock() + timedelta(hours=12)
        assert "xox" not in "".join(slack.seen)

    play(url, scenario)


def test_many_at_once_in_many_processes_renew_once(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old = database.has("T1", hours=1)
        processes = [database.rotation() for _ in range(4)]
        await asyncio.gather(*(p.fresh(old) for p in processes for _ in range(3)))
        assert renewals(slack) == 1
        assert slack.is_good(database.now("T1").token)

    play(url, scenario)


def test_who_finds_it_expired_waits_for_the_one_renewal_in_its_process(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old, rotation = database.has("T1", hours=-1), database.rotation()
        found = await asyncio.gather(*(rotation.fresh(old) for _ in range(4)))
        assert {f.token for f in found} == {database.now("T1").token}
        assert renewals(slack) == 1

    play(url, scenario)


def test_while_another_process_renews_the_old_token_serves_and_an_expired_one_waits(
    url: str,
) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        good, expired = database.has("T1", hours=1), database.has("T2", hours=-1)
        with Locks(url).take("slack-T1"), Locks(url).take("slack-T2"):
            assert await database.rotation().fresh(good) == good
            with pytest.raises(DeliveryError) as refused:
                await database.rotation().fresh(expired)
        assert (refused.value.permanent, refused.value.retry_after) == (False, 1)
        assert slack.calls == []

    play(url, scenario)


def test_what_another_process_renewed_is_looked_up_and_not_asked_for(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old = database.has("T1", hours=-1)
        renewed = await database.rotation().fresh(old)
        assert await database.rotation().fresh(old) == renewed
        assert renewals(slack) == 1

    play(url, scenario)


def test_after_an_answer_that_was_lost_the_old_token_serves_until_it_expires(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old, rotation = database.has("T1", hours=1.5), database.rotation()
        slack.breaks_the_connection_after("oauth.v2.access")
        assert await rotation.fresh(old) == old
        assert await rotation.fresh(old) == old  # not at once again
        assert renewals(slack) == 1
        database.clock.passes(minutes=2)
        assert await rotation.fresh(old) == old  # Slack: invalid_refresh_token
        assert renewals(slack) == 2
        database.clock.passes(hours=2)
        with pytest.raises(DeliveryError, match="T1 must install Jitabata again") as refused:
            await rotation.fresh(old)
        assert not refused.value.permanent  # installing again delivers what waits

    play(url, scenario)


def test_installing_again_heals_what_was_lost(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old, rotation = database.has("T1", hours=-1), database.rotation()
        slack.answers_next("oauth.v2.access", "invalid_refresh_token")
        with pytest.raises(DeliveryError):
            await rotation.fresh(old)
        new = database.has("T1", at=database.clock() + timedelta(minutes=1))
        assert await rotation.fresh(old) == new

    play(url, scenario)


class FullDisk(Installations):
    """Cannot save a renewal so many times."""

    failures = 0

    def renew(self, installed: Installed, renewed: Renewed) -> None:
        if self.failures:
            self.failures -= 1
            raise OperationalError("UPDATE", {}, Exception("disk is full"))
        super().renew(installed, renewed)


def test_what_the_database_could_not_take_is_saved_later_and_not_asked_for_again(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old = database.has("T1", hours=-1)
        full = FullDisk(CLIENT_ID, database.engine, database.writer, database.seal)
        database.installations, full.failures = full, 1
        rotation = database.rotation()
        with pytest.raises(DeliveryError, match="the database fails") as refused:
            await rotation.fresh(old)
        assert not refused.value.permanent
        fresh = await rotation.fresh(old)
        assert renewals(slack) == 1
        assert fresh == database.now("T1")
        assert slack.is_good(fresh.token)

    play(url, scenario)


def test_nobody_asks_before_retry_after_whichever_workspace_and_process(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        shared = SqlStore.open(url)
        first, second = (database.rotation(shared.slate) for _ in range(2))
        one, other = database.has("T1", hours=-1), database.has("T2", hours=-1)
        slack.answers_next("oauth.v2.access", "ratelimited")  # for 7 seconds
        for rotation, installed in ((first, one), (first, other), (second, one)):
            with pytest.raises(DeliveryError, match="ratelimited") as refused:
                await rotation.fresh(installed)
            assert refused.value.retry_after == pytest.approx(7, abs=1)
        assert renewals(slack) == 1
        if url.startswith("sqlite"):  # PostgreSQL goes by its own clock
            database.clock.passes(seconds=7)
            assert slack.is_good((await second.fresh(one)).token)
            assert renewals(slack) == 2
        shared.close()

    play(url, scenario)


def test_a_token_that_slack_says_has_expired_is_renewed_at_once(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        slack.people["USATO"] = {"id": "USATO"}
        old, workspaces = database.has("T1", hours=12), database.process()
        slack.answers_next("users.info", "token_expired")
        calls = Calls(workspaces)
        answer = await calls.ask(
            Call("T1", "users.info"), lambda client: client.users_info(user="USATO"), changes=False
        )
        assert answer["user"] == {"id": "USATO"}
        assert renewals(slack) == 1
        assert database.now("T1").token != old.token

    play(url, scenario)


def test_a_token_that_nothing_replaces_is_tried_again_after_a_minute(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        database.has("T1", hours=None)
        slack.answers_next("users.info", "token_expired")
        with pytest.raises(SlackError) as refused:
            await Calls(database.process()).ask(
                Call("T1", "users.info"), lambda client: client.users_info(user="U1"), changes=False
            )
        assert refused.value.retry_after == TOKEN_WAIT
        assert renewals(slack) == 0

    play(url, scenario)


@pytest.mark.parametrize(
    ("error", "waits"), [("ratelimited", 7), ("bad_client_secret", None), ("fatal_error", None)]
)
def test_slack_declining_is_told_without_a_token(
    error: str, waits: float | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        good, expired = database.has("T1", hours=1), database.has("T2", hours=-1)
        slack.answers_next("oauth.v2.access", error)
        assert await database.rotation().fresh(good) == good
        slack.answers_next("oauth.v2.access", error)
        with pytest.raises(DeliveryError, match=error) as refused:
            await database.rotation().fresh(expired)
        assert refused.value.retry_after == waits
        assert error in caplog.text

    with caplog.at_level(logging.DEBUG):
        play(f"sqlite:///{tmp_path / 'desk.sqlite'}", scenario)
    assert "xox" not in caplog.text


def test_nothing_secret_is_logged_at_any_level(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        await database.rotation().fresh(database.has("T1", hours=1))

    with caplog.at_level(logging.DEBUG):
        play(f"sqlite:///{tmp_path / 'desk.sqlite'}", scenario)
    assert "xox" not in caplog.text


def test_who_is_cancelled_does_not_lose_the_new_token(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old, asked = database.has("T1", hours=1), asyncio.Event()
        answered = asyncio.Event()

        async def hold(method: str) -> None:
            asked.set()
            await answered.wait()

        slack.before_answer = hold
        rotation = database.rotation()
        caller = asyncio.create_task(rotation.fresh(old))
        await asked.wait()
        caller.cancel()
        await asyncio.gather(caller, return_exceptions=True)
        answered.set()
        await asyncio.get_running_loop().shutdown_default_executor()
        assert database.now("T1").token != old.token

    play(url, scenario)


def test_an_installation_that_is_gone_is_no_workspace(url: str) -> None:
    async def scenario(database: Database, slack: Granting) -> None:
        old = database.has("T1", hours=1)
        database.installations.forget("T1", database.clock())
        with pytest.raises(NoWorkspaceError):
            await database.rotation().fresh(old)

    play(url, scenario)
