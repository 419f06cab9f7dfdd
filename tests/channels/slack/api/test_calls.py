"""What an answer of Slack, or of something in between, means for trying again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.channels.slack.api.calls import Calls, SlackError, Trouble, ask
from bot.channels.slack.api.pace import Call, CallPace
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.api.workspaces import NoWorkspaceError, OneWorkspace, client_of
from bot.channels.slack.outgoing.thinking import thinking
from bot.channels.slack.settings import SlackSettings
from bot.model.errors import DeliveryError
from tests.cases import each
from tests.channels.fakes import Clock
from tests.channels.slack.imitation import ROOM, SECRET, TEAM, TOKEN, Slack

THREAD = ThreadAddress(TEAM, ROOM, "1700000000.000100")


def settings_of(slack: Slack) -> SlackSettings:
    return SlackSettings(TOKEN, SECRET, api_url=slack.url)


def failure(prepare: Callable[[Slack], None], *, changes: bool = True) -> SlackError:
    async def run() -> SlackError:
        async with Slack().open() as slack:
            prepare(slack)
            client = client_of(settings_of(slack), TOKEN)
            with pytest.raises(SlackError) as error:
                await ask(client.chat_postMessage(channel=ROOM, text="x"), changes=changes)
            return error.value

    return asyncio.run(run())


@each(
    ("status", "body", "kind"),
    [
        (502, "<html>Bad gateway</html>", "text/html"),
        (503, "upstream", "text/plain"),
        (200, "<html>Sign in</html>", "text/html"),
        (200, "ok", "text/plain"),
        (200, "{", "application/json"),
        (200, "", "application/json"),
        (500, '{"ok": false, "error": "a_word_we_know_not"}', "application/json"),
        (404, "{}", "application/json"),
        (200, '{"ok": false, "error": "internal_error"}', "application/json"),
    ],
)
def test_an_answer_that_is_none_leaves_open_whether_it_was_posted(
    status: int, body: str, kind: str
) -> None:
    error = failure(lambda slack: slack.answers_oddly_next(status, body, kind))
    assert (error.unknown, error.permanent, error.trouble) == (True, False, Trouble.MAYBE)


def test_of_what_only_reads_nothing_is_left_open() -> None:
    error = failure(lambda s: s.answers_oddly_next(502, "<html></html>"), changes=False)
    assert (error.unknown, error.permanent) == (False, False)
    error = failure(lambda s: s.breaks_the_connection_after_posting(), changes=False)
    assert (error.unknown, error.permanent) == (False, False)


@each(
    ("word", "trouble", "permanent"),
    [
        ("invalid_auth", Trouble.TOKEN, False),
        ("token_revoked", Trouble.TOKEN, False),
        ("account_inactive", Trouble.TOKEN, False),
        ("missing_scope", Trouble.TOKEN, False),
        ("channel_not_found", Trouble.PLACE, True),
        ("message_not_found", Trouble.GONE, True),
        ("msg_too_long", Trouble.MESSAGE, True),
        ("invalid_blocks", Trouble.BLOCKS, False),
        ("a_word_of_next_year", Trouble.OTHER, False),
    ],
)
def test_each_word_has_its_meaning(word: str, trouble: Trouble, *, permanent: bool) -> None:
    error = failure(lambda slack: slack.answers_next_with(word))
    assert (error.word, error.trouble, error.permanent) == (word, trouble, permanent)
    assert not error.unknown
    assert (error.retry_after is not None) == (trouble is Trouble.TOKEN)


def test_a_limit_without_a_number_is_a_minute() -> None:
    assert failure(lambda slack: slack.is_busy("soon")).retry_after == 60
    assert failure(lambda slack: slack.answers_next_with("rate_limited")).retry_after == 60


def test_silence_leaves_open_whether_it_was_posted() -> None:
    async def silent() -> Any:
        raise TimeoutError

    async def reset() -> Any:
        raise aiohttp.ClientOSError(104, "Connection reset by peer")

    for call in (silent, reset):
        with pytest.raises(SlackError) as error:
            asyncio.run(_asked(call))
        assert error.value.unknown


async def _asked(call: Callable[[], Awaitable[Any]]) -> None:
    await ask(call())


def test_when_slack_wants_quiet_it_is_not_asked_again_before_its_time() -> None:
    async def run() -> tuple[list[str], float | None]:
        clock = Clock()

        async def sleep(seconds: float) -> None:
            clock.passes(seconds=seconds)

        async with Slack().open() as slack:
            slack.is_busy("30")
            pace = CallPace(lambda: clock().timestamp(), sleep)
            calls = Calls(OneWorkspace(settings_of(slack)), pace)

            async def post() -> None:
                await calls.ask(
                    Call(TEAM, "chat.postMessage", ROOM),
                    lambda client: client.chat_postMessage(channel=ROOM, text="x"),
                )

            with pytest.raises(SlackError):
                await post()
            clock.passes(seconds=10)
            with pytest.raises(DeliveryError) as error:
                await post()
            assert slack.calls == ["chat.postMessage"]
            clock.passes(seconds=20)
            await post()
            return slack.calls, error.value.retry_after

    assert asyncio.run(run()) == (["chat.postMessage", "chat.postMessage"], 20.0)


@each(
    ("lang", "shown"),
    [("ja", "が状況を確認しています…"), ("en", "is checking…"), ("zh", "is checking…")],
)
def test_the_desk_shows_that_it_is_at_work_and_takes_the_sign_away(lang: str, shown: str) -> None:
    async def run() -> list[dict[str, Any]]:
        async with Slack().open() as slack:
            workspaces = OneWorkspace(settings_of(slack))
            await thinking(Calls(workspaces), THREAD, on=True, lang=lang)
            await thinking(Calls(workspaces), THREAD, on=False, lang=lang)
            return slack.statuses

    place = {"channel_id": ROOM, "thread_ts": THREAD.thread}
    assert asyncio.run(run()) == [{**place, "status": shown}, {**place, "status": ""}]


def test_where_no_sign_can_be_shown_nothing_happens() -> None:
    class Nowhere(OneWorkspace):
        async def client(self, team: str) -> Any:
            raise NoWorkspaceError(team)

    class Never(OneWorkspace):
        async def client(self, team: str) -> Any:
            raise TimeoutError

    async def run() -> None:
        async with Slack().open() as slack:
            workspaces = OneWorkspace(settings_of(slack))
            slack.answers_next_with("not_allowed_token_type")
            await thinking(Calls(workspaces), THREAD, on=True, lang="ja")
            slack.answers_oddly_next(502, "<html></html>")
            await thinking(Calls(workspaces), THREAD, on=True, lang="ja")
        await thinking(Calls(workspaces), THREAD, on=False, lang="ja")
        await thinking(Calls(Nowhere(SlackSettings(TOKEN))), THREAD, on=True, lang="ja")
        await thinking(Calls(Never(SlackSettings(TOKEN))), THREAD, on=True, lang="ja")

    asyncio.run(run())
